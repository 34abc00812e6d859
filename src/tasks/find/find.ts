/** The library's search for a pattern: in an array at once, and in a stream as it comes. */
import type { Samples } from "../../base/element.js";
import { inputError, usageError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";
import { signalFrom } from "../arrays.js";
import { Finder, type FindOptions, type Occurrence } from "./finder.js";

/** A line of samples, or a signal, whose channels are searched (or compared) each. */
export type Line = readonly number[] | Samples | Signal;

/**
 * Every place where a template stands in a signal: windows whose score, the zero-mean normalised cross-correlation
 *
 * `r[i] = Σ_j (x[i+j] − x̄_i)(t[j] − t̄) / √(Σ_j (x[i+j] − x̄_i)² · Σ_j (t[j] − t̄)²)`,
 *
 * is at least `minScore`, greater than that of the window before and not less than that of the window after; of several
 * less than `refractory` samples apart the highest, as `Peaks` says. With `polarity` negative or either, −r or |r| takes
 * the place of r. A window whose samples are all equal has the score 0, one with a sample that is not finite has none.
 *
 * @param input N samples, or a signal of rank 1
 * @param template 2 ≤ K samples, or a signal of rank 1 with one channel or as many as the input
 * @returns the occurrences in order of sample and channel; none where K > N
 * @throws UserError (2) for options that cannot be, (3) for planes, complex data, and flat or missing templates
 */
export function find(input: Line, template: Line, options: FindOptions = {}): Occurrence[] {
  const signal = lineOf(input, "input");
  const finder = new Finder(signal.channels, templatesOf(template), options);
  return [...finder.push(signal.data), ...finder.end()];
}

/**
 * The same over blocks as they come: each occurrence is yielded as soon as it is certain, and memory does not grow. The
 * occurrences are those of the whole, wherever it is cut. An empty block says that nothing more is there for the moment:
 * what is certain by then is told at once, where otherwise whole blocks are waited for.
 *
 * @param blocks whole frames of `channels` samples, interleaved
 * @throws UserError as `find`
 */
export async function* findIn(
  blocks: AsyncIterable<ArrayLike<number>> | Iterable<ArrayLike<number>>,
  template: Line,
  options: FindOptions & { readonly channels?: number } = {},
): AsyncGenerator<Occurrence, void, undefined> {
  const { channels = 1, ...rest } = options;
  const finder = new Finder(channels, templatesOf(template), rest);
  try {
    for await (const block of blocks) {
      if (block.length % channels !== 0)
        throw usageError(
          "blocks",
          `a block of ${block.length} samples is cut within a frame of ${channels}`,
          "Give whole frames",
        );
      yield* block.length === 0 ? finder.flush() : finder.push(block);
    }
    yield* finder.end();
  } finally {
    finder.close();
  }
}

/** The channels of a template, each as a line. */
export function templatesOf(template: Line): Float64Array[] {
  const { data, channels, width } = lineOf(template, "template");
  return Array.from({ length: channels }, (_, c) =>
    Float64Array.from({ length: width }, (_, i) => data[i * channels + c]),
  );
}

function lineOf(input: Line, place: string): Signal {
  const signal = signalFrom(input);
  if (signal.rank !== 1) throw inputError(place, "is a plane, and find compares signals", "Give a line of samples");
  if (signal.imag) throw inputError(place, "the samples are complex", "Give real ones, such as magnitudes");
  if (signal.data.length === 0) throw inputError(place, "there are no samples", "Give at least one");
  return signal;
}
