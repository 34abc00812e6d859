/** The sum as it is written: each output is its taps times its window, added up in the order of the taps. */

import { makeWorkspace } from "../../routines/load.js";
import type { Extension, Region } from "../extend.js";
import { dilatedExtent } from "../geometry.js";
import { commonGrain } from "../grain.js";
import type { Sums } from "../lines.js";
import { addLine, blankSums, merged, scatter, type TapList, tapLists } from "../lines.js";
import { estimate } from "../pricing.js";
import { absoluteSum, type Problem, type Taps } from "../problem.js";
import { type Algorithm, type Runner, UNIT } from "./algorithm.js";

/** Samples of a line, and pixels of a row, that a tile takes: block and sums stay in a near cache. */
const LINE = 16384;
const ROW = 1024;
/** Multiply-adds from which a workspace of its own is worth its start. */
const WORTH = 200000;

interface Memory {
  readonly block: { readonly real: Float64Array; readonly imag?: Float64Array };
  readonly sums: { readonly real: Float64Array; readonly imag?: Float64Array };
}

export const direct: Algorithm = {
  name: "direct",
  title: "the sum as it is written, tap by tap",
  consider(problem) {
    const { taps } = problem;
    const used = nonZero(taps);
    const parts = (problem.complex ? 2 : 1) * (taps.imag ? 2 : 1);
    const { x, y, channels } = problem;
    const samples = x.outputs * y.outputs * channels;
    const each = { sample: 1, [unpacked(problem) ? "plainTap" : "tap"]: used * parts };
    const [across, down] = [dilatedExtent(x.taps, x.dilation), dilatedExtent(y.taps, y.dilation)];
    const { width, height } = tileOf(problem);
    const tiles = Math.ceil(x.outputs / width) * Math.ceil(y.outputs / height);
    const rows = Math.ceil(x.outputs / width) * y.outputs;
    const whole = {
      sample: samples,
      [usesWorkspace(problem) ? "tap" : "plainTap"]: used * parts * samples,
      call: 1,
      table: taps.real.length,
      tile: tiles,
      row: rows,
      rowTap: used * parts * rows,
      halo: tiles * ((width + across - 1) * (height + down - 1) - width * height) * channels,
    };
    return { ...estimate("direct", each, whole), error: directError(problem), note: `${used} taps a sample` };
  },
  prepare: (problem) => new DirectRunner(problem),
};

const nonZero = (taps: Taps): number => {
  let n = 0;
  for (let i = 0; i < taps.real.length; i++) if (taps.real[i] !== 0 || (taps.imag?.[i] ?? 0) !== 0) n++;
  return n / taps.channels;
};

/** Whether every sum is exact: taps and samples are multiples of powers of two, and no sum needs more than 53 bits. */
export function sumsAreExact(problem: Problem): boolean {
  const { facts, taps } = problem;
  const tapGrain = commonGrain(taps.real);
  const imagGrain = taps.imag ? commonGrain(taps.imag) : 0;
  if (!facts.finite || facts.grain === undefined || tapGrain === undefined || imagGrain === undefined) return false;
  const bits = facts.grain + Math.max(tapGrain, imagGrain);
  let greatest = absoluteSum(taps) * facts.largest;
  for (let b = 0; b < bits; b++) greatest *= 2;
  return greatest < Number.MAX_SAFE_INTEGER / 2;
}

/**
 * Bound on a sum of K products in order: γ_K·Σ|k||x| with γ_K = K·u/(1 − K·u) (Higham, Accuracy and Stability, §3.1),
 * one more rounding for complex differences, plus what the samples themselves are off.
 */
function directError(problem: Problem): number {
  const { taps, facts } = problem;
  const inherited = absoluteSum(taps) * facts.error;
  if (inherited === 0 && sumsAreExact(problem)) return 0;
  const n = taps.real.length / taps.channels + 2;
  return ((n * UNIT) / (1 - n * UNIT)) * absoluteSum(taps) * (facts.largest + facts.error) + inherited;
}

/** Whether lines have gaps, or taps of their own for each channel, which only the plain routines take. */
const unpacked = ({ x, taps }: Problem): boolean => x.stride !== 1 || taps.channels !== 1;

const usesWorkspace = (problem: Problem): boolean =>
  !unpacked(problem) && problem.x.outputs * problem.y.outputs * problem.channels * problem.taps.real.length >= WORTH;

/** Outputs that a tile takes at most. */
function tileOf({ x, y }: Problem): { readonly width: number; readonly height: number } {
  const width = Math.max(y.outputs === 1 ? LINE : ROW, 2 * dilatedExtent(x.taps, x.dilation));
  const height = Math.max(16, dilatedExtent(y.taps, y.dilation));
  return { width: Math.min(x.outputs, width), height: Math.min(y.outputs, height) };
}

class DirectRunner implements Runner {
  private readonly columns: number;
  private readonly rows: number;
  private readonly tile: { readonly width: number; readonly height: number };
  private readonly memory: Memory | undefined;
  private lists: { pitch: number; lists: readonly TapList[] } | undefined;

  constructor(private readonly problem: Problem) {
    this.columns = dilatedExtent(problem.x.taps, problem.x.dilation);
    this.rows = dilatedExtent(problem.y.taps, problem.y.dilation);
    this.tile = tileOf(problem);
    this.memory = this.makeMemory();
  }

  tiles(): Iterable<Region> {
    const { x, y } = this.problem;
    return grid(x.outputs, y.outputs, this.tile.width, this.tile.height);
  }

  /** A block and its sums in a workspace, where that pays and the compiled routines can use it. */
  private makeMemory(): Memory | undefined {
    const { y, channels, complex } = this.problem;
    if (!usesWorkspace(this.problem)) return undefined;
    const sums = this.tile.width * this.tile.height * channels;
    const rows = (this.tile.height - 1) * y.stride + this.rows;
    const block = (this.tile.width - 1 + this.columns) * rows * channels;
    const planes = complex ? 2 : 1;
    const workspace = makeWorkspace([block, sums, block, sums].slice(0, 2 * planes));
    if (!workspace) return undefined;
    const pair = (n: number): { real: Float64Array; imag?: Float64Array } => {
      const real = workspace.doubles(n);
      return complex ? { real, imag: workspace.doubles(n) } : { real };
    };
    return { block: pair(block), sums: pair(sums) };
  }

  /** Zeroed sums of a tile; those of the tile before are over. */
  private blank(length: number, weighted: boolean): Sums {
    if (!this.memory) return blankSums(this.problem, length, weighted);
    const { real, imag } = this.memory.sums;
    return {
      real: real.subarray(0, length).fill(0),
      ...(imag ? { imag: imag.subarray(0, length).fill(0) } : {}),
      ...(weighted ? { weight: new Float64Array(length) } : {}),
    };
  }

  run(extension: Extension, tile: Region): Sums {
    const { x, y, channels } = this.problem;
    const from = { x: x.origin + tile.x0 * x.stride, y: y.origin + tile.y0 * y.stride };
    const width = tile.x1 - tile.x0;
    const height = tile.y1 - tile.y0;
    const region = {
      x0: from.x,
      x1: from.x + (width - 1) * x.stride + this.columns,
      y0: from.y,
      y1: from.y + (height - 1) * y.stride + this.rows,
    };
    const block = extension.block(region, this.memory?.block);
    if (this.lists?.pitch !== block.pitch)
      this.lists = { pitch: block.pitch, lists: tapLists(this.problem, block.pitch) };
    const { lists } = this.lists;
    const sums = this.blank(width * height * channels, block.valid !== undefined);
    for (let row = 0; row < height; row++) {
      const outAt = row * width * channels;
      const at = row * y.stride * block.pitch;
      if (lists.length === 1 && x.stride === 1) {
        // Channels that share their taps are one long line.
        addLine(sums, outAt, width * channels, block, at, 1, lists[0]);
        continue;
      }
      for (let c = 0; c < channels; c++) {
        const line = blankSums(this.problem, width, block.valid !== undefined);
        addLine(line, 0, width, block, at + c, x.stride * channels, lists[lists.length === 1 ? 0 : c]);
        scatter(line, sums, outAt + c, channels);
      }
    }
    return this.problem.merged ? merged(sums, channels) : sums;
  }
}

/** Tiles of at most width × height that cover outputs × rows. */
function* grid(outputs: number, rows: number, width: number, height: number): Iterable<Region> {
  for (let y0 = 0; y0 < rows; y0 += height) {
    for (let x0 = 0; x0 < outputs; x0 += width) {
      yield { x0, x1: Math.min(outputs, x0 + width), y0, y1: Math.min(rows, y0 + height) };
    }
  }
}
