/**
 * The grain of a set of numbers: the least g ≥ 0 such that every number is a whole multiple of 2^-g. Products and sums
 * of numbers of known grain and bounded size are exact in f64 while they need no more than 53 bits.
 */

/** Finest grain that is looked for; beyond it no useful sum is exact. */
const FINEST = 60;
const view = new DataView(new ArrayBuffer(8));

/** Grain of one finite number, or undefined when finer than 2^-60. */
export function grainOf(x: number): number | undefined {
  if (Number.isSafeInteger(x)) return 0;
  view.setFloat64(0, x);
  const high = view.getUint32(0);
  const low = view.getUint32(4);
  const biased = (high >>> 20) & 0x7ff;
  if (biased === 0) return undefined;
  // The lowest set bit of the significand has weight 2^(exponent − 52 + trailing zeros).
  const trailing = low !== 0 ? trailingZeros(low) : 32 + trailingZeros((high & 0xfffff) | 0x100000);
  const weight = biased - 1075 + trailing;
  const grain = weight >= 0 ? 0 : -weight;
  return grain <= FINEST ? grain : undefined;
}

const trailingZeros = (v: number): number => 31 - Math.clz32(v & -v);

/** Grain that serves all numbers; undefined where it is finer than `finest`, which ends the search at once. */
export function commonGrain(values: ArrayLike<number>, finest = FINEST): number | undefined {
  let coarsest = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isSafeInteger(values[i])) continue;
    const g = grainOf(values[i]);
    if (g === undefined || g > finest) return undefined;
    if (g > coarsest) coarsest = g;
  }
  return coarsest;
}

/** Greatest common divisor of whole numbers that are not negative; gcd(a, 0) is a. */
export const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
