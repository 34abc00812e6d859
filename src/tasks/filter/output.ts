/** What the output is: its element type, what travels with it, and where it lies. */
import { asSamples, type ElementType, isComplex, type Samples, typeOfSamples } from "../../base/element.js";
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

/**
 * The caller's array for an output, as samples of its type.
 *
 * @param type,length of the output
 * @throws UserError (2) where the array does not fit them, or lies in memory that is read
 */
export function targetOf(out: Samples | Uint8ClampedArray, type: ElementType, length: number, input: Signal): Samples {
  if (isComplex(type))
    throw usageError("out", "the result is complex, and an array of numbers cannot hold it", "Leave it out");
  const own = typeOfSamples(out);
  if (own !== type || out.length !== length) {
    const found = `${out.length} samples of ${own} for an output of ${length} of ${type}`;
    throw usageError("out", found, "Give an array of the output's type and length");
  }
  if (overlap(out, input.data))
    throw usageError("out", "it lies in the memory of the input, which is read to the end", "Give another array");
  return asSamples(out);
}

const overlap = (a: ArrayBufferView, b: ArrayBufferView): boolean =>
  a.buffer === b.buffer && a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength;

/** The signal in a caller's array. */
export function within(target: Samples | undefined, signal: Signal): Signal {
  if (!target || signal.data === target) return signal;
  target.set(signal.data);
  return { ...signal, data: target };
}
