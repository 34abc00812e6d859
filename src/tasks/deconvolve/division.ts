/** Division of polynomials, as `scipy.signal.deconvolve`. */
import { inputError, usageError } from "../../base/errors.js";

/**
 * The quotient q and the remainder r of x = k∗q + r, where r has none of the first N−K+1 samples: exact but for rounding.
 * Rounding grows from sample to sample where the kernel has zeros outside of the unit circle.
 *
 * @param x N samples; @param k K taps, 1 ≤ K ≤ N, the first not 0
 * @throws UserError (2, 3)
 */
export function divide(x: Float64Array, k: Float64Array, name: string) {
  if (k[0] === 0) {
    const remedy = "Take the zeros before the first other tap off, or use --method wiener";
    throw usageError("--kernel", "the first tap of the divisor is 0", remedy);
  }
  if (k.length > x.length) {
    throw inputError(name, `it has ${x.length} samples, and the kernel ${k.length} taps`, "Give the full output");
  }
  const quotient = new Float64Array(x.length - k.length + 1);
  const rest = x.slice();
  for (let i = 0; i < quotient.length; i++) {
    const q = rest[i] / k[0];
    quotient[i] = q;
    for (let j = 1; j < k.length; j++) rest[i + j] -= k[j] * q;
  }
  // As SciPy has it: the input less the product, so that rounding shows.
  const remainder = x.slice();
  for (let i = 0; i < quotient.length; i++) {
    for (let j = 0; j < k.length; j++) remainder[i + j] -= k[j] * quotient[i];
  }
  return { quotient, remainder };
}
