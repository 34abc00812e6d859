/** From the whole lag to the fraction of a sample, and how sure it is. */
import { cosPi, sinPi } from "../../math/elementary.js";
import type { DelayMethod } from "./options.js";
import { overBins, type Spectra, sides } from "./spectra.js";

export interface Refined {
  /** What to add to the lag, in samples: less than one where the peak is not broad. */
  readonly fraction: number;
  /** Standard error of the fraction, in samples; undefined where the spectra are too few. */
  readonly error: number | undefined;
  /** Normalised correlation at the refined delay, −1 … 1, over the frequencies that count. */
  readonly correlation: number;
}

/**
 * Maximum over δ of the band-limited (trigonometric) interpolation of the correlation,
 *
 *     C(δ) = Σ_f W(f)·Re(G_ab(f)·exp(2πi·fδ)) / v(δ),
 *
 * with W = 1 (`cc`) or 1/|G_ab| (`phat`) and v the autocorrelation of the window: E[Σ G_ab·exp(2πi·fδ)] is the
 * correlation at δ times v(δ), which would draw the maximum of a broad peak to 0.
 *
 * Its variance for Gaussian signals in independent Gaussian noise (Knapp & Carter 1976, eq. 41; Carter, Coherence and time
 * delay estimation, Proc. IEEE 75, 1987), T the effective number of samples:
 *
 *     var = ∫ W²·(2πf)²·(G_aa·G_bb − |G_ab|²) df / (T·[∫ W·(2πf)²·Re G_ab·exp(2πi·fδ) df]²),
 *
 * over −½ … ½ cycles per sample. Where W = 1/|G_ab|, a bin of pure noise has a random phase, so W²(G_aa·G_bb − |G_ab|²)
 * is held to what that amounts to.
 *
 * @param sign −1 where B is upside down
 */
export function refine(spectra: Spectra, sign: 1 | -1, method: DelayMethod, band: readonly [number, number]): Refined {
  const { length, powerA, powerB, crossRe, crossIm } = spectra;
  const counts = (k: number): boolean => k >= band[0] * length - 0.5 && k <= band[1] * length + 0.5;
  const weight = weights(spectra, sign, method, counts);
  const fraction = maximum(spectra, weight, sign);
  const { bend } = correlationAt(spectra, weight, fraction);
  const alike = powerA.map((_, k) => (counts(k) ? 1 : 0));
  const powers = overBins(spectra, (k) => alike[k] * powerA[k]) * overBins(spectra, (k) => alike[k] * powerB[k]);
  const plain = powers > 0 ? correlationAt(spectra, alike, fraction).value / Math.sqrt(powers) : 0;
  const correlation = Math.max(-1, Math.min(1, plain));
  if (!spectra.windowed) return { fraction, error: undefined, correlation };

  const segments = segmentCount(spectra);
  const noise = overBins(spectra, (k) => {
    const cross = crossRe[k] * crossRe[k] + crossIm[k] * crossIm[k];
    const power = powerA[k] * powerB[k];
    // |G_ab|² is too large by G_aa·G_bb/segments on average (Carter, Knapp & Nuttall 1973).
    const apart = Math.max(0, power - cross) * (segments / (segments - 1));
    return omega(k, length) * omega(k, length) * weight[k] * weight[k] * apart;
  });
  const curve = -sign * bend;
  const variance = (noise * length) / (spectra.effective * curve * curve);
  return { fraction, error: curve > 0 ? Math.sqrt(variance) : undefined, correlation };
}

const omega = (k: number, length: number): number => (2 * Math.PI * k) / length;

/** As many independent segments as the average is worth: a Hann window of L samples resolves about 2/L. */
export const segmentCount = ({ effective, length }: Spectra): number => Math.max(2, (2 * effective) / length);

/** A coherence below this many times what noise has on average may be noise: one bin of noise in e^3, or e^8, is above. */
const SEEN: Readonly<Record<DelayMethod, number>> = { cc: 3, phat: 8 };
/** Beyond 60 dB windows and rounding decide how coherent a bin is. */
const CLEAR = 1e-6;
/** Weights by coherence are trusted where the bins that stand out hold this share of the correlation. */
const TRUSTED = 0.75;

/** W of each bin, 0 for those that do not count. */
function weights(spectra: Spectra, sign: 1 | -1, method: DelayMethod, counts: (k: number) => boolean): Float64Array {
  const { powerA, powerB, crossRe, crossIm, windowed } = spectra;
  const noise = 1 / segmentCount(spectra);
  const plain = powerA.map((_, k) => (counts(k) ? 1 : 0));
  const seen = plain.map((one, k) => {
    const cross = crossRe[k] * crossRe[k] + crossIm[k] * crossIm[k];
    return cross > (windowed ? SEEN[method] * noise : 0) * powerA[k] * powerB[k] ? one : 0;
  });
  if (method === "cc") {
    if (!windowed) return plain;
    const fraction = maximum(spectra, plain, sign);
    const share = correlationAt(spectra, seen, fraction).value / correlationAt(spectra, plain, fraction).value;
    if (!(share > TRUSTED)) return plain;
  } else if (!seen.includes(1)) return plain;
  return seen.map((one, k) => {
    if (one === 0) return 0;
    const cross = crossRe[k] * crossRe[k] + crossIm[k] * crossIm[k];
    if (method === "phat") return 1 / Math.sqrt(cross);
    const coherence = Math.min(1, (cross / (powerA[k] * powerB[k]) - noise) / (1 - noise));
    return coherence / (Math.max(CLEAR, 1 - coherence) * Math.sqrt(cross));
  });
}

/** C(δ), its slope and its bend, without the factors that are the same for all δ. */
function correlationAt(
  { length, crossRe, crossIm, windowed }: Spectra,
  weight: Float64Array,
  delta: number,
): { readonly value: number; readonly slope: number; readonly bend: number } {
  const stepRe = cosPi((2 * delta) / length);
  const stepIm = sinPi((2 * delta) / length);
  let turnRe = 1;
  let turnIm = 0;
  let value = 0;
  let slope = 0;
  let bend = 0;
  for (let k = 0; k < crossRe.length; k++) {
    const w = sides(k, length) * weight[k];
    const re = w * (crossRe[k] * turnRe - crossIm[k] * turnIm);
    const im = w * (crossRe[k] * turnIm + crossIm[k] * turnRe);
    const o = omega(k, length);
    value += re;
    slope -= o * im;
    bend -= o * o * re;
    [turnRe, turnIm] = [turnRe * stepRe - turnIm * stepIm, turnRe * stepIm + turnIm * stepRe];
  }
  if (!windowed) return { value, slope, bend };
  const v = windowCorrelation(delta / length);
  const ratio = value / v.value;
  const first = (slope - (ratio * v.slope) / length) / v.value;
  return {
    value: ratio,
    slope: first,
    bend: (bend - (2 * first * v.slope) / length - (ratio * v.bend) / (length * length)) / v.value,
  };
}

/** Autocorrelation of a Hann window of length 1 at x, its slope and its bend; 1 at 0. For |x| < 1. */
function windowCorrelation(x: number): { readonly value: number; readonly slope: number; readonly bend: number } {
  const t = Math.abs(x);
  const c = cosPi(2 * t);
  const s = sinPi(2 * t);
  return {
    value: (1 - t) * (2 / 3 + c / 3) + s / (2 * Math.PI),
    slope: Math.sign(x) * ((2 / 3) * (c - 1) - ((1 - t) * 2 * Math.PI * s) / 3),
    bend: (-2 / 3) * Math.PI * s - ((1 - t) * 4 * Math.PI * Math.PI * c) / 3,
  };
}

/** Steps of the search, a sample. */
const GRID = 16;

/**
 * The maximum of sign·C next to δ = 0: the greatest on a grid over −1 … 1, and on from there while it rises (as broad
 * peaks may, a segment's eighth at most); then where the slope changes sign.
 */
function maximum(spectra: Spectra, weight: Float64Array, sign: 1 | -1): number {
  const height = (step: number): number => sign * correlationAt(spectra, weight, step / GRID).value;
  let best = 0;
  let greatest = height(0);
  for (let i = 1; i <= GRID; i++) {
    for (const step of [i, -i]) {
      const here = height(step);
      if (here > greatest) {
        greatest = here;
        best = step;
      }
    }
  }
  const farthest = spectra.windowed ? (GRID * spectra.length) / 8 : GRID;
  const way = Math.sign(best);
  if (Math.abs(best) === GRID) {
    while (Math.abs(best) < farthest && height(best + way) > height(best)) best += way;
  }
  let low = (best - 1) / GRID;
  let high = (best + 1) / GRID;
  const rising = (delta: number): number => sign * correlationAt(spectra, weight, delta).slope;
  if (rising(best / GRID) === 0 || !(rising(low) > 0 && rising(high) < 0)) return best / GRID;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (rising(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
