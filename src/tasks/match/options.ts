/** The options of a call with their defaults, checked. */
import { usageError } from "../../base/errors.js";
import {
  DEFAULT_LIMITS,
  DEFAULT_OVERLAP,
  isDistance,
  type MatchAlgorithm,
  type MatchMethod,
  type MatchOptions,
  type Subpixel,
} from "../../base/match.js";

export interface Settled {
  readonly method: MatchMethod;
  /** The worst score that counts: the least one, or the greatest of distances; absent: any does. */
  readonly limit: number | undefined;
  readonly top: number;
  readonly overlap: number;
  readonly subpixel: Subpixel;
  readonly algorithm: MatchAlgorithm;
}

/** @throws UserError (2) for values that mean nothing, or nothing to the method */
export function settled(options: MatchOptions): Settled {
  const { method = "zncc", top = 1, overlap = DEFAULT_OVERLAP, minScore, maxScore } = options;
  if (!(Number.isInteger(top) && top >= 0)) {
    throw usageError("--top", `${top} is no number of matches`, "Give a whole number; 0 is all");
  }
  if (!(overlap >= 0 && overlap <= 1)) {
    throw usageError("--overlap", `${overlap} is no share`, "Give a number from 0 to 1");
  }
  const [mine, other] = isDistance(method) ? ["--max-score", "--min-score"] : ["--min-score", "--max-score"];
  const [limit, misplaced] = isDistance(method) ? [maxScore, minScore] : [minScore, maxScore];
  if (misplaced !== undefined) {
    const best = isDistance(method) ? "0 is the best score" : "the greatest score is the best";
    throw usageError(other, `of ${method} ${best}`, `Use ${mine}`);
  }
  if (limit !== undefined && Number.isNaN(limit)) throw usageError(mine, "it is no number", "Give one");
  return {
    method,
    limit: limit ?? DEFAULT_LIMITS[method],
    top,
    overlap,
    subpixel: options.subpixel ?? "none",
    algorithm: options.algorithm ?? "auto",
  };
}
