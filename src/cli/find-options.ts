/** What `find` is asked for, from the words of its call. */
import type { Polarity, Span } from "../base/options.js";
import { samplesOf } from "../base/span.js";
import type { FindOptions } from "../tasks/find/finder.js";
import type { FileWords } from "./options/files.js";

export interface FindWords extends FileWords {
  readonly template?: string;
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
  readonly output?: string;
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
export function findOptions(
  { minScore, polarity, refractory }: FindWords,
  source: string,
  rate: number | undefined,
): FindOptions {
  return {
    ...(minScore === undefined ? {} : { minScore }),
    ...(polarity === undefined ? {} : { polarity }),
    ...(refractory === undefined ? {} : { refractory: refractoryOf(refractory, source, rate) }),
  };
}

const refractoryOf = (span: Span, source: string, rate: number | undefined): number =>
  Math.max(1, samplesOf(span, { place: "--refractory", source, rate }, "ceil"));
