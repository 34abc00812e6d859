/** Richardson (1972) and Lucy (1974): x ← x · A*(y / Ax) / A*1, which keeps samples from 0 up. */

import type { Model, Plane } from "./model.js";
import { residualOf } from "./residual.js";

/** Samples that reach the input with less than this share of their weight keep the value of the start. */
const REACH = 1e-3;

/**
 * @param y two channels (or one twice), every sample ≥ 0
 * @param iterations at most; @param stopAt RMS residual that is enough
 * @returns the whole circle, and the steps that were taken
 */
export function richardsonLucy(
  model: Model,
  y: readonly [Float64Array, Float64Array],
  iterations: number,
  stopAt: number,
  progress: (share: number) => void,
): { plane: Plane; steps: number } {
  const weights = model.blank();
  model.eachSeen((at) => {
    weights.re[at] = 1;
  });
  model.apply(weights, true);
  const support = model.support();
  const most = weights.re.reduce((a, b) => Math.max(a, b), 0);
  const estimate = model.blank();
  const starts = y.map((samples) => samples.reduce((sum, v) => sum + v, 0) / samples.length / model.sum);
  for (let i = 0; i < support.length; i++) {
    estimate.re[i] = starts[0] * support[i];
    estimate.im[i] = starts[1] * support[i];
  }
  const tiny = 1e-300;
  for (let step = 0; step < iterations; step++) {
    progress(step / iterations);
    const seen = { re: estimate.re.slice(), im: estimate.im.slice() };
    model.apply(seen);
    if (stopAt > 0 && residualOf(model, seen, y).every((rms) => rms <= stopAt)) {
      return { plane: estimate, steps: step };
    }
    const ratio = model.blank();
    model.eachSeen((at, i) => {
      ratio.re[at] = y[0][i] / Math.max(seen.re[at], tiny);
      ratio.im[at] = y[1][i] / Math.max(seen.im[at], tiny);
    });
    model.apply(ratio, true);
    for (let i = 0; i < support.length; i++) {
      if (support[i] === 0 || weights.re[i] < REACH * most) continue;
      estimate.re[i] *= Math.max(ratio.re[i], 0) / weights.re[i];
      estimate.im[i] *= Math.max(ratio.im[i], 0) / weights.re[i];
    }
  }
  return { plane: estimate, steps: iterations };
}
