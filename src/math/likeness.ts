/**
 * How alike two lists of numbers are when level and size do not count: the zero-mean normalised cross-correlation
 * `r = Σ (a − ā)(b − b̄) / √(Σ (a − ā)² · Σ (b − b̄)²)`, −1 … 1 (Pearson's r). All sums are carried in about 106 bits (the
 * compensated products of T. Ogita, S. M. Rump and S. Oishi, "Accurate sum and dot product", 2005), so that neither a
 * large level under a small pattern nor the order of the samples costs a digit, and equal lists have exactly 1.
 */
import { powerOfTwo } from "../base/rational.js";
import { type DoubleDouble, double, minus, over, renormalized, sumOf, times } from "./double-double.js";

/** A list without its mean, scaled by a power of two so that its values are about 1. */
export interface Deviations {
  readonly values: Float64Array;
  /** Σ values². */
  readonly energy: DoubleDouble;
}

const bits = new DataView(new ArrayBuffer(8));

/** The power of two that takes a magnitude into [1/2, 1), as near as powers of two reach; 1 for 0. */
export function unitScale(magnitude: number): number {
  if (magnitude === 0) return 1;
  bits.setFloat64(0, magnitude);
  return powerOfTwo(Math.min(1022 - ((bits.getUint16(0) >> 4) & 0x7ff), 1000));
}

/**
 * The deviations of `length` ≥ 1 samples from their mean, from `at` on.
 * @param into memory for them, used again
 * @returns undefined where all samples are equal ("flat": nothing is left to compare), or one is no finite number
 */
export function deviationsOf(
  samples: Float64Array,
  at = 0,
  length = samples.length,
  into: Float64Array = new Float64Array(length),
): Deviations | undefined {
  let largest = 0;
  let same = true;
  for (let i = at; i < at + length; i++) {
    const size = Math.abs(samples[i]);
    if (!(size < Infinity)) return undefined;
    if (size > largest) largest = size;
    if (samples[i] !== samples[at]) same = false;
  }
  if (same) return undefined;
  const scale = unitScale(largest);
  let [high, low] = [0, 0];
  for (let i = 0; i < length; i++) {
    const v = samples[at + i] * scale;
    into[i] = v;
    const sum = high + v;
    const part = sum - high;
    low += high - (sum - part) + (v - part);
    high = sum;
  }
  const mean = over(sumOf(high, low), double(length));
  for (let i = 0; i < length; i++) into[i] = into[i] - mean.high - mean.low;
  return { values: into, energy: dot(into, into, length) };
}

/** 2^27 + 1: splits a significand of 53 bits into two of 26 (Dekker 1971). */
const SPLITTER = 134217729;

/** Σ a·b of the first `length` values, as if in 106 bits and then rounded to them. Values are far from the ends of the range. */
export function dot(a: Float64Array, b: Float64Array, length = a.length): DoubleDouble {
  let [high, low] = [0, 0];
  for (let i = 0; i < length; i++) {
    const [x, y] = [a[i], b[i]];
    const product = x * y;
    const xs = SPLITTER * x;
    const x1 = xs - (xs - x);
    const x2 = x - x1;
    const ys = SPLITTER * y;
    const y1 = ys - (ys - y);
    const y2 = y - y1;
    const sum = high + product;
    const part = sum - high;
    low += high - (sum - part) + (product - part) + (x2 * y2 - (product - x1 * y1 - x2 * y1 - x1 * y2));
    high = sum;
  }
  return renormalized(high, low);
}

/** r of two lists from their deviations, within [−1, 1]; near the ends by its distance from them. */
export function likeness(a: Deviations, b: Deviations): number {
  const product = dot(a.values, b.values, Math.min(a.values.length, b.values.length));
  const r = product.high / Math.sqrt(a.energy.high * b.energy.high);
  if (Math.abs(r) < 0.9) return r;
  // 1 − r² from sums of 106 bits, and 1 − |r| = (1 − r²)/(1 + |r|).
  const whole = times(a.energy, b.energy);
  const rest = minus(whole, times(product, product)).high / whole.high;
  const distance = Math.max(0, rest) / (1 + Math.min(1, Math.abs(r)));
  return r < 0 ? distance - 1 : 1 - distance;
}
