/** Kernels from lists and rows of numbers. */
import { type Kernel, kernelOf } from "../base/kernel.js";
import { exactSum } from "./exact.js";
import type { Extent } from "./values.js";

/** A matrix from its rows, the first on top. */
export const matrixOf = (rows: readonly (readonly number[])[]): Kernel =>
  kernelOf(
    Float64Array.from(rows.flat()),
    { width: rows[0].length, height: rows.length, rank: 2 },
    {
      ...named(`always ${rows[0].length}x${rows.length}`),
    },
  );

/** Every product of a tap of `across` and a tap of `down`, each rounded once; a list where `rank` is 1. */
export function outerProduct(across: Float64Array, down: Float64Array, rank: 1 | 2): Kernel {
  const taps = new Float64Array(across.length * down.length);
  for (let y = 0; y < down.length; y++) {
    for (let x = 0; x < across.length; x++) taps[y * across.length + x] = across[x] * down[y];
  }
  return kernelOf(taps, { width: across.length, height: down.length, rank }, named());
}

/** One or both axes of an extent: a list has a single 1 down. */
export const bothAxes = (extent: Extent, weights: (n: number, axis: "x" | "y") => Float64Array): Kernel =>
  outerProduct(
    weights(extent.width, "x"),
    extent.rank === 1 ? Float64Array.of(1) : weights(extent.height, "y"),
    extent.rank,
  );

/** With the exact sum of its taps as divisor, so that it sums to 1 exactly. */
export const smoothing = (kernel: Kernel, sizeRule: string): Kernel => ({
  ...kernel,
  divisor: exactSum(kernel.taps),
  about: { origin: "named", smoothing: true, sizeRule },
});

export const named = (sizeRule?: string): Pick<Kernel, "about"> => ({
  about: { origin: "named", ...(sizeRule === undefined ? {} : { sizeRule }) },
});
