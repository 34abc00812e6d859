/**
 * Which format a file is. An input is what it is forced to be, else what its content says, else what its name says, else
 * a table if it is text with numbers. An output is what it is forced to be, else what its name says.
 */
import { inputError, usageError } from "../base/errors.js";
import { nearest, quoted } from "../base/text.js";
import { FORMATS } from "../formats/all.js";
import type { Format } from "../formats/format.js";
import { refusal } from "../formats/refused.js";
import { looksLikeTable, textFormat } from "./text-content.js";

/**
 * Who goes first where two formats know the same bytes or the same file name ending: the stricter mark. The others
 * follow in the order of their names.
 */
const PRECEDENCE = "png jpeg gif webp avif tiff npy wav pam pfm ppm pgm pbm svg json tsv csv".split(" ");

const rank = (format: Format): number => {
  const place = PRECEDENCE.indexOf(format.name);
  return place < 0 ? PRECEDENCE.length : place;
};
const inOrder = (formats: readonly Format[]): Format[] =>
  [...formats].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));

export interface Picked {
  readonly format: Format;
  /** Something worth telling: that content and name disagree. */
  readonly note?: string;
}

/**
 * The format of an input.
 * @param head the first `HEAD` (4096) bytes, or all of a shorter file
 * @param path as written, `-` for stdin
 * @param name how messages name it
 * @param forced the word of `--input-format`
 */
export function pickInput(
  head: Uint8Array,
  path: string,
  name: string,
  forced?: string,
  formats: readonly Format[] = FORMATS,
): Picked {
  if (forced !== undefined) return { format: named(forced, "--input-format", "decode", formats) };
  const known = inOrder(formats.filter((f) => f.decode));
  const byName = bySuffix(path, known);
  const byContent = formatByContent(head, name, known);
  if (byContent) {
    const agree = byName === undefined || byName === byContent || byContent.suffixes.some((s) => hasSuffix(path, s));
    if (agree) return { format: byContent };
    return {
      format: byContent,
      note: `${name} is ${byContent.name} by its content, though its name says ${byName.name}`,
    };
  }
  if (byName) {
    refuseUnlessForced(byName, name, "by its name");
    return { format: byName };
  }
  const byText = looksLikeTable(head) ? textFormat(head, known) : undefined;
  if (byText) return { format: byText };
  throw inputError(
    name,
    `its format is not known: neither by its content (${known.map((f) => f.name).join(", ")}) nor by its name`,
    "Say what it is with --input-format",
  );
}

/**
 * The format whose mark stands at the start of a file, if there is one.
 * @throws inputError for what is known and not read: PDF, archives and the like, and SVG unless it is forced
 */
export function formatByContent(
  head: Uint8Array,
  name: string,
  formats: readonly Format[] = FORMATS,
): Format | undefined {
  const found = inOrder(formats.filter((f) => f.decode)).find((f) => f.sniff(head));
  if (found) {
    refuseUnlessForced(found, name, "by its content");
    return found;
  }
  const refused = refusal(head);
  if (refused) throw inputError(name, `is ${refused.name}, which is not read`, refused.remedy);
  return undefined;
}

function refuseUnlessForced(format: Format, name: string, how: string): void {
  if (!format.onlyWhenForced) return;
  throw inputError(
    name,
    `is ${format.name} ${how}, which is not read unless asked for`,
    `Convert it to PNG first, or trust it with --input-format ${format.name}`,
  );
}

/**
 * The format of an output.
 * @param target path as written, `-` for stdout
 * @param options.forced the word of `--output-format`
 * @param options.fallback the name of the format for stdout, pipes and devices
 * @param options.special whether `target` is a pipe or a device (see `isSpecial`)
 * @param options.fits of a command without `--output-format`: the formats that it may name as ways out
 */
export function pickOutput(
  target: string,
  options: { forced?: string; fallback: string; special?: boolean; fits?: (format: Format) => boolean },
  formats: readonly Format[] = FORMATS,
): Format {
  if (options.forced !== undefined) return named(options.forced, "--output-format", "encode", formats);
  const known = inOrder(formats.filter((f) => f.encode));
  const byName = target === "-" ? undefined : bySuffix(target, known);
  if (byName) return byName;
  if (target === "-" || options.special) return named(options.fallback, "--output-format", "encode", formats);
  const { fits } = options;
  const suffixes = (fits ? known.filter(fits) : known).flatMap((f) => f.suffixes).join(" ");
  const readOnly = bySuffix(target, inOrder(formats));
  throw usageError(
    target,
    readOnly ? `${readOnly.name} is only read` : "its name does not end in the suffix of a format that can be written",
    `Use one of ${suffixes}${fits ? "" : ", or say which with --output-format"}`,
  );
}

function named(word: string, option: string, use: "decode" | "encode", formats: readonly Format[]): Format {
  const usable = inOrder(formats.filter((f) => f[use]));
  const found = usable.find((f) => f.name === word.toLowerCase());
  if (found) return found;
  const names = usable.map((f) => f.name);
  const other = formats.some((f) => f.name === word.toLowerCase());
  const twin = nearest(word, names);
  throw usageError(
    option,
    other ? `${quoted(word)} is only ${use === "encode" ? "read" : "written"}` : `there is no format ${quoted(word)}`,
    `${!other && twin !== undefined ? `Did you mean ${twin}? ` : ""}The formats are ${names.join(", ")}`,
  );
}

/** Whether the file name of `path` ends in `suffix` and has something before it. */
function hasSuffix(path: string, suffix: string): boolean {
  const base = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return base.length > suffix.length && base.endsWith(suffix);
}

/** The format with the longest suffix that fits. */
function bySuffix(path: string, formats: readonly Format[]): Format | undefined {
  let best: Format | undefined;
  let length = 0;
  for (const format of formats) {
    for (const suffix of format.suffixes) {
      if (suffix.length > length && hasSuffix(path, suffix)) {
        best = format;
        length = suffix.length;
      }
    }
  }
  return best;
}
