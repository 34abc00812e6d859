/** Delimited text to a signal. */
import { inputError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";
import { count, quoted } from "../../base/text.js";
import type { DecodeOptions, TableOptions } from "../format.js";
import { TableBuilder } from "./builder.js";
import { readCell } from "./cell.js";
import { type ColumnChoice, chooseColumns, withColumn } from "./columns.js";
import { checkFirstRow, columnKinds, findDialect, findHeader, firstRows, isName } from "./detect.js";
import type { Dialect } from "./dialect.js";
import { sampleRate } from "./rate.js";
import { type Row, RowReader, spanText } from "./rows.js";
import { scanRows } from "./scan.js";
import { lineAt, lineEnd, linePlace, openText, placeAt, type TextSource } from "./source.js";

/** The form of a table, and where its rows begin. */
export interface TableForm {
  readonly reader: RowReader;
  readonly dialect: Dialect;
  readonly header: readonly string[] | null;
  readonly na: ReadonlySet<string>;
  /** The first rows of data. */
  readonly body: readonly Row[];
  readonly width: number;
  readonly choice: ColumnChoice;
  /** The error for a table in which no column holds numbers. */
  readonly noNumbers: () => Error;
}

/** Finds out what form a table has, from its first rows. */
export function findForm(source: TextSource, table: TableOptions, usual: string | undefined): TableForm {
  const { bytes } = source;
  const from = skipLines(source, table.skipLines ?? 0);
  const dialect = findDialect(source, from, table, usual);
  const na = new Set(table.na?.map((word) => word.trim()));
  const reader = new RowReader(source, dialect);
  const rows = firstRows(reader, from);
  if (rows.length === 0) throw inputError(source.name, "there are no rows of data", "Give a table with numbers in it");
  checkFirstRow(source, rows, dialect);
  const width = rows[0].cells.length;
  const hasHeader = table.header ?? findHeader(source, rows, dialect.decimalComma, na);
  const header = hasHeader ? rows[0].cells.map(({ from, to }) => spanText(bytes, from, to)) : null;
  const body = hasHeader ? rows.slice(1) : rows;
  if (body.length === 0)
    throw inputError(
      linePlace(source, rows[0].from),
      "a header and no rows of data",
      "Say --no-header if the line is data",
    );
  const kinds = columnKinds(bytes, body, width, dialect.decimalComma, na);
  const wrong = (): Error => noNumbers(source, rows, body, dialect.decimalComma, na);
  const choice = chooseColumns(source.name, header, kinds, table, () => {
    throw wrong();
  });
  return { reader, dialect, header, na, body, width, choice, noNumbers: wrong };
}

/**
 * Reads a table. @param format name of the format, for `about`; @param usual the delimiter when none is given; absent:
 * found out.
 */
export function decodeDelimited(data: Uint8Array, options: DecodeOptions, format: string, usual?: string): Signal {
  const { table } = options;
  const source = openText(data, options.source);
  const { bytes } = source;
  const form = findForm(source, table, usual);
  const { reader, dialect, header, na, body, width } = form;
  let { choice } = form;
  // About how many rows there are, from the first ones.
  const last = body[body.length - 1];
  const rest = bytes.length - body[0].from;
  const rowBytes = body.length > 1 ? (last.from - body[0].from) / (body.length - 1) : rest;
  const capacity = Math.ceil((rest / rowBytes) * 1.02) + 16;
  for (;;) {
    const builder = new TableBuilder(choice, width, bytes, "delimited", capacity);
    const found = scanRows({ reader, dialect, builder, header, na }, body[0].from);
    if (found !== undefined) {
      choice = withColumn(choice, found);
      continue;
    }
    if (builder.channels === 0) throw form.noNumbers();
    const rate = sampleRate(builder, table, source.name, (row) =>
      linePlace(source, rowOffset(reader, body[0].from, row)),
    );
    return builder.finish(
      { source: options.source, format, ...(rate === undefined || table.matrix === true ? {} : { sampleRate: rate }) },
      { ...dialect, header, matrix: table.matrix ?? false },
    );
  }
}

function skipLines(source: TextSource, lines: number): number {
  let from = source.start;
  for (let i = 0; i < lines; i++) {
    from = lineEnd(source.bytes, from) + 1;
    if (from >= source.bytes.length)
      throw inputError(
        source.name,
        `there is nothing behind the first ${count(lines, "line")}`,
        "Give --skip-lines a smaller number",
      );
  }
  return from;
}

/** Offset of data row `row`, found again by reading: only messages need it. */
function rowOffset(reader: RowReader, from: number, row: number): number {
  let p = reader.nextRow(from);
  for (let i = 0; i < row; i++) p = reader.nextRow(reader.read(p).next);
  return p;
}

function noNumbers(
  source: TextSource,
  rows: readonly Row[],
  body: readonly Row[],
  decimalComma: boolean,
  na: ReadonlySet<string>,
): Error {
  const { bytes } = source;
  // A first row of words is then a header that was not told by numbers below it.
  const words = rows.length > 1 && rows[0].cells.every(({ from, to }) => isName(spanText(bytes, from, to)));
  for (const row of words ? rows.slice(1) : body)
    for (const { from, to } of row.cells) {
      const text = spanText(bytes, from, to);
      if (readCell(text, decimalComma, na).kind !== "text") continue;
      const comma = /^\s*[+-]?\d+,\d+\s*$/.test(text);
      return inputError(
        placeAt(source, from),
        `found ${quoted(text)}, not a number, and no column holds numbers`,
        comma
          ? "If the comma is the decimal mark, say --decimal-comma"
          : "Give a table of numbers, or say its form with --delimiter or --skip-lines",
      );
    }
  return inputError(
    `${source.name}:${lineAt(source, rows[0].from)}`,
    "all cells are empty",
    "Give a table with numbers in it",
  );
}
