/** What undoing a filter can be asked for, and what is told of it. */
import type { Mode } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";

export const DECONVOLVE_METHODS = ["division", "wiener", "richardson-lucy"] as const;
export type DeconvolveMethod = (typeof DECONVOLVE_METHODS)[number];

/** Of the filter call that made the input. `full` has no border but zeros. */
export const DECONVOLVE_SIZES = ["same", "full"] as const;
export type DeconvolveSize = (typeof DECONVOLVE_SIZES)[number];

/** What stood outside when the input was filtered: nobody knows what, zeros, or the other side. */
export const DECONVOLVE_BORDERS = ["free", "constant", "wrap"] as const;
export type DeconvolveBorder = (typeof DECONVOLVE_BORDERS)[number];

export interface DeconvolveOptions {
  /** How the input was made. May be left out where the kernel equals its flip. */
  readonly mode?: Mode;
  /** Default `wiener`. */
  readonly method?: DeconvolveMethod;
  /** Default `same`; `division` takes `full` only. */
  readonly size?: DeconvolveSize;
  /** Default `free`. */
  readonly border?: DeconvolveBorder;
  /** `wiener`: noise power over signal power, ≥ 0; estimated where it is not given. */
  readonly nsr?: number;
  /** `richardson-lucy`: most steps, default 30. */
  readonly iterations?: number;
  /** `richardson-lucy`: stop as soon as the RMS of the residual is no more (the discrepancy principle). */
  readonly stopAt?: number;
  /** Is told the share of the work that is done, 0 … 1. */
  readonly progress?: (share: number) => void;
}

/** Of each channel that was restored. */
export interface ChannelReport {
  /** Noise to signal that was used; `wiener` only. */
  readonly nsr?: number;
  /** Steps that were taken; `richardson-lucy` only. */
  readonly iterations?: number;
  /** RMS of input − filtered result, before the result is rounded, and its share of the RMS of the input. */
  readonly residual: number;
  readonly relative: number;
}

export interface Deconvolved {
  /** Of the input's type, rounded once, half to even. */
  readonly signal: Signal;
  /** What division leaves, as long as the input, f64. */
  readonly remainder?: Signal;
  readonly mode: Mode;
  readonly channels: readonly ChannelReport[];
  /** Samples beyond the range of an integer type, which were clipped. */
  readonly clipped: number;
}
