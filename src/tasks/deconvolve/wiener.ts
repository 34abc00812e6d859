/** The Wiener filter: conj(H)/(|H|² + nsr), applied to deviations from the mean, so that the mean is kept. */
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

/** @returns the whole circle */
export function wiener(
  model: Model,
  y: Float64Array,
  nsr: number,
  border: DeconvolveBorder,
  size: DeconvolveSize,
): Plane {
  const p = model.blank();
  p.re.set(laid(model, y, border, size));
  // Where there are zeros outside, a mean is no part of the model.
  const kept = border === "constant" || size === "full" || model.sum === 0 ? 0 : mean(p.re);
  for (let i = 0; i < p.re.length; i++) p.re[i] -= kept;
  model.filter(p, (hr, hi) => {
    const power = hr * hr + hi * hi + nsr;
    return power > 0 ? [hr / power, -hi / power] : [0, 0];
  });
  if (kept !== 0) for (let i = 0; i < p.re.length; i++) p.re[i] += kept / model.sum;
  return { re: p.re, im: new Float64Array(p.re.length) };
}

const mean = (x: Float64Array): number => x.reduce((sum, v) => sum + v, 0) / x.length;

/** The median of |N(0, 1)|. */
const MEDIAN = 0.6744897501960817;

/**
 * Noise power over signal power. The noise is what is left of the samples when all that is locally straight is taken off:
 * second differences along each axis that has three samples or more, their spread from the median (Immerkær 1996; Donoho &
 * Johnstone 1994), and no less than the rounding of whole samples leaves, 1/12. The signal is what the variance has besides.
 */
export function noiseToSignal(y: Float64Array, width: number, height: number, whole: boolean): number {
  const differences: number[] = [];
  const along = width > 2 ? [1, -2, 1] : [1];
  const down = height > 2 ? [1, -2, 1] : [1];
  let gain = 0;
  for (const a of down) for (const b of along) gain += a * a * b * b;
  for (let r = 0; r + down.length <= height; r++) {
    for (let c = 0; c + along.length <= width; c++) {
      let sum = 0;
      for (let j = 0; j < down.length; j++) {
        for (let i = 0; i < along.length; i++) sum += down[j] * along[i] * y[(r + j) * width + c + i];
      }
      differences.push(Math.abs(sum));
    }
  }
  const sorted = Float64Array.from(differences).sort();
  const spread = sorted[sorted.length >> 1] / MEDIAN / Math.sqrt(gain);
  const noise = Math.max(spread * spread, whole ? 1 / 12 : 0);
  const middle = mean(y);
  const variance = y.reduce((sum, v) => sum + (v - middle) * (v - middle), 0) / y.length;
  const signal = variance - noise;
  // Nothing but noise: as much of it as there is.
  return variance === 0 ? 0 : noise / Math.max(signal, noise);
}
