// The difference of two results in words: `same`, `within 1 level (0.02 % differ)`, `2e-15 of the peak`, or how far off.
import { difference } from "../statistics.js";

/** Largest difference, as a share of the largest value, that single and double precision sums may have. */
const TOLERANCE = { float32: 1e-4, float64: 1e-9 };

/** Two stretches of samples in words; levels of integers, or shares of the peak. */
export function agreementText(a, b, levels) {
  if (a.length !== b.length) return `OFF: ${a.length} samples, ours ${b.length}`;
  const { largest, beyond } = difference(a, b, levels ? 0 : Number.POSITIVE_INFINITY);
  if (largest === 0) return "same";
  const share = `${(100 * beyond).toFixed(2)} % differ`;
  if (levels) return largest <= 1 ? `within 1 level (${share})` : `OFF by ${largest} levels (${share})`;
  let peak = 0;
  for (const v of b) peak = Math.max(peak, Math.abs(v));
  const tolerance = a instanceof Float32Array || b instanceof Float32Array ? TOLERANCE.float32 : TOLERANCE.float64;
  const relative = largest / peak;
  return `${relative <= tolerance ? "" : "OFF by "}${relative.toExponential(0)} of the peak`;
}
