/** Scores of method `phat`: the correlation of signals whose frequencies all count alike. */
import { goodLength } from "../../math/fft.js";
import { RealFft } from "../../math/real-fft.js";
import { type Lags, lagCount, meeting } from "./lags.js";

/** Bins whose power is below this share of the greatest hold rounding errors only. */
const EMPTY = 1e-20;

/**
 * The generalised cross-correlation with the phase transform (Knapp & Carter, The generalized correlation method for
 * estimation of time delay, IEEE Trans. ASSP-24, 1976): with X = conj(F[a])·F[b], zero-padded so that nothing wraps,
 *
 *     score(k) = Σ_f X/|X|·exp(2πi·fk) / (number of bins),
 *
 * over the bins of `band` (cycles per sample). It is 1 at the lag where b is nothing but a, later.
 */
export function phaseScores(
  a: Float64Array,
  b: Float64Array,
  lags: Lags,
  band: readonly [number, number],
): Float64Array {
  const n = 2 * goodLength(Math.ceil((a.length + b.length) / 2));
  const fft = new RealFft(n);
  const spectrum = (x: Float64Array): [Float64Array, Float64Array] => {
    const padded = new Float64Array(n);
    padded.set(x);
    const re = new Float64Array(fft.bins);
    const im = new Float64Array(fft.bins);
    fft.forward(padded, 0, re, im);
    return [re, im];
  };
  const [re, im] = spectrum(a);
  const [bRe, bIm] = spectrum(b);
  let greatest = 0;
  for (let k = 0; k < fft.bins; k++) {
    const x = re[k] * bRe[k] + im[k] * bIm[k];
    const y = re[k] * bIm[k] - im[k] * bRe[k];
    re[k] = x;
    im[k] = y;
    greatest = Math.max(greatest, x * x + y * y);
  }
  let bins = 0;
  for (let k = 0; k < fft.bins; k++) {
    const power = re[k] * re[k] + im[k] * im[k];
    const counts = k >= band[0] * n && k <= band[1] * n && power > EMPTY * greatest;
    const scale = counts ? 1 / Math.sqrt(power) : 0;
    re[k] *= scale;
    im[k] *= scale;
    if (counts) bins += k === 0 || 2 * k === n ? 1 : 2;
  }
  const line = new Float64Array(n);
  fft.inverse(re, im, line, 0);
  const scale = bins === 0 ? 0 : 2 / bins;
  return Float64Array.from({ length: lagCount(lags) }, (_, i) => scale * line[(((lags.first + i) % n) + n) % n]);
}

/** Lags on each side of a peak that show how large scores are where nothing fits. */
const AROUND = 1000;

/**
 * The spread of `phat` scores of independent signals at a lag: there it grows with the root of the overlap, and with how
 * loud what meets is. So it is the median of |score|/√overlap, as that of a normal distribution (divided by 0.6745), times
 * √overlap, over all lags or over those around, whichever is larger. A few peaks do not move it.
 *
 * @param scores of all lags at which samples of signals of `a` and `b` samples meet, from lag `first` up
 */
export function phaseNoise(scores: Float64Array, first: number, lag: number, a: number, b: number): number {
  const overlapAt = (i: number): number => {
    const { from, to } = meeting(a, b, first + i);
    return to - from;
  };
  const spread = (from: number, to: number): number => {
    const step = Math.ceil((to - from) / 65_536);
    const sizes = Float64Array.from({ length: Math.ceil((to - from) / step) }, (_, j) => {
      const i = from + j * step;
      return Math.abs(scores[i]) / Math.sqrt(overlapAt(i));
    });
    sizes.sort();
    return (sizes[sizes.length >> 1] / 0.6745) * Math.sqrt(overlapAt(lag - first));
  };
  const at = lag - first;
  const around = spread(Math.max(0, at - AROUND), Math.min(scores.length, at + AROUND + 1));
  return Math.max(around, spread(0, scores.length));
}
