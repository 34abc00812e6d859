/** Rows of cells, one at a time and with all forms of quoting: for the first rows, from which the form is found out. */
import { inputError } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import type { Dialect } from "./dialect.js";
import { lineEnd, linePlace, placeAt, type TextSource, textOf } from "./source.js";

/** Where a cell lies in the bytes, blanks around it left out, quotes included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Row {
  readonly cells: readonly Span[];
  /** Offset of the row's first cell. */
  readonly from: number;
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
const HASH = 35;
const SPACE = 32;
const TAB = 9;

/** A text cut into cells by one dialect. */
export class RowReader {
  readonly #bytes: Buffer;
  readonly #delimiter: number;
  readonly #blanks: boolean;
  readonly #tabIsBlank: boolean;

  constructor(
    readonly source: TextSource,
    dialect: Dialect,
  ) {
    this.#bytes = source.bytes;
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#blanks = dialect.delimiter === " ";
    this.#tabIsBlank = dialect.delimiter !== "\t";
  }

  /** Offset of the next row that is neither blank nor a comment, at or after the line start `from`; or the length. */
  nextRow(from: number): number {
    const bytes = this.#bytes;
    let p = from;
    for (;;) {
      p = this.skipBlanks(p);
      if (p >= bytes.length) return bytes.length;
      if (bytes[p] === LF) p++;
      else if (bytes[p] === CR) p = this.lineBreak(p);
      else if (bytes[p] === HASH) p = lineEnd(bytes, p) + 1;
      else return p;
    }
  }

  /** The row that begins at `from`, and the offset of the line behind it. An input error where it is over a limit. */
  read(from: number): { row: Row; next: number } {
    const bytes = this.#bytes;
    const cells: Span[] = [];
    let p = this.skipBlanks(from);
    for (;;) {
      const to = this.cellEnd(p);
      if (cells.length === limits.columns) throw this.#over(from, `more than ${limits.columns} columns`);
      if (to - from > limits.line) throw this.#over(from, `a row of more than ${limits.line} bytes`);
      cells.push({ from: p, to });
      const q = this.skipBlanks(to);
      if (q >= bytes.length) return { row: { cells, from }, next: bytes.length };
      if (bytes[q] === LF) return { row: { cells, from }, next: q + 1 };
      if (bytes[q] === CR) return { row: { cells, from }, next: this.lineBreak(q) };
      p = this.#blanks ? q : this.skipBlanks(q + 1);
    }
  }

  skipBlanks(from: number): number {
    const bytes = this.#bytes;
    let p = from;
    while (p < bytes.length && (bytes[p] === SPACE || (bytes[p] === TAB && this.#tabIsBlank))) p++;
    return p;
  }

  /**
   * Offset behind the cell that begins at `from` (no blank there), blanks behind it left out. What follows is a
   * delimiter, a line break or the end. A quote opens a quoted cell only as the first character of the cell.
   */
  cellEnd(from: number): number {
    const bytes = this.#bytes;
    if (from < bytes.length && bytes[from] === QUOTE) return this.#quotedEnd(from);
    let last = from;
    for (let p = from; p < bytes.length; p++) {
      const c = bytes[p];
      if (c === LF || c === CR || c === this.#delimiter) break;
      if (c !== SPACE && (c !== TAB || !this.#tabIsBlank)) last = p + 1;
      else if (this.#blanks) break;
    }
    return last;
  }

  #quotedEnd(from: number): number {
    const bytes = this.#bytes;
    let p = from + 1;
    for (;;) {
      p = bytes.indexOf(QUOTE, p);
      if (p < 0)
        throw inputError(
          placeAt(this.source, from),
          "a quoted cell without a closing quote",
          "Close it, or double the quote if it is part of the text",
        );
      if (bytes[p + 1] !== QUOTE) break;
      p += 2;
    }
    const q = this.skipBlanks(p + 1);
    const open = q < bytes.length && bytes[q] !== LF && bytes[q] !== CR && bytes[q] !== this.#delimiter;
    if (open && !(this.#blanks && q > p + 1))
      throw inputError(
        placeAt(this.source, p + 1),
        "text behind a closing quote",
        "Double a quote that is part of the text",
      );
    return p + 1;
  }

  #over(from: number, found: string): Error {
    return inputError(linePlace(this.source, from), found, "Write one sample a line, or use NPY for wide data");
  }

  /** Offset behind the CRLF at `at`; a lone carriage return is an input error. */
  lineBreak(at: number): number {
    if (this.#bytes[at + 1] === LF) return at + 2;
    throw inputError(
      placeAt(this.source, at),
      "a carriage return without a line feed",
      "Convert the line ends to LF or CRLF",
    );
  }
}

/** What the cell says: quotes taken off, doubled quotes made one; blanks around the text inside quotes are kept. */
export function spanText(bytes: Buffer, from: number, to: number): string {
  if (to === from) return "";
  if (to - from >= 2 && bytes[from] === QUOTE) return textOf(bytes, from + 1, to - 1).replaceAll('""', '"');
  return textOf(bytes, from, to);
}
