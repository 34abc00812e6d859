/** JSON arrays to a signal. */
import { inputError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";
import { quoted } from "../../base/text.js";
import type { DecodeOptions } from "../format.js";
import { OPEN, TableBuilder, TIME } from "../table/builder.js";
import { chooseColumns, withColumn } from "../table/columns.js";
import type { ColumnKind } from "../table/detect.js";
import { sampleRate } from "../table/rate.js";
import { openText, placeAt, type TextSource, textOf } from "../table/source.js";
import { readJsonCell } from "./cell.js";
import { findShape, type JsonShape, readRows } from "./rows.js";
import { JsonScanner } from "./scanner.js";

/** Rows that are looked at to tell numbers from texts. */
const SAMPLE = 100;

export function decodeJson(data: Uint8Array, options: DecodeOptions): Signal {
  const { table } = options;
  const source = openText(data, options.source);
  const { bytes } = source;
  const shape = findShape(new JsonScanner(source));
  const na = new Set(table.na?.map((word) => word.trim()));
  const kinds = findKinds(source, shape, na);
  let choice = chooseColumns(source.name, shape.names, kinds, table, () => {
    throw noNumbers(source, shape, na);
  });
  for (;;) {
    const builder = new TableBuilder(choice, shape.width, bytes, "json", 1024);
    const found = build(source, shape, builder, na);
    if (found !== undefined) {
      choice = withColumn(choice, found);
      continue;
    }
    if (builder.channels === 0) throw noNumbers(source, shape, na);
    const matrix = table.matrix ?? false;
    const rate = sampleRate(builder, table, source.name, (row) => rowPlace(source, shape, row));
    const signal = builder.finish(
      { source: options.source, format: "json", ...(rate === undefined || matrix ? {} : { sampleRate: rate }) },
      { delimiter: ",", decimalComma: false, header: shape.names, matrix, flat: shape.kind === "flat" },
    );
    // A flat list as a plane is one row.
    return matrix && shape.kind === "flat" ? { ...signal, width: signal.height, height: 1 } : signal;
  }
}

function findKinds(source: TextSource, shape: JsonShape, na: ReadonlySet<string>): ColumnKind[] {
  const scanner = new JsonScanner(source);
  const votes = new Int32Array(shape.width);
  const full = new Uint8Array(shape.width);
  let rows = 0;
  readRows(scanner, shape, {
    begin: () => undefined,
    cell: (column) => {
      const { kind } = readJsonCell(scanner, na);
      if (kind !== "missing") {
        votes[column] += kind === "text" ? -1 : 1;
        full[column] = 1;
      }
      return false;
    },
    end: () => ++rows === SAMPLE,
  });
  return Array.from(votes, (vote, c) => (full[c] === 0 ? "open" : vote >= 0 ? "number" : "text"));
}

/** Fills the builder; returns a column that had seemed empty and holds numbers, when there is one. */
function build(
  source: TextSource,
  shape: JsonShape,
  builder: TableBuilder,
  na: ReadonlySet<string>,
): number | undefined {
  const scanner = new JsonScanner(source);
  const { roles, channels } = builder;
  let found: number | undefined;
  readRows(scanner, shape, {
    begin: () => {
      builder.reserve();
    },
    cell: (column) => {
      const c = scanner.peek();
      const role = roles[column];
      const from = scanner.pos;
      if (role >= 0) {
        const at = builder.rows * channels + role;
        if (na.size === 0 && (c === 45 || (c >= 48 && c <= 57))) scanner.number(builder.values, at);
        else sample(scanner, builder, at, na, placeOf(shape, column));
        return false;
      }
      if (role === TIME) builder.times[builder.rows] = time(scanner, na);
      else if (role === OPEN) {
        const { kind } = readJsonCell(scanner, na);
        if (kind === "number") {
          found = column;
          return true;
        }
        if (kind !== "missing") roles[column] = -1;
      } else scanner.passValue();
      builder.kept.get(column)!.push(from, scanner.pos);
      return false;
    },
    end: () => {
      builder.rows++;
      return false;
    },
  });
  return found;
}

/** Where a value stands that is no number, for `found "x" …`. */
function placeOf(shape: JsonShape, column: number): string {
  if (shape.kind === "flat") return "where a number was expected";
  const name = shape.names?.[column];
  return name === undefined ? `in column ${column + 1}, not a number` : `in column ${quoted(name)}, not a number`;
}

function sample(scanner: JsonScanner, builder: TableBuilder, at: number, na: ReadonlySet<string>, where: string): void {
  const from = scanner.pos;
  const cell = readJsonCell(scanner, na);
  if (cell.kind === "missing") builder.values[at] = Number.NaN;
  else if (cell.kind !== "number") throw wrongCell(scanner, from, where);
  else if (cell.im === undefined) builder.values[at] = cell.re;
  else builder.setComplex(at, cell.re, cell.im);
}

function time(scanner: JsonScanner, na: ReadonlySet<string>): number {
  const from = scanner.pos;
  const cell = readJsonCell(scanner, na);
  if (cell.kind === "number" && cell.im === undefined && Number.isFinite(cell.re)) return cell.re;
  throw wrongCell(scanner, from, "in the time column, not a number of seconds");
}

/** An input error about the value between `from` and the scanner. */
function wrongCell(scanner: JsonScanner, from: number, what: string): Error {
  const text = textOf(scanner.bytes, from, Math.min(scanner.pos, from + 200));
  return inputError(
    placeAt(scanner.source, from),
    `found ${text.startsWith('"') ? quoted(text.slice(1, -1)) : quoted(text)} ${what}`,
    'Give a number, null for a missing value, or a complex number as "1+2i"',
  );
}

function noNumbers(source: TextSource, shape: JsonShape, na: ReadonlySet<string>): Error {
  const scanner = new JsonScanner(source);
  let error: Error | undefined;
  readRows(scanner, shape, {
    begin: () => undefined,
    cell: () => {
      scanner.peek();
      const from = scanner.pos;
      if (readJsonCell(scanner, na).kind === "text") error = wrongCell(scanner, from, "and no column holds numbers");
      return error !== undefined;
    },
    end: () => false,
  });
  return error ?? inputError(source.name, "all values are null", "Give data with numbers in it");
}

/** Place of row `row`: only messages need it. */
function rowPlace(source: TextSource, shape: JsonShape, row: number): string {
  const scanner = new JsonScanner(source);
  let rows = 0;
  let at = 0;
  readRows(scanner, shape, {
    begin: () => {
      at = scanner.pos;
    },
    cell: () => {
      scanner.passValue();
      return false;
    },
    end: () => rows++ === row,
  });
  return placeAt(source, at);
}
