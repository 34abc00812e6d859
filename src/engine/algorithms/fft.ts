/**
 * Overlap-save in one and two dimensions: the input is cut into blocks that overlap by a kernel's extent less one, each
 * block is correlated circularly through its spectrum, and the outputs that do not wrap around are kept.
 *
 * Blocks lie on a grid fixed at input position 0 and their length follows from the kernel alone, so a part of the
 * input gives the same bits as the whole. What a transform cannot do is left to the direct sum: windows with a NaN, an
 * infinity or a missing sample, and blocks whose numbers would overflow.
 */
import type { Block, Extension, Region } from "../extend.js";
import { addLine, blankSums, type Sums, scatter, type TapList, tapLists } from "../lines.js";
import { estimate, type Work } from "../pricing.js";
import { absoluteSum, euclideanNorm, type Problem } from "../problem.js";
import { type Algorithm, type Runner, UNIT } from "./algorithm.js";
import { sumsAreExact } from "./direct.js";
import { type BlockPlan, planBlocks } from "./fft-blocks.js";
import { BlockCorrelator } from "./fft-correlator.js";
import { transformError } from "./fft-error.js";
import { markTouched, type Plane, replaceUncounted } from "./fft-special.js";

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
  return { output: block * blocks, prepared: block * taps.channels, call: 1, block: blocks };
}

function fftError(problem: Problem, plan: BlockPlan): number {
  const { taps, facts } = problem;
  const inherited = absoluteSum(taps) * facts.error;
  if (inherited === 0 && sumsAreExact(problem)) return 0;
  const points = plan.columns * plan.rows;
  const largest = facts.largest + facts.error;
  const parts = problem.complex ? 2 : 1;
  const sum = transformError(points, euclideanNorm(taps), largest * Math.sqrt(points * parts));
  // Windows with special samples, and blocks near the edge of the range, are summed directly.
  const n = taps.real.length / taps.channels + 2;
  return Math.max(sum, 2 * n * UNIT * absoluteSum(taps) * largest) + inherited;
}

class FftRunner implements Runner {
  private readonly plan: BlockPlan;
  private readonly correlators: readonly BlockCorrelator[];
  /** The problem with stride 1, in which blocks are computed; strides pick from them afterwards. */
  private readonly dense: Problem;
  private readonly lists: readonly TapList[];
  private readonly pitch: number;
  private memory: Plane | undefined;

  constructor(private readonly problem: Problem) {
    this.plan = planBlocks(problem);
    this.dense = { ...problem, x: { ...problem.x, stride: 1 }, y: { ...problem.y, stride: 1 } };
    this.pitch = this.plan.columns * problem.channels;
    // Windows that are summed directly hold special samples, so no tap may be skipped there.
    this.lists = tapLists({ ...problem, facts: { ...problem.facts, finite: false } }, this.pitch);
    this.correlators = Array.from(
      { length: problem.taps.channels },
      (_, c) => new BlockCorrelator(this.dense, this.plan, c),
    );
    if (problem.channels === 1) this.memory = this.correlators[0].memory;
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
    const fromX = Math.floor((x.origin + tile.x0 * x.stride) / plan.stepX) * plan.stepX;
    const fromY = Math.floor((y.origin + tile.y0 * y.stride) / plan.stepY) * plan.stepY;
    const region = { x0: fromX, x1: fromX + plan.columns, y0: fromY, y1: fromY + plan.rows };
    const block = extension.block(region, this.memory);
    this.memory = block;
    const width = tile.x1 - tile.x0;
    const height = tile.y1 - tile.y0;
    if (channels === 1 && x.stride === 1 && y.stride === 1 && (height === 1 || width === plan.stepX)) {
      const at = (y.origin + tile.y0 - fromY) * plan.stepX + x.origin + tile.x0 - fromX;
      return part(this.channel(block, 0), at, width * height);
    }
    const sums = blankSums(problem, width * height * channels, block.valid !== undefined);
    for (let c = 0; c < channels; c++) {
      const dense = this.channel(block, c);
      for (let row = 0; row < height; row++) {
        const at = (y.origin + (tile.y0 + row) * y.stride - fromY) * plan.stepX + x.origin + tile.x0 * x.stride - fromX;
        const target = row * width * channels + c;
        pick(dense.real, at, x.stride, sums.real, target, channels, width);
        if (dense.imag && sums.imag) pick(dense.imag, at, x.stride, sums.imag, target, channels, width);
        if (dense.weight && sums.weight) pick(dense.weight, at, x.stride, sums.weight, target, channels, width);
      }
    }
    return sums;
  }

  /** All stepX × stepY sums of one channel of a block. */
  private channel(block: Block, c: number): Sums {
    const { dense, plan, pitch } = this;
    const kernelChannel = this.lists.length === 1 ? 0 : c;
    const correlator = this.correlators[kernelChannel];
    const special = replaceUncounted(block, c, dense.channels, plan, correlator.memory);
    const done = correlator.correlate(special.plane);
    const kept = plan.stepX * plan.stepY;
    const weight = block.valid && new Float64Array(kept).fill(this.fullWeight(kernelChannel));
    const sums = { ...(done ?? blankSums(dense, kept, false)), ...(weight ? { weight } : {}) };
    if (done && !special.found) return sums;
    const touched = done ? markTouched(special.found!, dense, plan) : undefined;
    for (let y = 0; y < plan.stepY; y++) {
      for (let x = 0; x < plan.stepX; x++) {
        if (touched && touched[y * plan.columns + x] === 0) continue;
        let end = x + 1;
        while (end < plan.stepX && (!touched || touched[y * plan.columns + end] === 1)) end++;
        const line = blankSums(dense, end - x, block.valid !== undefined);
        addLine(line, 0, end - x, block, y * pitch + x * dense.channels + c, dense.channels, this.lists[kernelChannel]);
        scatter(line, sums, y * plan.stepX + x, 1);
        x = end;
      }
    }
    return sums;
  }

  /** Σ of all taps, added in their order, as the direct sum gives it where everything counts. */
  private fullWeight(channel: number): number {
    let sum = 0;
    for (const tap of this.lists[channel].real) sum += tap;
    return sum;
  }
}

/** `count` sums from `at` on. */
function part(sums: Sums, at: number, count: number): Sums {
  const cut = (values: Float64Array): Float64Array => values.subarray(at, at + count);
  return {
    real: cut(sums.real),
    ...(sums.imag ? { imag: cut(sums.imag) } : {}),
    ...(sums.weight ? { weight: cut(sums.weight) } : {}),
  };
}

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

function pick(
  from: Float64Array,
  at: number,
  stride: number,
  to: Float64Array,
  target: number,
  step: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) to[target + i * step] = from[at + i * stride];
}
