/** The words of a filter call. What each means is written in `src/README.md` and, with examples, in `README.md`. */

import type { AxisBorder } from "./border.js";
import type { ElementType, Samples } from "./element.js";

/** `conv` flips the kernel and never conjugates; `xcorr` does not flip and conjugates complex taps. */
export type Mode = "conv" | "xcorr";
export const MODES: readonly Mode[] = ["conv", "xcorr"];

/** Output extent: of the input, N+K−1, or N−K+1. */
export type Size = "same" | "full" | "valid";
export const SIZES: readonly Size[] = ["same", "full", "valid"];

/**
 * Explicit pads, or the two rules of CNN layers that pad to ceil(N / stride) outputs. Planes need `top` and `bottom`,
 * signals have none.
 */
export type Padding =
  | "same-upper"
  | "same-lower"
  | { readonly left: number; readonly top?: number; readonly right: number; readonly bottom?: number };

export type RangeMap = "clip" | "abs" | "offset" | "stretch";
export const RANGE_MAPS: readonly RangeMap[] = ["clip", "abs", "offset", "stretch"];

export type Rounding = "half-even" | "half-up" | "half-away" | "trunc" | "floor";
export const ROUNDINGS: readonly Rounding[] = ["half-even", "half-up", "half-away", "trunc", "floor"];

export type NanPolicy = "propagate" | "omit" | "interpolate" | "zero" | "error";
export const NAN_POLICIES: readonly NanPolicy[] = ["propagate", "omit", "interpolate", "zero", "error"];

export type AlphaPolicy = "keep" | "premultiply" | "straight" | "drop";
export const ALPHA_POLICIES: readonly AlphaPolicy[] = ["keep", "premultiply", "straight", "drop"];

/** How cross-correlations of signals are normalised; formulas in `tasks/filter/normalize.ts`. */
export type Normalization = "none" | "biased" | "unbiased" | "coeff" | "zncc";
export const NORMALIZATIONS: readonly Normalization[] = ["none", "biased", "unbiased", "coeff", "zncc"];

export type Space = "encoded" | "linear";
export const SPACES: readonly Space[] = ["encoded", "linear"];

export type KernelNorm = "none" | "sum" | "abs" | "peak" | "energy";
export const KERNEL_NORMS: readonly KernelNorm[] = ["none", "sum", "abs", "peak", "energy"];

export type Method = "auto" | "direct" | "separable" | "fft";
export const METHODS: readonly Method[] = ["auto", "direct", "separable", "fft"];

/** A length along a signal: samples, or seconds where it has a rate. */
export type Span = number | { readonly seconds: number };

/** Which likenesses count: upright ones, upside-down ones, or both. */
export type Polarity = "positive" | "negative" | "either";
export const POLARITIES: readonly Polarity[] = ["positive", "negative", "either"];

export type Pair = readonly [x: number, y: number];

/** Everything that decides the numbers, besides the samples and the taps. Absent means the default of the contract. */
export interface FilterOptions {
  /** May be absent only where it cannot matter: the kernel equals its conjugated flip and the anchor is in the middle. */
  readonly mode?: Mode;
  readonly size?: Size;
  /** One rule, or one for each axis. Default: `replicate` for rasters, `constant:0` for all else and with `padding`. */
  readonly border?: AxisBorder | { readonly x?: AxisBorder; readonly y?: AxisBorder };
  /** The tap on the output sample, counted in the taps as written; may lie outside the kernel. `same` only. */
  readonly anchor?: readonly [x: number, y?: number];
  readonly stride?: Pair;
  readonly dilation?: Pair;
  /** Excludes `size` and `anchor`. */
  readonly padding?: Padding;
  readonly scale?: number;
  readonly offset?: number;
  readonly map?: RangeMap;
  readonly round?: Rounding;
  readonly depth?: ElementType;
  readonly normalizeKernel?: KernelNorm;
  readonly nan?: NanPolicy;
  readonly alpha?: AlphaPolicy;
  readonly space?: Space;
  /** Do not conjugate complex taps in `xcorr`. */
  readonly noConj?: boolean;
  /** Along which axis a list of taps lies on a plane. */
  readonly axis?: "x" | "y";
  readonly lags?: boolean;
  /** Xcorr of signals with one kernel: what the sums are divided by. Makes floats of integers. */
  readonly normalize?: Normalization;
  /** Xcorr of signals with one kernel: only the lags −maxLag … maxLag of those that `size` gives; it is then `full` by default. */
  readonly maxLag?: Span;
  readonly method?: Method;
  /** f32 samples to f32 samples in f32 arithmetic: low bits may differ, also between engines. */
  readonly fast?: boolean;
  /**
   * Takes the output: an array of its type and length, apart from the input; of no complex output. For calls one after
   * another: fresh memory for each costs about as much as a small kernel does. Where a call fails, it holds anything.
   */
  readonly out?: Samples | Uint8ClampedArray;
}
