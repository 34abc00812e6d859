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
  /** The nearest f64 of both. */
  readonly f64: { readonly divisor: number; readonly offset: number };
}

export const affineOf = (divisor: Rational, offset: Rational): Affine => ({
  divisor,
  offset,
  f64: { divisor: toNumber(divisor), offset: toNumber(offset) },
});

/** How the values of an output are made of the sums. */
export interface ValueRule {
  readonly affine: Affine;
  /** Σk of each kernel channel: exact, and as the loops add it up. */
  readonly gain: Gain;
  /** Index of the alpha channel whose sums divide the colours; absent unless alpha is premultiplied. */
  readonly alpha?: number;
  /** Gain of the stages before this one, which premultiplied samples still carry; 1 without a chain. */
  readonly prior: { readonly exact: Rational; readonly number: number };
  /** Bound on the error of each sum (which asks for facts of the samples), and of each weight. */
  readonly error: () => number;
  readonly weightError: number;
}

export interface Gain {
  readonly exact: readonly Rational[];
  readonly sum: Float64Array;
}

/** Σk of each kernel channel; the exact ones only when they are asked for, since few calls need them. */
export function gainOf(taps: Taps): Gain {
  const { channels, real } = taps;
  const total = new Float64Array(channels);
  for (let i = 0; i < real.length; i++) total[i % channels] += real[i];
  let exact: readonly Rational[] | undefined;
  return {
    sum: total,
    get exact() {
      const all = exact ?? exactTaps(taps);
      exact ??= Array.from(total, (_, c) => sum(all.filter((_, i) => i % channels === c)));
      return exact;
    },
  };
}

/** Σk that channel c of the input meets. */
const at = <T>(all: ArrayLike<T>, c: number): T => all[all.length === 1 ? 0 : c];

/** Values of a tile, interleaved as the sums; NaN where no tap counted. Reads the sums, writes `out`. */
export function valuesOf(sums: Sums, channels: number, rule: ValueRule, out: Float64Array): void {
  const { divisor, offset } = rule.affine.f64;
  const { real, weight } = sums;
  if (rule.alpha !== undefined) {
    const a = rule.alpha;
    const gain = at(rule.gain.sum, a);
    const scale = (gain * rule.prior.number) / divisor;
    const bound = rule.error();
    for (let p = 0; p < real.length; p += channels) {
      const alpha = real[p + a];
      for (let c = 0; c < channels; c++) {
        if (c === a) continue;
        // Sums within their own error of 0 are 0.
        out[p + c] = Math.abs(alpha) <= bound ? 0 : (real[p + c] / alpha) * scale + offset;
      }
      out[p + a] = alpha / ((weight ? weight[p + a] : gain) * rule.prior.number);
    }
    return;
  }
  for (let i = 0; i < real.length; i++) {
    let s = real[i];
    if (weight) {
      // A window in which all counts has the plain value, to the last bit.
      const gain = at(rule.gain.sum, i % channels);
      if (weight[i] !== gain) s = weight[i] === 0 ? Number.NaN : s * (gain / weight[i]);
    }
    out[i] = s / divisor + offset;
  }
}

/** Bound on how far `value`, as `valuesOf` computed it for element i, is from the exact one. */
export function valueError(sums: Sums, i: number, channels: number, value: number, rule: ValueRule): number {
  const divisor = Math.abs(rule.affine.f64.divisor);
  const { real, weight } = sums;
  const bound = rule.error();
  const slack = 8 * UNIT * (Math.abs(value) + Math.abs(rule.affine.f64.offset));
  const c = i % channels;
  let numerator = Math.abs(real[i]);
  let denominator: number;
  let error = rule.weightError;
  const gain = at(rule.gain.sum, c);
  let factor = Math.abs(gain * rule.prior.number) / divisor;
  if (rule.alpha === undefined) {
    if (!weight || weight[i] === gain) return bound / divisor + slack;
    denominator = Math.abs(weight[i]);
  } else if (c === rule.alpha) {
    denominator = Math.abs(weight ? weight[i] : gain);
    factor = 1 / Math.abs(rule.prior.number);
  } else {
    denominator = Math.abs(real[i - c + rule.alpha]);
    numerator = Math.abs(real[i]);
    error = bound;
  }
  if (bound === 0 && error === 0) return slack;
  // |n/d − ñ/d̃| ≤ (e_n + |ñ/d̃|·e_d)/(|d̃| − e_d)
  const room = denominator - error;
  if (room <= 0) return Number.POSITIVE_INFINITY;
  return (
    (factor * (bound + (numerator / denominator) * error)) / room +
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
      const whole = weighted ? sums.weight(x, y, c) : at(rule.gain.exact, c);
      return whole.num === 0n ? undefined : divide(alpha, multiply(whole, rule.prior.exact));
    }
    if (alpha.num === 0n) return { num: 0n, den: 1n };
    const gain = multiply(at(rule.gain.exact, c), rule.prior.exact);
    return add(divide(multiply(divide(sums.sum(x, y, c), alpha), gain), divisor), offset);
  }
  let total = sums.sum(x, y, c);
  if (weighted) {
    const weight = sums.weight(x, y, c);
    if (weight.num === 0n) return undefined;
    total = divide(multiply(total, at(rule.gain.exact, c)), weight);
  }
  return add(divide(total, divisor), offset);
}
