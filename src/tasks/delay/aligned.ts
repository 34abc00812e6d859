/** The two signals of a delay laid over each other, where they are most telling: for pictures. */
import { meeting } from "./lags.js";
import type { DelayOptions, DelayResult } from "./options.js";
import { meanOf, ready } from "./prepare.js";

/** A stretch of both signals as they were compared, each less its mean and over its deviation where they meet. */
export interface Aligned {
  /** The sample of A that `a[0]` and `b[0]` lie on at the whole lag. */
  readonly first: number;
  readonly a: Float64Array;
  /** The samples of B that meet those of A; upside down where the polarity is negative. */
  readonly b: Float64Array;
}

/** A stretch is so many times as long as it takes A to cross its mean. */
const CROSSINGS = 40;
const SHORTEST = 64;

/**
 * The stretch on which both agree most (the greatest sum of products), some twenty periods long.
 * @param a,b the samples as `lineOf` gives them
 * @param band in cycles per sample
 * @returns undefined where one of them does not vary
 */
export function aligned(
  a: Float64Array,
  b: Float64Array,
  { lag, polarity }: Pick<DelayResult, "lag" | "polarity">,
  detrend: NonNullable<DelayOptions["detrend"]>,
  band?: readonly [number, number],
): Aligned | undefined {
  const { from, to } = meeting(a.length, b.length, lag);
  const x = standardised(ready(a, detrend, band).subarray(from, to), 1);
  const y = standardised(ready(b, detrend, band).subarray(from + lag, to + lag), polarity === "negative" ? -1 : 1);
  if (x === undefined || y === undefined) return undefined;
  const crossings = x.reduce((n, v, i) => n + (i > 0 && v < 0 !== x[i - 1] < 0 ? 1 : 0), 0);
  const length = Math.min(x.length, Math.max(SHORTEST, Math.ceil((CROSSINGS * x.length) / crossings)));
  const start = mostAlike(x, y, length);
  return { first: from + start, a: x.slice(start, start + length), b: y.slice(start, start + length) };
}

function standardised(x: Float64Array, sign: 1 | -1): Float64Array | undefined {
  const mean = meanOf(x);
  const deviation = Math.sqrt(x.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / x.length);
  return deviation > 0 ? x.map((v) => (sign * (v - mean)) / deviation) : undefined;
}

/** Where the sum of so many products is greatest. */
function mostAlike(x: Float64Array, y: Float64Array, length: number): number {
  let [sum, most, start] = [0, -Infinity, 0];
  for (let i = 0; i < x.length; i++) {
    sum += x[i] * y[i];
    if (i >= length) sum -= x[i - length] * y[i - length];
    if (i >= length - 1 && sum > most) {
      most = sum;
      start = i - length + 1;
    }
  }
  return start;
}
