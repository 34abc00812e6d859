/** What the laws are tried on: one channel of the input with the kernel that it meets, and the engine as calls have it. */
import { axisBorder } from "../../base/border.js";
import { type Kernel, kernelOf } from "../../base/kernel.js";
import { once } from "../../base/once.js";
import type { Mode, Size } from "../../base/options.js";
import { type Signal, signalOf } from "../../base/signal.js";
import { UNIT } from "../../engine/algorithms/algorithm.js";
import { uniform } from "../../math/random.js";
import { filter } from "../filter/filter.js";
import { type Computed, type Grid, gridOf, isWhole, largest } from "./grid.js";

export interface Subject {
  readonly x: Grid;
  readonly k: Grid;
  /** The second kernel of a chain. */
  readonly k2: Grid;
  readonly rank: 1 | 2;
  readonly channel: number;
  readonly seed: number;
  /** Results of size full that several laws ask for, computed when the first one does: `back` is x and k exchanged. */
  readonly full: {
    readonly conv: () => Computed;
    readonly xcorr: () => Computed;
    readonly convBack: () => Computed;
    readonly xcorrBack: () => Computed;
  };
  /** The region with all its channels and its own type, and the kernel with all that its file says. */
  readonly given: { readonly signal: Signal; readonly kernel: Kernel };
}

export function subjectOf(parts: Omit<Subject, "full">): Subject {
  const { x, k } = parts;
  return {
    ...parts,
    full: {
      conv: once(() => conv(x, k, parts)),
      xcorr: once(() => xcorr(x, k, parts)),
      convBack: once(() => conv(k, x, parts)),
      xcorrBack: once(() => xcorr(k, x, parts)),
    },
  };
}

export const ZERO_BORDER = axisBorder("constant");

export const signalFromGrid = ({ real, imag, width, height }: Grid, rank: 1 | 2): Signal =>
  signalOf(real, { width, height, rank }, imag ? "c128" : "f64", { source: "verify", medium: "array" }, imag);

export const kernelFromGrid = ({ real, imag, width, height }: Grid, rank: 1 | 2): Kernel =>
  kernelOf(real, { width, height, rank }, imag ? { imag } : {});

/**
 * The operation as every call has it: its own choice of the method, zeros outside, sums in f64 that nothing divides or
 * rounds. Several kernels are a chain.
 *
 * The bound is the engine's own for the way that it went: `γ_n·Σ|k|·max|x|` of direct sums of n taps, that of the transforms
 * of `fft`, and what a chain inherits (`engine/algorithms/`, `engine/fused/float.ts`).
 */
export function operate(
  mode: Mode,
  x: Grid,
  kernels: readonly Grid[],
  { rank }: Pick<Subject, "rank">,
  size: Size = "full",
): Computed {
  const taps = kernels.map((k) => kernelFromGrid(k, rank));
  const options = { mode, size, border: ZERO_BORDER } as const;
  const { signal, report } = filter(signalFromGrid(x, rank), taps, options);
  const { data, imag, width, height } = signal;
  return {
    real: Float64Array.from(data),
    ...(imag ? { imag } : {}),
    width,
    height,
    error: report.stages[kernels.length - 1].errorBound,
  };
}

export const conv = (x: Grid, k: Grid, subject: Pick<Subject, "rank">, size?: Size): Computed =>
  operate("conv", x, [k], subject, size);
export const xcorr = (x: Grid, k: Grid, subject: Pick<Subject, "rank">, size?: Size): Computed =>
  operate("xcorr", x, [k], subject, size);

/** γ_n = n·u/(1 − n·u): bounds the relative error of n roundings (Higham, Accuracy and Stability, §3.1). */
export const gamma = (n: number): number => (n * UNIT) / (1 - n * UNIT);

/** Seeded numbers of the size of those of `like`; whole ones where these are whole, and complex ones where they are. */
export function seededLike(like: Grid, shape: Pick<Grid, "width" | "height">, seed: number): Grid {
  const next = uniform(seed);
  const most = Math.min(largest(like) || 1, MOST);
  const draw = isWhole(like)
    ? (): number => Math.round((2 * next() - 1) * Math.ceil(most))
    : (): number => (2 * next() - 1) * most;
  return gridOf(shape.width, shape.height, draw, like.imag ? draw : undefined);
}

/** Seeded numbers need no more digits than this: products of whole ones stay exact longer. */
const MOST = 65536;

/** A small kernel that is not its own flip. */
export function seededKernel(like: Grid, rank: 1 | 2, seed: number): Grid {
  const [width, height] = rank === 1 ? [4, 1] : [3, 2];
  const four = Float64Array.of(4);
  const small: Grid = { real: four, ...(like.imag ? { imag: four } : {}), width: 1, height: 1 };
  const drawn = seededLike(isWhole(like) ? small : like, { width, height }, seed);
  if (drawn.real[0] === drawn.real[drawn.real.length - 1]) drawn.real[0] += 1;
  return drawn;
}
