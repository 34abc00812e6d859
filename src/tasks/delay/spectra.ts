/** Averaged spectra of the samples that meet at a lag (Welch 1967): what refines the lag and tells signal from noise. */
import { sinPiRatio } from "../../math/elementary.js";
import { planFft } from "../../math/fft.js";
import { meeting } from "./lags.js";
import { meanOf } from "./prepare.js";

/** One-sided: the bins 0 … length/2 of frequencies k/length, in cycles per sample. Scales are arbitrary but shared. */
export interface Spectra {
  /** Length of a segment. */
  readonly length: number;
  readonly powerA: Float64Array;
  readonly powerB: Float64Array;
  /** Average of conj(A)·B. */
  readonly crossRe: Float64Array;
  readonly crossIm: Float64Array;
  /** Sum over all segments and both sides of the product of the two powers, and how many of them there are. */
  readonly product: { readonly sum: number; readonly terms: number };
  /** Samples that meet. */
  readonly overlap: number;
  /**
   * As many samples of equal weight as the windows make of them: (Σp)²/Σp², p(n) the sum of the squared windows over
   * sample n.
   */
  readonly effective: number;
  /** Hann windows were used; else one segment without a window holds everything. */
  readonly windowed: boolean;
}

/** Below this overlap there are too few segments to tell signal from noise: one segment is all. */
export const LEAST_WELCH = 128;

/** How much is averaged: a segment is at most the overlap over `parts`, and no longer than `longest`. */
export interface Averaging {
  readonly parts: number;
  readonly longest: number;
}

/** Some 40 segments, to tell signal from noise in each bin. */
export const SMOOTH: Averaging = { parts: 11, longest: 4096 };
/** Few, to see how narrow the spectra are. */
export const FINE: Averaging = { parts: 4, longest: 65_536 };

function segmentLength(overlap: number, { parts, longest }: Averaging): number {
  let length = 16;
  while (length * 2 * parts <= overlap && length < longest) length *= 2;
  return length;
}

/** Spectra of a[n] and b[n + lag], with `centred` less their means over the samples that meet. */
export function alignedSpectra(
  a: Float64Array,
  b: Float64Array,
  lag: number,
  centred: boolean,
  averaging: Averaging,
): Spectra {
  const { from, to } = meeting(a.length, b.length, lag);
  const overlap = to - from;
  const meanA = centred ? meanOf(a.subarray(from, to)) : 0;
  const meanB = centred ? meanOf(b.subarray(from + lag, to + lag)) : 0;
  const windowed = overlap >= LEAST_WELCH;
  let length = 2;
  if (windowed) length = segmentLength(overlap, averaging);
  else while (length < 2 * overlap) length *= 2;
  const used = windowed ? length : overlap;
  const window = Float64Array.from({ length: used }, (_, i) => {
    const s = sinPiRatio(2 * i + 1, 2 * used);
    return windowed ? s * s : 1;
  });

  const bins = length / 2 + 1;
  const [powerA, powerB, crossRe, crossIm] = Array.from({ length: 4 }, () => new Float64Array(bins));
  const weights = new Float64Array(overlap);
  let product = 0;
  let segments = 0;
  const fft = planFft(length);
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  for (let start = 0; start + used <= overlap; start += Math.max(1, used >> 2)) {
    re.fill(0);
    im.fill(0);
    for (let i = 0; i < used; i++) {
      const n = from + start + i;
      re[i] = window[i] * (a[n] - meanA);
      im[i] = window[i] * (b[n + lag] - meanB);
      weights[start + i] += window[i] * window[i];
    }
    fft.run(re, im);
    segments++;
    for (let k = 0; k < bins; k++) {
      // The spectrum of a + ib holds both: A = (Z[k] + conj Z[−k])/2, B = (Z[k] − conj Z[−k])/2i.
      const mirror = (length - k) % length;
      const aRe = re[k] + re[mirror];
      const aIm = im[k] - im[mirror];
      const bRe = im[k] + im[mirror];
      const bIm = re[mirror] - re[k];
      const pa = aRe * aRe + aIm * aIm;
      const pb = bRe * bRe + bIm * bIm;
      powerA[k] += pa;
      powerB[k] += pb;
      product += sides(k, length) * pa * pb;
      crossRe[k] += aRe * bRe + aIm * bIm;
      crossIm[k] += aRe * bIm - aIm * bRe;
    }
  }
  let sum = 0;
  let squares = 0;
  for (const p of weights) {
    sum += p;
    squares += p * p;
  }
  const effective = squares > 0 ? (sum * sum) / squares : 0;
  return {
    length,
    powerA,
    powerB,
    crossRe,
    crossIm,
    product: { sum: product, terms: segments * length },
    overlap,
    effective,
    windowed,
  };
}

/** Both sides count a bin twice, but for 0 and Nyquist's. */
export const sides = (k: number, length: number): number => (k === 0 || 2 * k === length ? 1 : 2);

/** Σ over both sides of `value(k)`. */
export function overBins({ length }: Spectra, value: (k: number) => number): number {
  let sum = 0;
  for (let k = 0; 2 * k <= length; k++) sum += sides(k, length) * value(k);
  return sum;
}
