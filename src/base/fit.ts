/** The words of `fit`: the kernel that turns one signal into another. */
import type { Mode } from "./options.js";

/** Which taps are held equal: none, those that meet under a turn by 180°, or under a reflection. */
export const SYMMETRIES = ["none", "point", "horizontal", "vertical", "both"] as const;
export type Symmetry = (typeof SYMMETRIES)[number];

/** Where the variance of the errors of AFTER comes from: what the fit leaves over, or rounding to whole numbers (1/12). */
export const FIT_NOISES = ["residual", "rounding"] as const;
export type FitNoise = (typeof FIT_NOISES)[number];

export interface FitOptions {
  /** Taps across and down; 1 down for signals of rank 1. */
  readonly width: number;
  readonly height?: number;
  /** The tap that lies on the output sample, of the xcorr kernel, where AFTER is as large as BEFORE. Default `K/2`, rounded down. */
  readonly anchor?: readonly [x: number, y: number];
  /** Added to the diagonal of the normal equations, as a share of its mean; default 0. */
  readonly ridge?: number;
  readonly symmetry?: Symmetry;
  /** What the taps must sum to. */
  readonly sum?: number;
  /** Whether a constant that was added is found too. */
  readonly offset?: boolean;
  /** Whether samples at the ends of the range of AFTER's type count as they are. */
  readonly keepClipped?: boolean;
  /** Default `residual`. */
  readonly noise?: FitNoise;
}

export interface SgdOptions {
  readonly width: number;
  readonly height?: number;
  /** Of what the layer computes. */
  readonly mode: Mode;
  /** The tap that lies on the output sample, of the kernel as the mode writes it. */
  readonly anchor?: readonly [x: number, y: number];
  readonly keepClipped?: boolean;
  /** Of the first taps and of the order of the samples; default 1. */
  readonly seed?: number;
  /** Step of Adam at the beginning; it falls to 0 along half a cosine. Default 0.02. */
  readonly learningRate?: number;
  /** Most passes over the samples; default 40. */
  readonly epochs?: number;
  /** Windows whose gradients are averaged for a step; default 64. */
  readonly batch?: number;
}
