/** What a call of `match` found, as plain data: the library's answer and the source of `--json`. */
import type { ElementType } from "../../base/element.js";
import type { MatchMethod, Subpixel } from "../../base/match.js";

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Match extends Place {
  /** The template's extent; x and y are its top-left corner, counted from 0. */
  readonly width: number;
  readonly height: number;
  /** The middle of the template: x + (width − 1)/2, y + (height − 1)/2. */
  readonly centre: Place;
  readonly score: number;
  /** The top-left corner between samples, where a sub-pixel method was asked for. */
  readonly subpixel?: Place;
}

export interface PlaneReport {
  readonly source: string;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly type: ElementType;
}

export interface MatchReport {
  readonly schema: 1;
  readonly method: MatchMethod;
  readonly image: PlaneReport;
  readonly template: PlaneReport & {
    /** It has no contrast, so no place can be told from another. */
    readonly flat: boolean;
  };
  /** Pixels of the template with a weight, and the sum of weights over the greatest; null where all count alike. */
  readonly mask: { readonly from: "alpha" | "mask"; readonly pixels: number; readonly weight: number } | null;
  readonly colours: "together" | "luminance";
  /** The worst score that counted; null where any did. */
  readonly limit: number | null;
  /** 0 where all were asked for. */
  readonly top: number;
  readonly overlap: number;
  readonly subpixel: Subpixel;
  /** Best first. */
  readonly matches: readonly Match[];
  /** The best two places that are apart, whether they count as matches or not; null where there is none. */
  readonly best: (Place & { readonly score: number }) | null;
  readonly second: (Place & { readonly score: number }) | null;
  /** How near the second best comes to the best, 0 … 1: its score over the best one, of distances the other way round. */
  readonly ratio: number | null;
  readonly windows: {
    readonly total: number;
    /** Without contrast: they score 0 (1 in `ssd-norm`). */
    readonly flat: number;
    /** With a sample that is no finite number: they cannot match. */
    readonly missing: number;
  };
  readonly computed: {
    readonly algorithm: string;
    readonly forced: boolean;
    readonly threads: number;
    /** Bound on the error of each sum; 0 where all are exact. */
    readonly errorBound: number;
    /** Windows summed by themselves because that bound said too little of their score. */
    readonly recomputed: number;
  };
  readonly notes: readonly string[];
}
