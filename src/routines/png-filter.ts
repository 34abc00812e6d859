/**
 * Rows of a PNG on their way to the compressor: filtered (clause 9 of the standard), and summed up. Compiled, and a twin
 * in plain TypeScript that makes the same bytes.
 */
import { routineSet } from "./load.js";
import { type PngExports, pngRoutines } from "./png-module.js";
import { predicted } from "./png-unfilter.js";

/** Place for a few rows, and what becomes of them. */
export interface PngFilter {
  /** The bytes of row `y`, to be put there; −1 is the row above the first one. */
  row(y: number): Uint8Array;
  /**
   * The first `rows` rows, each behind its filter type: 0 where `choose` is false, else the filter (0 none, 1 sub, 2 up,
   * 3 average, 4 Paeth) whose bytes, taken as signed, have the least sum of magnitudes; of equal ones the first.
   */
  filtered(rows: number, choose: boolean): Uint8Array;
  /** Adler-32 (RFC 1950) of what was filtered last, behind data whose Adler-32 is `before` (1 at the beginning). */
  checksum(before: number): number;
}

/** @param bytes of a row @param left bytes of a pixel, at least one @param most rows at once */
export function makePngFilter(bytes: number, left: number, most: number): PngFilter {
  if (routineSet() === "reference") return new PlainFilter(bytes, left, most);
  try {
    return new CompiledFilter(bytes, left, most);
  } catch (error) {
    if (error instanceof RangeError) return new PlainFilter(bytes, left, most);
    throw error;
  }
}

/** Zeros before each row, more than a pixel has; and a vector. */
const PAD = 16;

class CompiledFilter implements PngFilter {
  private readonly routines: PngExports;
  private readonly memory: Uint8Array;
  private readonly pitch: number;
  private readonly out: number;
  private made = 0;

  /** @throws RangeError where there is no room for the rows */
  constructor(
    private readonly bytes: number,
    private readonly left: number,
    most: number,
  ) {
    this.pitch = 2 * PAD + Math.ceil(bytes / PAD) * PAD;
    this.out = (most + 1) * this.pitch + PAD;
    ({ memory: this.memory, routines: this.routines } = pngRoutines(this.out + most * (1 + bytes) + PAD));
  }

  row(y: number): Uint8Array {
    const at = this.at(y);
    return this.memory.subarray(at, at + this.bytes);
  }

  filtered(rows: number, choose: boolean): Uint8Array {
    const { bytes, left, pitch, out } = this;
    this.routines.filterRows(this.at(0), pitch, rows, bytes, left, choose ? 1 : 0, out);
    this.made = rows * (1 + bytes);
    const copy = Buffer.allocUnsafeSlow(this.made);
    copy.set(this.memory.subarray(out, out + this.made));
    return copy;
  }

  checksum(before: number): number {
    return this.routines.adler32(this.out, this.made, before) >>> 0;
  }

  private at(y: number): number {
    return (y + 1) * this.pitch + PAD;
  }
}

export class PlainFilter implements PngFilter {
  private readonly rows: Uint8Array;
  private made: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly bytes: number,
    private readonly left: number,
    most: number,
  ) {
    this.rows = new Uint8Array((most + 1) * bytes);
  }

  row(y: number): Uint8Array {
    return this.rows.subarray((y + 1) * this.bytes, (y + 2) * this.bytes);
  }

  filtered(rows: number, choose: boolean): Uint8Array {
    const size = 1 + this.bytes;
    this.made = new Uint8Array(rows * size);
    const trial = new Uint8Array(size);
    for (let y = 0; y < rows; y++) {
      const best = this.made.subarray(y * size, (y + 1) * size);
      let least = this.filter(0, y, best);
      for (let filter = 1; choose && filter < 5; filter++) {
        const sum = this.filter(filter, y, trial);
        if (sum >= least) continue;
        least = sum;
        best.set(trial);
      }
    }
    return this.made;
  }

  checksum(before: number): number {
    return adler32(this.made, before);
  }

  /** Writes a row with its filter type, and says what its bytes, taken as signed, sum up to. */
  private filter(filter: number, y: number, into: Uint8Array): number {
    const { left, bytes } = this;
    const [above, row] = [this.row(y - 1), this.row(y)];
    let sum = 0;
    into[0] = filter;
    for (let i = 0; i < bytes; i++) {
      const [a, c] = i < left ? [0, 0] : [row[i - left], above[i - left]];
      const v = (row[i] - predicted(filter, a, above[i], c)) & 255;
      into[i + 1] = v;
      sum += v < 128 ? v : 256 - v;
    }
    return sum;
  }
}

/** Bytes after which the sums are reduced: they stay below 2^31 until then. */
const RUN = 3800;

/** Adler-32 of `data` behind data whose Adler-32 is `before`. */
export function adler32(data: Uint8Array, before: number): number {
  let low = before & 65535;
  let high = before >>> 16;
  for (let i = 0; i < data.length; ) {
    for (const end = Math.min(data.length, i + RUN); i < end; i++) {
      low += data[i];
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return ((high << 16) | low) >>> 0;
}
