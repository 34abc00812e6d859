/** Two sides of a law, number by number. */
import type { Grid } from "./grid.js";
import type { Check, Difference, Found, Place } from "./report.js";

/** The number at a place of a grid. */
export const foundAt = ({ real, imag }: Grid, i: number): Found => (imag ? [real[i], imag[i]] : real[i]);

/** Equal numbers differ by 0, also NaN and infinities; else what is no finite number differs by infinity. */
const distance = (a: number, b: number): number => {
  if (Object.is(a, b)) return 0;
  const d = Math.abs(a - b);
  return Number.isNaN(d) ? Number.POSITIVE_INFINITY : d;
};

/** The largest difference of either part, and the first place that has it. Both sides have one shape. */
export function largestDifference(left: Grid, right: Grid, kind: Place["kind"], channel: number): Difference {
  if (left.real.length !== right.real.length || left.width !== right.width)
    throw new Error("the sides differ in shape");
  let [at, most] = [0, 0];
  for (let i = 0; i < left.real.length; i++) {
    const d = Math.max(
      distance(left.real[i], right.real[i]),
      left.imag || right.imag ? distance(left.imag?.[i] ?? 0, right.imag?.[i] ?? 0) : 0,
    );
    if (d > most) [at, most] = [i, d];
  }
  const { width, height } = left;
  const x = at % width;
  return {
    largest: most,
    at: { kind, x, y: (at - x) / width, of: [width, height], channel },
    left: foundAt(left, at),
    right: foundAt(right, at),
  };
}

/** Compares all numbers of two sides whose difference may be `bound` at most. */
export function compare(
  name: string,
  left: Grid,
  right: Grid,
  bound: number,
  { kind = "sample", channel = 0 }: { readonly kind?: Place["kind"]; readonly channel?: number } = {},
): Check {
  const { largest: error, ...rest } = largestDifference(left, right, kind, channel);
  return { name, holds: error <= bound, error, bound, ...rest, compared: left.real.length };
}

/** How near a check comes to its bound: 1 is at it. */
export const nearness = ({ error, bound }: Check): number => (error === 0 ? 0 : error / bound);
