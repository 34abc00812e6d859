/** What turns sums of a correlation into scores of template matching, as plain data. */
import type { MatchMethod } from "../../base/match.js";

/**
 * A template and what is known of it. Its taps are `residual` times the weights. The field that they are correlated with
 * has the picture's channels, less `centre`; with weights it has three or four for each, and one more where samples are
 * missing: the samples (under the taps), the samples (under the weights), their squares (under the weights), where they are
 * `split` as multiples of 65536 and what is left, and a 1 where a sample is missing.
 */
export interface ScoreRequest {
  readonly method: MatchMethod;
  /** Channels of the picture and of the template. */
  readonly channels: number;
  /** Extent of the template. */
  readonly width: number;
  readonly height: number;
  /** The template's samples less a number a channel, interleaved. */
  readonly residual: Float64Array;
  /** One a pixel of the template, none negative; absent: all 1. */
  readonly weights?: Float64Array;
  /** Σw over the pixels. */
  readonly weight: number;
  /** The weight that counts as 1: sums that are scores are divided by it. */
  readonly unit: number;
  /** Σw·residual of each channel. */
  readonly residualSum: Float64Array;
  /** Σw(T−T̄)², over all channels; 0 where the template is flat. */
  readonly spread: number;
  /** Σw·residual², over all channels. */
  readonly energy: number;
  /** What was subtracted from the picture's samples, by channel. */
  readonly centre: Float64Array;
  /** Samples are whole, and so small that sums of weighted squares are exact. */
  readonly whole: boolean;
  /** 1 for each pixel of the picture of which a sample is no finite number (it stands as 0 in the field). */
  readonly missing?: Uint8Array;
  /** Squares are in two parts, so that sums of them are exact by transforms. */
  readonly split: boolean;
  /** What taps and weights were multiplied by: sums are that much too large. */
  readonly factor: number;
  /** What is known of each kind of sums. */
  readonly kinds: Readonly<Record<"product" | "sum" | "square", SumKind>>;
}

export interface SumKind {
  /** Bound on the error of a sum (over `factor`); 0 where it is exact, or made so by `rounded`. */
  readonly error: number;
  /** Sums are nearer to the whole number that they must be than to any other. */
  readonly rounded: boolean;
}

/** Scores are at most this far from those of exact sums; where a bound says less, the window is summed by itself. */
export const SCORE_TOLERANCE = 2.5e-7;

/** Whether means are taken off: then what is known of the template is relative to them. */
export const isCentred = (method: MatchMethod): boolean => method === "zncc" || method === "ccoeff";
