/** Rounding to whole numbers, of f64 values and of exact ones. */
import type { Rounding } from "../base/options.js";
import { floor, type Rational } from "../base/rational.js";

/** Adding and taking away 1.5·2^52 leaves the nearest whole number, ties to even, while |x| < 2^51. */
const SHIFTER = 6755399441055744;

const halfEven = (x: number): number => (x < 2251799813685248 && x > -2251799813685248 ? x + SHIFTER - SHIFTER : x);

/** `x` rounded as if it were exact. */
export function roundNumber(x: number, rounding: Rounding): number {
  switch (rounding) {
    case "half-even":
      return halfEven(x);
    case "half-up": {
      const below = Math.floor(x);
      return x - below >= 0.5 ? below + 1 : below;
    }
    case "half-away": {
      const below = Math.floor(Math.abs(x));
      const size = Math.abs(x) - below >= 0.5 ? below + 1 : below;
      return x < 0 ? -size : size;
    }
    case "trunc":
      return Math.trunc(x);
    case "floor":
      return Math.floor(x);
  }
}

/** An exact value rounded once. */
export function roundExact(x: Rational, rounding: Rounding): number {
  const below = floor(x);
  const rest = x.num - below * x.den; // in [0, den)
  const twice = 2n * rest;
  switch (rounding) {
    case "floor":
      return Number(below);
    case "trunc":
      return Number(x.num < 0n && rest !== 0n ? below + 1n : below);
    case "half-up":
      return Number(twice >= x.den ? below + 1n : below);
    case "half-away":
      return Number(twice > x.den || (twice === x.den && x.num > 0n) ? below + 1n : below);
    case "half-even":
      return Number(twice > x.den || (twice === x.den && below % 2n !== 0n) ? below + 1n : below);
  }
}

/**
 * The rounded quotient of whole numbers below 2^52, the divisor positive: no step here is inexact. (`%` is exact, and
 * so is the division of a multiple.)
 */
export function roundQuotient(dividend: number, divisor: number, rounding: Rounding): number {
  let rest = dividend % divisor;
  if (rest < 0) rest += divisor;
  const below = (dividend - rest) / divisor;
  if (rest === 0) return below;
  const twice = 2 * rest;
  switch (rounding) {
    case "floor":
      return below;
    case "trunc":
      return dividend < 0 ? below + 1 : below;
    case "half-up":
      return twice >= divisor ? below + 1 : below;
    case "half-away":
      return twice > divisor || (twice === divisor && dividend > 0) ? below + 1 : below;
    case "half-even":
      return twice > divisor || (twice === divisor && below % 2 !== 0) ? below + 1 : below;
  }
}

/** Whether a value that is within `error` of `x` may round otherwise than `x` does. */
export function isDoubtful(x: number, error: number, rounding: Rounding): boolean {
  const fraction = x - Math.floor(x);
  const distance =
    rounding === "trunc" || rounding === "floor" ? Math.min(fraction, 1 - fraction) : Math.abs(fraction - 0.5);
  return distance <= error;
}
