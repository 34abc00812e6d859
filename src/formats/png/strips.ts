/** The rows of a picture as a PNG has them, in strips that are compressed apart from one another. */
import type { Signal } from "../../base/signal.js";
import { makePngFilter, type PngFilter } from "../../routines/png-filter.js";
import { HOST_IS_LITTLE } from "../bytes.js";

/** Bytes of rows in one strip. */
const STRIP = 256 * 1024;

export class Strips {
  readonly count: number;
  private readonly bytes: Uint8Array;
  /** Bytes of a row, and rows of a strip. */
  private readonly row: number;
  private readonly rows: number;
  private readonly place: PngFilter;

  constructor(private readonly signal: Signal) {
    const { data, width, height, channels, type } = signal;
    const pixel = channels * (type === "u16" ? 2 : 1);
    this.bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.row = width * pixel;
    this.rows = Math.min(height, Math.max(1, Math.floor(STRIP / (this.row + 1))));
    this.count = Math.ceil(height / this.rows);
    this.place = makePngFilter(this.row, pixel, this.rows);
  }

  /** The rows of strip `i`, and Adler-32 of all until its end, where `before` is that until its beginning. */
  strip(i: number, filtered: boolean, before: number): { readonly rows: Uint8Array; readonly checksum: number } {
    const rows = this.place.filtered(this.load(i, this.rows), filtered);
    return { rows, checksum: this.place.checksum(before) };
  }

  /** About `bytes` bytes from the beginning of strip `i`, unfiltered and filtered. */
  sample(i: number, bytes: number): { readonly plain: Uint8Array; readonly filtered: Uint8Array } {
    const n = this.load(i, Math.min(this.rows, Math.ceil(bytes / (this.row + 1))));
    return { plain: this.place.filtered(n, false), filtered: this.place.filtered(n, true) };
  }

  /** Puts up to `most` rows of strip `i` to their place, with the one above. Says how many there are. */
  private load(i: number, most: number): number {
    const top = i * this.rows;
    const n = Math.min(most, this.signal.height - top);
    for (let y = -1; y < n; y++) {
      const row = this.place.row(y);
      if (top + y < 0) row.fill(0);
      else row.set(this.bytes.subarray((top + y) * this.row, (top + y + 1) * this.row));
      if (this.signal.type === "u16" && HOST_IS_LITTLE) swap(row);
    }
    return n;
  }
}

/** Samples of 16 bits have their high byte first. */
const swap = (row: Uint8Array): void => {
  Buffer.from(row.buffer, row.byteOffset, row.length).swap16();
};
