/**
 * From sums to values: `value = (Σ k·x)/divisor + offset`, and its two relatives in which a quotient of sums takes the
 * place of the sum: missing or outside taps (`Σk·S/W`) and premultiplied alpha (`Σk·Sc/Sα`, and `Sα/Σk` for alpha).
 */
import { add, divide, multiply, type Rational, sum, toNumber } from "../base/rational.js";
import { UNIT } from "./algorithms/algorithm.js";
import type { ExactSums } from "./exact.js";
import type { Sums } from "./lines.js";
import { exactTaps, type Taps } from "./problem.js";

export interface Affine {
  /** Kernel divisor times scales; never 0. */
  readonly divisor: Rational;
  readonly offset: Rational;
}

/** How the values of an output are made of the sums. */
export interface ValueRule {
  readonly affine: Affine;
  /** Σk: exact, and as the loops add it up. */
  readonly gain: { readonly exact: Rational; readonly sum: number };
  /** Index of the alpha channel whose sums divide the colours; absent unless alpha is premultiplied. */
  readonly alpha?: number;
  /** Bound on the error of each sum and of each weight. */
  readonly error: number;
  readonly weightError: number;
}

/** Σk of a kernel channel, exactly and in the loops' order; kernels with a channel each are taken by their first. */
export function gainOf(taps: Taps): { exact: Rational; sum: number } {
  const exact = exactTaps(taps).filter((_, i) => i % taps.channels === 0);
  let total = 0;
  for (let i = 0; i < taps.real.length; i += taps.channels) total += taps.real[i];
  return { exact: sum(exact), sum: total };
}

/** Values of a tile, interleaved as the sums; NaN where no tap counted. Reads the sums, writes `out`. */
export function valuesOf(sums: Sums, channels: number, rule: ValueRule, out: Float64Array): void {
  const divisor = toNumber(rule.affine.divisor);
  const offset = toNumber(rule.affine.offset);
  const { real, weight } = sums;
  if (rule.alpha !== undefined) {
    const a = rule.alpha;
    for (let p = 0; p < real.length; p += channels) {
      const alpha = real[p + a];
      for (let c = 0; c < channels; c++) {
        if (c === a) continue;
        out[p + c] = alpha === 0 ? 0 : (real[p + c] / alpha) * (rule.gain.sum / divisor) + offset;
      }
      out[p + a] = alpha / (weight ? weight[p + a] : rule.gain.sum);
    }
    return;
  }
  for (let i = 0; i < real.length; i++) {
    const w = weight ? weight[i] : rule.gain.sum;
    // A window in which all counts has the plain value, to the last bit.
    const s = w === rule.gain.sum ? real[i] : w === 0 ? Number.NaN : real[i] * (rule.gain.sum / w);
    out[i] = s / divisor + offset;
  }
}

/** Bound on how far `value`, as `valuesOf` computed it for element i, is from the exact one. */
export function valueError(sums: Sums, i: number, channels: number, value: number, rule: ValueRule): number {
  const divisor = Math.abs(toNumber(rule.affine.divisor));
  const { real, weight } = sums;
  const slack = 8 * UNIT * (Math.abs(value) + Math.abs(toNumber(rule.affine.offset)));
  const c = i % channels;
  let numerator = Math.abs(real[i]);
  let denominator: number;
  let error = rule.weightError;
  let factor = Math.abs(rule.gain.sum) / divisor;
  if (rule.alpha === undefined) {
    if (!weight || weight[i] === rule.gain.sum) return rule.error / divisor + slack;
    denominator = Math.abs(weight[i]);
  } else if (c === rule.alpha) {
    denominator = Math.abs(weight ? weight[i] : rule.gain.sum);
    factor = 1;
  } else {
    denominator = Math.abs(real[i - c + rule.alpha]);
    numerator = Math.abs(real[i]);
    error = rule.error;
  }
  if (rule.error === 0 && error === 0) return slack;
  // |n/d − ñ/d̃| ≤ (e_n + |ñ/d̃|·e_d)/(|d̃| − e_d)
  const room = denominator - error;
  if (room <= 0) return Number.POSITIVE_INFINITY;
  return (
    (factor * (rule.error + (numerator / denominator) * error)) / room +
    slack +
    (8 * UNIT * (factor * numerator)) / denominator
  );
}

/** The exact value of output (x, y, c), or undefined where no tap counted. */
export function exactValue(
  sums: ExactSums,
  x: number,
  y: number,
  c: number,
  rule: ValueRule,
  weighted: boolean,
): Rational | undefined {
  const { divisor, offset } = rule.affine;
  if (rule.alpha !== undefined) {
    const alpha = sums.sum(x, y, rule.alpha);
    if (c === rule.alpha) {
      const whole = weighted ? sums.weight(x, y, c) : rule.gain.exact;
      return whole.num === 0n ? undefined : divide(alpha, whole);
    }
    if (alpha.num === 0n) return { num: 0n, den: 1n };
    return add(divide(multiply(divide(sums.sum(x, y, c), alpha), rule.gain.exact), divisor), offset);
  }
  let total = sums.sum(x, y, c);
  if (weighted) {
    const weight = sums.weight(x, y, c);
    if (weight.num === 0n) return undefined;
    total = divide(multiply(total, rule.gain.exact), weight);
  }
  return add(divide(total, divisor), offset);
}
