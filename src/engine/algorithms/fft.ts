/**
 * Overlap-save in one and two dimensions: the input is cut into blocks that overlap by a kernel's extent less one, each
 * block is correlated circularly through its spectrum, and the outputs that do not wrap around are kept.
 *
 * Blocks lie on a grid fixed at input position 0 and their length follows from the kernel alone, so a part of the
 * input gives the same bits as the whole. What a transform cannot do is left to the direct sum: windows with a NaN, an
 * infinity or a missing sample, and blocks whose numbers would overflow.
 */
import type { Arena } from "../../routines/arena.js";
import { borrowArena } from "../../routines/load.js";
import type { Block, Extension, Region } from "../extend.js";
import { addLine, blankSums, merged, type Sums, scatter, type TapList, tapLists } from "../lines.js";
import { estimate, type Work } from "../pricing.js";
import type { Field, Problem } from "../problem.js";
import type { Algorithm, Runner } from "./algorithm.js";
import { type BlockPlan, planBlocks } from "./fft-blocks.js";
import { BlockCorrelator } from "./fft-correlator.js";
import { fftError } from "./fft-error.js";
import { MergedCorrelator } from "./fft-merged.js";
import { markTouched, type Plane, replaceUncounted } from "./fft-special.js";
import type { Grid, RawGrid } from "./fft-spectral.js";
import { RawStage, rawType } from "./fft-stage.js";

export const fft: Algorithm = {
  name: "fft",
  title: "overlap-save through fast Fourier transforms, in blocks",
  consider(problem) {
    const plan = planBlocks(problem);
    const cost = plan.cost * (problem.complex ? 2 : 1);
    return {
      ...estimate("fft", { output: cost }, wholeWork(problem, plan, cost)),
      error: fftError(problem, plan),
      note: `blocks of ${plan.columns}×${plan.rows} samples, ${plan.stepX}×${plan.stepY} outputs each`,
    };
  },
  prepare: (problem) => new FftRunner(problem),
};

/**
 * All work of a call, in terms of what an output is reckoned to cost where blocks are full: a block is transformed as a
 * whole, however little of it is asked for, and so is the kernel, once.
 */
function wholeWork({ x, y, taps, channels }: Problem, { stepX, stepY }: BlockPlan, cost: number): Work {
  const spanned = ({ origin, outputs, stride }: typeof x, step: number): number =>
    Math.floor((origin + (outputs - 1) * stride) / step) - Math.floor(origin / step) + 1;
  const blocks = spanned(x, stepX) * spanned(y, stepY) * channels;
  const block = cost * stepX * stepY;
  return {
    output: block * blocks,
    prepared: block * taps.channels,
    table: taps.real.length,
    call: 1,
    block: blocks,
  };
}

class FftRunner implements Runner {
  private readonly plan: BlockPlan;
  /** For windows that are summed directly, which most calls have none of. */
  private lists: readonly TapList[] | undefined;
  /** What the first tile makes: a runner that gets none needs none of it. */
  private correlators: readonly BlockCorrelator[] | undefined;
  /** All channels at once, where their sums are to be added up and transforms can do it. */
  private together: MergedCorrelator | undefined;
  private arena: Arena | undefined;
  /** Where blocks and their sums go; null where blocks are not staged as they are. */
  private stage: RawStage | null | undefined;
  private block: Plane | undefined;
  private sums: Plane | undefined;
  private clean: Plane | undefined;

  constructor(private readonly problem: Problem) {
    this.plan = planBlocks(problem);
  }

  private listOf(channel: number): TapList {
    const { plan, problem } = this;
    // Windows that are summed directly hold special samples, so no tap may be skipped there.
    const special = { ...problem, facts: { ...problem.facts, finite: false } };
    this.lists ??= tapLists(special, plan.columns * problem.channels);
    return this.lists[this.lists.length === 1 ? 0 : channel];
  }

  private start(): readonly BlockCorrelator[] {
    const { problem, plan } = this;
    const arena = borrowArena();
    this.arena = arena;
    this.together = arena && problem.merged ? MergedCorrelator.of(problem, plan, arena) : undefined;
    if (arena) this.sums = planeOf(arena, plan.stepX * plan.stepY * problem.channels, problem.complex);
    if (this.together) return [];
    return Array.from({ length: problem.taps.channels }, (_, c) => new BlockCorrelator(problem, plan, c, arena));
  }

  *tiles(): Iterable<Region> {
    const { x, y } = this.problem;
    for (const [y0, y1] of spans(y.origin, y.stride, y.outputs, this.plan.stepY)) {
      for (const [x0, x1] of spans(x.origin, x.stride, x.outputs, this.plan.stepX)) yield { x0, x1, y0, y1 };
    }
  }

  run(extension: Extension, tile: Region): Sums {
    const { problem, plan } = this;
    const { x, y, channels } = problem;
    this.correlators ??= this.start();
    const fromX = Math.floor((x.origin + tile.x0 * x.stride) / plan.stepX) * plan.stepX;
    const fromY = Math.floor((y.origin + tile.y0 * y.stride) / plan.stepY) * plan.stepY;
    const region = { x0: fromX, x1: fromX + plan.columns, y0: fromY, y1: fromY + plan.rows };
    const raw = this.rawBlock(extension.field, region);
    const block = raw ? undefined : extension.block(region, this.blockMemory());
    const [width, height] = [tile.x1 - tile.x0, tile.y1 - tile.y0];
    // The outputs of the block from the first to the last one that is asked for.
    const [x0, y0] = [x.origin + tile.x0 * x.stride - fromX, y.origin + tile.y0 * y.stride - fromY];
    const part = { x0, x1: x0 + (width - 1) * x.stride + 1, y0, y1: y0 + (height - 1) * y.stride + 1 };
    if (this.together && !block?.valid) {
      const outputs = part.x1 - part.x0;
      const sums = this.blank((part.y1 - part.y0) * outputs, false);
      this.together.correlate(raw ?? block!, part, { ...sums, at: 0, step: 1, pitch: outputs });
      return sums;
    }
    const pitch = (part.x1 - part.x0) * channels;
    const sums = this.blank((part.y1 - part.y0) * pitch, block?.valid !== undefined);
    for (let c = 0; c < channels; c++) {
      const to = { ...sums, at: c, step: channels, pitch };
      if (block) this.channel(block, c, part, to);
      else this.correlatorOf(c).correlate({ ...raw!, at: raw!.at + (raw!.step / channels) * c }, part, to);
    }
    if (problem.merged) return merged(sums, channels);
    if (x.stride === 1 && y.stride === 1) return sums;
    const picked = blankSums(problem, width * height * channels, block?.valid !== undefined);
    for (let row = 0; row < height; row++) {
      const [from, to] = [row * y.stride * pitch, row * width * channels];
      pick(sums.real, picked.real, from, to, x.stride, channels, width);
      if (sums.imag && picked.imag) pick(sums.imag, picked.imag, from, to, x.stride, channels, width);
      if (sums.weight && picked.weight) pick(sums.weight, picked.weight, from, to, x.stride, channels, width);
    }
    return picked;
  }

  end(): void {
    this.arena?.end();
  }

  private correlatorOf(c: number): BlockCorrelator {
    const all = this.correlators!;
    return all[all.length === 1 ? 0 : c];
  }

  /** A block of integer samples as they are, where the transforms take them so. */
  private rawBlock(field: Field, region: Region): RawGrid | undefined {
    const { arena, plan, problem } = this;
    if (this.stage === undefined) {
      const type = this.correlators!.every((c) => c.takesRaw) ? rawType(field, problem) : undefined;
      this.stage = arena && type ? new RawStage(arena, problem, plan, type) : null;
    }
    return this.stage?.stage(field, region);
  }

  private blockMemory(): Plane | undefined {
    const { arena, plan, problem } = this;
    if (arena) this.block ??= planeOf(arena, plan.columns * plan.rows * problem.channels, problem.complex);
    return this.block;
  }

  /** Memory for sums; what they were before is over. */
  private blank(length: number, weighted: boolean): Sums {
    if (!this.sums) return blankSums(this.problem, length, weighted);
    const { real, imag } = this.sums;
    return {
      real: real.subarray(0, length),
      ...(imag ? { imag: imag.subarray(0, length) } : {}),
      ...(weighted ? { weight: new Float64Array(length) } : {}),
    };
  }

  /** The sums of one channel of a part of a block. */
  private channel(block: Block, c: number, part: Region, sums: Sums & Grid): void {
    const { problem, plan } = this;
    const { channels } = problem;
    const correlator = this.correlatorOf(c);
    if (sums.weight && block.valid) {
      const all = this.fullWeight(c);
      for (let i = c; i < sums.weight.length; i += channels) sums.weight[i] = all;
    }
    if (correlator.sure && !block.valid) {
      correlator.correlate({ ...block, at: c, step: channels, pitch: block.pitch }, part, sums);
      return;
    }
    const { plane, found } = this.counted(block, c);
    const done = correlator.correlate({ ...plane, at: 0, step: 1, pitch: plan.columns }, part, sums);
    if (done && !found) return;
    this.direct(block, c, part, sums, done ? markTouched(found!, problem, plan) : undefined);
  }

  /** One channel of a block, with 0 where a sample does not count. */
  private counted(block: Block, c: number): ReturnType<typeof replaceUncounted> {
    const { arena, plan, problem } = this;
    // A block that lies in the memory stays what it is: its special windows are summed from it.
    if (arena) this.clean ??= planeOf(arena, plan.columns * plan.rows, problem.complex);
    return replaceUncounted(block, c, problem.channels, plan, this.clean);
  }

  /** Sums windows of a part directly: those that are touched, or all. */
  private direct(block: Block, c: number, part: Region, sums: Sums & Grid, touched: Uint8Array | undefined): void {
    const { plan, problem } = this;
    const { channels } = problem;
    const list = this.listOf(c);
    for (let y = part.y0; y < part.y1; y++) {
      for (let x = part.x0; x < part.x1; x++) {
        if (touched && touched[y * plan.columns + x] === 0) continue;
        let end = x + 1;
        while (end < part.x1 && (!touched || touched[y * plan.columns + end] === 1)) end++;
        const line = blankSums(problem, end - x, block.valid !== undefined);
        addLine(line, 0, end - x, block, y * block.pitch + x * channels + c, channels, list);
        scatter(line, sums, sums.at + (y - part.y0) * sums.pitch + (x - part.x0) * sums.step, sums.step);
        x = end;
      }
    }
  }

  /** Σ of all taps, added in their order, as the direct sum gives it where everything counts. */
  private fullWeight(channel: number): number {
    let sum = 0;
    for (const tap of this.listOf(channel).real) sum += tap;
    return sum;
  }
}

const planeOf = (arena: Arena, length: number, complex: boolean): Plane => ({
  real: arena.doubles(length),
  ...(complex ? { imag: arena.doubles(length) } : {}),
});

/** Runs of outputs whose windows begin in one block of the grid. */
function* spans(origin: number, stride: number, outputs: number, step: number): Iterable<readonly [number, number]> {
  let from = 0;
  while (from < outputs) {
    const blockEnd = (Math.floor((origin + from * stride) / step) + 1) * step;
    const to = Math.min(outputs, Math.ceil((blockEnd - origin) / stride));
    yield [from, to];
    from = to;
  }
}

/** Every `stride`-th of some pixels. */
function pick(
  from: Float64Array,
  to: Float64Array,
  at: number,
  target: number,
  stride: number,
  channels: number,
  count: number,
): void {
  for (let i = 0; i < count * channels; i++) {
    const c = i % channels;
    to[target + i] = from[at + (i - c) * stride + c];
  }
}
