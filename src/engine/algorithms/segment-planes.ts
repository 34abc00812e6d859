/** Samples and taps of a segment: copied, scaled, and summed directly where no transform may see them. */
import { addLine, type Sums } from "../lines.js";
import type { Plane } from "./fft-special.js";

/** One channel of interleaved numbers, `count` of them from the one at `first` on, all by default. */
export function planeOf(
  { real, imag }: Plane,
  channels: number,
  c: number,
  first = 0,
  count = real.length / channels,
): Plane {
  const pick = (all: Float64Array): Float64Array => {
    if (channels === 1) return all.subarray(first, first + count);
    return Float64Array.from({ length: count }, (_, i) => all[(first + i) * channels + c]);
  };
  return imag ? { real: pick(real), imag: pick(imag) } : { real: pick(real) };
}

/** Copies numbers from one on to the start of a circle's, and zeros behind them. */
export function put(from: Float64Array | undefined, first: number, to: Float64Array): void {
  const part = from?.subarray(first) ?? new Float64Array(0);
  to.set(part);
  to.fill(0, part.length);
}

/** Numbers times a power of two. */
export const times = ({ real, imag }: Plane, unit: number): Plane =>
  unit === 1
    ? { real, ...(imag ? { imag } : {}) }
    : { real: real.map((v) => v * unit), ...(imag ? { imag: imag.map((v) => v * unit) } : {}) };

/** The sums as they are written. */
export function directly(samples: Plane, taps: Plane, line: Sums): void {
  const offsets = Int32Array.from(taps.real, (_, j) => j);
  addLine(line, 0, line.real.length, { ...samples, pitch: samples.real.length }, 0, 1, { ...taps, offsets });
}

/**
 * Samples with 0 for those that are NaN or infinite, whose products are added to `line`: a transform would spread them over
 * all sums.
 */
export function withoutSpecial(samples: Plane, taps: Plane, line: Sums): Plane {
  const { real, imag } = samples;
  const finite = { real: Float64Array.from(real), ...(imag ? { imag: Float64Array.from(imag) } : {}) };
  for (let i = 0; i < real.length; i++) {
    if (real[i] - real[i] === 0 && (!imag || imag[i] - imag[i] === 0)) continue;
    finite.real[i] = 0;
    if (finite.imag) finite.imag[i] = 0;
    // The outputs whose taps meet this sample: tap i − o of output o.
    const last = Math.min(line.real.length - 1, i);
    for (let o = Math.max(0, i - taps.real.length + 1); o <= last; o++) addProduct(line, o, samples, i, taps, i - o);
  }
  return finite;
}

function addProduct({ real, imag }: Sums, o: number, x: Plane, i: number, k: Plane, j: number): void {
  real[o] += x.real[i] * k.real[j];
  if (!imag) return;
  if (x.imag) imag[o] += x.imag[i] * k.real[j];
  if (!k.imag) return;
  imag[o] += x.real[i] * k.imag[j];
  if (x.imag) real[o] -= x.imag[i] * k.imag[j];
}
