/** What spectra can be asked for, and the answers. */
import type { Mode } from "../../base/options.js";
import type { Window } from "./windows.js";

/** What is taken off a signal, or off each segment of it, before the transform. */
export const SPECTRUM_DETRENDS = ["none", "constant", "linear"] as const;
export type SpectrumDetrend = (typeof SPECTRUM_DETRENDS)[number];

/** `dft`: the sum as it is. `amplitude`: divided so that a sine of amplitude 1 on a bin has 1. */
export const PLAIN_SCALINGS = ["dft", "amplitude"] as const;
export type PlainScaling = (typeof PLAIN_SCALINGS)[number];

/** `density`: power per Hz, or per cycle per sample. `spectrum`: power; a sine of amplitude 1 on a bin has 1/2. */
export const WELCH_SCALINGS = ["density", "spectrum"] as const;
export type WelchScaling = (typeof WELCH_SCALINGS)[number];

export const AVERAGES = ["mean", "median"] as const;
export type Average = (typeof AVERAGES)[number];

/** Where phases of a kernel count from: its first tap, as freqz has it, or the tap on the output sample. */
export const PHASES = ["tap", "anchor"] as const;
export type PhaseFrom = (typeof PHASES)[number];

export interface SpectrumOptions {
  /** Default `boxcar`: none. */
  readonly window?: Window;
  /** Default `none`. */
  readonly detrend?: SpectrumDetrend;
  /** Default `dft`. */
  readonly scaling?: PlainScaling;
  /** Samples per second, where the signal does not know; without any, frequencies are in cycles per sample. */
  readonly rate?: number;
}

export interface WelchOptions {
  /** Default `hann`. */
  readonly window?: Window;
  /** Samples a segment; default 256, or all where there are fewer. */
  readonly segment?: number;
  /** Samples that a segment shares with the next; default half a segment, rounded down. */
  readonly overlap?: number;
  /** Of each segment; default `constant`. */
  readonly detrend?: SpectrumDetrend;
  /** Default `density`. */
  readonly scaling?: WelchScaling;
  /** How segments are averaged; default `mean`. The coherence is made of means always. */
  readonly average?: Average;
  /** As in `SpectrumOptions`. */
  readonly rate?: number;
}

export interface ResponseOptions {
  /** Default: the one that the kernel is meant for, else `conv`. The response of `xcorr` is the conjugate. */
  readonly mode?: Mode;
  /** Default `tap`. */
  readonly phase?: PhaseFrom;
  /** Default: the kernel's own anchor, or the middle, as filters have it in that mode. */
  readonly anchor?: readonly [number, number];
  /** Frequencies along each axis; default 512 for lists of taps, 64 for matrices. */
  readonly points?: number;
  /** Samples per second; default the kernel's. */
  readonly rate?: number;
}

/** Complex numbers. */
export interface Complexes {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The frequencies rise by `step` from `first`: in Hz with a rate, else in cycles per sample. Of real signals only those from
 * 0 up are there, ⌊N/2⌋ + 1 of N; of complex ones all N, from −⌊N/2⌋ up (the order of fftshift).
 */
export interface Frequencies {
  readonly first: number;
  readonly step: number;
  readonly count: number;
  /** Samples per second; null where frequencies are in cycles per sample. */
  readonly rate: number | null;
}

export interface Spectrum extends Complexes {
  readonly frequencies: Frequencies;
}

export interface WelchResult {
  readonly frequencies: Frequencies;
  /** Samples a segment, samples of overlap, and how many segments there are. */
  readonly segment: number;
  readonly overlap: number;
  readonly segments: number;
  readonly power: Float64Array;
  /** Power of the second signal, and conj(A)·B. */
  readonly second?: { readonly power: Float64Array; readonly cross: Complexes; readonly coherence: Float64Array };
}

/** The response of a kernel: `re[fy * width + fx]`. One row where the kernel is a list. */
export interface KernelResponse extends Complexes {
  readonly fx: Frequencies;
  /** Null for a list of taps. */
  readonly fy: Frequencies | null;
}
