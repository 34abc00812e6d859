/** Which columns of a table are filtered: by name, by number from 1, by range `2-4`, or all that hold numbers. */
import { inputError, usageError } from "../../base/errors.js";
import { count, nearest, quoted } from "../../base/text.js";
import type { TableOptions } from "../format.js";
import type { ColumnKind } from "./detect.js";

/** Columns are counted from 0 here. */
export interface ColumnChoice {
  /** Filtered columns, in the order of the channels. */
  readonly filtered: readonly number[];
  readonly time?: number;
  /** Columns that are empty so far and are filtered if they turn out to hold numbers. */
  readonly open: ReadonlySet<number>;
}

/**
 * @param header names of the columns, or null
 * @param noNumbers called where no column was named and none holds numbers; must throw
 */
export function chooseColumns(
  source: string,
  header: readonly string[] | null,
  kinds: readonly ColumnKind[],
  options: TableOptions,
  noNumbers: () => never,
): ColumnChoice {
  const width = kinds.length;
  const time =
    options.timeColumn === undefined ? undefined : single("--time-column", options.timeColumn, source, header, width);
  const chosen = new Set<number>();
  const open = new Set<number>();
  if (options.columns !== undefined) {
    for (const word of options.columns) for (const c of named("--columns", word, source, header, width)) chosen.add(c);
    if (chosen.size === 0)
      throw usageError("--columns", "no column is named", "Give names, numbers or ranges such as 2-4");
    if (time !== undefined && chosen.has(time))
      throw usageError(
        "--columns",
        `column ${time + 1} is the time column, which is not filtered`,
        "Leave it out of --columns",
      );
  } else {
    for (const [c, kind] of kinds.entries()) {
      if (c === time) continue;
      if (kind === "number" || (options.matrix === true && kind === "text")) chosen.add(c);
      else if (kind === "open" && options.matrix === true) chosen.add(c);
      else if (kind === "open") open.add(c);
    }
    if (chosen.size === 0 && open.size === 0) {
      if (time !== undefined && kinds.filter((k) => k === "number").length > 0)
        throw inputError(
          source,
          "no column holds numbers besides the time column",
          "Name the columns to filter with --columns",
        );
      noNumbers();
    }
  }
  return { filtered: [...chosen], open, ...(time === undefined ? {} : { time }) };
}

function single(option: string, word: string, source: string, header: readonly string[] | null, width: number): number {
  const found = named(option, word, source, header, width);
  if (found.length !== 1) throw usageError(option, `${quoted(word)} names ${found.length} columns`, "Name one column");
  return found[0];
}

/** The columns that a word names. A name wins over a number. */
function named(
  option: string,
  word: string,
  source: string,
  header: readonly string[] | null,
  width: number,
): number[] {
  const text = word.trim();
  const same = (header ?? []).flatMap((name, c) => (name.trim() === text ? [c] : []));
  if (same.length === 1) return same;
  if (same.length > 1)
    throw usageError(
      option,
      `${quoted(text)} is the name of columns ${same.map((c) => c + 1).join(" and ")}`,
      "Name it by its number",
    );
  const match: (string | undefined)[] | null = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  if (match === null) throw unknownName(option, text, source, header, width);
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  if (first < 1 || last < first || last > width)
    throw usageError(
      option,
      `${quoted(text)} does not lie in columns 1 to ${width} of ${source}`,
      "Count the columns from 1, ranges rising",
    );
  return Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i);
}

function unknownName(
  option: string,
  text: string,
  source: string,
  header: readonly string[] | null,
  width: number,
): Error {
  if (header === null)
    return usageError(
      option,
      `${quoted(text)} is no column number, and ${source} has no header`,
      `Give numbers from 1 to ${width}, or --header if the first row has the names`,
    );
  const names = header.map((name) => name.trim());
  const near = nearest(
    text,
    names.filter((name) => name !== ""),
  );
  const list =
    names
      .slice(0, 20)
      .map((name) => quoted(name, 30))
      .join(", ") + (names.length > 20 ? ", …" : "");
  return usageError(
    option,
    `${source} has no column ${quoted(text)}`,
    `${near === undefined ? "" : `Did you mean ${quoted(near)}? `}It has ${count(width, "column")}: ${list}`,
  );
}

/** The choice with a column more that had seemed empty; channels stay in the order of the columns. */
export function withColumn(choice: ColumnChoice, column: number): ColumnChoice {
  const open = new Set(choice.open);
  open.delete(column);
  return { ...choice, open, filtered: [...choice.filtered, column].sort((a, b) => a - b) };
}
