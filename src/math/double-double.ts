/**
 * Numbers of about 106 bits as an unevaluated sum of two f64, `high + low` with |low| ≤ ulp(high)/2. Only + − × ÷ are
 * used, so every engine on IEEE arithmetic gives the same bits.
 *
 * Sources of the formulas: T. J. Dekker, "A floating-point technique for extending the available precision" (1971), for
 * the split and the product; D. E. Knuth, TAOCP vol. 2, 4.2.2, for the sum. Operands stay far from the ends of the
 * range (below 2^900), so nothing overflows in the split.
 */
import { add, fromNumber, negate, type Rational, toNumber } from "../base/rational.js";

export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** a + b exactly, for any order of magnitude. */
export function sumOf(a: number, b: number): DoubleDouble {
  const high = a + b;
  const part = high - a;
  return { high, low: a - (high - part) + (b - part) };
}

/** a + b exactly where |a| ≥ |b| or a = 0. */
export function renormalized(a: number, b: number): DoubleDouble {
  const high = a + b;
  return { high, low: b - (high - a) };
}

/** 2^27 + 1: splits a significand of 53 bits into two of 26. */
const SPLITTER = 134217729;

/** a · b exactly. */
export function productOf(a: number, b: number): DoubleDouble {
  const high = a * b;
  const scaledA = SPLITTER * a;
  const a1 = scaledA - (scaledA - a);
  const a2 = a - a1;
  const scaledB = SPLITTER * b;
  const b1 = scaledB - (scaledB - b);
  const b2 = b - b1;
  return { high, low: a2 * b2 - (high - a1 * b1 - a2 * b1 - a1 * b2) };
}

export const double = (x: number): DoubleDouble => ({ high: x, low: 0 });

/** The nearest double-double of an exact number. */
export function doubleOf(exact: Rational): DoubleDouble {
  const high = toNumber(exact);
  return { high, low: toNumber(add(exact, negate(fromNumber(high)))) };
}

export function plus(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const s = sumOf(a.high, b.high);
  const t = sumOf(a.low, b.low);
  const u = renormalized(s.high, s.low + t.high);
  return renormalized(u.high, u.low + t.low);
}

export const minus = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => plus(a, { high: -b.high, low: -b.low });

export function times(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const p = productOf(a.high, b.high);
  return renormalized(p.high, p.low + (a.high * b.low + a.low * b.high));
}

export function over(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.high / b.high;
  const rest = minus(a, times(b, double(first)));
  const second = rest.high / b.high;
  const left = minus(rest, times(b, double(second)));
  const q = renormalized(first, second);
  return plus(q, double(left.high / b.high));
}

/** Σ coefficients[i] · x^i by Horner's rule. */
export function polynomial(coefficients: readonly DoubleDouble[], x: DoubleDouble): DoubleDouble {
  let value = coefficients[coefficients.length - 1];
  for (let i = coefficients.length - 2; i >= 0; i--) value = plus(coefficients[i], times(value, x));
  return value;
}
