/** Exact numbers. Every finite f64 is one, so a sum of products of samples and taps is one too. */

/** `num / den` in lowest terms, `den` > 0. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

export const ONE: Rational = { num: 1n, den: 1n };
export const ZERO: Rational = { num: 0n, den: 1n };

const abs = (a: bigint): bigint => (a < 0n ? -a : a);

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [abs(a), abs(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** `num / den` in lowest terms. Throws a RangeError for a zero denominator. */
export function rational(num: bigint, den = 1n): Rational {
  if (den === 0n) throw new RangeError("a rational with denominator 0");
  if (den === 1n) return { num, den };
  const g = gcd(num, den) || 1n;
  return den < 0n ? { num: -num / g, den: -den / g } : { num: num / g, den: den / g };
}

const view = new DataView(new ArrayBuffer(8));

/** A finite f64 as `mantissa · 2^exponent`, the mantissa a signed integer below 2^53. */
export function decompose(x: number): { mantissa: bigint; exponent: number } {
  if (!Number.isFinite(x)) throw new RangeError(`${x} has no exact value`);
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: bits >> 63n ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}

/** The exact value of a finite f64. */
export function fromNumber(x: number): Rational {
  if (Number.isSafeInteger(x)) return { num: BigInt(x), den: 1n };
  const { mantissa, exponent } = decompose(x);
  return exponent >= 0 ? { num: mantissa << BigInt(exponent), den: 1n } : rational(mantissa, 1n << BigInt(-exponent));
}

export const add = (a: Rational, b: Rational): Rational =>
  a.den === b.den ? rational(a.num + b.num, a.den) : rational(a.num * b.den + b.num * a.den, a.den * b.den);
export const multiply = (a: Rational, b: Rational): Rational => rational(a.num * b.num, a.den * b.den);
export const divide = (a: Rational, b: Rational): Rational => rational(a.num * b.den, a.den * b.num);
export const negate = (a: Rational): Rational => ({ num: -a.num, den: a.den });
export const magnitude = (a: Rational): Rational => ({ num: abs(a.num), den: a.den });
export const sign = (a: Rational): -1 | 0 | 1 => (a.num < 0n ? -1 : a.num > 0n ? 1 : 0);
export const compare = (a: Rational, b: Rational): -1 | 0 | 1 => {
  const d = a.num * b.den - b.num * a.den;
  return d < 0n ? -1 : d > 0n ? 1 : 0;
};
export const sum = (terms: Iterable<Rational>): Rational => {
  let total = ZERO;
  for (const t of terms) total = add(total, t);
  return total;
};

/** The largest integer that is not greater. */
export function floor(a: Rational): bigint {
  const q = a.num / a.den;
  return a.num < 0n && q * a.den !== a.num ? q - 1n : q;
}

/** The f64 nearest to the value, ties to even; ±Infinity beyond the range. */
export function toNumber(a: Rational): number {
  if (a.num === 0n) return 0;
  if (a.den === 1n) return Number(a.num);
  const top = abs(a.num);
  // An integer quotient of 55 or 56 bits (53 for the result, the rest for rounding), fewer below the normal range.
  const shift = Math.min(1076, 56 - (bitLength(top) - bitLength(a.den)));
  const num = shift >= 0 ? top << BigInt(shift) : top;
  const den = shift >= 0 ? a.den : a.den << BigInt(-shift);
  let quotient = num / den;
  // A sticky bit stands for whatever the division left, so that a near tie is not taken for one.
  if (quotient * den !== num) quotient |= 1n;
  const value = shift === 1076 && quotient < 1n << 54n ? subnormal(quotient) : scaled(Number(quotient), -shift);
  return a.num < 0n ? -value : value;
}

const bitLength = (a: bigint): number => a.toString(16).length * 4;

/** `quotient · 2^-1076` rounded to a multiple of 2^-1074, ties to even. */
function subnormal(quotient: bigint): number {
  const kept = quotient >> 2n;
  const rest = quotient & 3n;
  const up = rest === 3n || (rest === 2n && (kept & 1n) === 1n);
  return scaled(Number(up ? kept + 1n : kept), -1074);
}

/** 2^n for −1074 ≤ n ≤ 1023, exactly. (`**` differs between engines.) */
export function powerOfTwo(n: number): number {
  if (n >= -1022) view.setBigUint64(0, BigInt(n + 1023) << 52n);
  else view.setBigUint64(0, 1n << BigInt(n + 1074));
  return view.getFloat64(0);
}

/** `x · 2^n` where the result is normal or exact; ±Infinity where it is too large. */
function scaled(x: number, n: number): number {
  if (n > 1023) return n > 2100 ? x * Infinity : x * powerOfTwo(1023) * powerOfTwo(Math.min(1023, n - 1023));
  return n >= -1022 ? x * powerOfTwo(n) : x * powerOfTwo(-1022) * powerOfTwo(Math.max(-1074, n + 1022));
}
