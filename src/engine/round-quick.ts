/** What the compiled routine is told of a rounding to the nearest whole number, ties to even. */
import type { Rounding } from "../routines/round.js";
import type { Quotient } from "./quotient.js";
import { MAP_SLACK, type PlainRounding, VALUE_SLACK } from "./round-plain.js";

/** Least magnitude of a factor: with smaller ones the error of values far outside would be no small matter. */
const LEAST_FACTOR = 1e-6;
/** Wholes so far beyond the range are there without doubt, where errors are below a half. */
const FAR = 2;

/**
 * Plain values with errors: one bound for all that lie within the range (or 2 beyond it). Sums times 1/divisor have two
 * roundings in place of one, which the slack has room for. Undefined where that bound is too large.
 */
export function plainRounding(how: PlainRounding): Rounding | undefined {
  const { divisor, offset, factor, shift, absolute, common, magnify, least, greatest } = how;
  if (Math.abs(factor) < LEAST_FACTOR) return undefined;
  const reach = Math.max(Math.abs(least), Math.abs(greatest)) + FAR + 1 + Math.abs(shift);
  const error = magnify * (common + (VALUE_SLACK * reach) / Math.abs(factor)) + MAP_SLACK * reach;
  if (!(error < 0.25)) return undefined;
  return {
    by: 1 / divisor,
    divide: false,
    offset,
    factor,
    shift,
    absolute,
    least,
    greatest,
    sure: 0.5 - error,
    below: least - FAR,
    above: greatest + FAR,
  };
}

/**
 * Exact sums over a whole divisor, all below 2^52: a correctly rounded quotient lies on the same side of each half as the
 * true one.
 */
export const wholeRounding = (
  { factor, shift, divisor }: Quotient,
  absolute: boolean,
  least: number,
  greatest: number,
): Rounding => ({
  by: factor,
  offset: shift,
  divide: true,
  factor: divisor,
  shift: 0,
  absolute,
  least,
  greatest,
  // Every value is decided, and every whole number outside the range is clipped.
  sure: 1,
  below: least,
  above: greatest,
});
