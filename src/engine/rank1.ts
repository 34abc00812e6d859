/** Kernels that are a column times a row. */
import { gcd } from "./grain.js";
import type { Taps } from "./problem.js";

export interface Rank1 {
  readonly row: Float64Array;
  readonly column: Float64Array;
  /** Σ |tap − column·row|: what the product leaves of the kernel. */
  readonly residual: number;
}

/**
 * The cross through the largest tap: its row, and its column divided by that tap. For a kernel of rank 1 the product is
 * the kernel, up to the rounding of its taps; the residual says how far it is for any other.
 */
export function rank1(taps: Taps): Rank1 | undefined {
  const { real, width, height, channels, imag } = taps;
  if (channels !== 1 || imag || width === 1) return undefined;
  let peak = 0;
  for (let i = 0; i < real.length; i++) if (Math.abs(real[i]) > Math.abs(real[peak])) peak = i;
  if (real[peak] === 0) return undefined;
  const px = peak % width;
  const py = (peak - px) / width;
  const row = real.slice(py * width, (py + 1) * width);
  const column = Float64Array.from({ length: height }, (_, j) => real[j * width + px] / real[peak]);
  let residual = 0;
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) residual += Math.abs(real[j * width + i] - column[j] * row[i]);
  }
  return { row, column, residual };
}

/**
 * Whole factors of whole taps, row by row: the row is the first one that is not all 0, divided by what its taps have in
 * common. Undefined where the kernel is no column times a row. One line has a factor of its taps and one of a single tap.
 */
export function wholeRank1(
  taps: Float64Array,
  width: number,
  height: number,
): { readonly column: Float64Array; readonly row: Float64Array } | undefined {
  const at = taps.findIndex((t) => t !== 0);
  if (at < 0) return undefined;
  const from = at - (at % width);
  const first = taps.slice(from, from + width);
  const common = first.reduce((g, t) => gcd(g, Math.abs(t)), 0);
  const row = first.map((t) => t / common);
  const pivot = at - from;
  const column = Float64Array.from({ length: height }, (_, j) => taps[j * width + pivot] / row[pivot]);
  for (let j = 0; j < height; j++) {
    for (let i = 0; i < width; i++) if (column[j] * row[i] !== taps[j * width + i]) return undefined;
  }
  return column.every(Number.isInteger) ? { column, row } : undefined;
}
