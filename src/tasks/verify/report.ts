/** What `verify` found, as plain data: the library's answer and the source of `--json`. */
import type { ElementType } from "../../base/element.js";

/** A sample, frequency or product as it was found: a number, or the two parts of a complex one. */
export type Found = number | readonly [real: number, imag: number];

/** Where two sides of a law were compared. */
export interface Place {
  /**
   * `sample`: x,y count the samples of the output from 0; `frequency`: x,y count the bins of a transform of `of` points,
   * so that x stands for x/of[0] cycles a sample; `product`: an inner product, which has no place.
   */
  readonly kind: "sample" | "frequency" | "product";
  readonly x: number;
  readonly y: number;
  readonly of: readonly [number, number];
  /** Counted from 0. */
  readonly channel: number;
}

/** One comparison of two sides, over all places that they have. */
export interface Check {
  /** What was compared: `size full`, `fft`. */
  readonly name: string;
  readonly holds: boolean;
  /** Largest difference of the two sides, of either part of complex numbers. */
  readonly error: number;
  /** What rounding may make of it at most; 0 where both sides are exact. */
  readonly bound: number;
  /** Where the error is: the first place that has it. */
  readonly at: Place;
  readonly left: Found;
  readonly right: Found;
  /** Places that were compared. */
  readonly compared: number;
}

export interface LawReport {
  readonly law: string;
  /** What it says in words, and as a formula. */
  readonly title: string;
  readonly statement: string;
  readonly holds: boolean;
  /** The check that comes nearest to its bound, or goes farthest beyond it. */
  readonly worst: Check;
  readonly checks: readonly Check[];
  /** Checks that could not be made, with the reason. */
  readonly skipped: readonly string[];
}

/** How much two things differ that are not to be taken for one. */
export interface Difference {
  readonly largest: number;
  readonly at: Place;
  readonly left: Found;
  readonly right: Found;
}

export interface VerifyReport {
  readonly schema: 1;
  readonly input: {
    readonly source: string;
    readonly width: number;
    readonly height: number;
    readonly channels: number;
    readonly type: ElementType;
  };
  /** The part of the input that the laws were tried on. */
  readonly region: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    /** It is all of the input. */
    readonly whole: boolean;
  };
  /** Samples of the region that are missing or infinite. They count as 0, but in `methods`. */
  readonly missing: number;
  readonly kernel: {
    readonly name: string;
    readonly width: number;
    readonly height: number;
    readonly channels: number;
    readonly complex: boolean;
    /** It is its own conjugated flip, so conv and xcorr are the same. */
    readonly equalsFlip: boolean;
  };
  /** The second kernel of `associative`. */
  readonly second: { readonly name: string; readonly width: number; readonly height: number; readonly seeded: boolean };
  readonly seed: number;
  readonly laws: readonly LawReport[];
  /** All laws hold. */
  readonly holds: boolean;
  /** `xcorr(x, k)` against `xcorr(k, x)`, sample by sample; null where the law `order` was not asked for. */
  readonly order: Difference | null;
  /** `conv(x, k)` against `xcorr(x, k)`; null where the law `symmetry` was not asked for. */
  readonly symmetry: Difference | null;
  readonly notes: readonly string[];
}
