/** Real numbers as whole ones of 16 bits times a unit, and what that leaves of them as a second set of such. */
import { powerOfTwo } from "../base/rational.js";

export interface FixedPoint {
  /** `value ≈ whole·unit + rest·restUnit`. */
  readonly whole: Float64Array;
  readonly unit: number;
  readonly rest: Float64Array;
  readonly restUnit: number;
  /** Σ |value − whole·unit|, and the same with the rests; upper bounds, the roundings of their own sums included. */
  readonly left: number;
  readonly leftOfRest: number;
}

/** Values that are looked at in the search for a unit. */
const WORK = 800;
const LARGEST = 32767;

/**
 * The unit is searched for: of those that use between half and all of 16 bits, one that leaves little. `sum` bounds
 * Σ|whole|, and Σ|rest| likewise. Undefined where all values are 0 or there is no such unit.
 */
export function fixedPoint(values: Float64Array, sum: number): FixedPoint | undefined {
  const sizes = sizesOf(values);
  let largest = 0;
  let total = 0;
  for (const [size, times] of sizes) {
    if (size > largest) largest = size;
    total += size * times;
  }
  if (largest === 0) return undefined;
  // Rounding may add a half to each.
  const room = sum - values.length / 2;
  const most = Math.min(LARGEST / largest, room / total);
  if (!(most > 0) || most === Number.POSITIVE_INFINITY) return undefined;
  const tries = Math.max(8, Math.min(1000, Math.floor(WORK / sizes.length)));
  let [units, least] = [most, Number.POSITIVE_INFINITY];
  for (let i = 0; i < tries; i++) {
    const candidate = most * (1 - i / (2 * tries));
    const left = leftBy(sizes, candidate);
    if (left < least) [units, least] = [candidate, left];
  }
  const whole = values.map((v) => Math.round(v * units));
  const rests = values.map((v, i) => v * units - whole[i]);
  let fine = powerOfTwo(15);
  while (fine > 1 && values.length + fine * rests.reduce((s, r) => s + Math.abs(r), 0) > sum) fine /= 2;
  const rest = rests.map((r) => Math.round(r * fine));
  const leftOfRest = rests.reduce((s, r, i) => s + Math.abs(r - rest[i] / fine), 0) / units;
  // Products with the unit and the sums here are off by no more than this.
  const slack = total * powerOfTwo(-49);
  return {
    whole,
    unit: 1 / units,
    rest,
    restUnit: 1 / (units * fine),
    left: leftBy(sizes, units) * 1.000001 + slack,
    leftOfRest: leftOfRest * 1.000001 + slack,
  };
}

/** Magnitudes that are not 0, each with the number of values that have it. */
function sizesOf(values: Float64Array): (readonly [size: number, times: number])[] {
  const times = new Map<number, number>();
  for (const v of values) {
    const size = Math.abs(v);
    if (size !== 0) times.set(size, (times.get(size) ?? 0) + 1);
  }
  return [...times];
}

function leftBy(sizes: readonly (readonly [number, number])[], units: number): number {
  let left = 0;
  for (const [size, times] of sizes) {
    const scaled = size * units;
    left += times * Math.abs(scaled - Math.round(scaled));
  }
  return left / units;
}
