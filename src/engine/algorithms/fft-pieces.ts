/** Planes of whole numbers, and their pieces of fewer bits. */
import { powerOfTwo } from "../../base/rational.js";
import { commonGrain } from "../grain.js";
import type { Plane } from "./fft-special.js";

/** Grain that serves both parts; undefined where it is finer than `finest`. */
export function grainOfPlane(plane: Plane, finest?: number): number | undefined {
  const real = commonGrain(plane.real, finest);
  const imag = plane.imag ? commonGrain(plane.imag, finest) : 0;
  return real === undefined || imag === undefined ? undefined : Math.max(real, imag);
}

/** `plane·unit` (whole numbers up to `most·unit`) as sums of pieces of the same signs, each of fewer bits. */
export function split(plane: Plane, unit: number, pieces: number, most: number): Plane[] {
  if (pieces === 1 && unit === 1) return [plane];
  const largest = most * unit;
  let bits = 1;
  while (powerOfTwo(bits) <= largest) bits++;
  const digit = powerOfTwo(Math.ceil(bits / pieces));
  const real = digits(plane.real, unit, digit, pieces);
  const imag = plane.imag ? digits(plane.imag, unit, digit, pieces) : undefined;
  return real.map((part, i) => (imag ? { real: part, imag: imag[i] } : { real: part }));
}

function digits(values: Float64Array, unit: number, digit: number, pieces: number): Float64Array[] {
  const out: Float64Array[] = [];
  let rest = Float64Array.from(values, (v) => v * unit);
  let base = digit;
  for (let p = 1; p < pieces; p++, base *= digit) {
    // The remainder has the sign of the value, so no piece is larger than the value itself.
    const modulus = base;
    out.push(rest.map((v) => v % modulus));
    rest = rest.map((v) => v - (v % modulus));
  }
  out.push(rest);
  return out;
}

/** ‖plane‖₂. */
export function euclidean({ real, imag }: Plane): number {
  let sum = 0;
  for (const v of real) sum += v * v;
  if (imag) for (const v of imag) sum += v * v;
  return Math.sqrt(sum);
}
