/** How the taps of a long kernel are cut into segments where few outputs are asked for, and what that costs. */
import type { Problem } from "../problem.js";
import { lengthsFor, pointCost } from "./fft-blocks.js";

export interface SegmentPlan {
  /** Points of the circle that segments are transformed on. */
  readonly points: number;
  /** Outputs of a tile. */
  readonly outputs: number;
  /** Taps that a circle holds: those of two segments where the data are real, as the parts of complex numbers. */
  readonly taps: number;
  /** Taps of one segment: the circle's points less the outputs, plus one. */
  readonly segment: number;
  /** Circles that hold all taps. */
  readonly circles: number;
  /** Estimated nanoseconds for the sums of a tile of one channel. */
  readonly cost: number;
}

/** Most outputs of a tile. */
const TILE = 1 << 20;
/** Nanoseconds for a point of a circle besides its two transforms: samples and taps are copied, spectra multiplied. */
const PER_POINT = 4;
/** For a circle: its blocks of samples are found. */
const PER_CIRCLE = 3000;
/** For a call: tables of transforms, and a memory. */
const PER_CALL = 150_000;

export function planSegments({ x, complex }: Problem): SegmentPlan {
  const outputs = Math.min(x.outputs, TILE);
  const plans = lengthsFor(outputs, 1024, 1 << 22).map(({ points, halvings }): SegmentPlan => {
    const segment = points - outputs + 1;
    const taps = complex ? segment : 2 * segment;
    const circles = Math.ceil(x.taps / taps);
    const circle = points * (2 * pointCost(points, halvings) + PER_POINT) + PER_CIRCLE;
    return { points, outputs, taps, segment, circles, cost: circles * circle + PER_CALL };
  });
  return plans.reduce((a, b) => (b.cost < a.cost ? b : a));
}
