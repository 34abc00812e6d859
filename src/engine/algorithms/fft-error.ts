/** How far a correlation through transforms can be from the exact one. */
import { powerOfTwo } from "../../base/rational.js";
import type { AxisGeometry } from "../geometry.js";
import { commonGrain } from "../grain.js";
import { absoluteSum, euclideanNorm, type Problem } from "../problem.js";
import { UNIT } from "./algorithm.js";
import { sumsAreExact } from "./direct.js";
import type { BlockPlan } from "./fft-blocks.js";

/**
 * Bound on a circular correlation by three transforms of L points in all: a transform's error is at most
 * log₂L·η/(1 − log₂L·η) of its result in the 2-norm with η ≤ 8u for correctly rounded twiddles (Higham, Accuracy and
 * Stability, §24.1), so that of the product and its inverse is at most (24·log₂L + 8)·u·‖k‖₂·‖x‖₂.
 * `blockNorm` is that of all numbers that are transformed together: two circles of real data are one of complex ones.
 */
export const transformError = (points: number, kernelNorm: number, blockNorm: number, unit = UNIT): number =>
  (24 * log2Ceil(points) + 8) * unit * kernelNorm * blockNorm;

/** A whole number within less than half is that number; a quarter leaves room for the error of the estimate itself. */
export const CERTAIN = 0.25;

/** Points of the transforms of a block: of the axes that are transformed. */
export const circlePoints = ({ pointsX, pointsY, transformX, transformY }: BlockPlan): number =>
  (transformX ? pointsX : 1) * (transformY ? pointsY : 1);

export const log2Ceil = (n: number): number => {
  let bits = 0;
  while (powerOfTwo(bits) < n) bits++;
  return bits;
};

/** Bound on the error of each sum; 0 where all are made exact. */
export function fftError(problem: Problem, plan: BlockPlan): number {
  const { taps, facts } = problem;
  const inherited = absoluteSum(taps) * facts.error;
  const exact = inherited === 0 && sumsAreExact(problem);
  if (exact && facts.grain === 0) return 0;
  const points = circlePoints(plan);
  const largest = (facts.largest + facts.error) * growth(problem.x, plan.columns) * growth(problem.y, plan.rows);
  // Complex samples have two parts, and of real ones two circles are transformed as one.
  const sum = transformError(points, euclideanNorm(taps), largest * Math.sqrt(2 * points));
  // Fractions in units of their grain: rounded to whole ones where one transform is certain of these.
  const grain = (facts.grain ?? 0) + Math.max(commonGrain(taps.real) ?? 0, commonGrain(taps.imag ?? []) ?? 0);
  if (exact && sum * powerOfTwo(grain) < CERTAIN) return 0;
  // Windows with special samples, and blocks near the edge of the range, are summed directly.
  const n = taps.real.length / taps.channels + 2;
  return Math.max(sum, 2 * n * UNIT * absoluteSum(taps) * largest) + inherited;
}

/** Blocks reach further out than windows do, and there an odd extension goes on growing: twice its range each period. */
const growth = ({ border, input }: AxisGeometry, extent: number): number =>
  border.kind === "odd" && input > 1 ? 3 + 4 * Math.ceil(extent / (2 * (input - 1))) : 1;
