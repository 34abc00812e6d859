/** A signal to JSON: a flat array, an array of rows, or an array of records. */
import { outputError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";
import { quoted } from "../../base/text.js";
import type { EncodeOptions } from "../format.js";
import { Blocks } from "../table/blocks.js";
import { KeptCells } from "../table/cells.js";
import { complexText, NUMBER_ROOM, writeNumber } from "../table/digits.js";
import { type Column, inputRow, lagOf, lagSeconds, layoutOf, writtenValue } from "../table/layout.js";

/**
 * Records where the columns have names; else a flat array for one column, unless it came as rows; else rows. NaN is
 * null, infinities are the strings "inf" and "-inf", complex numbers strings such as "1+2i".
 */
export function encodeJson(signal: Signal, options: EncodeOptions): Uint8Array[] {
  const { columns, names, rows } = layoutOf(signal);
  const { about } = signal;
  const cameAsRows = about.format === "json" && about.table !== undefined;
  const flat = signal.rank === 1 && names === null && columns.length === 1 && !cameAsRows;
  const records = names !== null && signal.rank === 1;
  const [open, close] = flat ? ["", ""] : records ? ["{", "}"] : ["[", "]"];
  const keys = records ? keyTexts(names, options.target) : columns.map(() => "");
  const encoder = new TextEncoder();
  const leads = keys.map((key, c) => encoder.encode((c === 0 ? open : ",") + key));
  const nextRow = encoder.encode(close + (flat ? "," : ",\n") + open + keys[0]);
  const out = new Blocks();
  out.text(flat ? "[" : "[\n");
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns.length; c++) {
      out.bytes(c === 0 && row > 0 ? nextRow : leads[c]);
      writeCell(out, signal, columns[c], row);
    }
  }
  out.text(flat ? "]\n" : `${close}\n]\n`);
  return out.finish();
}

function keyTexts(names: readonly string[], target: string): string[] {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name))
      throw outputError(
        target,
        `two columns have the name ${quoted(name)}, and JSON records need different ones`,
        "Write CSV, or give the columns other names",
      );
    seen.add(name);
  }
  return names.map((name) => `${JSON.stringify(name)}:`);
}

function writeCell(out: Blocks, signal: Signal, column: Column, row: number): void {
  if (column.kind === "channel") {
    // A plane's columns are its samples, a signal's are its channels.
    const width = signal.rank === 2 ? signal.width : signal.channels;
    const i = row * width + column.channel;
    if (signal.imag === undefined) writeReal(out, signal.data[i]);
    else
      out.text(
        `"${complexText(writtenValue(signal.type, signal.data[i]), writtenValue(signal.type, signal.imag[i]))}"`,
      );
  } else if (column.kind === "cells") {
    const at = inputRow(signal, row);
    const { cells } = column;
    if (cells === undefined || at < 0 || at >= cells.length) out.text("null");
    else if (cells instanceof KeptCells && cells.style === "json") out.bytes(cells.raw(at));
    else out.text(cellText(cells.text(at)));
  } else writeReal(out, column.kind === "lag" ? lagOf(signal, row) : lagSeconds(signal, row));
}

function writeReal(out: Blocks, value: number): void {
  if (Number.isFinite(value)) {
    out.reserve(NUMBER_ROOM);
    out.at = writeNumber(value, out.block, out.at, 46);
  } else out.text(Number.isNaN(value) ? "null" : value > 0 ? '"inf"' : '"-inf"');
}

/** A cell of a table as a JSON value: a number where it is written as JSON writes numbers, null where it is empty. */
function cellText(text: string): string {
  if (text === "") return "null";
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? text : JSON.stringify(text);
}
