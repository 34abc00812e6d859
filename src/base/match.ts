/** The words of template matching. What each method computes is in `MATCH_FORMULAS`. */

/**
 * How alike a window and the template are. With I the samples under the template, T its own, w the weights of the mask
 * (1 without one), Ī and T̄ the weighted means of each channel, and sums over all samples of all channels:
 *
 * - `zncc`: Σw(I−Ī)(T−T̄) / √(Σw(I−Ī)²·Σw(T−T̄)²), OpenCV's TM_CCOEFF_NORMED, −1 … 1
 * - `ncc`: ΣwIT / √(ΣwI²·ΣwT²), TM_CCORR_NORMED, −1 … 1
 * - `ccorr`: ΣwIT, TM_CCORR
 * - `ccoeff`: Σw(I−Ī)(T−T̄), TM_CCOEFF
 * - `ssd`: Σw(I−T)², TM_SQDIFF, 0 is best
 * - `ssd-norm`: Σw(I−T)² / √(ΣwI²·ΣwT²), TM_SQDIFF_NORMED, 0 is best
 */
export type MatchMethod = "zncc" | "ncc" | "ccorr" | "ccoeff" | "ssd" | "ssd-norm";
export const MATCH_METHODS: readonly MatchMethod[] = ["zncc", "ncc", "ccorr", "ccoeff", "ssd", "ssd-norm"];

/** Each method in one line of plain text. */
export const MATCH_FORMULAS: Readonly<Record<MatchMethod, string>> = {
  zncc: "Σw(I−Ī)(T−T̄) / √(Σw(I−Ī)²·Σw(T−T̄)²)",
  ncc: "ΣwIT / √(ΣwI²·ΣwT²)",
  ccorr: "ΣwIT",
  ccoeff: "Σw(I−Ī)(T−T̄)",
  ssd: "Σw(I−T)²",
  "ssd-norm": "Σw(I−T)² / √(ΣwI²·ΣwT²)",
};

/** Whether small scores are the good ones. */
export const isDistance = (method: MatchMethod): boolean => method === "ssd" || method === "ssd-norm";
/** Whether a map of scores is f32: of those that are bounded, or nearly so. */
export const isSingle = (method: MatchMethod): boolean => isBounded(method) || method === "ssd-norm";
/** Whether a score lies between −1 and 1. */
export const isBounded = (method: MatchMethod): boolean => method === "zncc" || method === "ncc";

/**
 * Where a match lies between the samples: `parabola` through the peak and its two neighbours, along each axis by itself;
 * `paraboloid` is the quadratic surface nearest to the peak and its eight neighbours.
 */
export type Subpixel = "none" | "parabola" | "paraboloid";
export const SUBPIXELS: readonly Subpixel[] = ["none", "parabola", "paraboloid"];

export type MatchAlgorithm = "auto" | "direct" | "fft";
export const MATCH_ALGORITHMS: readonly MatchAlgorithm[] = ["auto", "direct", "fft"];

/** The worst score that counts as a match where nobody says one; `ccorr`, `ccoeff` and `ssd` have no scale of their own. */
export const DEFAULT_LIMITS: Readonly<Record<MatchMethod, number | undefined>> = {
  zncc: 0.8,
  ncc: 0.95,
  ccorr: undefined,
  ccoeff: undefined,
  ssd: undefined,
  "ssd-norm": 0.1,
};

/** The share of the template's area that two matches may have in common where nobody says one. */
export const DEFAULT_OVERLAP = 0.3;

export interface MatchOptions {
  /** Default `zncc`. */
  readonly method?: MatchMethod;
  /** How many matches are wanted, the best first; 0 is all. Default 1. */
  readonly top?: number;
  /** The least score that counts as a match, for all methods but `ssd` and `ssd-norm`. Default: see `DEFAULT_LIMITS`. */
  readonly minScore?: number;
  /** The greatest score that counts as a match, for `ssd` and `ssd-norm`. */
  readonly maxScore?: number;
  /** The share of the template's area that two matches may have in common, 0 … 1. Default 0.3. */
  readonly overlap?: number;
  /** Default `none`. */
  readonly subpixel?: Subpixel;
  /** Compare luminance (Rec. 601, rounded in integer types) in place of all colours together. */
  readonly luminance?: boolean;
  /** Take no notice of the template's alpha, which is its mask otherwise. */
  readonly ignoreAlpha?: boolean;
  /** How sums are made. Default: by cost. */
  readonly algorithm?: MatchAlgorithm;
}
