/** Signals and kernels of tests, from plain numbers. */
import { allocate, type ElementType, isComplex } from "../../src/base/element.js";
import { UserError } from "../../src/base/errors.js";
import { type Kernel, kernelOf } from "../../src/base/kernel.js";
import { type Medium, type Signal, signalOf } from "../../src/base/signal.js";

export function plane(
  values: ArrayLike<number>,
  shape: { width: number; height?: number; channels?: number; rank?: 1 | 2 },
  type: ElementType = "f64",
  about: Partial<Signal["about"]> & { medium?: Medium } = {},
  imag?: ArrayLike<number>,
): Signal {
  const { height = 1, rank = height === 1 ? 1 : 2 } = shape;
  const data = allocate(type, values.length);
  data.set(Array.from(values));
  const parts = isComplex(type) ? Float64Array.from(imag ?? new Float64Array(values.length)) : undefined;
  return signalOf(data, { ...shape, height, rank }, type, { source: "test", medium: "array", ...about }, parts);
}

export const taps = (rows: readonly (readonly number[])[], rest: Partial<Kernel> = {}): Kernel =>
  kernelOf(Float64Array.from(rows.flat()), { width: rows[0].length, height: rows.length, rank: 2 }, rest);

export const list = (values: readonly number[], rest: Partial<Kernel> = {}): Kernel =>
  kernelOf(Float64Array.from(values), { width: values.length }, rest);

/** `usage 2: message` of the failure that `work` ends in; a bug where it ends in another or in none. */
export function failureOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.fault} ${error.exitCode}: ${error.message}`;
  }
  throw new Error("nothing failed");
}
