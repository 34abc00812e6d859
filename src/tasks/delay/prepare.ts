/** Samples made ready to be compared: one channel as f64, gaps filled or refused, trend and other frequencies taken off. */
import { isComplex } from "../../base/element.js";
import { inputError } from "../../base/errors.js";
import { type Signal, signalOf } from "../../base/signal.js";
import { goodLength } from "../../math/fft.js";
import { RealFft } from "../../math/real-fft.js";
import { prepareMissing } from "../filter/missing.js";
import type { DelayNan, Detrend } from "./options.js";

/** One line of samples, and what messages call it. */
export interface Line {
  readonly samples: Float64Array;
  readonly name: string;
  /** Samples per second. */
  readonly rate: number | undefined;
}

/**
 * Channel `c` of a signal, every sample finite.
 * @throws UserError (3) for a plane, complex samples, infinity, and NaN where it is not to be interpolated
 */
export function lineOf(signal: Signal, c: number, nan: DelayNan): Line {
  const { about, channels, width } = signal;
  const { source } = about;
  if (signal.rank === 2) {
    throw inputError(
      source,
      `it is a plane of ${width}×${signal.height} samples, and delays are between signals`,
      about.medium === "array" ? "Give signals; an array of samples × channels is read with --axes xc" : "Give signals",
    );
  }
  if (isComplex(signal.type)) {
    throw inputError(source, "its samples are complex", "Give real signals, such as the real parts");
  }
  const name = about.columns?.[c] ?? (channels === 1 ? source : `channel ${c + 1}`);
  const plain = new Float64Array(width);
  for (let i = 0; i < width; i++) plain[i] = signal.data[i * channels + c];
  const kept = { ...about, source, ...(channels === 1 ? {} : { source: `${source}, ${name}` }) };
  const { columns: _, ...alone } = kept;
  const line = signalOf(plain, { width }, "f64", alone);
  const infinite = plain.findIndex((v) => v === Infinity || v === -Infinity);
  if (infinite >= 0) throw inputError(alone.source, `sample ${infinite} is infinite`, "Correct or remove it");
  const missing = plain.findIndex((v) => Number.isNaN(v));
  if (missing >= 0 && nan === "error") {
    throw inputError(
      alone.source,
      `sample ${missing} is NaN`,
      "Correct it, or draw a line between its neighbours with --nan interpolate",
    );
  }
  if (missing >= 0 && plain.every((v) => Number.isNaN(v))) {
    throw inputError(alone.source, "it holds no number at all", "Leave it out");
  }
  const samples = missing < 0 ? plain : (prepareMissing(line, "interpolate").samples.data as Float64Array);
  return { samples, name, rate: about.sampleRate };
}

/** The share of the energy that the mean has, 0 … 1; 0 for silence. */
export function shareOfMean(x: Float64Array): number {
  const mean = meanOf(x);
  let energy = 0;
  for (const v of x) energy += v * v;
  return energy > 0 ? (mean * mean * x.length) / energy : 0;
}

export function meanOf(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum / x.length;
}

/**
 * A line as it is compared: what `detrend` says taken off it, and only the frequencies of `band` kept.
 * @param band in cycles per sample
 */
export function ready(x: Float64Array, detrend: Detrend, band?: readonly [number, number]): Float64Array {
  const flat = detrended(x, detrend);
  return band === undefined ? flat : bandLimited(flat, band);
}

/** `x` less its mean, or less its line of least squares (Draper & Smith, Applied Regression Analysis, §1.2). */
export function detrended(x: Float64Array, how: Detrend): Float64Array {
  if (how === "none") return x;
  const mean = meanOf(x);
  const middle = (x.length - 1) / 2;
  let slope = 0;
  if (how === "linear" && x.length > 1) {
    let above = 0;
    let below = 0;
    for (let i = 0; i < x.length; i++) {
      above += (i - middle) * (x[i] - mean);
      below += (i - middle) * (i - middle);
    }
    slope = above / below;
  }
  return x.map((v, i) => v - mean - slope * (i - middle));
}

/** `x` with the frequencies from `band[0]` to `band[1]` only (cycles per sample); nothing wraps round its ends. */
export function bandLimited(x: Float64Array, band: readonly [number, number]): Float64Array {
  const n = 2 * goodLength(x.length);
  const fft = new RealFft(n);
  const padded = new Float64Array(n);
  padded.set(x);
  const re = new Float64Array(fft.bins);
  const im = new Float64Array(fft.bins);
  fft.forward(padded, 0, re, im);
  for (let k = 0; k < fft.bins; k++) {
    const inside = k >= band[0] * n && k <= band[1] * n;
    re[k] = inside ? (re[k] * 2) / n : 0;
    im[k] = inside ? (im[k] * 2) / n : 0;
  }
  fft.inverse(re, im, padded, 0);
  return padded.slice(0, x.length);
}
