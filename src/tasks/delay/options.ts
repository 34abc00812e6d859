/** The words of a delay call, and what comes back. */
import type { Polarity } from "../../base/options.js";

/** `cc`: normalised cross-correlation. `phat`: phase transform, every frequency counts alike; for rooms with echoes. */
export type DelayMethod = "cc" | "phat";
export const DELAY_METHODS: readonly DelayMethod[] = ["cc", "phat"];

/** What is taken off each signal first: nothing, its mean, or its line of least squares. */
export type Detrend = "none" | "mean" | "linear";
export const DETRENDS: readonly Detrend[] = ["none", "mean", "linear"];

/** A sample that is NaN ends the call, or is drawn between its neighbours. Infinity always ends it. */
export type DelayNan = "error" | "interpolate";
export const DELAY_NANS: readonly DelayNan[] = ["error", "interpolate"];

export interface DelayOptions {
  /** Default `cc`. */
  readonly method?: DelayMethod;
  /** Lags from −maxLag to maxLag samples are searched. Default: all at which two samples meet. */
  readonly maxLag?: number;
  /** Default `mean`. With `none`, the means inside the overlap count too. */
  readonly detrend?: Detrend;
  /** Only frequencies from `band[0]` to `band[1]` count: Hz where there is a rate, else cycles per sample. */
  readonly band?: readonly [from: number, to: number];
  /** Default `either`. */
  readonly polarity?: Polarity;
  /** Default `error`. */
  readonly nan?: DelayNan;
  /** A second peak above this share of the first makes the answer ambiguous. Default 0.95. */
  readonly maxSecond?: number;
  /** Samples per second, where the signals do not say it themselves. */
  readonly rate?: number;
}

/**
 * Why an answer is ambiguous: a signal does not vary (`flat`), too few samples meet (`overlap`), independent noise gives
 * such a peak more often than once in a hundred calls (`noise`), another peak is nearly as high (`second-peak`), the
 * scores still rise beyond the searched lags (`edge`), or the signal repeats itself (`periodic`).
 */
export type Doubt = "flat" | "overlap" | "noise" | "second-peak" | "edge" | "periodic";

/** The delay of B against A. Positive: B is later. Times are in samples; divide by the rate for seconds. */
export interface DelayResult {
  readonly outcome: "delay" | "ambiguous";
  /** Empty exactly when the outcome is `delay`. */
  readonly doubts: readonly { readonly kind: Doubt; readonly because: string }[];
  /** What was found, in one sentence with its unit. */
  readonly sentence: string;
  /** The whole number of samples at which the score is largest. */
  readonly lag: number;
  /** With its fraction of a sample: `lag` refined by band-limited interpolation, at most one sample off it. */
  readonly delay: number;
  /** `delay` over the rate, where there is one. */
  readonly seconds: number | null;
  /** 95 % confidence interval of `delay`, in samples; null below 128 samples of overlap. */
  readonly interval: readonly [from: number, to: number] | null;
  /** The score at `lag`, −1 … 1. */
  readonly score: number;
  /** Pearson's r of the samples that meet at `lag` (`cc` with a detrend), −1 … 1; null for `phat`. */
  readonly correlation: number | null;
  /** The sign of the score at `lag`: `negative` where B is upside down. */
  readonly polarity: "positive" | "negative";
  /** Samples that meet at `lag`. */
  readonly overlap: number;
  /** The highest other peak, and its share of the first; null where there is none. */
  readonly second: { readonly lag: number; readonly score: number; readonly ratio: number } | null;
  /** A bound on the chance that independent noise gives such a peak at some searched lag. */
  readonly falseAlarm: number;
  /** Signal to noise in each signal, in dB, if both have as much; null where it cannot be told. */
  readonly snr: number | null;
  /** Samples per second; null where nothing says. */
  readonly rate: number | null;
  /** What the caller should know besides, one sentence each, no full stop. */
  readonly notes: readonly string[];
  /** The score of each searched lag, from lag `first` up. */
  readonly curve: { readonly first: number; readonly scores: Float64Array };
}
