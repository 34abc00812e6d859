/** What a law is: a statement about conv and xcorr, and the comparisons that it comes down to. */
import type { Check } from "./report.js";
import type { Subject } from "./subject.js";

export interface Law {
  readonly name: string;
  /** In one line; k~ is the kernel flipped and conjugated. */
  readonly statement: string;
  /** What it says. */
  readonly title: string;
  /** At least one check, whatever the subject. */
  checks(subject: Subject): Iterable<Check | Skipped>;
}

/** A check that could not be made. */
export interface Skipped {
  readonly name: string;
  readonly because: string;
}

/** A kernel that is longer than the input has no output of size valid. */
export const fits = ({ x, k }: Pick<Subject, "x" | "k">): boolean => k.width <= x.width && k.height <= x.height;

export const TOO_LONG = "the kernel is longer than the input";
