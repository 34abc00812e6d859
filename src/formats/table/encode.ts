/** A signal to delimited text. */
import type { Signal } from "../../base/signal.js";
import type { Cells } from "../../base/table.js";
import type { EncodeOptions } from "../format.js";
import { Blocks } from "./blocks.js";
import { readCell } from "./cell.js";
import { KeptCells } from "./cells.js";
import { type Dialect, delimiterOption } from "./dialect.js";
import { NUMBER_ROOM, writeComplex, writeNumber } from "./digits.js";
import { type Column, inputRow, lagOf, lagSeconds, layoutOf, writtenValue } from "./layout.js";

const LF = 10;
const NONE: ReadonlySet<string> = new Set();

/**
 * Lines end in LF; numbers are in shortest round-trip form, missing ones `nan`. A table that was read by the same format
 * keeps its delimiter and decimal mark unless options name others.
 * @param usual the delimiter where nothing names one
 */
export function encodeDelimited(signal: Signal, options: EncodeOptions, usual: string, format: string): Uint8Array[] {
  const dialect = writtenDialect(signal, options, usual, format);
  const { columns, names, rows } = layoutOf(signal);
  const out = new Blocks();
  if (names !== null) {
    for (const [c, name] of names.entries()) {
      if (c > 0) out.text(dialect.delimiter);
      out.text(quotedCell(name, dialect, c === 0, names.length === 1));
    }
    out.byte(LF);
  }
  const writer = new RowWriter(signal, dialect, out);
  if (columns.every((column) => column.kind === "channel"))
    writer.channelRows(
      columns.map((c) => c.channel),
      rows,
    );
  else for (let row = 0; row < rows; row++) writer.row(columns, row);
  return out.finish();
}

function writtenDialect(signal: Signal, options: EncodeOptions, usual: string, format: string): Dialect {
  const table = signal.about.format === format ? signal.about.table : undefined;
  const decimalComma = options.decimalComma ?? table?.decimalComma ?? false;
  if (options.delimiter !== undefined)
    return { delimiter: delimiterOption(options.delimiter, decimalComma), decimalComma };
  const delimiter = table?.delimiter ?? usual;
  return { delimiter: delimiter === "," && decimalComma ? ";" : delimiter, decimalComma };
}

/** A text as a cell, quoted where it would be read as something else: alone in its row, an empty one is an empty line. */
export function quotedCell(
  text: string,
  { delimiter }: Pick<Dialect, "delimiter">,
  first: boolean,
  alone = false,
): string {
  const blanks = delimiter === " ";
  const plain =
    !text.includes(delimiter) &&
    !/["\r\n]|^[ \t]|[ \t]$/.test(text) &&
    !(alone && text === "") &&
    !(first && text.startsWith("#")) &&
    !(blanks && (text === "" || text.includes("\t")));
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}

class RowWriter {
  readonly #delimiter: number;
  readonly #point: number;
  /** Kept cells can be copied as they are where their quoting fits. */
  readonly #copies: boolean;

  constructor(
    readonly signal: Signal,
    readonly dialect: Dialect,
    readonly out: Blocks,
  ) {
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#point = dialect.decimalComma ? 44 : 46;
    const { table } = signal.about;
    this.#copies = table?.delimiter === dialect.delimiter && table.decimalComma === dialect.decimalComma;
  }

  /** Rows of channels alone, which need no looking at columns. */
  channelRows(channels: readonly number[], rows: number): void {
    const { out, signal } = this;
    const { data, imag, type } = signal;
    const n = channels.length;
    const plain = imag === undefined && channels.every((channel, i) => channel === i);
    const point = this.#point;
    const delimiter = this.#delimiter;
    const room = n * (2 * NUMBER_ROOM + 2);
    for (let row = 0; row < rows; row++) {
      out.reserve(room);
      const { block } = out;
      let { at } = out;
      const base = row * n;
      for (let c = 0; c < n; c++) {
        if (c > 0) block[at++] = delimiter;
        const i = plain ? base + c : base + channels[c];
        at =
          imag === undefined
            ? writeNumber(data[i], block, at, point)
            : writeComplex(writtenValue(type, data[i]), writtenValue(type, imag[i]), block, at, point);
      }
      block[at++] = LF;
      out.at = at;
    }
  }

  row(columns: readonly Column[], row: number): void {
    const { out, signal } = this;
    const { data, imag, type, channels } = signal;
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c];
      if (c > 0) out.byte(this.#delimiter);
      if (column.kind === "cells") {
        this.#cell(column.cells, inputRow(signal, row), c === 0);
        continue;
      }
      out.reserve(2 * NUMBER_ROOM);
      if (column.kind === "channel") {
        const i = row * channels + column.channel;
        out.at =
          imag === undefined
            ? writeNumber(data[i], out.block, out.at, this.#point)
            : writeComplex(writtenValue(type, data[i]), writtenValue(type, imag[i]), out.block, out.at, this.#point);
      } else
        out.at = writeNumber(
          column.kind === "lag" ? lagOf(signal, row) : lagSeconds(signal, row),
          out.block,
          out.at,
          this.#point,
        );
    }
    out.byte(LF);
  }

  #cell(cells: Cells | undefined, row: number, first: boolean): void {
    if (cells === undefined || row < 0 || row >= cells.length) {
      this.out.text(quotedCell("", this.dialect, first));
      return;
    }
    if (this.#copies && cells instanceof KeptCells && cells.style === "delimited") {
      const raw = cells.raw(row);
      if (raw.length > 0) this.out.bytes(raw);
      else this.out.text(quotedCell("", this.dialect, first));
      return;
    }
    this.out.text(quotedCell(this.#translated(cells.text(row)), this.dialect, first));
  }

  /** Numbers among the kept cells follow the decimal mark of the output. */
  #translated(text: string): string {
    const from = this.signal.about.table?.decimalComma ?? false;
    const to = this.dialect.decimalComma;
    if (from === to || readCell(text, from, NONE).kind !== "number") return text;
    return to ? text.replaceAll(".", ",") : text.replaceAll(",", ".");
  }
}
