/** Results that are whole numbers divided by a whole number: then no step from sum to sample is inexact. */
import { add, gcd, powerOfTwo } from "../base/rational.js";
import type { FinishRequest } from "./finish.js";

/** `round((sum·factor + shift)/divisor)`, all whole and within 2^52. */
export interface Quotient {
  readonly factor: number;
  readonly shift: number;
  readonly divisor: number;
}

export function quotientOf(request: FinishRequest): Quotient | undefined {
  const { whole, rule, map, alpha } = request;
  if (!whole || rule.alpha !== undefined || alpha || request.encode) return undefined;
  if (map.factor.num !== 1n || map.factor.den !== 1n) return undefined;
  // value = S/(P/Q) + n/d = (S·Q·d + P·n)/(P·d), the denominator made positive and the fraction reduced.
  const offset = add(rule.affine.offset, map.shift);
  const { num: p, den: q } = rule.affine.divisor;
  const sign = p < 0n ? -1n : 1n;
  const terms = [sign * q * offset.den, sign * p * offset.num, sign * p * offset.den];
  const common = gcd(gcd(terms[0], terms[1]), terms[2]);
  // S is whole only after it is multiplied by 2^grain, so all three terms are.
  const scale = BigInt(powerOfTwo(whole.grain));
  const [factor, shift, divisor] = terms.map((t) => Number((t / common) * scale));
  const limit = powerOfTwo(52);
  if (factor * whole.largest + Math.abs(shift) >= limit || divisor >= limit) return undefined;
  return { factor, shift, divisor };
}
