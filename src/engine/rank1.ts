/** Kernels that are a column times a row. */
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
  if (channels !== 1 || imag || width === 1 || height === 1) return undefined;
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
