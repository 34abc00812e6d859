/**
 * What form a table has, found out from its first rows by fixed rules.
 *
 * Delimiter: the first of tab, semicolon, comma, pipe and runs of blanks that cuts each of the first rows into the same
 * number of cells, at least two; else the first that is in at least half of these rows; else there is one column.
 *
 * Header: the first row is one when, over the columns that hold numbers in the next rows, it has names only. A name has
 * a letter, does not begin like a number, and is no usual word for a missing value.
 */
import { inputError, type UserError } from "../../base/errors.js";
import { count, quoted } from "../../base/text.js";
import type { TableOptions } from "../format.js";
import { readCell } from "./cell.js";
import { candidates, type Dialect, delimiterOption, delimiterText } from "./dialect.js";
import { type Row, RowReader, spanText } from "./rows.js";
import { lineAt, linePlace, placeAt, type TextSource } from "./source.js";

/** Rows that are looked at. */
const SAMPLE = 100;

/** What a column holds by its first rows; `open` while all of its cells are missing. */
export type ColumnKind = "number" | "text" | "open";

export function findDialect(
  source: TextSource,
  from: number,
  options: TableOptions,
  usual: string | undefined,
): Dialect {
  const decimalComma = options.decimalComma ?? false;
  if (options.delimiter !== undefined)
    return { delimiter: delimiterOption(options.delimiter, decimalComma), decimalComma };
  if (usual !== undefined) return { delimiter: usual, decimalComma };
  let common: string | undefined;
  for (const delimiter of candidates(options)) {
    const counts = cellCounts(source, from, { delimiter, decimalComma });
    if (counts.length === 0) continue;
    if (counts[0] > 1 && counts.every((n) => n === counts[0])) return { delimiter, decimalComma };
    if (2 * counts.filter((n) => n > 1).length >= counts.length) common ??= delimiter;
  }
  return { delimiter: common ?? (decimalComma ? ";" : ","), decimalComma };
}

/** Cells of each of the first rows; none where the dialect does not even cut them. */
function cellCounts(source: TextSource, from: number, dialect: Dialect): number[] {
  try {
    return firstRows(new RowReader(source, dialect), from).map((row) => row.cells.length);
  } catch {
    return [];
  }
}

/** The first rows of a table, comments and blank lines left out. */
export function firstRows(reader: RowReader, from: number): Row[] {
  const rows: Row[] = [];
  const end = reader.source.bytes.length;
  for (let p = reader.nextRow(from); p < end && rows.length < SAMPLE; ) {
    const { row, next } = reader.read(p);
    rows.push(row);
    p = reader.nextRow(next);
  }
  return rows;
}

/** An input error where the first row has another number of cells than most: it is then a title, or rows are damaged. */
export function checkFirstRow(source: TextSource, rows: readonly Row[], dialect: Dialect): void {
  const votes = new Map<number, number>();
  for (const row of rows) votes.set(row.cells.length, (votes.get(row.cells.length) ?? 0) + 1);
  const [usual] = [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
  if (rows[0].cells.length === usual || (votes.get(usual) ?? 0) < 2) return;
  const table = rows.find((row) => row.cells.length === usual);
  const skip = lineAt(source, table === undefined ? 0 : table.from) - 1;
  throw inputError(
    linePlace(source, rows[0].from),
    `${count(rows[0].cells.length, "cell")} where most rows have ${usual} (cut at ${delimiterText(dialect.delimiter)})`,
    `If the table has a title, leave it out with --skip-lines ${skip}`,
  );
}

/** The kinds of all columns by the majority of their cells in `rows` that are not missing. */
export function columnKinds(
  bytes: Buffer,
  rows: readonly Row[],
  width: number,
  decimalComma: boolean,
  na: ReadonlySet<string>,
): ColumnKind[] {
  return Array.from({ length: width }, (_, c): ColumnKind => {
    let [numbers, texts] = [0, 0];
    for (const row of rows) {
      if (c >= row.cells.length) continue;
      const { kind } = readCell(spanText(bytes, row.cells[c].from, row.cells[c].to), decimalComma, na);
      if (kind === "text") texts++;
      else if (kind !== "missing") numbers++;
    }
    if (numbers + texts === 0) return "open";
    return numbers >= texts ? "number" : "text";
  });
}

const USUAL_MISSING: ReadonlySet<string> = new Set(["na", "n/a", "#n/a", "null", "none", "nil", "missing", "void"]);

/** Whether a cell could be the name of a column. */
export const isName = (text: string): boolean =>
  /\p{L}/u.test(text) && !/^[+-]?[.,]?\d/.test(text) && !USUAL_MISSING.has(text.toLowerCase());

/** Whether the first row is the header, by the rule above. An input error where it is neither names nor data. */
export function findHeader(
  source: TextSource,
  rows: readonly Row[],
  decimalComma: boolean,
  na: ReadonlySet<string>,
): boolean {
  const { bytes } = source;
  const [head, ...body] = rows;
  const kinds = columnKinds(bytes, body, head.cells.length, decimalComma, na);
  let names = 0;
  let others = 0;
  let clash: UserError | undefined;
  for (const [c, { from, to }] of head.cells.entries()) {
    if (body.length > 0 && kinds[c] !== "number") continue;
    const text = spanText(bytes, from, to);
    const { kind } = readCell(text, decimalComma, na);
    if (kind === "missing") continue;
    if (kind === "text" && isName(text)) {
      names++;
      clash ??= inputError(
        placeAt(source, from),
        `the first row has the name ${quoted(text)} and numbers, so it may be a header or data`,
        `Say --header or --no-header, or name a missing value with --na ${quoted(text)}`,
      );
    } else others++;
  }
  if (names > 0 && others > 0 && clash !== undefined) throw clash;
  return names > 0;
}
