/** Angles and absolute values of complex numbers, with the same bits on every engine. */
import { once } from "../base/once.js";
import { powerOfTwo, rational } from "../base/rational.js";
import { type DoubleDouble, double, doubleOf, minus, over, plus, polynomial, times } from "./double-double.js";

/** π to 107 bits. */
const PI: DoubleDouble = { high: Math.PI, low: 1.2246467991473532e-16 };
const HALF_PI: DoubleDouble = { high: PI.high / 2, low: PI.low / 2 };

/** 1, −1/3, 1/5, … 1/29: for t² ≤ 2^-8 the first term left out is below 2^-120. */
const coefficients = once((): readonly DoubleDouble[] =>
  Array.from({ length: 15 }, (_, i) => doubleOf(rational(i % 2 === 0 ? 1n : -1n, BigInt(2 * i + 1)))),
);

/** The series of Taylor (Abramowitz & Stegun 4.4.42), for |t| ≤ 1/16. */
const small = (t: DoubleDouble): DoubleDouble => times(t, polynomial(coefficients(), times(t, t)));

/** Steps of the table between 0 and 1. */
const STEPS = 16;

/** arctan(k/16): each is the one before and the arctangent of (k/16 − (k−1)/16) / (1 + k(k−1)/256). */
const table = once((): readonly DoubleDouble[] => {
  const list = [double(0)];
  for (let k = 1; k <= STEPS; k++) {
    list.push(plus(list[k - 1], small(over(double(STEPS), double(STEPS * STEPS + k * (k - 1))))));
  }
  return list;
});

/** arctan(y/x) for 0 ≤ y ≤ x, x > 0: the nearest entry of the table and a remainder, by 4.4.34. */
function octant(y: number, x: number): DoubleDouble {
  const k = Math.floor((y / x) * STEPS + 0.5);
  const c = double(k / STEPS);
  const above = minus(double(y), times(c, double(x)));
  const below = plus(double(x), times(c, double(y)));
  return plus(table()[k], small(over(above, below)));
}

/**
 * The angle of x + iy in radians, −π … π, error below 0.51 ulp where it is a normal number; signs of zeros as in
 * `Math.atan2`. NaN for what is not finite.
 */
export function atan2(y: number, x: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return NaN;
  const negativeX = x < 0 || Object.is(x, -0);
  const negativeY = y < 0 || Object.is(y, -0);
  // Far from the ends of the range, so that the products of the parts are exact.
  const most = Math.max(Math.abs(x), Math.abs(y));
  const factor = most > powerOfTwo(500) ? powerOfTwo(-600) : most < powerOfTwo(-400) ? powerOfTwo(500) : 1;
  const [w, h] = [Math.abs(x) * factor, Math.abs(y) * factor];
  let angle = most === 0 ? double(0) : h <= w ? octant(h, w) : minus(HALF_PI, octant(w, h));
  if (negativeX) angle = minus(PI, angle);
  return negativeY ? -angle.high : angle.high;
}

/** |x + iy|, without overflow on the way. */
export function magnitude(x: number, y: number): number {
  const most = Math.max(Math.abs(x), Math.abs(y));
  if (most > 1e-140 && most < 1e140) return Math.sqrt(x * x + y * y);
  if (most === 0 || most === Infinity) return most;
  return most * Math.sqrt((x / most) * (x / most) + (y / most) * (y / most));
}
