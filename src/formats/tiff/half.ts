/** IEEE 754 binary16: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. */
import { powerOfTwo } from "../../base/rational.js";

/** The values of half floats given by their bits. Exact. */
export function halfValues(bits: Uint16Array): Float64Array {
  return Float64Array.from(bits, (h) => {
    const exponent = (h >> 10) & 31;
    const fraction = h & 1023;
    const sign = h & 0x8000 ? -1 : 1;
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return exponent === 0 ? sign * fraction * powerOfTwo(-24) : sign * (1024 + fraction) * powerOfTwo(exponent - 25);
  });
}
