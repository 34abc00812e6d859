/** The options that say how files are read and written. */
import type { Command } from "commander";
import { usageError } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import { quoted } from "../../base/text.js";
import type { TableOptions } from "../../formats/format.js";
import { listParser, numberParser, wholeParser } from "./parse.js";

export interface FileWords {
  readonly inputFormat?: string;
  readonly outputFormat?: string;
  readonly limitPixels?: number;
  readonly axes?: string;
  readonly columns?: readonly string[];
  readonly timeColumn?: string;
  readonly rate?: number;
  readonly header?: boolean;
  readonly delimiter?: string;
  readonly decimalComma?: boolean;
  readonly na?: readonly string[];
  readonly skipLines?: number;
  readonly matrix?: boolean;
  readonly quality?: number;
  readonly pngLevel?: number;
  readonly threads?: number;
}

/** How tables are read; `verb` says what the columns are for. */
export function addTableOptions(command: Command, verb: "filter" | "search"): Command {
  return command
    .option(
      "--columns <list>",
      `columns to ${verb}, by name or number from 1, 2-4 for several (default: all numeric ones)`,
      listParser("--columns"),
    )
    .option(
      "--time-column <c>",
      `a column with times, by name or number: ${verb === "filter" ? "kept, and gives" : "gives the times and"} the rate`,
    )
    .option("--rate <hz>", "samples per second", numberParser("--rate"))
    .option("--header", "the first row is a header (default: found out)")
    .option("--no-header", "the first row is data")
    .option("--delimiter <d>", "what separates cells: , ; tab | or blank (default: found out)", parseDelimiter)
    .option("--decimal-comma", "numbers are written with a comma: 1,5")
    .option("--na <words>", "words for missing values, separated by commas", listParser("--na"))
    .option("--skip-lines <n>", "skip n lines at the start", wholeParser("--skip-lines", 0, Number.MAX_SAFE_INTEGER));
}

export function addFileOptions(command: Command): Command {
  return addTableOptions(command.optionsGroup("Tables and arrays:"), "filter")
    .option("--matrix", "read the table as one plane instead of one signal a column")
    .option("--lags", "write the lag of each output sample too (xcorr of signals)")
    .option("--axes <order>", "order of the axes of an NPY array: letters of x, y, c, such as cyx")
    .optionsGroup("Files:")
    .option(
      "--threads <n>",
      "threads to compute with (default: as many as there are, up to 8); they change no sample",
      wholeParser("--threads", 1, 256),
    )
    .option("--input-format <f>", "read the input as this format (default: found out)")
    .option("--output-format <f>", "write the output as this format (default: by its name)")
    .option(
      "--quality <q>",
      "1-100 for JPEG, WebP and AVIF; 100 is lossless for WebP and AVIF",
      wholeParser("--quality", 1, 100),
    )
    .option("--png-level <n>", "compression of a PNG, 0-9 (default 6)", wholeParser("--png-level", 0, 9))
    .option(
      "--limit-pixels <n>",
      `refuse pictures of more pixels (default ${limits.pixels})`,
      wholeParser("--limit-pixels", 1, Number.MAX_SAFE_INTEGER),
    );
}

function parseDelimiter(text: string): string {
  const words = new Map([
    ["tab", "\t"],
    ["\\t", "\t"],
    ["comma", ","],
    ["semicolon", ";"],
    ["pipe", "|"],
    ["blank", " "],
    ["space", " "],
  ]);
  const found = words.get(text) ?? text;
  if ([",", ";", "\t", "|", " "].includes(found)) return found;
  throw usageError("--delimiter", `${quoted(text)} separates no cells`, "Use , ; tab | or blank");
}

/** How the input is decoded. */
export function tableOptions(words: FileWords): TableOptions {
  const { columns, timeColumn, rate, header, delimiter, decimalComma, na, skipLines, matrix } = words;
  if (rate !== undefined && rate <= 0)
    throw usageError("--rate", `${rate} is no rate`, "Give a number of samples per second above 0");
  const given = { columns, timeColumn, rate, header, delimiter, decimalComma, na, skipLines, matrix };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
