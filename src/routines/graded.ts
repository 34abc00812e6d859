/**
 * Real taps of a column as whole ones of 16 bits, in grades: the smaller a tap, the finer its unit. Sums begin with the
 * coarsest taps, and are multiplied before those of the next grade are added, so that all end in the finest unit.
 */
import { powerOfTwo } from "../base/rational.js";
import { type PairStep, pairSteps, type Quad } from "./pairs.js";

/** Units of each grade that make one of the coarsest. */
const UNITS = [1, 4, 16];
/** Most grades. */
export const GRADES = UNITS.length;
/** Fewer steps take no longer than what further grades save. */
const WORTH_GRADES = 8;
/** Of a whole tap. */
const LARGEST = 32767;
/** Least and most taps that are looked at in the search for a unit, and samples that are worth one more. */
const WORK = [800, 8192] as const;
const WORTH = 1024;

/** A step down a column. */
export type Step = Pick<PairStep, "pair" | "taps">;

export interface Graded {
  /** The steps of each grade, the coarsest first: `tap ≈ whole·unit·4^(grades after it) + rest·restUnit`. */
  readonly grades: readonly (readonly Step[])[];
  readonly rests: readonly Step[];
  /** Of the finest grade. */
  readonly unit: number;
  readonly restUnit: number;
  /** For either sum at most, what whole taps leave of the real ones, added up, and what the rests leave of that. */
  readonly left: number;
  readonly leftOfRest: number;
}

/**
 * The steps in which two neighbouring rows of sums meet the taps of a column, `apart` rows from one another, in pairs of
 * rows.
 */
export const columnSteps = (taps: Float64Array, apart: number): Step[] =>
  pairSteps(Array.from(taps, (tap, i) => ({ row: i * apart, element: 0, tap }))).map(({ pair, taps }) => ({
    pair,
    taps,
  }));

/**
 * The unit is searched for, the longer the more `samples` there are to gain by it. `sum` bounds Σ|whole| in units of the
 * finest grade, and Σ|rest|. Undefined where all taps are 0 or there is no such unit.
 */
export function graded(steps: readonly Step[], sum: number, samples: number): Graded | undefined {
  const all = steps.flatMap(({ taps }) => taps);
  const largest = all.reduce((most, t) => Math.max(most, Math.abs(t)), 0);
  if (largest === 0) return undefined;
  const total = largerSum(steps, Math.abs);
  // Rounding may add a half to each.
  const room = sum - UNITS[GRADES - 1] * all.length;
  const most = Math.min(LARGEST / largest, room / total);
  if (!(most > 0) || most === Number.POSITIVE_INFINITY) return undefined;
  let finest = 0;
  while (steps.length >= WORTH_GRADES && finest + 1 < GRADES && total * most * UNITS[finest + 1] <= room) finest++;
  const tries = Math.ceil(Math.min(WORK[1], Math.max(WORK[0], samples / WORTH)) / all.length);
  const [values, peaks] = [Float64Array.from(all), Float64Array.from(steps, ({ taps }) => peakOf(taps))];
  let [units, least] = [most, Number.POSITIVE_INFINITY];
  for (let i = 0; i < tries; i++) {
    const candidate = most * (1 - i / (2 * tries));
    const cost = leftBy(values, peaks, candidate, finest);
    if (cost < least) [units, least] = [candidate, cost];
  }
  return made(steps, units, finest, total * powerOfTwo(-49), sum);
}

/** @param slack what products with the unit and the sums of what is left are off at most */
function made(steps: readonly Step[], units: number, finest: number, slack: number, sum: number): Graded {
  const grades: Step[][] = Array.from({ length: finest + 1 }, () => []);
  const left: Step[] = [];
  for (const { pair, taps } of steps) {
    const grade = gradeOf(peakOf(taps), units, finest);
    const unit = units * UNITS[grade];
    const whole = each(taps, (t) => Math.round(t * unit));
    grades[grade].push({ pair, taps: whole });
    left.push({ pair, taps: each(taps, (t, i) => (t * unit - whole[i]) / UNITS[grade]) });
  }
  let fine = powerOfTwo(15);
  while (fine > 1 && 4 * steps.length + fine * largerSum(left, Math.abs) > sum) fine /= 2;
  const round = (t: number): number => Math.round(t * fine);
  return {
    grades,
    rests: left.map(({ pair, taps }) => ({ pair, taps: each(taps, round) })),
    unit: 1 / (units * UNITS[finest]),
    restUnit: 1 / (units * fine),
    left: (largerSum(left, Math.abs) / units) * 1.000001 + slack,
    leftOfRest: (largerSum(left, (t) => Math.abs(t - round(t) / fine)) / units) * 1.000001 + slack,
  };
}

const each = (taps: Quad, by: (t: number, i: number) => number): Quad => [
  by(taps[0], 0),
  by(taps[1], 1),
  by(taps[2], 2),
  by(taps[3], 3),
];

/** Of each tap's number, added up for either sum, the larger one. */
const largerSum = (steps: readonly Step[], by: (t: number) => number): number =>
  Math.max(...[0, 2].map((side) => steps.reduce((s, { taps }) => s + by(taps[side]) + by(taps[side + 1]), 0)));

const peakOf = ([a, b, c, d]: Quad): number => Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d));

/** The finest grade in which all taps of a step fit 16 bits, the largest of them being `peak`. */
function gradeOf(peak: number, units: number, finest: number): number {
  let grade = finest;
  while (grade > 0 && peak * units * UNITS[grade] > LARGEST) grade--;
  return grade;
}

/** What rounding leaves of the taps of either sum, four `values` a step, added up; of both the larger. */
function leftBy(values: Float64Array, peaks: Float64Array, units: number, finest: number): number {
  let upper = 0;
  let lower = 0;
  for (let i = 0; i < peaks.length; i++) {
    const unit = units * UNITS[gradeOf(peaks[i], units, finest)];
    const at = 4 * i;
    upper += (lost(values[at] * unit) + lost(values[at + 1] * unit)) / unit;
    lower += (lost(values[at + 2] * unit) + lost(values[at + 3] * unit)) / unit;
  }
  return Math.max(upper, lower);
}

/** Added to a number of moderate size and taken off again, it leaves the nearest whole one: 1.5·2^52. */
const SHIFTER = 6755399441055744;

const lost = (v: number): number => Math.abs(v - (v + SHIFTER - SHIFTER));
