/** Planes of numbers as the laws take them: real or complex, row by row, one channel. A signal is one row. */
import type { Kernel } from "../../base/kernel.js";
import type { Signal } from "../../base/signal.js";
import { sumOf } from "../../math/double-double.js";

export interface Grid {
  readonly real: Float64Array;
  /** Imaginary parts; absent where all are 0. */
  readonly imag?: Float64Array;
  readonly width: number;
  readonly height: number;
}

/** Numbers that were computed. */
export interface Computed extends Grid {
  /** Bound on the error of each part of each number; 0 where all are exact. */
  readonly error: number;
}

/** One channel of a signal or kernel, in f64; numbers that are not finite are 0. */
export function channelGrid(source: Signal | Kernel, channel: number): Grid {
  const { width, height, channels, imag } = source;
  const data = "taps" in source ? source.taps : source.data;
  const pick = (plane: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: width * height }, (_, i) => {
      const v = plane[i * channels + channel];
      return Number.isFinite(v) ? v : 0;
    });
  return { real: pick(data), ...(imag ? { imag: pick(imag) } : {}), width, height };
}

/** A grid of a shape, its parts made by functions of the index. */
export function gridOf(width: number, height: number, real: (i: number) => number, imag?: (i: number) => number): Grid {
  const make = (part: (i: number) => number) => Float64Array.from({ length: width * height }, (_, i) => part(i));
  return { real: make(real), ...(imag ? { imag: make(imag) } : {}), width, height };
}

/** Both axes turned round, and conjugated: the k~ of the laws. */
export function conjugateFlip<G extends Grid>(grid: G): G {
  const { imag } = grid;
  return { ...grid, real: grid.real.toReversed(), ...(imag ? { imag: imag.toReversed().map((v) => -v) } : {}) };
}

/** `a − b`, and what rounding did to it: to its worst part, and to all parts together. */
export function difference(a: Grid, b: Grid): { readonly grid: Grid; readonly worst: number; readonly total: number } {
  let [worst, total] = [0, 0];
  const part = (p: Float64Array | undefined, q: Float64Array | undefined): Float64Array =>
    Float64Array.from({ length: a.real.length }, (_, i) => {
      const { high, low } = sumOf(p?.[i] ?? 0, -(q?.[i] ?? 0));
      worst = Math.max(worst, Math.abs(low));
      total += Math.abs(low);
      return high;
    });
  const real = part(a.real, b.real);
  const imag = a.imag || b.imag ? { imag: part(a.imag, b.imag) } : {};
  return { grid: { real, ...imag, width: a.width, height: a.height }, worst, total };
}

/** The grid with `left` columns and `top` rows of zeros before it. */
export function shifted(grid: Grid, left: number, top: number): Grid {
  const [width, height] = [grid.width + left, grid.height + top];
  const move = (plane: Float64Array): Float64Array => {
    const out = new Float64Array(width * height);
    for (let y = 0; y < grid.height; y++) {
      out.set(plane.subarray(y * grid.width, (y + 1) * grid.width), (y + top) * width + left);
    }
    return out;
  };
  return { real: move(grid.real), ...(grid.imag ? { imag: move(grid.imag) } : {}), width, height };
}

/** Σ|re| + |im|. */
export function absoluteSum({ real, imag }: Grid): number {
  let sum = 0;
  for (let i = 0; i < real.length; i++) sum += Math.abs(real[i]) + Math.abs(imag?.[i] ?? 0);
  return sum;
}

/** The largest |re| or |im|. */
export function largest({ real, imag }: Grid): number {
  let most = 0;
  for (let i = 0; i < real.length; i++) most = Math.max(most, Math.abs(real[i]), Math.abs(imag?.[i] ?? 0));
  return most;
}

/** √Σ|x|². */
export function norm({ real, imag }: Grid): number {
  let sum = 0;
  for (let i = 0; i < real.length; i++) sum += real[i] * real[i] + (imag ? imag[i] * imag[i] : 0);
  return Math.sqrt(sum);
}

/** Whether all parts are whole numbers. */
export const isWhole = ({ real, imag }: Grid): boolean =>
  real.every((v) => Number.isInteger(v)) && (imag?.every((v) => Number.isInteger(v)) ?? true);
