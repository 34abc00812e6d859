/** Rounding of plain values in bulk: the samples that f64 decides at once, and a list of those that want a closer look. */
import type { Rounding } from "../base/options.js";
import { UNIT } from "./algorithms/algorithm.js";
import { isDoubtful, roundNumber } from "./rounding.js";

/** What decides the samples of a run: `|sum/divisor + offset|·factor + shift` within errors of the sums. */
export interface PlainRounding {
  readonly divisor: number;
  readonly offset: number;
  readonly factor: number;
  readonly shift: number;
  readonly absolute: boolean;
  /** Bound on the error of each value but for its own last bits. */
  readonly common: number;
  /** By how much the map magnifies errors. */
  readonly magnify: number;
  readonly rounding: Rounding;
  readonly least: number;
  readonly greatest: number;
  /** Whether samples far outside the range are listed too, because where the first of them lies is not known yet. */
  readonly listClipped: boolean;
}

/** Samples of one run, the places of those that want a closer look, and how many were clipped besides. */
export interface RoundedRun {
  readonly samples: Int32Array;
  readonly special: Int32Array;
  found: number;
  clipped: number;
}

export const VALUE_SLACK = 8 * UNIT;
export const MAP_SLACK = 4 * UNIT;
/** Adding and taking away 1.5·2^52 leaves the nearest whole number, ties to even, while |x| < 2^51. */
const SHIFTER = 6755399441055744;

/**
 * Writes the rounded samples of `sums[from … from+count)` to `run.samples` and the places of those that are doubtful, near
 * an end of the range or no number to `run.special`. What lies far outside is clipped and counted, or listed.
 */
export function roundPlain(sums: Float64Array, from: number, count: number, r: PlainRounding, run: RoundedRun): void {
  const { divisor, offset, factor, shift, absolute, common, magnify, rounding, least, greatest, listClipped } = r;
  const { samples, special } = run;
  const halfEven = rounding === "half-even";
  const shifted = Math.abs(shift);
  const [low, high] = [least - 0.5, greatest + 0.5];
  let found = 0;
  let clipped = 0;
  for (let i = 0; i < count; i++) {
    const value = divisor === 1 ? sums[from + i] + offset : sums[from + i] / divisor + offset;
    let v = value * factor + shift;
    if (absolute) v = Math.abs(v);
    const error = magnify * (common + VALUE_SLACK * Math.abs(value)) + MAP_SLACK * (Math.abs(v) + shifted);
    // Comparisons with NaN are false, so that it is listed.
    if (v > low && v < high) {
      const whole = halfEven ? v + SHIFTER - SHIFTER : roundNumber(v, rounding);
      // Half to even is in doubt where the remainder is about a half; a remainder is exact.
      const sure = halfEven ? 0.5 - Math.abs(v - whole) > error && error < 0.25 : !isDoubtful(v, error, rounding);
      samples[i] = whole;
      if (!sure || whole < least || whole > greatest) special[found++] = i;
    } else if (!listClipped && (v < least - 1 - error || v > greatest + 1 + error)) {
      samples[i] = v < least ? least : greatest;
      clipped++;
    } else special[found++] = i;
  }
  run.found = found;
  run.clipped = clipped;
}

/** Writes `from/divisor + offset` and returns whether any of it is not finite. */
export function quotients(
  from: Float64Array,
  at: number,
  to: Float64Array,
  start: number,
  count: number,
  divisor: number,
  offset: number,
): boolean {
  // 0 times a number that is not finite is NaN, and stays so in the sum.
  let special = 0;
  if (divisor === 1) {
    for (let i = 0; i < count; i++) {
      const v = from[at + i] + offset;
      to[start + i] = v;
      special += v * 0;
    }
  } else {
    for (let i = 0; i < count; i++) {
      const v = from[at + i] / divisor + offset;
      to[start + i] = v;
      special += v * 0;
    }
  }
  return special !== 0;
}
