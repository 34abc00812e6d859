/** Peaks of a curve of scores. */
import type { Polarity } from "../../base/options.js";

/** A score as a peak of the polarity that is asked for: larger is better. */
export const heightOf = (score: number, polarity: Polarity): number =>
  polarity === "either" ? Math.abs(score) : polarity === "positive" ? score : -score;

/** Index of the greatest height; of equal ones, that nearest to lag 0. */
export function highest(scores: Float64Array, first: number, polarity: Polarity): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) {
    const gain = heightOf(scores[i], polarity) - heightOf(scores[best], polarity);
    if (gain > 0 || (gain === 0 && Math.abs(first + i) < Math.abs(first + best))) best = i;
  }
  return best;
}

/** How far the curve must fall before another peak begins, as a share of the first one's height. */
const DIP = 0.1;

/**
 * Index of the highest peak besides the one at `peak`: between the two the height must fall by a tenth of the first
 * one's below the other, so that ripples on the first are no peaks. Undefined where there is none.
 */
export function secondPeak(scores: Float64Array, peak: number, polarity: Polarity): number | undefined {
  const needed = DIP * heightOf(scores[peak], polarity);
  let best: number | undefined;
  let bestHeight = 0;
  for (const step of [-1, 1]) {
    let lowest = heightOf(scores[peak], polarity);
    for (let i = peak + step; i >= 0 && i < scores.length; i += step) {
      const height = heightOf(scores[i], polarity);
      if (height < lowest) lowest = height;
      else if (height - lowest >= needed && height > bestHeight) {
        best = i;
        bestHeight = height;
      }
    }
  }
  return best;
}

/** Scores within this share below the peak belong to its top. */
const TOP = 0.05;

/**
 * Index of the greatest r on top of the peak, r being the score without the weight of its overlap (`weight(i)`): that
 * weight leans to lag 0 and would draw a broad peak there.
 */
export function unweighted(
  scores: Float64Array,
  peak: number,
  polarity: Polarity,
  weight: (i: number) => number,
): number {
  const floor = (1 - TOP) * heightOf(scores[peak], polarity);
  const r = (i: number): number => heightOf(scores[i], polarity) / weight(i);
  let best = peak;
  for (const step of [-1, 1]) {
    for (let i = peak + step; i >= 0 && i < scores.length && heightOf(scores[i], polarity) >= floor; i += step) {
      if (r(i) > r(best)) best = i;
    }
  }
  return best;
}
