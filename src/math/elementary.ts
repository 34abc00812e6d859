/**
 * Elementary functions with the same bits on every engine: ECMAScript leaves the last bits of `Math.sin`, `Math.exp` and
 * their kin to the implementation. Here only + − × ÷ and `%` (which is exact) are used.
 *
 * Each function is evaluated in double-double arithmetic (about 100 bits) and rounded once, so its error is below
 * 0.501 ulp where the result is a normal number, and below 1 ulp where it is subnormal. The series are those of Taylor
 * (sine, cosine, exponential), of the inverse hyperbolic tangent (logarithm) and of I0, all from Abramowitz & Stegun,
 * 4.3.65, 4.3.66, 4.2.1, 4.1.27 and 9.6.12. Their coefficients are reciprocals of integers and are computed from those.
 */
import { once } from "../base/once.js";
import { powerOfTwo, rational } from "../base/rational.js";
import { type DoubleDouble, double, doubleOf, minus, over, plus, polynomial, times } from "./double-double.js";

export { besselI0 } from "./bessel.js";
export { cosDegrees, cosPi, cosPiRatio, sinDegrees, sinPi, sinPiRatio } from "./circular.js";

/** ln 2 to 107 bits. */
const LN2: DoubleDouble = { high: Math.LN2, low: 2.3190468138462996e-17 };

/** 1/0!, 1/1!, … 1/20!: for |r| ≤ ln2/2 the first term left out is below 2^-96. */
const inverseFactorials = once((): readonly DoubleDouble[] => {
  const list: DoubleDouble[] = [];
  let factorial = 1n;
  for (let n = 0n; n <= 20n; n++) {
    if (n > 0n) factorial *= n;
    list.push(doubleOf(rational(1n, factorial)));
  }
  return list;
});

/** 1, 1/3, 1/5, … 1/41: for s² ≤ 0.0295 the first term left out is below 2^-110. */
const oddReciprocals = once((): readonly DoubleDouble[] =>
  Array.from({ length: 21 }, (_, i) => doubleOf(rational(1n, BigInt(2 * i + 1)))),
);

/** m · 2^k for m near 1, rounded once even where the result is subnormal. */
function scaled(m: number, k: number): number {
  if (k > 1000) return m * powerOfTwo(1000) * powerOfTwo(k - 1000);
  if (k < -1000) return m * powerOfTwo(k + 100) * powerOfTwo(-100);
  return m * powerOfTwo(k);
}

/** e^x for |x.high| ≤ 746: x = k·ln2 + r, |r| ≤ ln2/2 (Cody & Waite, with ln2 and r as double-doubles). */
function expOf(x: DoubleDouble): number {
  const k = Math.floor(x.high / LN2.high + 0.5);
  const r = minus(x, times(LN2, double(k)));
  return scaled(polynomial(inverseFactorials(), r).high, k);
}

/** ln x for a positive finite x: x = m·2^k with m in [√½, √2), ln m = 2·artanh((m − 1)/(m + 1)). */
function logOf(x: number): DoubleDouble {
  let k = 0;
  let m = x;
  if (m < powerOfTwo(-1022)) {
    m *= powerOfTwo(100);
    k = -100;
  }
  const exponent = exponentOf(m);
  m *= exponent > 0 ? powerOfTwo(-exponent + 1) * 0.5 : powerOfTwo(-exponent);
  k += exponent;
  if (m > Math.SQRT2) {
    m *= 0.5;
    k += 1;
  }
  const s = over(double(m - 1), plus(double(m), double(1)));
  const artanh = times(s, polynomial(oddReciprocals(), times(s, s)));
  return plus(times(LN2, double(k)), { high: 2 * artanh.high, low: 2 * artanh.low });
}

const view = new DataView(new ArrayBuffer(8));

/** floor(log2 x) of a positive normal x. */
function exponentOf(x: number): number {
  view.setFloat64(0, x);
  return ((view.getUint16(0) >> 4) & 0x7ff) - 1023;
}

/** e^x. Beyond the range ±Infinity and 0; NaN for NaN. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 710) return Infinity;
  return x < -746 ? 0 : expOf(double(x));
}

/** Natural logarithm; −Infinity at 0, NaN below. */
export function log(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0) || x === Infinity) return x > 0 ? x : NaN;
  return logOf(x).high;
}

/** Common logarithm, as for decibels; exact for powers of ten that are f64. */
export function log10(x: number): number {
  if (!(x > 0) || x === Infinity) return log(x);
  return over(logOf(x), ln10()).high;
}

const ln10 = once(() => logOf(10));

/** Binary logarithm; exact for powers of two. */
export function log2(x: number): number {
  if (!(x > 0) || x === Infinity) return log(x);
  return over(logOf(x), LN2).high;
}

/**
 * x^y for x ≥ 0. A negative x gives NaN (also for whole y: a product says that better). 0^0 = 1, 0^y = 0 for y > 0 and
 * Infinity for y < 0.
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (Number.isNaN(y) || !(x >= 0)) return NaN;
  if (x === 0 || x === Infinity) return (x === 0) === y > 0 ? 0 : Infinity;
  if (y === 1) return x;
  const l = logOf(x);
  // Far out the product is not needed, and its exact form would overflow.
  const about = l.high * y;
  if (!(Math.abs(about) < 800)) return about > 0 ? Infinity : 0;
  const z = Math.abs(y) < 1e-250 ? double(about) : times(l, double(y));
  if (z.high > 710) return Infinity;
  return z.high < -746 ? 0 : expOf(z);
}
