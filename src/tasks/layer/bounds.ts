/** What weights and samples say about the sums of a layer: how large they may be, and how far from the exact ones. */
import type { Samples } from "../../base/element.js";
import { powerOfTwo } from "../../base/rational.js";
import { sizeOfShape } from "../../base/tensor.js";
import { LAYER_TERMS_AT_ONCE } from "../../engine/layer/run.js";
import type { LayerKind, LayerShape } from "./options.js";

export interface LayerBounds {
  /** No sum, whole or partial, is larger. NaN where samples are. */
  readonly largestSum: number;
  /** Distance of a float sum from the exact one; null where samples are NaN or infinite. */
  readonly error: number | null;
  /** The greatest sum of magnitudes of weights that one output meets: no finite number where weights are not. */
  readonly gain: number;
  /** Whether some kernel differs from its flip. */
  readonly flipMatters: boolean;
}

export function layerBounds(
  input: Samples,
  weights: Samples,
  bias: Samples | undefined,
  shape: LayerShape,
  kind: LayerKind,
  transposed: boolean,
): LayerBounds {
  const samples = largest(input, kind.xZero);
  const { gain, flipMatters } = weighed(weights, shape, kind, transposed);
  const offset = bias ? largest(bias, 0) : 0;
  const largestSum = samples * gain + offset;
  const terms = (shape.inputs / shape.groups) * sizeOfShape(shape.kernel);
  // Sample, weight and product are rounded, each sum of a block, and each sum of the blocks.
  const roundings = 3 + Math.min(terms, LAYER_TERMS_AT_ONCE) + Math.ceil(terms / LAYER_TERMS_AT_ONCE);
  const unit = kind.single ? powerOfTwo(-24) : powerOfTwo(-53);
  const error = (roundings * unit * largestSum) / (1 - roundings * unit);
  return {
    largestSum,
    error: Number.isFinite(error) ? error : null,
    gain,
    flipMatters,
  };
}

/** The greatest distance from `zero`, NaN where there is one: in four parts side by side, each waits for none of the others. */
function largest(data: Samples, zero: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const fours = data.length & ~3;
  for (let i = 0; i < fours; i += 4) {
    a = Math.max(a, Math.abs(data[i] - zero));
    b = Math.max(b, Math.abs(data[i + 1] - zero));
    c = Math.max(c, Math.abs(data[i + 2] - zero));
    d = Math.max(d, Math.abs(data[i + 3] - zero));
  }
  for (let i = fours; i < data.length; i++) a = Math.max(a, Math.abs(data[i] - zero));
  return Math.max(a, b, c, d);
}

/** Σ |w − zero|, in four sums side by side: each waits for none of the others. */
function magnitude(weights: Samples, from: number, end: number, zero: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = from;
  for (; i + 4 <= end; i += 4) {
    a += Math.abs(weights[i] - zero);
    b += Math.abs(weights[i + 1] - zero);
    c += Math.abs(weights[i + 2] - zero);
    d += Math.abs(weights[i + 3] - zero);
  }
  for (; i < end; i++) a += Math.abs(weights[i] - zero);
  return a + b + c + d;
}

/** The greatest sum of magnitudes of the weights that one output meets; and whether a kernel differs from its flip. */
function weighed(weights: Samples, shape: LayerShape, kind: LayerKind, transposed: boolean) {
  const taps = sizeOfShape(shape.kernel);
  const gains = new Float64Array(shape.outputs);
  const each = shape.inputs / shape.groups;
  const own = shape.outputs / shape.groups;
  // The kernels of an output channel lie together, unless the layer is transposed.
  const run = transposed ? taps : each * taps;
  for (let from = 0, part = 0; from < weights.length; from += run, part++) {
    const group = Math.floor(part / own / each);
    const m = transposed ? group * own + (part % own) : part;
    gains[m] += magnitude(weights, from, from + run, kind.wZero.length === 1 ? kind.wZero[0] : kind.wZero[m]);
  }
  // NaN and infinite weights make such gains, and Math.max keeps a NaN.
  return { gain: gains.reduce((most, g) => Math.max(most, g), 0), flipMatters: flipMatters(weights, taps) };
}

/** Flipping all axes reverses the elements of a kernel. */
function flipMatters(weights: Samples, taps: number): boolean {
  for (let from = 0; from < weights.length; from += taps)
    for (let j = 0; j < taps >> 1; j++) if (weights[from + j] !== weights[from + taps - 1 - j]) return true;
  return false;
}
