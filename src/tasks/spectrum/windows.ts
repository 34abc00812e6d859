/** Windows: sums of cosines, periodic, as `scipy.signal.get_window(name, n)` has them for spectra. */
import { cosPiRatio } from "../../math/elementary.js";

/** w[i] = Σ_j (−1)^j·a[j]·cos(2πij/n). Coefficients of Harris (1978) and, for flattop, D'Antona & Ferrero (2006). */
const COSINES = {
  boxcar: [1],
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  blackman: [0.42, 0.5, 0.08],
  blackmanharris: [0.35875, 0.48829, 0.14128, 0.01168],
  flattop: [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368],
} as const;

export type Window = keyof typeof COSINES;
export const WINDOWS = [
  "boxcar",
  "hann",
  "hamming",
  "blackman",
  "blackmanharris",
  "flattop",
] as const satisfies Window[];

/** `n` weights; a single one is 1. */
export function windowOf(name: Window, n: number): Float64Array {
  const w = new Float64Array(n);
  if (n === 1) return w.fill(1);
  const coefficients = COSINES[name];
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < coefficients.length; j++) {
      // i·j turns less whole ones, so that the product stays small.
      const term = coefficients[j] * cosPiRatio(2 * ((i * j) % n), n);
      sum += j % 2 === 0 ? term : -term;
    }
    w[i] = sum;
  }
  return w;
}
