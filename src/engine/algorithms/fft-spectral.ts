/** Circular correlations of blocks with kernels whose spectra are kept. */
import { planFft, type Transform } from "../../math/fft.js";
import { RealFft } from "../../math/real-fft.js";
import type { BlockType, Lie, Taking } from "../../routines/circular.js";
import type { Region } from "../extend.js";
import type { Problem } from "../problem.js";
import type { BlockPlan } from "./fft-blocks.js";
import type { Plane } from "./fft-special.js";

interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Samples or sums in arrays: the first at `at`, elements `step` and rows `pitch` apart. */
export interface Grid extends Plane {
  readonly at: number;
  readonly step: number;
  readonly pitch: number;
}

/** Samples of integer types in an arena: the address of the first, and bytes between elements and rows. */
export interface RawGrid extends Lie {
  readonly type: Exclude<BlockType, "f64">;
}

/** Correlations of blocks with kernels whose spectra are kept. */
export interface Spectral {
  /** Keeps the spectrum of a kernel plane; returns its number. */
  addKernel(real: Float64Array, imag: Float64Array | undefined): number;
  /** Fills `sums` with the outputs of a part of a block. */
  correlate(kernel: number, block: Grid | RawGrid, part: Region, sums: Grid, taking?: Taking): void;
}

/** The taps on the circle of a block: rows of `pointsX`. */
export function tapPlane(
  { taps, x, y }: Problem,
  plan: BlockPlan,
  real: Float64Array,
  imag: Float64Array | undefined,
): Plane {
  const { pointsX, pointsY } = plan;
  const blank = (): Float64Array => new Float64Array(pointsX * pointsY);
  const planes = { real: blank(), ...(imag ? { imag: blank() } : {}) };
  for (let row = 0; row < taps.height; row++) {
    for (let column = 0; column < taps.width; column++) {
      // Correlation is convolution with the tap at −j, so tap j stands at the end of the circle.
      const [atX, atY] = [column * x.dilation, row * y.dilation];
      const at = ((pointsY - atY) % pointsY) * pointsX + ((pointsX - atX) % pointsX);
      planes.real[at] = real[row * taps.width + column];
      if (planes.imag && imag) planes.imag[at] = imag[row * taps.width + column];
    }
  }
  return planes;
}

/** The circles of a block: where each begins, and the part of its outputs that lies in `part`. */
export function circlesOf(
  { half, stepX, stepY }: BlockPlan,
  part: Region,
): { readonly x: number; readonly y: number; readonly part: Region }[] {
  const starts = half ? [{ x: 0, y: 0 }, half] : [{ x: 0, y: 0 }];
  const [ownX, ownY] = [stepX - (half?.x ?? 0), stepY - (half?.y ?? 0)];
  return starts.map(({ x, y }) => {
    const cut = (v: number, from: number, own: number): number => Math.min(Math.max(v, from), from + own);
    const [x0, x1] = [cut(part.x0, x, ownX), cut(part.x1, x, ownX)];
    const [y0, y1] = [cut(part.y0, y, ownY), cut(part.y1, y, ownY)];
    return { x, y, part: { x0, x1, y0, y1 } };
  });
}

/** In plain TypeScript, a circle at a time. Points of a circle lie in rows of `bins` once these are transformed. */
export class SpectralProduct implements Spectral {
  private readonly bins: number;
  private readonly real: RealFft | undefined;
  private readonly along: Transform | undefined;
  private readonly down: Transform | undefined;
  private readonly spectra: Spectrum[] = [];
  private readonly work: Spectrum;
  private readonly line: { readonly re: Float64Array; readonly im: Float64Array };

  constructor(
    private readonly problem: Problem,
    private readonly plan: BlockPlan,
  ) {
    const { pointsX, pointsY, transformX, transformY } = plan;
    this.real = problem.complex || !transformX ? undefined : new RealFft(pointsX);
    this.along = transformX && !this.real ? planFft(pointsX) : undefined;
    this.down = transformY ? planFft(pointsY) : undefined;
    this.bins = this.real ? this.real.bins : pointsX;
    const size = this.bins * pointsY;
    this.work = { re: new Float64Array(size), im: new Float64Array(size) };
    this.line = { re: new Float64Array(pointsX), im: new Float64Array(pointsX) };
  }

  addKernel(real: Float64Array, imag: Float64Array | undefined): number {
    const { pointsX, pointsY, transformX, transformY } = this.plan;
    const taps = tapPlane(this.problem, this.plan, real, imag);
    this.forward({ ...taps, at: 0, step: 1, pitch: pointsX });
    // Neither inverse is scaled; a real inverse comes back times half its length.
    const scale = (this.real ? 2 : 1) / ((transformX ? pointsX : 1) * (transformY ? pointsY : 1));
    const { re, im } = this.work;
    return this.spectra.push({ re: re.map((v) => v * scale), im: im.map((v) => v * scale) }) - 1;
  }

  correlate(kernel: number, block: Grid | RawGrid, part: Region, sums: Grid, taking?: Taking): void {
    if (!("real" in block)) throw new Error("raw samples lie where only compiled transforms go");
    const { work, bins, plan } = this;
    const { re, im } = this.spectra[kernel];
    for (const circle of circlesOf(plan, part)) {
      this.forward({ ...block, at: block.at + circle.y * block.pitch + circle.x * block.step });
      for (let r = 0; r < plan.pointsY; r++) {
        for (let k = 0; k < bins; k++) {
          const at = r * bins + k;
          // A kernel that is one tap wide along an axis has the same spectrum all along it.
          const h = (plan.transformY ? r * bins : 0) + (plan.transformX ? k : 0);
          const [a, b] = [work.re[at], work.im[at]];
          work.re[at] = a * re[h] - b * im[h];
          work.im[at] = a * im[h] + b * re[h];
        }
      }
      this.down?.run(work.re, work.im, bins, true);
      this.takeOut(circle, part, sums, taking);
    }
  }

  /** From a circle of samples to its spectrum, in `work`. */
  private forward({ real, imag, at, step, pitch }: Grid): void {
    const { line, work, bins, plan } = this;
    for (let r = 0; r < plan.pointsY; r++) {
      for (let x = 0; x < plan.pointsX; x++) {
        line.re[x] = real[at + r * pitch + x * step];
        line.im[x] = imag ? imag[at + r * pitch + x * step] : 0;
      }
      if (this.real) this.real.forward(line.re, 0, work.re, work.im, r * bins);
      else {
        this.along?.run(line.re, line.im);
        work.re.set(line.re, r * bins);
        work.im.set(line.im, r * bins);
      }
    }
    this.down?.run(work.re, work.im, bins);
  }

  /** The outputs of a circle that are asked for, from rows that are still to be transformed back. */
  private takeOut(circle: ReturnType<typeof circlesOf>[number], whole: Region, sums: Grid, taking: Taking): void {
    const { line, work, bins } = this;
    const { x0, x1, y0, y1 } = circle.part;
    for (let y = y0; y < y1; y++) {
      const from = (y - circle.y) * bins;
      if (this.real) this.real.inverse(work.re, work.im, line.re, 0, from);
      else {
        line.re.set(work.re.subarray(from, from + bins));
        line.im.set(work.im.subarray(from, from + bins));
        this.along?.run(line.re, line.im, 1, true);
      }
      for (let x = x0; x < x1; x++) {
        const to = sums.at + (y - whole.y0) * sums.pitch + (x - whole.x0) * sums.step;
        sums.real[to] = taken(line.re[x - circle.x], sums.real[to], taking);
        if (sums.imag) sums.imag[to] = taken(line.im[x - circle.x], sums.imag[to], taking);
      }
    }
  }
}

/** Adding turns the −0 that rounding may leave into 0, as a sum gives it. */
const taken = (v: number, before: number, taking: Taking): number =>
  taking ? Math.round(v) * taking.scale + (taking.add ? before : 0) : v + 0;
