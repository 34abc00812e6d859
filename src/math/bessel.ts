/** The modified Bessel function of the first kind and order 0, for Kaiser windows. */
import { powerOfTwo } from "../base/rational.js";
import { double, over, plus, productOf, times } from "./double-double.js";

/** Keeps the sum far from the end of the range until it is complete. */
const SCALE = powerOfTwo(-200);

/**
 * I0(x) = Σ (x²/4)^k / (k!)² (Abramowitz & Stegun 9.6.12), summed in double-double: all terms are positive, so nothing
 * cancels and the error stays below 0.501 ulp. Infinity beyond the range (|x| above 713.98).
 */
export function besselI0(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) > 714) return Infinity;
  const square = productOf(0.5 * x, 0.5 * x);
  let term = double(SCALE);
  let total = term;
  for (let k = 1; term.high > total.high * 1e-24; k++) {
    term = over(times(term, square), double(k * k));
    total = plus(total, term);
  }
  return total.high / SCALE;
}
