/** What a named kernel is. One file a family, one line in `all.ts`. */
import type { Kernel } from "../base/kernel.js";

/** What kernels are for; the order of `kernel list`, with its headings. */
export const KERNEL_GROUPS = {
  smoothing: "Smoothing: the taps sum to 1 exactly",
  signal: "Filters for signals: always lists of taps",
  edges: "Edges and differences: the taps sum to 0",
  effect: "Sharpening and effects: the taps sum to 1",
} as const;
export type KernelGroup = keyof typeof KERNEL_GROUPS;

/** Arguments as written after the name: `gaussian:sigma=2,truncate=3` or, by position, `box:5`. */
export interface NamedKernel {
  /** The word before the colon. */
  readonly name: string;
  readonly group: KernelGroup;
  /** One line for `kernel list`. */
  readonly title: string;
  readonly parameters: readonly Parameter[];
  /** How the number of taps follows from the parameters, in words with the formula's source. */
  readonly sizeRule: string;
  /** Forms that run as they stand, for lists and tests. */
  readonly examples: readonly string[];
  /**
   * The taps as `xcorr` uses them. On signals (`rank` 1) box, gaussian, binomial, log and level motion are lists, on
   * planes matrices; savgol and sinc are always lists, kernels that exist only in 2-D always matrices. A size written
   * as `5x3` is always a matrix.
   *
   * @param values the parameters that were given and the defaults of the others, save those whose default is `auto`
   * @throws UserError (usage) where the parameters do not go together
   */
  build(values: ReadonlyMap<string, number | string>, rank: 1 | 2): Kernel;
}

export interface Parameter {
  readonly name: string;
  /** `number`: any finite number; `integer`: a whole number; `word`: one of `words`; `size`: `5` or `5x3`. */
  readonly kind: "number" | "integer" | "word" | "size";
  readonly words?: readonly string[];
  readonly least?: number;
  readonly greatest?: number;
  /** The number must be greater than this. */
  readonly above?: number;
  /** The number must be less than this. */
  readonly below?: number;
  /** Absent: the parameter must be given. `auto` where the default follows from others (say how in `help`). */
  readonly default?: number | string;
  readonly help: string;
}
