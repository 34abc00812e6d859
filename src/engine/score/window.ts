/** One window by itself, in two passes: the plain definition, for those that sums of many windows leave in doubt. */
import type { Field } from "../problem.js";
import type { ScoreRequest } from "./request.js";

export interface WindowSums {
  /** Σw(I−Ī)(T−T̄). */
  readonly covariance: number;
  /** Σw(I−Ī)². */
  readonly spread: number;
  /** ΣwI·residual. */
  readonly product: number;
  /** ΣwI². */
  readonly energy: number;
  /** Σw(I−residual)²: the squared distance, where the method takes no means off. */
  readonly distance: number;
  /** The largest mean of a channel, with what was subtracted from it. */
  readonly mean: number;
}

/** The window whose first sample is x, y. */
export function windowSums(field: Field, request: ScoreRequest, x: number, y: number): WindowSums {
  const { channels, width, height, weights, weight, residual, residualSum, centre } = request;
  const [step, pitch] = [field.channels, field.width * field.channels];
  let [covariance, spread, product, energy, distance, largest] = [0, 0, 0, 0, 0, 0];
  for (let c = 0; c < channels; c++) {
    const start = y * pitch + x * step + c;
    const first = Math.max(0, weights?.findIndex((w) => w > 0) ?? 0);
    const base = field.data[start + Math.floor(first / width) * pitch + (first % width) * step];
    // Relative to one sample, so that a constant window has exactly its value for a mean.
    let sum = 0;
    for (let j = 0; j < height; j++) {
      for (let i = 0; i < width; i++) {
        sum += (weights ? weights[j * width + i] : 1) * (field.data[start + j * pitch + i * step] - base);
      }
    }
    const mean = base + sum / weight;
    const templateMean = residualSum[c] / weight;
    for (let j = 0; j < height; j++) {
      for (let i = 0; i < width; i++) {
        const w = weights ? weights[j * width + i] : 1;
        const v = field.data[start + j * pitch + i * step];
        const t = residual[(j * width + i) * channels + c];
        covariance += w * (v - mean) * (t - templateMean);
        spread += w * (v - mean) * (v - mean);
        product += w * v * t;
        energy += w * v * v;
        distance += w * (v - t) * (v - t);
      }
    }
    largest = Math.max(largest, Math.abs(mean + centre[c]));
  }
  return { covariance, spread, product, energy, distance, mean: largest };
}
