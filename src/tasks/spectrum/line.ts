/** What is transformed: one channel of a signal, real or complex, every sample finite. */
import { inputError, usageError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";
import { planFft } from "../../math/fft.js";
import { detrended } from "../delay/prepare.js";
import type { Frequencies, SpectrumDetrend } from "./options.js";

export interface Line {
  readonly re: Float64Array;
  /** There for complex signals only. */
  readonly im?: Float64Array;
  /** As messages and columns call it. */
  readonly name: string;
  readonly source: string;
  /** Samples per second. */
  readonly rate?: number;
}

/**
 * Channel `c` of a signal.
 * @throws UserError (3) for a plane, an empty signal, and samples that are NaN or infinite
 */
export function lineOf(signal: Signal, c: number): Line {
  const { about, channels, width, height, rank, data, imag } = signal;
  const { source } = about;
  if (rank === 2) {
    const remedy = about.medium === "array" ? "; an array of samples × channels is read with --axes xc" : "";
    throw inputError(source, `it is a plane of ${width}×${height} samples`, `Give a signal${remedy}`);
  }
  if (width === 0) throw inputError(source, "it has no samples", "Give a signal of one sample or more");
  const name = about.columns?.[c] ?? (channels === 1 ? source : `channel ${c + 1}`);
  const place = channels === 1 ? source : `${source}, ${name}`;
  const plane = (samples: ArrayLike<number>): Float64Array => {
    const out = new Float64Array(width);
    for (let i = 0; i < width; i++) out[i] = samples[i * channels + c];
    const odd = out.findIndex((v) => !Number.isFinite(v));
    if (odd < 0) return out;
    throw inputError(place, `sample ${odd} is ${out[odd]}`, "Correct it, or leave it out");
  };
  const rate = about.sampleRate === undefined ? {} : { rate: about.sampleRate };
  return { re: plane(data), ...(imag ? { im: plane(imag) } : {}), name, source, ...rate };
}

/** The one channel of a signal. @throws UserError (3) where it has several, and as `lineOf` */
export function onlyLine(signal: Signal): Line {
  if (signal.rank === 1 && signal.channels > 1) {
    throw inputError(signal.about.source, `it has ${signal.channels} channels`, "Choose one of them");
  }
  return lineOf(signal, 0);
}

/** Two signals that are compared have one length and one rate. @throws UserError (3) */
export function requireAlike(a: Line, b: Line): void {
  if (a.re.length !== b.re.length) {
    const found = `it has ${b.re.length} samples, and ${a.name} has ${a.re.length}`;
    throw inputError(b.name, found, "Give signals of one length");
  }
  if (a.rate !== undefined && b.rate !== undefined && Math.abs(a.rate - b.rate) > 1e-6 * a.rate) {
    const found = `it has ${b.rate} samples per second, and ${a.name} has ${a.rate}`;
    throw inputError(b.name, found, "Resample one of them");
  }
}

/** The rate of lines: their own, else what the call says. @throws UserError (2) for what is no rate */
export function rateOf(lines: readonly Line[], rate: number | undefined): number | null {
  if (rate !== undefined && !(rate > 0 && rate < Infinity)) {
    throw usageError("--rate", `${rate} is no rate`, "Give a number of samples per second above 0");
  }
  return lines.find((line) => line.rate !== undefined)?.rate ?? rate ?? null;
}

/** The frequencies of a transform of `n` samples. */
export function frequenciesOf(n: number, twoSided: boolean, rate: number | null): Frequencies {
  const step = (rate ?? 1) / n;
  const half = Math.floor(n / 2);
  return { first: twoSided ? -half * step : 0, step, count: twoSided ? n : half + 1, rate };
}

/** Transforms `n` samples from `from` on, less their trend and times a window; all bins, the first at frequency 0. */
export function transformer(window: Float64Array, detrend: SpectrumDetrend) {
  const fft = planFft(window.length);
  const how = detrend === "constant" ? "mean" : detrend;
  const part = (plane: Float64Array | undefined, from: number): Float64Array => {
    const n = window.length;
    if (plane === undefined) return new Float64Array(n);
    const flat = detrended(plane.slice(from, from + n), how);
    for (let i = 0; i < n; i++) flat[i] *= window[i];
    return flat;
  };
  return (line: Line, from = 0): { re: Float64Array; im: Float64Array } => {
    const bins = { re: part(line.re, from), im: part(line.im, from) };
    fft.run(bins.re, bins.im);
    return bins;
  };
}

/** The bins that are shown, in the order of their frequencies. */
export function shownBins(bins: Float64Array, twoSided: boolean): Float64Array {
  const half = Math.floor(bins.length / 2);
  if (!twoSided) return bins.slice(0, half + 1);
  const out = new Float64Array(bins.length);
  const negative = bins.length - half;
  out.set(bins.subarray(negative), 0);
  out.set(bins.subarray(0, negative), half);
  return out;
}
