/** How the sums of a band become samples: exactly, as rounded quotients; or nearly, with a mark where that is in doubt. */
import { ROUNDINGS, type Rounding } from "../base/options.js";
import type { LaneValue } from "./band.js";
import type { PlainRows } from "./plain-band.js";

/** `round(|sum + start| / divisor)` of whole numbers. */
export interface Quotients {
  readonly start: number;
  readonly divisor: number;
  /** Bound on |sum + start|. */
  readonly largest: number;
  readonly absolute: boolean;
  readonly rounding: Rounding;
  readonly range: readonly [number, number];
}

/** How values are rounded: at halves, or at whole numbers (floor). */
export type Boundary = "half" | "whole";

/** What becomes of values that are not exact. */
export interface Settling {
  /** Added to a value before its magnitude is taken. */
  readonly offset: number;
  /** Only with halves. */
  readonly absolute: boolean;
  readonly boundary: Boundary;
}

/** Rounding at whole numbers is rounding at halves of what is a half less. */
export const shiftOf = ({ boundary }: Pick<Settling, "boundary">): number => (boundary === "whole" ? -0.5 : 0);

/** How sums become samples: what the routine is told by a number, and its first vectors. See `assembly/settle.ts`. */
export interface Way {
  readonly kind: number;
  readonly vectors: readonly LaneValue[];
}

const WHOLE = 0;
const BY_PRODUCT = 1;
const BY_QUOTIENT = 2;
const BY_RULE = 3;
const IN_DOUBT = 4;
const MAGNITUDES = 5;

/** Below this, f32 quotients of whole numbers round as the exact ones do: `assembly/quantize.ts` says why. */
const EXACT_IN_F32 = 4194304;

/** The way that whole sums become u8. */
export function wholeWay({ divisor, largest, range, rounding }: Quotients): Way {
  const vector = range[0] === 0 && range[1] === 255;
  if (vector && divisor === 1) return { kind: WHOLE, vectors: [] };
  if (!vector || rounding !== "half-even" || largest >= EXACT_IN_F32 || divisor >= EXACT_IN_F32) return BY_THE_RULE;
  return isDirect(divisor)
    ? { kind: BY_PRODUCT, vectors: [{ f32: 1 / divisor }] }
    : { kind: BY_QUOTIENT, vectors: [{ f32: divisor }] };
}

/** The way of whole sums that become anything else, by a line of sums. */
export const BY_THE_RULE: Way = { kind: BY_RULE, vectors: [] };

/** Whether the product with the reciprocal rounds right: there are no ties, or the reciprocal is exact. */
const isDirect = (divisor: number): boolean => divisor % 2 === 1 || (divisor & (divisor - 1)) === 0;

/** What `quantize` takes: rule, speed (2 by a reciprocal, 1 in f32, 0 in f64), divisor, range. */
export function ruleOf({ divisor, largest, range, rounding }: Quotients): number[] {
  const doubled = rounding === "half-up" || rounding === "half-away" ? 2 * largest + divisor : largest;
  const f32 = doubled < EXACT_IN_F32 && 2 * divisor < EXACT_IN_F32;
  const speed = !f32 ? 0 : rounding === "half-even" && isDirect(divisor) ? 2 : 1;
  return [ROUNDINGS.indexOf(rounding), speed, divisor, ...range];
}

/** Units of a value in doubt: 2^-13, so |value − offset| must stay below MOST_IN_DOUBT. */
const FRACTION = 8192;
export const MOST_IN_DOUBT = 512;
/** What units add to the error of a value: half a one for the value, half a one for the offset. */
export const UNIT_ERROR = 1 / FRACTION;

/** The way of values `sum·unit + offset` within `error` of the exact ones. */
export function doubtWay(settling: Settling, unit: number, offset: number, error: number): Way {
  // 1.5 · 2^23 units: their f32 has one unit in its last place.
  const one = 12582912 / FRACTION;
  const bits = new Int32Array(Float32Array.of(one).buffer)[0];
  const near = Math.ceil(error * FRACTION);
  const more = FRACTION / 2 + near;
  const less = bits - Math.round(offset * FRACTION);
  const vectors: LaneValue[] = [
    { f32: unit },
    { f32: one },
    { i32: settling.absolute ? less : less - more },
    { i32: more },
    { i32: 2 * near + 1 },
    { i32: FRACTION - 1 },
  ];
  return { kind: settling.absolute ? MAGNITUDES : IN_DOUBT, vectors };
}

/** Writes the sample of a whole sum, for the twins. */
export const putQuotient =
  ({ absolute, divisor, range, rounding }: Quotients) =>
  ({ put }: PlainRows, y: number, e: number, sum: number): void => {
    put(y, e, divided(absolute ? Math.abs(sum) : sum, divisor, rounding), range);
  };

/** Writes the sample of a value that is within `error` of the exact one, or says that it is in doubt. */
export function putValue(settling: Settling, error: number) {
  const shift = shiftOf(settling);
  return ({ put, doubt }: PlainRows, y: number, e: number, sum: number): void => {
    const value = (settling.absolute ? Math.abs(sum) : sum) + shift;
    const whole = Math.round(value);
    if (Math.abs(value - whole) >= 0.5 - error) doubt(y, e);
    else put(y, e, whole, [0, 255]);
  };
}

/** Whole numbers divided and rounded, with the remainder in hand. */
function divided(dividend: number, divisor: number, rounding: Rounding): number {
  const below = Math.floor(dividend / divisor);
  const rest = dividend - below * divisor;
  if (rest === 0) return below;
  switch (rounding) {
    case "floor":
      return below;
    case "trunc":
      return dividend < 0 ? below + 1 : below;
    case "half-up":
      return 2 * rest >= divisor ? below + 1 : below;
    case "half-away":
      return 2 * rest > divisor || (2 * rest === divisor && dividend > 0) ? below + 1 : below;
    case "half-even":
      return 2 * rest > divisor || (2 * rest === divisor && below % 2 !== 0) ? below + 1 : below;
  }
}
