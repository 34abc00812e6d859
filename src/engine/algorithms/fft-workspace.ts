/**
 * Correlations of blocks through the compiled transforms: what `SpectralProduct` does, in the memory of a station. Its
 * results may differ from those in their last bits; every engine with SIMD gives the same.
 */
import { Arena } from "../../routines/arena.js";
import { CircularBlock, isColumn, isLine, type Taking } from "../../routines/circular.js";
import type { Region } from "../extend.js";
import type { Problem } from "../problem.js";
import type { BlockPlan } from "./fft-blocks.js";
import type { Plane } from "./fft-special.js";
import { circlesOf, type Grid, type RawGrid, type Spectral, tapPlane } from "./fft-spectral.js";
import { tablesAlong, tablesDown } from "./fft-tables.js";

/** The compiled product for a problem, or undefined where its lengths cannot be transformed. */
export function workspaceProduct(arena: Arena, problem: Problem, plan: BlockPlan): WorkspaceProduct | undefined {
  const { pointsX, pointsY, transformX, transformY } = plan;
  if (transformX ? !isLine(pointsX) : pointsX % 16 !== 0) return undefined;
  if (transformY && (!isColumn(pointsY) || pointsX % 8 !== 0)) return undefined;
  return new WorkspaceProduct(arena, problem, plan);
}

export class WorkspaceProduct implements Spectral {
  private readonly circle: CircularBlock;
  private readonly spectra: number[] = [];
  /** Where samples are put that lie elsewhere. */
  private copy: Plane | undefined;

  constructor(
    private readonly arena: Arena,
    private readonly problem: Problem,
    private readonly plan: BlockPlan,
  ) {
    const { pointsX, pointsY, transformX, transformY } = plan;
    const along = transformX ? tablesAlong(pointsX) : undefined;
    this.circle = new CircularBlock(arena, pointsX, pointsY, along, transformY ? tablesDown(pointsY) : undefined);
  }

  addKernel(real: Float64Array, imag: Float64Array | undefined): number {
    const { pointsX, pointsY, transformX, transformY } = this.plan;
    const taps = this.placed({
      ...tapPlane(this.problem, this.plan, real, imag),
      at: 0,
      step: 1,
      pitch: pointsX,
    });
    this.circle.fill({ at: taps.real.byteOffset, step: 8, pitch: 8 * pointsX }, taps.imag?.byteOffset ?? 0);
    const scale = 1 / ((transformX ? pointsX : 1) * (transformY ? pointsY : 1));
    return this.spectra.push(this.circle.spectrum(scale)) - 1;
  }

  correlate(kernel: number, block: Grid | RawGrid, part: Region, sums: Grid, taking?: Taking): void {
    this.fill(block);
    this.circle.filter(this.spectra[kernel]);
    this.takeOut(part, sums, taking);
  }

  /** The sum of correlations of real blocks, each with its kernel; rows must be transformed. */
  correlateAll(
    kernels: readonly number[],
    blocks: readonly (Grid | RawGrid)[],
    part: Region,
    sums: Grid,
    taking: Taking,
  ): void {
    for (const [i, kernel] of kernels.entries()) {
      this.fill(blocks[i]);
      this.circle.gather(this.spectra[kernel], i === 0, i === kernels.length - 1);
    }
    this.takeOut(part, sums, taking);
  }

  private takeOut(part: Region, sums: Grid, taking: Taking): void {
    const { circle, plan } = this;
    const to = (array: Float64Array, x: number, y: number) => ({
      at: array.byteOffset + 8 * (sums.at + x * sums.step + y * sums.pitch),
      step: 8 * sums.step,
      pitch: 8 * sums.pitch,
    });
    for (const [i, { x, y, part: own }] of circlesOf(plan, part).entries()) {
      const { x0, x1, y0, y1 } = own;
      if (x0 >= x1 || y0 >= y1) continue;
      const inside = { x0: x0 - x, x1: x1 - x, y0: y0 - y, y1: y1 - y };
      circle.take(i === 1, inside, to(sums.real, x0 - part.x0, y0 - part.y0), taking);
      if (sums.imag) circle.take(true, inside, to(sums.imag, x0 - part.x0, y0 - part.y0), taking);
    }
  }

  private fill(block: Grid | RawGrid): void {
    const { circle, plan } = this;
    const second = (step: number, pitch: number): number => (plan.half ? plan.half.y * pitch + plan.half.x * step : 0);
    if (!("real" in block)) {
      circle.fill(block, block.at + second(block.step, block.pitch), block.type);
      return;
    }
    const from = this.placed(block);
    const [step, pitch] = [8 * from.step, 8 * from.pitch];
    const at = from.real.byteOffset + 8 * from.at;
    const imag = from.imag ? from.imag.byteOffset + 8 * from.at : 0;
    circle.fill({ at, step, pitch }, plan.half ? at + second(step, pitch) : imag);
  }

  /** The block itself where it lies in the arena, else its copy there: whole planes, that is. */
  private placed(block: Grid): Grid {
    if (Arena.of(block.real) === this.arena) return block;
    const { length } = block.real;
    if (!this.copy || this.copy.real.length < length) {
      const { arena, problem } = this;
      this.copy = { real: arena.doubles(length), ...(problem.complex ? { imag: arena.doubles(length) } : {}) };
    }
    const { real, imag } = this.copy;
    real.set(block.real);
    if (block.imag) imag?.set(block.imag);
    else imag?.fill(0);
    return { ...block, ...this.copy };
  }
}
