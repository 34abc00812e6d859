/**
 * Sine and cosine of fractions of a half turn: the argument is reduced exactly, before π comes in. So quarter turns give
 * exactly 0 and ±1, and sinPiRatio(1, 6) is exactly 0.5. The error is below 0.501 ulp.
 */
import { once } from "../base/once.js";
import { rational } from "../base/rational.js";
import { type DoubleDouble, double, doubleOf, minus, productOf, renormalized, times } from "./double-double.js";

/** π to 107 bits. */
const PI: DoubleDouble = { high: Math.PI, low: 1.2246467991473532e-16 };

/** 1/3!, 1/4!, 1/5!, 1/6!. */
const reciprocals = once(() => [6n, 24n, 120n, 720n].map((n) => doubleOf(rational(1n, n))));

/** z³/7!·(1 − z/(8·9)·(1 − …)), the part of the sine's series beyond x^5 that is small enough for plain f64. */
function sineTail(z: number): number {
  const inner = 1 - (z / 156) * (1 - (z / 210) * (1 - (z / 272) * (1 - (z / 342) * (1 - z / 420))));
  return (1 - (z / 72) * (1 - (z / 110) * inner)) / 5040;
}

function cosineTail(z: number): number {
  const inner = 1 - (z / 182) * (1 - (z / 240) * (1 - (z / 306) * (1 - (z / 380) * (1 - z / 462))));
  return (1 - (z / 90) * (1 - (z / 132) * inner)) / 40320;
}

/** sin(x) for 0 ≤ x ≤ π/4: x − x·z·(1/3! − z·(1/5! − z·tail)), z = x². */
function sine(x: DoubleDouble): number {
  const z = times(x, x);
  const [third, , fifth] = reciprocals();
  const inner = minus(third, times(z, minus(fifth, double(z.high * sineTail(z.high)))));
  return minus(x, times(times(x, z), inner)).high;
}

/** cos(x) for 0 ≤ x ≤ π/4: 1 − z·(1/2 − z·(1/4! − z·(1/6! − z·tail))), z = x². */
function cosine(x: DoubleDouble): number {
  const z = times(x, x);
  const [, fourth, , sixth] = reciprocals();
  const inner = minus(fourth, times(z, minus(sixth, double(z.high * cosineTail(z.high)))));
  return minus(double(1), times(z, minus(double(0.5), times(z, inner)))).high;
}

/** π · p/q with an error near 2^-104 of it. */
function piTimes(p: number, q: number): DoubleDouble {
  const quotient = p / q;
  const back = productOf(quotient, q);
  return times(PI, renormalized(quotient, (p - back.high - back.low) / q));
}

/**
 * sin(π·p/q), for integers (or any f64 p) with 0 < q ≤ 2^53 and |p| ≤ 2^53. Every step of the reduction is exact: the
 * remainder is, and each difference is of numbers within a factor of two of each other.
 */
export function sinPiRatio(p: number, q: number): number {
  let r = Math.abs(p) % (2 * q);
  let negative = p < 0;
  if (r >= q) {
    r -= q;
    negative = !negative;
  }
  if (2 * r > q) r = q - r;
  if (r === 0) return 0;
  // A sixth of a turn has an exact sine; the series would find it too, this says it.
  if (6 * r === q) return negative ? -0.5 : 0.5;
  const value = 4 * r <= q ? sine(piTimes(r, q)) : cosine(piTimes(q - 2 * r, 2 * q));
  return negative ? -value : value;
}

/** cos(π·p/q); arguments and exactness as for `sinPiRatio`. */
export function cosPiRatio(p: number, q: number): number {
  let r = Math.abs(p) % (2 * q);
  if (r > q) r = 2 * q - r;
  const negative = 2 * r > q;
  if (negative) r = q - r;
  if (2 * r === q) return 0;
  if (3 * r === q) return negative ? -0.5 : 0.5;
  const value = 4 * r <= q ? cosine(piTimes(r, q)) : sine(piTimes(q - 2 * r, 2 * q));
  return negative ? -value : value;
}

/** sin(π·x), for |x| ≤ 2^53. */
export const sinPi = (x: number): number => sinPiRatio(x, 1);
/** cos(π·x), for |x| ≤ 2^53. */
export const cosPi = (x: number): number => cosPiRatio(x, 1);
/** Sine of an angle in degrees: exact at 0, 30, 90, 150, 180, … */
export const sinDegrees = (x: number): number => sinPiRatio(x, 180);
/** Cosine of an angle in degrees: exact at 0, 60, 90, 120, 180, … */
export const cosDegrees = (x: number): number => cosPiRatio(x, 180);
