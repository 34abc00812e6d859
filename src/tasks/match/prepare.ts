/** What the engine is given: the field, the taps, and all that scores need of the template. */
import type { Samples } from "../../base/element.js";
import { inputError } from "../../base/errors.js";
import type { MatchMethod } from "../../base/match.js";
import { lookAt } from "../../engine/facts.js";
import type { Field, Taps } from "../../engine/problem.js";
import { wholeSpread } from "../../engine/score/moments.js";
import { isCentred, type ScoreRequest } from "../../engine/score/request.js";
import type { Planes } from "./planes.js";

export interface Prepared {
  readonly field: Field;
  readonly taps: Taps;
  readonly score: Omit<ScoreRequest, "factor" | "kinds">;
  /** Taps and samples of each kind of sums, channel by channel, for bounds on their errors. */
  readonly kinds: Readonly<Record<keyof ScoreRequest["kinds"], Kind>>;
}

export interface Kind {
  readonly taps: readonly Float64Array[];
  /** The largest magnitude of a sample. */
  readonly largest: number;
}

/** Sums of weighted squares stay below this, so that all of them are exact. */
const WHOLE = 4503599627370496;
/** Squares of greater samples might leave the range of f64. */
const LARGEST = 1e140;

/** @param shared put what is made into memory that threads share */
export function prepare(planes: Planes, method: MatchMethod, place: string, shared: boolean): Prepared {
  const { image, template, weights } = planes;
  const { width, height, channels } = template;
  const whole = isWhole(planes);
  const weight = weights ? weights.reduce((s, w) => s + w, 0) : width * height;
  const samples: Sampled = whole
    ? { data: image.data, centre: new Float64Array(channels) }
    : floats(image, method, place, shared);
  const residual = residualOf(planes, method, weight, whole);
  const known = templateSums(residual, planes, weight, whole);
  const taps = residual.map((t, i) => t * weightAt(weights, Math.floor(i / channels)));
  const own: Field = { data: samples.data, width: image.width, height: image.height, channels };
  const { missing } = samples;
  const split = weights !== undefined && whole && image.data.BYTES_PER_ELEMENT === 2;
  const layout = { split, missing: missing !== undefined };
  const { largest } = lookAt(own);
  return {
    field: weights ? packedField(own, missing, split, whole, shared) : own,
    taps: weights ? packedTaps(taps, template, weights, layout) : { real: taps, width, height, channels },
    kinds: {
      product: { taps: Array.from({ length: channels }, (_, c) => taps.filter((_, i) => i % channels === c)), largest },
      sum: { taps: weights ? [weights] : [], largest },
      square: { taps: weights ? [weights] : [], largest: split ? 65535 : largest * largest },
    },
    score: {
      method,
      channels,
      width,
      height,
      residual,
      ...(weights ? { weights } : {}),
      weight,
      unit: planes.unit,
      ...known,
      centre: samples.centre,
      whole,
      split,
      ...(missing ? { missing } : {}),
    },
  };
}

/** The picture's samples less `centre`, a number a channel. */
interface Sampled {
  readonly data: Samples;
  readonly centre: Float64Array;
  readonly missing?: Uint8Array;
}

/** Whether samples are whole and all sums of their weighted squares fit f64. */
function isWhole({ image: { data }, template: { width, height }, unit, weights }: Planes): boolean {
  const bytes = data instanceof Uint8Array || data instanceof Int8Array;
  const pairs = data instanceof Uint16Array || data instanceof Int16Array;
  if (!bytes && !pairs) return false;
  if (weights?.some((w) => !Number.isInteger(w))) return false;
  const square = bytes ? 65025 : 4294836225;
  return width * height * square * (weights ? unit : 1) < WHOLE;
}

/**
 * Samples as f64, less the mean of their channel where the method takes means off anyway: large common parts would cost
 * digits of the sums. What is no finite number is 0, and marked.
 */
function floats(
  { data, channels, width, height }: Field,
  method: MatchMethod,
  place: string,
  shared: boolean,
): Sampled {
  const out = float64(data.length, shared);
  const sums = new Float64Array(channels);
  const counts = new Float64Array(channels);
  let missing: Uint8Array | undefined;
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const v = data[i];
    if (v - v !== 0) {
      missing ??= new Uint8Array(width * height);
      missing[Math.floor(i / channels)] = 1;
      continue;
    }
    largest = Math.max(largest, Math.abs(v));
    sums[i % channels] += v;
    counts[i % channels]++;
  }
  if (largest > LARGEST) {
    throw inputError(
      place,
      `a sample has the magnitude ${largest}, whose square is too large`,
      "Scale the samples down",
    );
  }
  const centre = new Float64Array(channels);
  if (isCentred(method)) for (let c = 0; c < channels; c++) centre[c] = counts[c] === 0 ? 0 : sums[c] / counts[c];
  for (let i = 0; i < data.length; i++) {
    const v = data[i];
    out[i] = v - v === 0 ? v - centre[i % channels] : 0;
  }
  return { data: out, centre, ...(missing ? { missing } : {}) };
}

const weightAt = (weights: Float64Array | undefined, pixel: number): number => weights?.[pixel] ?? 1;

/** The template less its means where the method takes them off; less whole numbers near them where all is whole. */
function residualOf({ template, weights }: Planes, method: MatchMethod, weight: number, whole: boolean): Float64Array {
  const { channels, data } = template;
  const residual = Float64Array.from(data);
  if (!isCentred(method)) return residual;
  for (let c = 0; c < channels; c++) {
    const mean = meanOf(data, channels, c, weights, weight);
    const shift = whole && data.every(Number.isInteger) ? Math.round(mean) : mean;
    for (let i = c; i < residual.length; i += channels) residual[i] = data[i] - shift;
  }
  return residual;
}

function meanOf(
  data: Samples | Float64Array,
  channels: number,
  c: number,
  weights: Float64Array | undefined,
  weight: number,
): number {
  // Relative to one sample, so that a constant template has exactly its value for a mean.
  const first = data[c];
  let sum = 0;
  for (let i = c, p = 0; i < data.length; i += channels, p++) sum += weightAt(weights, p) * (data[i] - first);
  return first + sum / weight;
}

function templateSums(
  residual: Float64Array,
  { template: { channels }, weights }: Planes,
  weight: number,
  whole: boolean,
): Pick<ScoreRequest, "residualSum" | "spread" | "energy"> {
  const residualSum = new Float64Array(channels);
  const integers = whole && residual.every(Number.isInteger);
  let spread = 0;
  let energy = 0;
  for (let c = 0; c < channels; c++) {
    let square = 0;
    for (let i = c, p = 0; i < residual.length; i += channels, p++) {
      residualSum[c] += weightAt(weights, p) * residual[i];
      square += weightAt(weights, p) * residual[i] * residual[i];
    }
    energy += square;
    spread += integers
      ? wholeSpread(residualSum[c], square, weight)
      : spreadOf(residual, channels, c, weights, meanOf(residual, channels, c, weights, weight));
  }
  return { residualSum, spread, energy };
}

function spreadOf(
  residual: Float64Array,
  channels: number,
  c: number,
  weights: Float64Array | undefined,
  mean: number,
): number {
  let spread = 0;
  for (let i = c, p = 0; i < residual.length; i += channels, p++) {
    spread += weightAt(weights, p) * (residual[i] - mean) * (residual[i] - mean);
  }
  return spread;
}

/** Samples twice and their squares, in one part or two, then 1 where something is missing. */
function packedField(
  own: Field,
  missing: Uint8Array | undefined,
  split: boolean,
  whole: boolean,
  shared: boolean,
): Field {
  const { data, channels: n, width, height } = own;
  const channels = (split ? 4 : 3) * n + (missing ? 1 : 0);
  const length = width * height * channels;
  const unsigned = data instanceof Uint8Array || data instanceof Uint16Array;
  const packed = whole && unsigned ? halves(length, shared) : float64(length, shared);
  for (let p = 0, at = 0; p < width * height; p++, at += channels) {
    for (let c = 0; c < n; c++) {
      const v = data[p * n + c];
      packed[at + c] = v;
      packed[at + n + c] = v;
      const square = v * v;
      const high = split ? Math.floor(square / 65536) : square;
      packed[at + 2 * n + c] = high;
      if (split) packed[at + 3 * n + c] = square - high * 65536;
    }
    if (missing) packed[at + channels - 1] = missing[p];
  }
  return { data: packed, width, height, channels };
}

function packedTaps(
  taps: Float64Array,
  { channels: n, width, height }: Field,
  weights: Float64Array,
  { split, missing }: { readonly split: boolean; readonly missing: boolean },
): Taps {
  const kinds = split ? 4 : 3;
  const channels = kinds * n + (missing ? 1 : 0);
  const real = new Float64Array(width * height * channels);
  for (const [p, w] of weights.entries()) {
    for (let c = 0; c < n; c++) {
      real[p * channels + c] = taps[p * n + c];
      for (let kind = 1; kind < kinds; kind++) real[p * channels + kind * n + c] = w;
    }
    if (missing) real[(p + 1) * channels - 1] = w > 0 ? 1 : 0;
  }
  return { real, width, height, channels };
}

const float64 = (length: number, shared: boolean): Float64Array =>
  shared ? new Float64Array(new SharedArrayBuffer(8 * length)) : new Float64Array(length);
const halves = (length: number, shared: boolean): Uint16Array =>
  shared ? new Uint16Array(new SharedArrayBuffer(2 * length)) : new Uint16Array(length);
