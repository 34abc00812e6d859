/** Cells that are kept as they were written: offsets into the bytes of the file, eight bytes a cell. */
import type { Cells } from "../../base/table.js";
import { spanText } from "./rows.js";
import { textOf } from "./source.js";

/** How the kept bytes are quoted. */
export type CellStyle = "delimited" | "json";

export class KeptCells implements Cells {
  length = 0;
  #from: Uint32Array;
  #to: Uint32Array;

  constructor(
    /** The whole file; not copied. */
    readonly bytes: Buffer,
    readonly style: CellStyle,
    capacity: number,
  ) {
    this.#from = new Uint32Array(capacity);
    this.#to = new Uint32Array(capacity);
  }

  push(from: number, to: number): void {
    if (this.length === this.#from.length) {
      this.#from = grown(this.#from, this.length);
      this.#to = grown(this.#to, this.length);
    }
    this.#from[this.length] = from;
    this.#to[this.length++] = to;
  }

  /** The cell as it was written, quotes included. */
  raw(row: number): Uint8Array {
    return this.bytes.subarray(this.#from[row], this.#to[row]);
  }

  text(row: number): string {
    const [from, to] = [this.#from[row], this.#to[row]];
    return this.style === "json" ? jsonText(textOf(this.bytes, from, to)) : spanText(this.bytes, from, to);
  }
}

function grown(old: Uint32Array, length: number): Uint32Array {
  const next = new Uint32Array(Math.max(1024, Math.ceil(length * 1.5)));
  next.set(old);
  return next;
}

/** What a JSON value says as a cell of a table: a string without its quotes, null as an empty cell, all else as it is. */
function jsonText(text: string): string {
  if (text === "null") return "";
  return text.startsWith('"') ? String(JSON.parse(text)) : text;
}

/** Cells from texts at hand. */
export function cellsOf(texts: readonly string[]): Cells {
  return { length: texts.length, text: (row) => texts[row] };
}
