/** A signal to a path or to stdout. */
import { ELEMENT_TYPES, type ElementType, isComplex } from "../base/element.js";
import { usageError } from "../base/errors.js";
import { type Laps, lapped, NO_LAPS } from "../base/laps.js";
import type { Signal } from "../base/signal.js";
import { FORMATS } from "../formats/all.js";
import type { EncodeOptions, Format } from "../formats/format.js";
import { isSpecial, writeAtomically } from "./atomic.js";
import { ahead } from "./blocks.js";
import { pickOutput } from "./pick.js";
import { type ByteSink, standardOutput } from "./stdout.js";

export interface SaveOptions extends Omit<EncodeOptions, "target"> {
  /** Picked with `outputFormat`. */
  readonly format: Format;
  /** What `-` writes to; absent: the standard output of this process. */
  readonly stdout?: ByteSink;
  /** Is told what time encoding and writing take. */
  readonly laps?: Laps;
}

/** How messages name an output: the path as written, or `stdout`. */
export const outputName = (target: string): string => (target === "-" ? "stdout" : target);

/**
 * The format an output is written in: `forced` (the word of `--output-format`), else by the ending of its name; for
 * stdout, pipes and devices the one named `fallback`.
 * @param fits where there is no `--output-format`: which formats a message may name
 * @throws usageError for an unknown word or ending
 */
export async function outputFormat(
  target: string,
  fallback: string,
  forced?: string,
  fits?: (format: Format) => boolean,
): Promise<Format> {
  const special = target !== "-" && (await isSpecial(target));
  return pickOutput(target, { fallback, special, ...(forced === undefined ? {} : { forced }), ...(fits && { fits }) });
}

type Shape = Pick<Signal, "type" | "channels" | "width" | "height" | "rank">;

/**
 * Writes the whole file, or nothing.
 * @param target as written, `-` for stdout
 * @throws usageError when the format cannot hold the samples; outputError when the file cannot be written
 */
export async function saveSignal(signal: Signal, target: string, options: SaveOptions): Promise<void> {
  const { format, stdout = standardOutput(), laps = NO_LAPS, ...rest } = options;
  requireRoom(format, signal, target);
  const encoded = await format.encode!(signal, { ...rest, target: outputName(target) });
  const made = Symbol.asyncIterator in encoded ? ahead(encoded) : encoded;
  const blocks = laps === NO_LAPS ? made : lapped(made, laps, "encode", "write");
  if (target === "-") await stdout.write(blocks);
  else await writeAtomically(target, blocks);
  laps.lap("write");
}

/**
 * Says no, with the ways out, when `format` cannot store such samples. Call it before the work is done, too.
 * @throws usageError
 */
export function requireRoom(format: Format, shape: Shape, target: string, formats: readonly Format[] = FORMATS): void {
  const why = format.cannotHold?.(shape);
  if (why === undefined) return;
  const others = formats.filter((f) => f !== format && f.encode && !f.lossy && f.cannotHold?.(shape) === undefined);
  const depths = otherDepths(format, shape);
  const ways = [
    ...(depths.length > 0 ? [`use --depth ${alternatives(depths)}`] : []),
    ...(others.length > 0 ? [`write ${alternatives(others.map((f) => f.suffixes[0] ?? f.name))}`] : []),
  ];
  const remedy = ways.length > 0 ? ways.join(", or ") : "no format holds such samples";
  // A hint that the format gives itself would say the same twice.
  const found = why.replace(/ \(use [^)]*\)$/, "");
  throw usageError(outputName(target), `${format.name} ${found}`, remedy[0].toUpperCase() + remedy.slice(1));
}

/** The element types in which `format` could store the samples; complex ones stay complex. */
const otherDepths = (format: Format, shape: Shape): ElementType[] =>
  ELEMENT_TYPES.filter(
    (type) =>
      type !== shape.type &&
      isComplex(type) === isComplex(shape.type) &&
      format.holds.includes(type) &&
      format.cannotHold?.({ ...shape, type }) === undefined,
  );

const alternatives = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words[words.length - 1]}`;
