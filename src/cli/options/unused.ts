/** Options that would go unheard: what they speak of is not there. */
import { usageError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";
import type { Format } from "../../formats/format.js";
import type { FileWords } from "./files.js";

/** What a call reads and writes. */
interface Ends {
  readonly signal: Pick<Signal, "rank">;
  readonly from: Format;
  readonly to: Format;
}

type Rule = readonly [
  option: string,
  word: keyof FileWords | "lags",
  used: (ends: Ends) => boolean,
  found: (ends: Ends) => string,
  remedy: string,
];

const delimited = (format: Format): boolean => format.name === "csv" || format.name === "tsv";
const table = ({ from }: Ends): boolean => from.medium === "table";
const noTable = ({ from }: Ends): string => `the input is ${from.name}, which is no table`;
const noText = ({ from }: Ends): string => `the input is ${from.name}, not CSV or TSV`;
const AWAY = "Leave it out";

const RULES: readonly Rule[] = [
  ["--columns", "columns", table, noTable, AWAY],
  ["--time-column", "timeColumn", table, noTable, AWAY],
  ["--na", "na", table, noTable, AWAY],
  ["--matrix", "matrix", table, noTable, AWAY],
  ["--header", "header", ({ from }) => delimited(from), noText, AWAY],
  ["--skip-lines", "skipLines", ({ from }) => delimited(from), noText, AWAY],
  ["--delimiter", "delimiter", ({ from, to }) => delimited(from) || delimited(to), noText, AWAY],
  ["--decimal-comma", "decimalComma", ({ from, to }) => delimited(from) || delimited(to), noText, AWAY],
  ["--axes", "axes", ({ from }) => from.name === "npy", ({ from }) => `the input is ${from.name}, not NPY`, AWAY],
  [
    "--rate",
    "rate",
    ({ signal, from }) => signal.rank === 1 && from.medium !== "audio",
    ({ signal, from }) => (signal.rank === 2 ? "a plane has no sample rate" : `${from.name} has a rate of its own`),
    AWAY,
  ],
  [
    "--lags",
    "lags",
    ({ to }) => to.medium === "table",
    ({ to }) => `${to.name} has no place for lags`,
    "Write CSV, TSV or JSON",
  ],
  [
    "--quality",
    "quality",
    ({ to }) => ["jpeg", "webp", "avif"].includes(to.name),
    ({ to }) => `the output is ${to.name}, which has no quality`,
    AWAY,
  ],
  ["--png-level", "pngLevel", ({ to }) => to.name === "png", ({ to }) => `the output is ${to.name}, not PNG`, AWAY],
  [
    "--optimize-coding",
    "optimizeCoding",
    ({ to }) => to.name === "jpeg",
    ({ to }) => `the output is ${to.name}, not JPEG`,
    AWAY,
  ],
];

/** @throws usageError for the first option that no input and output gives a meaning */
export function refuseUnused(words: FileWords & { readonly lags?: boolean }, ...ends: readonly Ends[]): void {
  for (const [option, word, used, found, remedy] of RULES) {
    if (words[word] === undefined || ends.some(used)) continue;
    throw usageError(words[word] === false ? option.replace("--", "--no-") : option, found(ends[0]), remedy);
  }
}
