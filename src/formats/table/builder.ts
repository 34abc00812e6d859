/** A table as it grows row by row, and the signal that comes of it. Shared by delimited text and JSON. */

import type { About, Signal } from "../../base/signal.js";
import type { TableAbout } from "../../base/table.js";
import { type CellStyle, KeptCells } from "./cells.js";
import type { ColumnChoice } from "./columns.js";

/** Roles of columns that are no channel; channels are 0, 1, … */
export const KEPT = -1;
export const TIME = -2;
export const OPEN = -3;

export class TableBuilder {
  readonly channels: number;
  /** Role of each column: its channel, or one of KEPT, TIME, OPEN. */
  readonly roles: Int32Array;
  /** Channels interleaved; `reserve` may replace it. */
  values: Float64Array;
  /** There as soon as one cell is complex. */
  imag: Float64Array | undefined;
  times: Float64Array;
  readonly kept = new Map<number, KeptCells>();
  rows = 0;

  /** @param capacity rows to make room for at first */
  constructor(
    readonly choice: ColumnChoice,
    readonly width: number,
    bytes: Buffer,
    style: CellStyle,
    capacity: number,
  ) {
    this.channels = choice.filtered.length;
    this.roles = new Int32Array(width).fill(KEPT);
    for (const [channel, column] of choice.filtered.entries()) this.roles[column] = channel;
    for (const column of choice.open) this.roles[column] = OPEN;
    if (choice.time !== undefined) this.roles[choice.time] = TIME;
    this.values = new Float64Array(capacity * this.channels);
    this.times = new Float64Array(choice.time === undefined ? 0 : capacity);
    for (const [column, role] of this.roles.entries())
      if (role < 0) this.kept.set(column, new KeptCells(bytes, style, capacity));
  }

  /** Makes room for one more row behind `rows`. */
  reserve(): void {
    const needed = (this.rows + 1) * this.channels;
    if (needed > this.values.length) {
      const length = Math.max(needed, Math.ceil(this.values.length * 1.5));
      this.values = longer(this.values, length);
      if (this.imag !== undefined) this.imag = longer(this.imag, length);
    }
    if (this.choice.time !== undefined && this.rows >= this.times.length)
      this.times = longer(this.times, Math.max(1024, Math.ceil(this.rows * 1.5)));
  }

  setComplex(at: number, re: number, im: number): void {
    this.imag ??= new Float64Array(this.values.length);
    this.values[at] = re;
    this.imag[at] = im;
  }

  /** The signal: one sample a row, or with `matrix` one plane whose rows are the rows. */
  finish(
    about: Omit<About, "table" | "columns" | "medium">,
    form: {
      delimiter: string;
      decimalComma: boolean;
      header: readonly string[] | null;
      matrix: boolean;
      flat?: boolean;
    },
  ): Signal {
    const { filtered, time } = this.choice;
    const length = this.rows * this.channels;
    const data = exact(this.values, length);
    const columns = form.header === null ? undefined : filtered.map((column) => form.header![column]);
    const table: TableAbout = {
      delimiter: form.delimiter,
      decimalComma: form.decimalComma,
      ...(form.matrix
        ? { header: columns ?? null, width: this.channels, filtered: filtered.map((_, i) => i), others: new Map() }
        : {
            header: form.header,
            width: this.width,
            filtered,
            others: this.kept,
            ...(time === undefined ? {} : { timeColumn: time }),
          }),
    };
    return {
      data,
      ...(this.imag === undefined ? {} : { imag: exact(this.imag, length) }),
      width: form.matrix ? this.channels : this.rows,
      height: form.matrix ? this.rows : 1,
      channels: form.matrix ? 1 : this.channels,
      rank: form.matrix ? 2 : 1,
      type: this.imag === undefined ? "f64" : "c128",
      about: {
        ...about,
        medium: "table",
        ...(columns === undefined ? {} : { columns }),
        ...(form.flat === true ? {} : { table }),
      },
    };
  }
}

function longer(old: Float64Array, length: number): Float64Array {
  const next = new Float64Array(length);
  next.set(old);
  return next;
}

const exact = (values: Float64Array, length: number): Float64Array =>
  values.length === length ? values : values.slice(0, length);
