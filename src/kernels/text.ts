/**
 * Kernels as rows of numbers. Rows end at `;` or at the end of a line; cells are separated by blanks, or by commas with
 * or without blanks, never by both in one text (`0,5 0,25` may be four numbers or two). A single row is a list; a row
 * that ends in `;`, a column and several rows are matrices.
 */
import { inputError, type UserError, usageError } from "../base/errors.js";
import type { Kernel } from "../base/kernel.js";
import { limits } from "../base/limits.js";
import { divide, fromNumber, toNumber } from "../base/rational.js";
import { count, quoted } from "../base/text.js";
import { complexText, numberText, parseTap, rationalText, type Tap } from "./number.js";
import { kernelFromTaps } from "./taps.js";

/** Inline text is part of the call (a mistake is a usage error); files have comments, and lines to name. */
export type TextOrigin = "inline" | "file";

/** Where a mistake is: both counted from 1. */
interface Spot {
  readonly line: number;
  readonly column: number;
}

class Reader {
  readonly rows: Tap[][] = [];
  /** The row of `rows` that began on each line, for messages. */
  readonly spots: Spot[] = [];
  /** The separator that the text has used so far. */
  separator: "," | " " | undefined;
  taps = 0;

  constructor(
    readonly place: string,
    readonly origin: TextOrigin,
  ) {}

  fail(at: Spot, found: string, remedy: string): UserError {
    return this.origin === "file"
      ? inputError(`${this.place}:${at.line}:${at.column}`, found, remedy)
      : usageError(this.place, `${found} (character ${at.column}${at.line > 1 ? ` of line ${at.line}` : ""})`, remedy);
  }

  use(separator: "," | " ", at: Spot): void {
    this.separator ??= separator;
    if (separator !== this.separator) {
      const remedy = "Separate all taps by commas or all by blanks; a decimal comma is never read as one";
      throw this.fail(at, "commas and blanks both separate taps here", remedy);
    }
  }

  /** The cells of one row: `text` begins at `at`. */
  row(text: string, at: Spot): void {
    const cells: Tap[] = [];
    let i = skipBlanks(text, 0);
    for (;;) {
      const start = i;
      while (i < text.length && !isSeparator(text.charCodeAt(i))) i++;
      const spot = { line: at.line, column: at.column + start };
      if (i === start)
        throw this.fail(spot, `tap ${cells.length + 1} of row ${this.rows.length + 1} is empty`, GRAMMAR);
      cells.push(this.tap(text.slice(start, i), spot));
      const blank = { line: at.line, column: at.column + i };
      i = skipBlanks(text, i);
      if (text[i] === ",") {
        this.use(",", { line: at.line, column: at.column + i });
        i = skipBlanks(text, i + 1);
      } else if (i < text.length) this.use(" ", blank);
      else break;
    }
    if (this.rows.length > 0 && this.rows[0].length !== cells.length) {
      const found = `row ${this.rows.length + 1} has ${count(cells.length, "tap")}, row 1 has ${this.rows[0].length}`;
      throw this.fail(
        { line: at.line, column: at.column + skipBlanks(text, 0) },
        found,
        "Give all rows the same length",
      );
    }
    this.rows.push(cells);
  }

  tap(text: string, at: Spot): Tap {
    const tap = parseTap(text);
    if (typeof tap === "string") throw this.fail(at, `${quoted(text)} ${tap}`, GRAMMAR);
    this.taps++;
    if (this.taps > limits.taps) {
      throw this.fail(at, `there are more than ${limits.taps} taps`, "Give a smaller kernel");
    }
    return tap;
  }
}

const GRAMMAR = "Taps are written as -0.5, 1e-3, 2/3 or 1+2i";

/** A blank, a tab or a comma. */
const isSeparator = (c: number): boolean => c === 0x20 || c === 0x09 || c === 0x2c;

function skipBlanks(text: string, from: number): number {
  let i = from;
  while (text[i] === " " || text[i] === "\t") i++;
  return i;
}

const isBlank = (text: string): boolean => skipBlanks(text, 0) === text.length;

/**
 * @param place `--kernel`, or the file's path: messages about files add line and column
 * @throws UserError for anything that is no number, rows of different lengths, empty cells and rows, and no taps at all
 */
export function parseKernelText(text: string, place: string, origin: TextOrigin = "inline"): Kernel {
  const reader = new Reader(place, origin);
  let closed = false;
  for (const [n, full] of text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = origin === "file" ? full.replace(/(?:#|\/\/).*$/, "") : full;
    if (isBlank(line)) continue;
    let column = 1;
    const parts = line.split(";");
    closed = parts.length > 1 && isBlank(parts[parts.length - 1]);
    if (closed) parts.pop();
    for (const part of parts) {
      const at = { line: n + 1, column };
      if (isBlank(part))
        throw reader.fail(at, `row ${reader.rows.length + 1} is empty`, "Leave out one of the semicolons");
      reader.row(part, at);
      column += part.length + 1;
    }
  }
  const { rows } = reader;
  if (rows.length === 0) {
    const error = origin === "file" ? inputError : usageError;
    throw error(place, "there are no taps", GRAMMAR);
  }
  const rank = rows.length === 1 && !closed ? 1 : 2;
  return kernelFromTaps(
    rows.flat(),
    { width: rows[0].length, height: rows.length, rank },
    {
      name: origin === "file" ? place : "inline",
      about: { origin: origin === "file" ? "text" : "inline" },
    },
  );
}

/**
 * The kernel as text that reads back to the same filter: a list with commas, a matrix with blanks and `;`. Taps of a
 * kernel with a divisor are written as exact fractions. One channel only; scale, offset and anchor have no text form.
 */
export function printKernelText(kernel: Kernel): string {
  if (kernel.channels !== 1) throw new RangeError("a kernel of several channels has no text form");
  const cells = tapTexts(kernel);
  const rows = Array.from({ length: kernel.height }, (_, y) => cells.slice(y * kernel.width, (y + 1) * kernel.width));
  if (kernel.rank === 1) return rows[0].join(", ");
  return `${rows.map((row) => row.join(" ")).join("; ")}${rows.length === 1 ? ";" : ""}`;
}

/** Each tap over the divisor as exact text; complex taps over a divisor as the nearest f64. */
export function tapTexts(kernel: Kernel): string[] {
  const { taps, imag, divisor, exactTaps } = kernel;
  const whole = divisor.num === 1n && divisor.den === 1n;
  const by = toNumber(divisor);
  return Array.from(taps, (t, i) => {
    if (imag) return whole ? complexText(t, imag[i]) : complexText(t / by, imag[i] / by);
    if (whole && !exactTaps) return numberText(t);
    return rationalText(divide(exactTaps?.[i] ?? fromNumber(t), divisor));
  });
}
