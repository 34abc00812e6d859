/** The Wiener filter: conj(H)/(|H|² + nsr), applied to deviations from the mean, so that the mean is kept. */
import { pow } from "../../math/elementary.js";
import type { Model, Plane } from "./model.js";
import type { DeconvolveBorder, DeconvolveSize } from "./options.js";

/**
 * What stands on the circle in place of samples that were not seen: zeros, or where nobody knows, the samples at the two
 * edges, blended over the gap between them, so that the circle has no step.
 */
function laid(model: Model, y: Float64Array, border: DeconvolveBorder, size: DeconvolveSize): Float64Array {
  const { x: ax, y: ay } = model;
  const out = new Float64Array(ax.length * ay.length);
  const blend = size === "same" && border === "free";
  const source = (at: number, seen: number, length: number): [number, number, number] => {
    if (at < seen) return [at, at, 0];
    return [seen - 1, 0, (at - seen + 1) / (length - seen + 1)];
  };
  for (let r = 0; r < ay.length; r++) {
    const [r0, r1, v] = source(r, ay.seen, ay.length);
    for (let c = 0; c < ax.length; c++) {
      if (!blend && (r >= ay.seen || c >= ax.seen)) continue;
      const [c0, c1, u] = source(c, ax.seen, ax.length);
      const upper = y[r0 * ax.seen + c0] * (1 - u) + y[r0 * ax.seen + c1] * u;
      const lower = y[r1 * ax.seen + c0] * (1 - u) + y[r1 * ax.seen + c1] * u;
      out[r * ax.length + c] = upper * (1 - v) + lower * v;
    }
  }
  return out;
}

/**
 * @param nsr noise to signal; or the least that it may be, where it is to be found
 * @returns the whole circle, and the ratio that it was made with
 */
export function wiener(
  model: Model,
  y: Float64Array,
  nsr: number | { readonly least: number },
  border: DeconvolveBorder,
  size: DeconvolveSize,
): { readonly plane: Plane; readonly nsr: number } {
  const p = model.blank();
  p.re.set(laid(model, y, border, size));
  // Where there are zeros outside, a mean is no part of the model.
  const kept = border === "constant" || size === "full" || model.sum === 0 ? 0 : mean(p.re);
  for (let i = 0; i < p.re.length; i++) p.re[i] -= kept;
  model.forward(p);
  const ratio = typeof nsr === "number" ? nsr : Math.max(nsr.least, noiseToSignal(model.gains(), p));
  model.shape(p, (hr, hi) => {
    const power = hr * hr + hi * hi + ratio;
    return power > 0 ? [hr / power, -hi / power] : [0, 0];
  });
  if (kept !== 0) for (let i = 0; i < p.re.length; i++) p.re[i] += kept / model.sum;
  return { plane: { re: p.re, im: new Float64Array(p.re.length) }, nsr: ratio };
}

const mean = (x: Float64Array): number => x.reduce((sum, v) => sum + v, 0) / x.length;

/** Ratios that are tried, from 1 down: ten a power of ten. */
const RATIOS = Float64Array.from({ length: 121 }, (_, i) => pow(10, -i / 10));

/**
 * The ratio under which samples that are left out are best foretold by the others: the least of the generalised
 * cross-validation Σ|Y·r|² / (Σr)², r = nsr/(|H|² + nsr), over all frequencies but 0 (G. Golub, M. Heath and G. Wahba,
 * Technometrics 21, 1979).
 *
 * @param gains |H|² @param p the spectrum of the samples
 * @returns 1 where nothing is told apart, as where all samples are equal
 */
function noiseToSignal(gains: Float64Array, { re, im }: Plane): number {
  let [best, least] = [1, Infinity];
  for (const ratio of RATIOS) {
    let [squares, sum] = [0, 0];
    for (let i = 1; i < gains.length; i++) {
      const rest = ratio / (gains[i] + ratio);
      squares += (re[i] * re[i] + im[i] * im[i]) * rest * rest;
      sum += rest;
    }
    const score = squares / (sum * sum);
    if (score < least) [best, least] = [ratio, score];
  }
  return best;
}
