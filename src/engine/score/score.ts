/** From sums to a score, by the formulas of `MatchMethod`. */
import { UNIT } from "../algorithms/algorithm.js";
import type { ScoreRequest } from "./request.js";

/** What a window without contrast scores: never the best. */
export const FLAT: Readonly<Record<ScoreRequest["method"], number>> = {
  zncc: 0,
  ncc: 0,
  ccorr: 0,
  ccoeff: 0,
  ssd: 0,
  "ssd-norm": 1,
};

/**
 * The score of one window, or NaN where the method needs contrast and there is none.
 * @param covariance Σw(I−Ī)(T−T̄)
 * @param spread Σw(I−Ī)²; a window is flat where it is `flatness` or less
 * @param product ΣwIT
 * @param energy ΣwI²
 * @param distance Σw(I−T)², where it is known better than by ΣwI² − 2ΣwIT + ΣwT²
 */
export function scoreOf(
  { method, unit, spread: own, energy: ownEnergy }: ScoreRequest,
  covariance: number,
  spread: number,
  flatness: number,
  product: number,
  energy: number,
  distance = Math.max(0, energy - 2 * product + ownEnergy),
): number {
  switch (method) {
    case "zncc":
      return spread <= flatness || own === 0 ? Number.NaN : bounded(covariance / Math.sqrt(spread * own));
    case "ncc":
      return spread <= flatness || own === 0 ? Number.NaN : bounded(product / Math.sqrt(energy * ownEnergy));
    // Of a template without energy, or contrast, rounding alone makes sums other than 0.
    case "ccorr":
      return ownEnergy === 0 ? 0 : product / unit;
    case "ccoeff":
      return own === 0 ? 0 : covariance / unit;
    case "ssd":
      return distance / unit;
    case "ssd-norm":
      return energy === 0 || ownEnergy === 0 ? Number.NaN : distance / Math.sqrt(energy * ownEnergy);
  }
}

const bounded = (score: number): number => Math.max(-1, Math.min(1, score));

/**
 * Σw(I−Ī)(T−T̄), over all channels, of ΣwI·residual over all of them and of their ΣwI, in `sums` from `at` on. Products that
 * f64 holds exactly are taken first.
 */
export function lessMeans(
  { channels, residualSum, weight, whole }: ScoreRequest,
  product: number,
  sums: ArrayLike<number>,
  at: number,
): number {
  let mean = 0;
  for (let c = 0; c < channels; c++) mean += sums[at + c] * residualSum[c];
  if (whole && Math.abs(weight * product) < EXACT) return (weight * product - mean) / weight;
  return product - mean / weight;
}

const EXACT = 4503599627370496;

/** What rounding may make of the spread of samples that are all this large. Whole samples leave none. */
export const dust = ({ weight, whole }: ScoreRequest, mean: number): number =>
  whole ? 0 : weight * (8 * UNIT * mean) * (8 * UNIT * mean);
