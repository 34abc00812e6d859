/** One window by itself: the plain definition, for those that sums of many windows leave in doubt, and for what is reported. */
import type { Field } from "../problem.js";
import { wholeSpread } from "./moments.js";
import type { ScoreRequest } from "./request.js";
import { dust, FLAT, lessMeans, scoreOf } from "./score.js";

/** The score of the window whose first sample is x, y. */
export function windowScore(field: Field, request: ScoreRequest, x: number, y: number): number {
  const score = scoreOfWindow(field, request, x, y);
  return Number.isNaN(score) ? FLAT[request.method] : score;
}

/** The same, NaN where there is no contrast. Whole samples are summed exactly, others in two passes. */
export function scoreOfWindow(field: Field, request: ScoreRequest, x: number, y: number): number {
  const { channels, weight, whole, centre, residualSum } = request;
  const sums = new Float64Array(channels);
  let [centred, spread, product, energy, distance, largest] = [0, 0, 0, 0, 0, 0];
  for (let c = 0; c < channels; c++) {
    const first = (y * field.width + x) * field.channels + c;
    const sum = sumOf(field, request, first);
    const mean = sum / weight;
    sums[c] = sum;
    const about = momentsOf(field, request, first, c, whole ? 0 : mean, whole ? 0 : residualSum[c] / weight);
    product += about.product;
    energy += about.energy;
    distance += about.distance;
    centred += about.centred;
    spread += whole ? wholeSpread(sum, about.energy, weight) : about.spread;
    largest = Math.max(largest, Math.abs(mean + centre[c]));
  }
  const covariance = whole ? lessMeans(request, product, sums, 0) : centred;
  return scoreOf(request, covariance, spread, dust(request, largest), product, energy, distance);
}

/** ΣwI, relative to one sample, so that a constant window has exactly its value for a mean. */
function sumOf(field: Field, { height, weight, weights, whole, width }: ScoreRequest, first: number): number {
  const [step, pitch] = [field.channels, field.width * field.channels];
  const at = weights ? weights.findIndex((w) => w > 0) : 0;
  const base = whole ? 0 : field.data[first + Math.floor(at / width) * pitch + (at % width) * step];
  let sum = 0;
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      sum += (weights ? weights[j * width + i] : 1) * (field.data[first + j * pitch + i * step] - base);
    }
  }
  return base * weight + sum;
}

interface WindowMoments {
  readonly product: number;
  readonly energy: number;
  /** Σw(I−residual)²: the squared distance, where the method takes no means off. */
  readonly distance: number;
  readonly centred: number;
  readonly spread: number;
}

function momentsOf(
  field: Field,
  { channels, height, residual, weights, width }: ScoreRequest,
  first: number,
  c: number,
  mean: number,
  residualMean: number,
): WindowMoments {
  const [step, pitch] = [field.channels, field.width * field.channels];
  let [product, energy, distance, centred, spread] = [0, 0, 0, 0, 0];
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) {
      const w = weights ? weights[j * width + i] : 1;
      const v = field.data[first + j * pitch + i * step];
      const t = residual[(j * width + i) * channels + c];
      product += w * v * t;
      energy += w * v * v;
      distance += w * (v - t) * (v - t);
      centred += w * (v - mean) * (t - residualMean);
      spread += w * (v - mean) * (v - mean);
    }
  }
  return { product, energy, distance, centred, spread };
}
