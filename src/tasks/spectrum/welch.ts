/** Power, cross power and coherence from segments that overlap, after Welch (1967). Pure. */
import { inputError, usageError } from "../../base/errors.js";
import { type Input, signalFrom } from "../arrays.js";
import { frequenciesOf, type Line, onlyLine, rateOf, requireAlike, shownBins, transformer } from "./line.js";
import type { Average, Complexes, WelchOptions, WelchResult } from "./options.js";
import { windowOf } from "./windows.js";

/**
 * The power of a signal at each frequency, and with a second one the cross power conj(A)·B and the coherence
 * |mean conj(A)·B|² / (mean |A|² · mean |B|²), 0 … 1: equal to `scipy.signal.welch`, `csd` and `coherence`.
 *
 * @param a N samples of one channel, real or complex; power of real ones is one-sided
 * @param b as many; absent or null for the power alone
 * @param options see `WelchOptions`
 * @throws UserError with `exitCode` 2 for options that cannot be, 3 for data that cannot be and lengths or rates that differ
 */
export function welch(a: Input, b?: Input | null, options: WelchOptions = {}): WelchResult {
  const first = onlyLine(signalFrom(a));
  return b === undefined || b === null
    ? welchOf(first, undefined, options)
    : welchOf(first, onlyLine(signalFrom(b)), options);
}

/** As `welch`, for lines. */
export function welchOf(a: Line, b: Line | undefined, options: WelchOptions): WelchResult {
  if (b) requireAlike(a, b);
  const { window = "hann", detrend = "constant", scaling = "density", average = "mean" } = options;
  const { segment, overlap } = segmentsOf(a, options);
  const lines = b ? [a, b] : [a];
  const rate = rateOf(lines, options.rate);
  const twoSided = lines.some(({ im }) => im !== undefined);
  const weights = windowOf(window, segment);
  const transform = transformer(weights, detrend);

  const step = segment - overlap;
  const segments = Math.floor((a.re.length - overlap) / step);
  const [powerA, powerB, crossRe, crossIm] = Array.from({ length: 4 }, () => new Averages(segment, segments, average));
  for (let s = 0; s < segments; s++) {
    const x = transform(a, s * step);
    const y = b && transform(b, s * step);
    for (let k = 0; k < segment; k++) {
      powerA.add(k, s, x.re[k] * x.re[k] + x.im[k] * x.im[k]);
      if (!y) continue;
      powerB.add(k, s, y.re[k] * y.re[k] + y.im[k] * y.im[k]);
      crossRe.add(k, s, x.re[k] * y.re[k] + x.im[k] * y.im[k]);
      crossIm.add(k, s, x.re[k] * y.im[k] - x.im[k] * y.re[k]);
    }
  }
  const factor = 1 / divisorOf(weights, scaling, rate ?? 1);
  const shown = (bins: Float64Array): Float64Array =>
    shownBins(bins, twoSided).map((v, k) => v * factor * (twoSided || k === 0 || 2 * k === segment ? 1 : 2));
  const power = shown(powerA.result());
  const result = { frequencies: frequenciesOf(segment, twoSided, rate), segment, overlap, segments, power };
  if (!b) return result;
  const means = [powerA, powerB, crossRe, crossIm].map((sums) => shownBins(sums.mean(), twoSided));
  const cross: Complexes = { re: shown(crossRe.result()), im: shown(crossIm.result()) };
  return { ...result, second: { power: shown(powerB.result()), cross, coherence: coherenceOf(means) } };
}

/** What a sum of squares is divided by, so that it is power, or power per unit of frequency. */
function divisorOf(weights: Float64Array, scaling: WelchOptions["scaling"], rate: number): number {
  let sum = 0;
  let squares = 0;
  for (const w of weights) {
    sum += w;
    squares += w * w;
  }
  return scaling === "spectrum" ? sum * sum : rate * squares;
}

/** NaN where a signal has no power. */
function coherenceOf([powerA, powerB, re, im]: readonly Float64Array[]): Float64Array {
  return powerA.map((power, k) => (re[k] * re[k] + im[k] * im[k]) / power / powerB[k]);
}

const USUAL = 256;

/** @throws UserError (2, 3) */
function segmentsOf({ re: { length }, name }: Line, options: WelchOptions): { segment: number; overlap: number } {
  const { segment = Math.min(USUAL, length) } = options;
  if (!Number.isInteger(segment) || segment < 1) {
    throw usageError("--segment", `${segment} is no number of samples`, "Give a whole number from 1 up");
  }
  if (segment > length) {
    throw inputError(name, `it has ${length} samples, and a segment ${segment}`, "Give a shorter segment");
  }
  const { overlap = Math.floor(segment / 2) } = options;
  if (!Number.isInteger(overlap) || overlap < 0 || overlap >= segment) {
    const found = `${overlap} is no overlap of segments of ${segment} samples`;
    throw usageError("--overlap", found, `Give a whole number from 0 to ${segment - 1}`);
  }
  return { segment, overlap };
}

/** One number a bin from those of all segments. Medians need them all; means need their sum. */
class Averages {
  private readonly sums: Float64Array;
  /** Segment after segment. */
  private readonly all: Float64Array;

  constructor(
    private readonly bins: number,
    private readonly segments: number,
    private readonly average: Average,
  ) {
    this.sums = new Float64Array(bins);
    this.all = new Float64Array(average === "median" ? bins * segments : 0);
  }

  add(bin: number, segment: number, value: number): void {
    this.sums[bin] += value;
    if (this.average === "median") this.all[segment * this.bins + bin] = value;
  }

  mean(): Float64Array {
    return this.sums.map((sum) => sum / this.segments);
  }

  /**
   * The median of exponentially distributed numbers lies below their mean; it is divided by the ratio (Allen et al. 2012,
   * appendix B), as `scipy.signal` does.
   */
  result(): Float64Array {
    if (this.average === "mean") return this.mean();
    let bias = 1;
    for (let i = 2; i <= this.segments - 1; i += 2) bias += 1 / (i + 1) - 1 / i;
    const middle = this.segments >> 1;
    const values = new Float64Array(this.segments);
    return this.sums.map((_, bin) => {
      for (let s = 0; s < this.segments; s++) values[s] = this.all[s * this.bins + bin];
      values.sort();
      return (this.segments % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2) / bias;
    });
  }
}
