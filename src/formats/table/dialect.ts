/** How the cells of a table are set apart and written. */
import { usageError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import type { TableOptions } from "../format.js";

export interface Dialect {
  /** One ASCII character. A blank stands for runs of blanks (spaces and tabs), which may also open and close a line. */
  readonly delimiter: string;
  readonly decimalComma: boolean;
}

/** Order of precedence where several would do; runs of blanks come last. */
export const DELIMITERS: readonly string[] = ["\t", ";", ",", "|", " "];

const WORDS: ReadonlyMap<string, string> = new Map([
  ["tab", "\t"],
  ["\\t", "\t"],
  ["semicolon", ";"],
  ["comma", ","],
  ["pipe", "|"],
  ["blank", " "],
  ["blanks", " "],
  ["space", " "],
]);

const NAMES: ReadonlyMap<string, string> = new Map([
  ["\t", "tabs"],
  [";", "semicolons"],
  [",", "commas"],
  ["|", "pipes"],
  [" ", "blanks"],
]);

/** The delimiter in words: `commas`, `blanks`, `"^"`. */
export const delimiterText = (delimiter: string): string => NAMES.get(delimiter) ?? quoted(delimiter);

/**
 * The delimiter that was asked for by `--delimiter`: the character itself or `tab`, `blank`, … A usage error where it
 * could be part of a number, a name or a quoted cell.
 */
export function delimiterOption(given: string, decimalComma: boolean): string {
  const delimiter = WORDS.get(given.toLowerCase()) ?? given;
  if (!/^[\t -~]$/.test(delimiter) || /[0-9A-Za-z"#+\-.()_]/.test(delimiter))
    throw usageError(
      "--delimiter",
      `${quoted(given)} cannot set cells apart`,
      "Give one character such as , ; | or a word: tab, blank, comma, semicolon, pipe",
    );
  if (decimalComma && delimiter === ",")
    throw usageError(
      "--delimiter",
      "a comma cannot be the delimiter and the decimal mark",
      "Give another delimiter, such as ;",
    );
  return delimiter;
}

/** The delimiters that may be found out, in order of precedence. */
export const candidates = (options: TableOptions): readonly string[] =>
  options.decimalComma ? DELIMITERS.filter((d) => d !== ",") : DELIMITERS;
