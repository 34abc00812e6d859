/** What an algorithm is: it says what it would cost and how exact it is, prepares once, and fills tiles of sums. */
import type { Extension, Region } from "../extend.js";
import type { Sums } from "../lines.js";
import type { Estimate } from "../pricing.js";
import type { Problem } from "../problem.js";

export type Verdict =
  | (Estimate & {
      /** Proven bound on the error of each sum (each part of a complex one); 0 where every sum is exact. */
      readonly error: number;
      /** What was decided, in words, for `--explain`. */
      readonly note: string;
      /** It is never the choice that follows from the kernel alone, only where the time of the whole call decides. */
      readonly byTime?: true;
    })
  | { readonly because: string };

export interface Algorithm {
  readonly name: "direct" | "fft" | "segments";
  /** One line for help texts. */
  readonly title: string;
  /** The cost depends on the kernel, the type and the mode, never on threads, memory or measured time. */
  consider(problem: Problem): Verdict;
  prepare(problem: Problem): Runner;
}

/** Fills tiles. A runner may hold scratch memory, so it serves one thread. */
export interface Runner {
  /** Regions of outputs, in rows from the top, that cover them all once. */
  tiles(): Iterable<Region>;
  /** The sums of a tile; they last until the next call. */
  run(extension: Extension, tile: Region): Sums;
  /** Gives back what the runner had borrowed; it is not used after that. */
  end?(): void;
}

/** Unit roundoff of f64: 2^-53. */
export const UNIT = 1.1102230246251565e-16;
