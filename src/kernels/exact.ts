/** Exact sums and exact quotients of taps. */
import { type Kernel, kernelOf } from "../base/kernel.js";
import { add, decompose, fromNumber, gcd, type Rational, rational, toNumber, ZERO } from "../base/rational.js";

const LARGEST_EXACT = 9007199254740992;

/** The exact sum of finite f64. Integers are added as they are, other numbers by exponent. */
export function exactSum(values: Iterable<number>): Rational {
  let whole = 0;
  let carried = 0n;
  const byExponent = new Map<number, bigint>();
  for (const v of values) {
    if (Number.isSafeInteger(v)) {
      const next = whole + v;
      if (Math.abs(next) < LARGEST_EXACT) whole = next;
      else {
        carried += BigInt(whole) + BigInt(v);
        whole = 0;
      }
    } else {
      const { mantissa, exponent } = decompose(v);
      byExponent.set(exponent, (byExponent.get(exponent) ?? 0n) + mantissa);
    }
  }
  if (byExponent.size === 0) return rational(carried + BigInt(whole));
  const least = Math.min(0, ...byExponent.keys());
  let total = (carried + BigInt(whole)) << BigInt(-least);
  for (const [exponent, mantissa] of byExponent) total += mantissa << BigInt(exponent - least);
  return rational(total, 1n << BigInt(-least));
}

/** The exact sum of rationals, over one denominator. */
export function exactRationalSum(values: Iterable<Rational>): Rational {
  let total = ZERO;
  for (const v of values) total = add(total, v);
  return total;
}

const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;
const size = (a: bigint): bigint => (a < 0n ? -a : a);

/** A common denominator of more bits than this cannot give integers below 2^53 from f64. */
const DENOMINATOR_BITS = 1200;

export interface CommonDivisor {
  /** Each value times `divisor`; |integer| ≤ 2^53, without a common factor that `divisor` shares. */
  readonly integers: Float64Array;
  readonly divisor: bigint;
}

/** The integers that the values are over their least common denominator, or undefined where one is beyond 2^53. */
export function overCommonDivisor(values: readonly Rational[]): CommonDivisor | undefined {
  let divisor = 1n;
  for (const v of values) {
    if (divisor % v.den === 0n) continue;
    divisor = lcm(divisor, v.den);
    if (divisor >> BigInt(DENOMINATOR_BITS)) return undefined;
  }
  const integers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const n = (values[i].num * divisor) / values[i].den;
    if (size(n) > BigInt(LARGEST_EXACT)) return undefined;
    integers[i] = Number(n);
  }
  return { integers, divisor };
}

/** The same for f64, whose denominators are powers of two: so without fractions. */
export function overPowerOfTwo(taps: Float64Array): CommonDivisor | undefined {
  let most = 0;
  for (const t of taps) most = Math.max(most, Math.abs(t));
  let scale = 1;
  for (const t of taps) {
    while (!Number.isInteger(t * scale)) {
      scale *= 2;
      if (most * scale > LARGEST_EXACT) return undefined;
    }
  }
  if (most * scale > LARGEST_EXACT) return undefined;
  return { integers: taps.map((t) => t * scale), divisor: BigInt(scale) };
}

/**
 * A kernel of exact real taps: integers over a common divisor where they fit, else the f64 they are, else the nearest
 * f64 beside `exactTaps`.
 */
export function exactKernel(
  values: readonly Rational[],
  shape: { width: number; height?: number; channels?: number; rank?: 1 | 2 },
  rest: Partial<Omit<Kernel, "taps" | "width" | "height" | "channels" | "rank">> = {},
): Kernel {
  const common = overCommonDivisor(values);
  if (common) return kernelOf(common.integers, shape, { ...rest, divisor: rational(common.divisor) });
  const taps = Float64Array.from(values, toNumber);
  const exact = values.every((v, i) => {
    const t = fromNumber(taps[i]);
    return t.num === v.num && t.den === v.den;
  });
  return kernelOf(taps, shape, exact ? rest : { ...rest, exactTaps: values });
}
