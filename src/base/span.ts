/** Lengths along a signal, in samples or in seconds, to samples. */
import { usageError } from "./errors.js";
import type { Span } from "./options.js";

/** A time that is a whole number of samples but for its rounding is that number. */
const ROUNDING = 1e-12;

/**
 * How many samples a span is.
 * @param place the option, for messages
 * @param source whose rate it is
 * @param rate samples per second, where they are known
 * @param whole how a time becomes whole samples: as many as fit, as many as it takes, or the nearest
 * @throws usageError for seconds without a rate
 */
export function samplesOf(
  span: Span,
  { place, source, rate }: { readonly place: string; readonly source: string; readonly rate: number | undefined },
  whole: "floor" | "ceil" | "round",
): number {
  if (typeof span === "number") return span;
  if (rate === undefined) {
    const found = `${source} has no rate, so seconds mean nothing`;
    throw usageError(place, found, "Give samples, or say --rate or --time-column");
  }
  const samples = span.seconds * rate;
  if (whole === "round") return Math.round(samples);
  return whole === "floor" ? Math.floor(samples * (1 + ROUNDING)) : Math.ceil(samples * (1 - ROUNDING));
}
