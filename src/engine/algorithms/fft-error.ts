/** How far a correlation through transforms can be from the exact one. */
import { powerOfTwo } from "../../base/rational.js";
import { UNIT } from "./algorithm.js";
import type { BlockPlan } from "./fft-blocks.js";

/**
 * Bound on a circular correlation by three transforms of L points in all: a transform's error is at most
 * log₂L·η/(1 − log₂L·η) of its result in the 2-norm with η ≤ 8u for correctly rounded twiddles (Higham, Accuracy and
 * Stability, §24.1), so that of the product and its inverse is at most (24·log₂L + 8)·u·‖k‖₂·‖x‖₂.
 * `blockNorm` is that of all numbers that are transformed together: two circles of real data are one of complex ones.
 */
export const transformError = (points: number, kernelNorm: number, blockNorm: number): number =>
  (24 * log2Ceil(points) + 8) * UNIT * kernelNorm * blockNorm;

/** A whole number within less than half is that number; a quarter leaves room for the error of the estimate itself. */
export const CERTAIN = 0.25;

/** Points of the transforms of a block: of the axes that are transformed. */
export const circlePoints = ({ pointsX, pointsY, transformX, transformY }: BlockPlan): number =>
  (transformX ? pointsX : 1) * (transformY ? pointsY : 1);

const log2Ceil = (n: number): number => {
  let bits = 0;
  while (powerOfTwo(bits) < n) bits++;
  return bits;
};
