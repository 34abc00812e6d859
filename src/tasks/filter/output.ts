/** What the output is: its element type and what travels with it. */
import { type ElementType, isComplex } from "../../base/element.js";
import { usageError } from "../../base/errors.js";
import type { FilterOptions } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import type { Stage } from "./stage.js";

/** The output's type: the input's unless `depth` says otherwise; complex where the sums are. */
export function outputType(input: Signal, stage: Stage, options: FilterOptions): ElementType {
  const complex = stage.problem.complex;
  const type = options.depth ?? (complex ? (input.type === "c64" ? "c64" : "c128") : input.type);
  if (complex && !isComplex(type)) {
    throw usageError(`--depth ${type}`, "the result is complex", "Use --depth c64 or c128, or leave it out");
  }
  if (complex && options.map !== undefined && options.map !== "clip") {
    throw usageError(`--map ${options.map}`, "the result is complex and has no range", "Leave --map out");
  }
  return type;
}

/** What travels with the output. A narrowed range does so while the type stays; the rest always. */
export function outputAbout(
  input: Signal,
  options: FilterOptions,
  stage: Stage,
  first: number,
  dropped: boolean,
): Signal["about"] {
  const { bits, maxval, alpha, ...about } = input.about;
  const step = stage.problem.x.stride;
  return {
    ...about,
    ...(about.sampleRate === undefined ? {} : { sampleRate: about.sampleRate / step }),
    ...(options.depth === undefined && bits !== undefined ? { bits } : {}),
    ...(options.depth === undefined && maxval !== undefined ? { maxval } : {}),
    ...(alpha === true && !dropped ? { alpha } : {}),
    ...(input.rank === 1 ? { rows: { first, step } } : {}),
    ...(options.lags === true ? { lags: { first: stage.problem.x.origin, step } } : {}),
  };
}
