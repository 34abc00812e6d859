/** Scores and occurrences by their definitions, without any care for speed. */
import type { Polarity } from "../../src/base/options.js";

export interface Hit {
  readonly sample: number;
  readonly score: number;
}

/** Pearson's r of each window with the template; NaN with a missing sample, 0 where all samples are equal. */
export function naiveScores(x: ArrayLike<number>, t: ArrayLike<number>): number[] {
  const scores: number[] = [];
  for (let i = 0; i + t.length <= x.length; i++) {
    const w = Array.from({ length: t.length }, (_, j) => x[i + j]);
    scores.push(w.every((v) => v === w[0]) ? 0 : pearson(w, Array.from(t)));
  }
  return scores;
}

function pearson(a: readonly number[], b: readonly number[]): number {
  if ([...a, ...b].some((v) => !Number.isFinite(v))) return Number.NaN;
  const mean = (v: readonly number[]): number => v.reduce((s, w) => s + w / v.length, 0);
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f: (i: number) => number): number => a.reduce((s, _, i) => s + f(i), 0);
  const product = sum((i) => (a[i] - ma) * (b[i] - mb));
  return product / Math.sqrt(sum((i) => (a[i] - ma) ** 2) * sum((i) => (b[i] - mb) ** 2));
}

/** The highest peak first, each taking those less than `distance` away with it. */
export function naiveFind(scores: readonly number[], minScore: number, distance: number, polarity: Polarity): Hit[] {
  const height = (i: number): number => {
    const s = scores.at(i);
    if (i < 0 || s === undefined || Number.isNaN(s)) return -Infinity;
    return polarity === "positive" ? s : polarity === "negative" ? -s : Math.abs(s);
  };
  let peaks = scores
    .map((_, i) => i)
    .filter((i) => height(i) >= minScore && height(i) > height(i - 1) && height(i) >= height(i + 1));
  const kept: number[] = [];
  while (peaks.length > 0) {
    const best = peaks.reduce((a, b) => (height(b) > height(a) ? b : a));
    kept.push(best);
    peaks = peaks.filter((p) => Math.abs(p - best) >= distance);
  }
  return kept.sort((a, b) => a - b).map((sample) => ({ sample, score: scores[sample] }));
}
