/** Sums of lines of outputs, the direct way: what the direct algorithm does everywhere and the others where they must. */
import { routines } from "../routines/load.js";
import type { Block } from "./extend.js";
import type { Problem } from "./problem.js";

/** Sums of outputs, interleaved like the field. */
export interface Sums {
  readonly real: Float64Array;
  readonly imag?: Float64Array;
  /** Σ of the taps that counted, where the problem is weighted; absent where all counted. */
  readonly weight?: Float64Array;
}

/** The taps of one kernel channel with their offsets into a block. */
export interface TapList {
  readonly real: Float64Array;
  readonly imag?: Float64Array;
  readonly offsets: Int32Array;
}

/** Zeroed sums of `length` outputs. */
export function blankSums(problem: Problem, length: number, weighted: boolean): Sums {
  return {
    real: new Float64Array(length),
    ...(problem.complex ? { imag: new Float64Array(length) } : {}),
    ...(weighted ? { weight: new Float64Array(length) } : {}),
  };
}

/** One list a kernel channel; zero taps are left out where all samples are finite (0·∞ is NaN). */
export function tapLists(problem: Problem, pitch: number): TapList[] {
  const { taps, x, y, channels, facts } = problem;
  return Array.from({ length: taps.channels }, (_, c): TapList => {
    const kept: number[] = [];
    for (let i = c; i < taps.real.length; i += taps.channels) {
      if (!facts.finite || taps.real[i] !== 0 || (taps.imag?.[i] ?? 0) !== 0) kept.push(i);
    }
    const offset = (i: number): number => {
      const p = (i - c) / taps.channels;
      const column = p % taps.width;
      return ((p - column) / taps.width) * y.dilation * pitch + column * x.dilation * channels;
    };
    const { imag } = taps;
    return {
      real: Float64Array.from(kept, (i) => taps.real[i]),
      ...(imag ? { imag: Float64Array.from(kept, (i) => imag[i]) } : {}),
      offsets: Int32Array.from(kept, offset),
    };
  });
}

/**
 * Adds to `sums` at `outAt … outAt+count` the sums of the windows that begin in `block` at `at`, `at + step`, …
 * Two sums of K terms and one difference keep each part of a complex sum within K + 1 roundings.
 */
export function addLine(
  sums: Sums,
  outAt: number,
  count: number,
  block: Block,
  at: number,
  step: number,
  list: TapList,
): void {
  const { accumulate } = routines;
  accumulate(sums.real, outAt, count, block.real, at, step, list.real, list.offsets);
  if (sums.weight && block.valid) accumulate(sums.weight, outAt, count, block.valid, at, step, list.real, list.offsets);
  const { imag } = sums;
  if (!imag) return;
  if (block.imag) accumulate(imag, outAt, count, block.imag, at, step, list.real, list.offsets);
  if (!list.imag) return;
  const turned = new Float64Array(count);
  accumulate(turned, 0, count, block.real, at, step, list.imag, list.offsets);
  for (let i = 0; i < count; i++) imag[outAt + i] += turned[i];
  if (!block.imag) return;
  turned.fill(0);
  accumulate(turned, 0, count, block.imag, at, step, list.imag, list.offsets);
  for (let i = 0; i < count; i++) sums.real[outAt + i] -= turned[i];
}

/** Copies a line of sums to every `step`-th element of others from `at` on. */
export function scatter(line: Sums, sums: Sums, at: number, step: number): void {
  const copy = (from: Float64Array, to: Float64Array): void => {
    for (let i = 0; i < from.length; i++) to[at + i * step] = from[i];
  };
  copy(line.real, sums.real);
  if (line.imag && sums.imag) copy(line.imag, sums.imag);
  if (line.weight && sums.weight) copy(line.weight, sums.weight);
}

/** The sums of all channels added up, in place. */
export function merged({ real }: Sums, channels: number): Sums {
  const n = real.length / channels;
  for (let i = 0, at = 0; i < n; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++, at++) sum += real[at];
    real[i] = sum;
  }
  return { real: real.subarray(0, n) };
}
