/** Delimited text as it comes: its form is found out from the first rows, then each piece of whole lines is read at once. */
import { inputError } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import { quoted } from "../../base/text.js";
import { joinedBytes, type RowBlock, type RowDecoder, type RowHead, type RowOptions } from "../rows.js";
import { TableBuilder } from "./builder.js";
import type { ColumnChoice } from "./columns.js";
import { findForm, type TableForm } from "./decode.js";
import { sampleRate } from "./rate.js";
import { RowReader } from "./rows.js";
import { blankBetweenRows, scanRows } from "./scan.js";
import { lineAt, linePlace, openText, type TextSource } from "./source.js";
import { StepCheck } from "./time.js";

const LF = 10;
const CR = 13;
const QUOTE = 34;
const HASH = 35;
const SPACE = 32;
const TAB = 9;
const NOTHING = new Uint8Array(0);

export class TableRows implements RowDecoder {
  head: RowHead | undefined;
  private rest: Uint8Array = NOTHING;
  private lines = 0;
  private rows = 0;
  private form: (Omit<TableForm, "reader" | "body"> & { readonly choice: ColumnChoice }) | undefined;
  private steps: StepCheck | undefined;
  /** Columns that held nothing when the form was found out. */
  private left: ReadonlySet<number> = new Set();
  /** A blank line that is fine as long as no row follows. */
  private blank: string | undefined;

  /** @param usual the delimiter when none is given; absent: found out */
  constructor(
    private readonly options: RowOptions,
    private readonly usual?: string,
  ) {}

  push(bytes: Uint8Array): RowBlock | undefined {
    const all = joinedBytes(this.rest, bytes);
    const end = wholeLines(all);
    if (all.length - end > limits.line)
      throw inputError(
        `${this.options.source}:${this.lines + countLines(all.subarray(0, end)) + 1}`,
        `a line (or a quoted cell) of more than ${limits.line} bytes`,
        "Write one sample a line",
      );
    const piece = all.subarray(0, end);
    // Data rows and a header.
    if (!this.form && firstLines(piece, this.options) === undefined) {
      this.rest = all;
      return undefined;
    }
    this.rest = all.subarray(end);
    return this.read(piece);
  }

  end(): RowBlock | undefined {
    const { rest } = this;
    this.rest = NOTHING;
    return rest.length > 0 || !this.form ? this.read(rest) : undefined;
  }

  private read(piece: Uint8Array): RowBlock | undefined {
    if (piece.length === 0 && this.form) return undefined;
    const source = openText(piece, this.options.source, this.lines);
    let from = source.start;
    let headRows = 0;
    if (!this.form) {
      const head = openText(piece.subarray(0, firstLines(piece, this.options) ?? piece.length), this.options.source);
      const { body, reader: _, ...form } = findForm(head, this.options.table, this.usual);
      this.left = form.choice.open;
      this.form = { ...form, choice: { ...form.choice, open: new Set() } };
      if (this.form.choice.filtered.length === 0) throw form.noNumbers();
      from = body[0].from;
      headRows = body.length;
    }
    const { dialect, header, na, width, choice } = this.form;
    const reader = new RowReader(source, dialect);
    this.refuseBlankLines(source, from);
    const builder = new TableBuilder(
      choice,
      width,
      source.bytes,
      "delimited",
      Math.ceil(piece.length / (2 * width)) + 1,
    );
    scanRows({ reader, dialect, builder, header, na }, from);
    if (builder.imag)
      throw inputError(linePlace(source, from), "complex numbers", "Give real ones, such as magnitudes");
    const place = (row: number): string => linePlace(source, rowOffset(reader, from, row));
    if (!this.head) this.head = this.headOf(builder, headRows, place);
    const rows = builder.rows;
    const times = choice.time === undefined ? undefined : builder.times.slice(0, rows);
    if (times) this.steps?.check(times, place);
    if (rows > 0) this.noteBlankEnd(source);
    this.rows += rows;
    this.lines += countLines(piece);
    return { samples: builder.values.slice(0, rows * builder.channels), ...(times ? { times } : {}) };
  }

  private headOf(builder: TableBuilder, rows: number, place: (row: number) => string): RowHead {
    const { header, choice } = this.form!;
    const first = { choice, rows, times: builder.times };
    const rate = sampleRate(first, this.options.table, this.options.source, place);
    if (choice.time !== undefined)
      this.steps = new StepCheck(builder.times.subarray(0, rows), this.options.table.maxJitter);
    const notes = [...this.left].map(
      (c) =>
        `column ${header ? quoted(header[c]) : c + 1} is empty in the first ${rows} rows and is not searched; --columns names the ones to search`,
    );
    return {
      channels: choice.filtered.length,
      ...(header ? { columns: choice.filtered.map((c) => header[c]) } : {}),
      ...(rate === undefined ? {} : { sampleRate: rate }),
      ...(notes.length > 0 ? { notes } : {}),
    };
  }

  /** Blank lines between rows are a mistake, wherever the pieces are cut. */
  private refuseBlankLines(source: TextSource, from: number): void {
    const { bytes } = source;
    if (this.rows === 0) return;
    for (let p = from; p < bytes.length; ) {
      const end = bytes.indexOf(LF, p);
      const next = end < 0 ? bytes.length : end + 1;
      const kind = lineKind(bytes, p, next);
      if (kind === "blank") this.blank ??= linePlace(source, p);
      if (kind === "row") {
        if (this.blank !== undefined) throw blankBetweenRows(this.blank);
        return;
      }
      p = next;
    }
  }

  private noteBlankEnd(source: TextSource): void {
    const { bytes } = source;
    for (let end = bytes.length; end > 0; ) {
      const start = bytes.lastIndexOf(LF, end - 2) + 1;
      const kind = lineKind(bytes, start, end);
      if (kind === "row") return;
      if (kind === "blank") this.blank = `${source.name}:${lineAt(source, start)}`;
      end = start;
    }
  }
}

function lineKind(bytes: Uint8Array, from: number, to: number): "blank" | "comment" | "row" {
  for (let p = from; p < to; p++) {
    const c = bytes[p];
    if (c === SPACE || c === TAB || c === LF || c === CR) continue;
    return c === HASH ? "comment" : "row";
  }
  return "blank";
}

/** Offset behind the last line end that is not within quotes. A piece begins outside of them. */
function wholeLines(bytes: Uint8Array): number {
  if (!bytes.includes(QUOTE)) return bytes.lastIndexOf(LF) + 1;
  let inside = false;
  let end = 0;
  for (let p = 0; p < bytes.length; p++) {
    if (bytes[p] === QUOTE) inside = !inside;
    else if (bytes[p] === LF && !inside) end = p + 1;
  }
  return end;
}

/** Offset behind the lines from which the form is found out, or undefined where they have not come yet. */
function firstLines(bytes: Uint8Array, { table, firstRows }: RowOptions): number | undefined {
  let [skip, rows] = [table.skipLines ?? 0, 0];
  for (let p = 0; p < bytes.length; ) {
    const end = bytes.indexOf(LF, p);
    if (end < 0) return undefined;
    if (skip > 0) skip--;
    else if (lineKind(bytes, p, end) === "row") rows++;
    p = end + 1;
    if (rows > firstRows) return p;
  }
  return undefined;
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let p = bytes.indexOf(LF); p >= 0; p = bytes.indexOf(LF, p + 1)) lines++;
  return lines;
}

/** Offset of row `row` from `from` on: only messages need it. */
function rowOffset(reader: RowReader, from: number, row: number): number {
  let p = reader.nextRow(from);
  for (let i = 0; i < row; i++) p = reader.nextRow(reader.read(p).next);
  return p;
}
