/** What becomes of values outside the range of the output type, before they are rounded. */
import { type ElementType, type IntegerType, isInteger, type Narrowing, rangeOf } from "../base/element.js";
import { usageError } from "../base/errors.js";
import type { RangeMap } from "../base/options.js";
import {
  add,
  divide,
  fromNumber,
  magnitude,
  multiply,
  negate,
  type Rational,
  rational,
  toNumber,
} from "../base/rational.js";

/** Least and greatest value of all results, for `stretch`. */
export interface Extremes {
  readonly least: Rational;
  readonly greatest: Rational;
}

/** A map ready to use: `value → |value·factor + shift|`, the bars only for `abs`. */
export interface ValueMap {
  readonly absolute: boolean;
  readonly factor: Rational;
  readonly shift: Rational;
  readonly f64: { readonly factor: number; readonly shift: number };
}

/**
 * The map for an output type. `offset` puts 0 in the middle of an unsigned type (128 in u8), `stretch` the least value
 * at the bottom of the range and the greatest at its top (0 … 1 in float types; the bottom where all are equal).
 */
export function valueMap(map: RangeMap, type: ElementType, narrowing: Narrowing, extremes?: Extremes): ValueMap {
  if (map === "offset") {
    const range = isInteger(type) ? rangeOf(type, narrowing) : undefined;
    if (!range || range[0] < 0) {
      const why = `${type} holds negative values, so there is no middle to shift them to`;
      throw usageError("--map offset", why, "Use --depth u8 or u16 with it, or --offset VALUE");
    }
    return made(false, rational(1n), fromNumber((range[1] + 1) / 2));
  }
  if (map === "stretch" && extremes) {
    const [bottom, top] = isInteger(type) ? rangeOf(type satisfies IntegerType, narrowing) : [0, 1];
    const span = add(extremes.greatest, negate(extremes.least));
    const factor = span.num === 0n ? rational(0n) : divide(fromNumber(top - bottom), span);
    return made(false, factor, add(fromNumber(bottom), negate(multiply(factor, extremes.least))));
  }
  return made(map === "abs", rational(1n), rational(0n));
}

const made = (absolute: boolean, factor: Rational, shift: Rational): ValueMap => ({
  absolute,
  factor,
  shift,
  f64: { factor: toNumber(factor), shift: toNumber(shift) },
});

export const mapNumber = (m: ValueMap, v: number): number => {
  const mapped = v * m.f64.factor + m.f64.shift;
  return m.absolute ? Math.abs(mapped) : mapped;
};

export const mapExact = (m: ValueMap, v: Rational): Rational => {
  const mapped = add(multiply(v, m.factor), m.shift);
  return m.absolute ? magnitude(mapped) : mapped;
};
