/** What `find` is asked for, from the words of its call. */
import { usageError } from "../base/errors.js";
import type { Polarity, Span } from "../base/options.js";
import type { FindOptions } from "../tasks/find/finder.js";
import type { FileWords } from "./options/files.js";

export interface FindWords extends FileWords {
  readonly template: string;
  readonly templateColumn?: readonly string[];
  readonly minScore?: number;
  readonly polarity?: Polarity;
  readonly refractory?: Span;
  readonly maxCount?: number;
  readonly count?: boolean;
  readonly quiet?: boolean;
  readonly afterContext?: number;
  readonly beforeContext?: number;
  readonly context?: number;
  readonly json?: boolean;
  readonly plot?: string;
}

/** Rows to print around each occurrence; undefined: none are printed. */
export interface Around {
  readonly before: number;
  readonly after: number;
}

export function aroundOf({ afterContext, beforeContext, context }: FindWords): Around | undefined {
  if (afterContext === undefined && beforeContext === undefined && context === undefined) return undefined;
  return { before: beforeContext ?? context ?? 0, after: afterContext ?? context ?? 0 };
}

/** The task's options for an input of a rate. */
export function findOptions({ minScore, polarity, refractory }: FindWords, rate: number | undefined): FindOptions {
  return {
    ...(minScore === undefined ? {} : { minScore }),
    ...(polarity === undefined ? {} : { polarity }),
    ...(refractory === undefined ? {} : { refractory: samplesOf(refractory, rate) }),
  };
}

function samplesOf(span: Span, rate: number | undefined): number {
  if (typeof span === "number") return span;
  if (rate === undefined)
    throw usageError(
      "--refractory",
      "the input has no rate, so seconds mean nothing",
      "Give samples, or say --rate or --time-column",
    );
  return Math.max(1, Math.ceil(span.seconds * rate * (1 - 1e-12)));
}
