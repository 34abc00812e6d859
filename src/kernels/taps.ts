/** From numbers as they were written to a kernel. */
import { type Kernel, kernelOf } from "../base/kernel.js";
import { fromNumber } from "../base/rational.js";
import { exactKernel, overCommonDivisor } from "./exact.js";
import type { Tap } from "./number.js";

/**
 * A kernel of taps as written. Decimals are the nearest f64 and stay so; as soon as one tap is written `p/q` all are kept
 * exact: as integers over a common divisor, or with `exactTaps` where those would pass 2^53. Complex taps have no
 * `exactTaps`: there a fraction that does not fit is the nearest f64.
 */
export function kernelFromTaps(
  taps: readonly Tap[],
  shape: { width: number; height?: number; channels?: number; rank?: 1 | 2 },
  rest: Partial<Omit<Kernel, "taps" | "width" | "height" | "channels" | "rank">>,
): Kernel {
  const fractions = taps.some((t) => t.fraction !== undefined);
  const complex = taps.some((t) => t.complex);
  const exactReal = (): ReturnType<typeof fromNumber>[] => taps.map((t) => t.fraction ?? fromNumber(t.value));
  if (fractions && !complex) return exactKernel(exactReal(), shape, rest);
  if (fractions) {
    const common = overCommonDivisor([...exactReal(), ...taps.map((t) => fromNumber(t.imag))]);
    if (common) {
      const { integers, divisor } = common;
      const n = taps.length;
      return kernelOf(integers.slice(0, n), shape, {
        ...rest,
        imag: integers.slice(n),
        divisor: { num: divisor, den: 1n },
      });
    }
  }
  const plane = (part: (t: Tap) => number): Float64Array => Float64Array.from(taps, part);
  return kernelOf(
    plane((t) => t.value),
    shape,
    complex ? { ...rest, imag: plane((t) => t.imag) } : rest,
  );
}
