/** The options that say how files are read and written. */
import type { Command } from "commander";
import { usageError } from "../../base/errors.js";
import { given } from "../../base/given.js";
import { quoted } from "../../base/text.js";
import type { TableOptions } from "../../formats/format.js";
import { axesOption, pixelLimitOption, threadsOption } from "./common.js";
import { listParser, numberParser, wholeParser } from "./parse.js";

export interface FileWords {
  readonly inputFormat?: string;
  readonly outputFormat?: string;
  readonly limitPixels?: number;
  readonly axes?: string;
  readonly columns?: readonly string[];
  readonly timeColumn?: string;
  readonly maxJitter?: number;
  readonly rate?: number;
  readonly header?: boolean;
  readonly delimiter?: string;
  readonly decimalComma?: boolean;
  readonly na?: readonly string[];
  readonly skipLines?: number;
  readonly matrix?: boolean;
  readonly quality?: number;
  readonly pngLevel?: number;
  readonly optimizeCoding?: boolean;
  readonly threads?: number;
}

/** How the text of a table is read. */
export function addTableOptions(command: Command): Command {
  return command
    .option("--header", "the first row is a header (default: found out)")
    .option("--no-header", "the first row is data")
    .option("--delimiter <d>", "what separates cells: , ; tab | or blank (default: found out)", parseDelimiter)
    .option("--decimal-comma", "numbers are written with a comma: 1,5")
    .option("--na <words>", "words for missing values, separated by commas", listParser("--na"))
    .option("--skip-lines <n>", "skip n lines at the start", wholeParser("--skip-lines", 0, Number.MAX_SAFE_INTEGER));
}

/** Which columns of a table are signals, and their times; `columns` is the help of `--columns`. */
export function addColumnOptions(command: Command, columns: string): Command {
  command
    .optionsGroup("Tables and arrays:")
    .option("--columns <list>", columns, listParser("--columns"))
    .option("--time-column <c>", "a column with times, by name or number: kept, and gives the rate")
    .option("--rate <hz>", "samples per second", numberParser("--rate"));
  return addTableOptions(command);
}

export function addFileOptions(command: Command): Command {
  return addColumnOptions(
    command,
    "columns to filter, by name or number from 1, 2-4 for several (default: all numeric ones)",
  )
    .option("--matrix", "read the table as one plane instead of one signal a column")
    .option("--lags", "write the lag of each output sample too (xcorr of signals)")
    .addOption(axesOption())
    .optionsGroup("Files:")
    .addOption(threadsOption("sample"))
    .option("--input-format <f>", "read the input as this format (default: found out)")
    .option("--output-format <f>", "write the output as this format (default: by its name)")
    .option(
      "--quality <q>",
      "1-100 for JPEG, WebP and AVIF; 100 is lossless for WebP and AVIF",
      wholeParser("--quality", 1, 100),
    )
    .option("--png-level <n>", "compression of a PNG, 0-9 (default 6)", wholeParser("--png-level", 0, 9))
    .option("--optimize-coding", "make a JPEG some 8 % smaller, with the same samples, in several times the time")
    .addOption(pixelLimitOption());
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
  const { columns, timeColumn, maxJitter, rate, header, delimiter, decimalComma, na, skipLines, matrix } = words;
  if (rate !== undefined && rate <= 0)
    throw usageError("--rate", `${rate} is no rate`, "Give a number of samples per second above 0");
  return given({ columns, timeColumn, maxJitter, rate, header, delimiter, decimalComma, na, skipLines, matrix });
}
