/** The rows of a delimited table, byte by byte, numbers straight into the columns' array. */
import { inputError } from "../../base/errors.js";
import { count, quoted } from "../../base/text.js";
import { KEPT, type TableBuilder, TIME } from "./builder.js";
import { type Cell, readCell } from "./cell.js";
import { type Dialect, delimiterText } from "./dialect.js";
import { scanNumber } from "./number.js";
import { type RowReader, spanText } from "./rows.js";
import { lineAt, lineEnd, linePlace, placeAt } from "./source.js";

export interface ScanSetup {
  readonly reader: RowReader;
  readonly dialect: Dialect;
  readonly builder: TableBuilder;
  readonly header: readonly string[] | null;
  readonly na: ReadonlySet<string>;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
const HASH = 35;
const SPACE = 32;
const TAB = 9;
const COMMA = 44;
const POINT = 46;

/**
 * Reads all rows from the line start `from` on. Returns a column that was thought empty and turned out to hold numbers
 * (reading has then stopped), or undefined when all is read.
 */
export function scanRows(setup: ScanSetup, from: number): number | undefined {
  const { reader, dialect, builder } = setup;
  const { bytes } = reader.source;
  const { roles, width, channels } = builder;
  const end = bytes.length;
  const slow = new SlowCells(setup);
  const delimiter = dialect.delimiter.charCodeAt(0);
  const blanks = delimiter === SPACE;
  const tab = delimiter === TAB ? SPACE : TAB; // the second blank
  const point = dialect.decimalComma ? COMMA : POINT;
  const checkNa = [...setup.na].some((word) => /^[+-]?[.,]?\d/.test(word));
  const scratch = new Float64Array(1);
  let firstRow = -1;
  let p = from;
  for (;;) {
    while (p < end && (bytes[p] === SPACE || bytes[p] === tab)) p++;
    if (p >= end) return undefined;
    const lead = bytes[p];
    if (lead === HASH) {
      p = lineEnd(bytes, p) + 1;
      continue;
    }
    if (lead === LF || lead === CR) {
      const next = reader.nextRow(p);
      if (next < end && builder.rows > 0) throw blankLine(reader, p);
      p = next;
      continue;
    }
    if (firstRow < 0) firstRow = p;
    const line = p;
    builder.reserve();
    const values = builder.values;
    const base = builder.rows * channels;
    let column = 0;
    for (;;) {
      const role = column < width ? roles[column] : KEPT;
      let e: number;
      if (role >= 0) {
        e = scanNumber(bytes, p, end, point, values, base + role);
        if (e < 0 && bytes[p] === QUOTE) e = quotedNumber(bytes, p, end, point, values, base + role);
        if (e >= 0) while (e < end && (bytes[e] === SPACE || bytes[e] === tab)) e++;
        const stop = e >= 0 && e < end ? bytes[e] : LF;
        const plain =
          stop === delimiter ||
          stop === LF ||
          stop === CR ||
          (blanks && e > p && (bytes[e - 1] === SPACE || bytes[e - 1] === TAB));
        if (e < 0 || !plain || checkNa) e = slow.number(column, p, base + role);
      } else if (column >= width) e = reader.cellEnd(p);
      else if (role === KEPT) {
        e = reader.cellEnd(p);
        builder.kept.get(column)!.push(p, e);
      } else if (role === TIME) {
        e = reader.cellEnd(p);
        builder.kept.get(column)!.push(p, e);
        if (scanNumber(bytes, p, e, point, scratch, 0) === e) builder.times[builder.rows] = scratch[0];
        else builder.times[builder.rows] = slow.time(p, e);
      } else {
        e = reader.cellEnd(p);
        const kind = slow.read(p, e).kind;
        if (kind === "number" || kind === "overflow") return column;
        if (kind === "text") roles[column] = KEPT;
        builder.kept.get(column)!.push(p, e);
      }
      while (e < end && (bytes[e] === SPACE || bytes[e] === tab)) e++;
      column++;
      if (e >= end || bytes[e] === LF) {
        p = e + 1;
        break;
      }
      if (bytes[e] === CR) {
        p = reader.lineBreak(e);
        break;
      }
      if (blanks) p = e;
      else {
        p = e + 1;
        while (p < end && (bytes[p] === SPACE || bytes[p] === tab)) p++;
      }
    }
    if (column !== width) throw ragged(setup, line, column, firstRow);
    builder.rows++;
  }
}

/** As `scanNumber`, for a plain number in quotes. */
function quotedNumber(b: Uint8Array, from: number, end: number, point: number, out: Float64Array, at: number): number {
  const e = scanNumber(b, from + 1, end, point, out, at);
  return e >= 0 && e < end && b[e] === QUOTE ? e + 1 : -1;
}

/** Cells that are not plain numbers: missing, quoted, complex, very long, or wrong. */
class SlowCells {
  constructor(readonly setup: ScanSetup) {}

  read(from: number, to: number): Cell {
    const { reader, dialect, na } = this.setup;
    const text = spanText(reader.source.bytes, from, to);
    // Blanks inside the quotes of a number mean nothing.
    return readCell(text.trim(), dialect.decimalComma, na);
  }

  /** Stores the cell at `from` as a sample and returns the offset behind it. */
  number(column: number, from: number, at: number): number {
    const { reader, builder } = this.setup;
    const to = reader.cellEnd(from);
    const cell = this.read(from, to);
    if (cell.kind === "missing") builder.values[at] = Number.NaN;
    else if (cell.kind !== "number") throw this.#wrong(column, from, to, cell.kind);
    else if (cell.im === undefined) builder.values[at] = cell.re;
    else builder.setComplex(at, cell.re, cell.im);
    return to;
  }

  /** The time in a cell. */
  time(from: number, to: number): number {
    const cell = this.read(from, to);
    if (cell.kind === "number" && cell.im === undefined && Number.isFinite(cell.re)) return cell.re;
    const { reader } = this.setup;
    throw inputError(
      placeAt(reader.source, from),
      `found ${quoted(spanText(reader.source.bytes, from, to))} in the time column, not a number of seconds`,
      "Correct the cell, or leave out --time-column and give --rate",
    );
  }

  #wrong(column: number, from: number, to: number, kind: "text" | "overflow"): Error {
    const { reader, header, dialect } = this.setup;
    const text = spanText(reader.source.bytes, from, to);
    const place = placeAt(reader.source, from);
    const name = header === null ? String(column + 1) : quoted(header[column]);
    if (kind === "overflow")
      return inputError(
        place,
        `found ${quoted(text)} in column ${name}, beyond the range of 64-bit floats`,
        "Scale the data, or write inf",
      );
    const comma = !dialect.decimalComma && /^\s*[+-]?\d+,\d+\s*$/.test(text);
    return inputError(
      place,
      `found ${quoted(text)} in column ${name}, not a number`,
      comma
        ? "If the comma is the decimal mark, say --decimal-comma"
        : `Correct it, name it with --na ${quoted(text)} if it means a missing value, or choose other columns with --columns`,
    );
  }
}

function blankLine(reader: RowReader, at: number): Error {
  return blankBetweenRows(linePlace(reader.source, at));
}

export function blankBetweenRows(place: string): Error {
  return inputError(place, "a blank line between rows", "Take it out, or write nan for a missing value");
}

function ragged(setup: ScanSetup, line: number, cells: number, firstRow: number): Error {
  const { source } = setup.reader;
  const { width } = setup.builder;
  const where =
    setup.header === null && firstRow !== line
      ? `line ${lineAt(source, firstRow)} has ${width}`
      : `the table has ${count(width, "column")}`;
  return inputError(
    linePlace(source, line),
    `${count(cells, "cell")} where ${where} (cut at ${delimiterText(setup.dialect.delimiter)})`,
    "Give each row the same number of cells, quote cells that hold the delimiter, or say --delimiter",
  );
}
