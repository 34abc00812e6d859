/**
 * Rows of a PNG as they were before the encoder filtered them (clause 9 of the standard). Compiled, and a twin in plain
 * TypeScript.
 */
import { routineSet } from "./load.js";
import { type PngExports, pngRoutines } from "./png-module.js";

/** Takes one row after the other; each is undone by the one above it. */
export interface PngUnfilter {
  /** Where the bytes of the next row go, as the file has them. */
  readonly line: Uint8Array;
  /**
   * The row in `line` as it was. It is valid until the next one but one is undone.
   * @param filter 0 none, 1 sub, 2 up, 3 average, 4 Paeth
   * @param bytes of the row
   */
  undo(filter: number, bytes: number): Uint8Array;
  /** Above the next row there is none. */
  restart(): void;
}

/** @param most bytes of a row @param left bytes of a pixel, at least one */
export function makePngUnfilter(most: number, left: number): PngUnfilter {
  if (routineSet() === "reference") return new PlainUnfilter(most, left);
  try {
    return new CompiledUnfilter(most, left);
  } catch (error) {
    if (error instanceof RangeError) return new PlainUnfilter(most, left);
    throw error;
  }
}

/** Zeros before each row, more than a pixel has; and what vectors may write behind one. */
const PAD = 16;

class CompiledUnfilter implements PngUnfilter {
  readonly line: Uint8Array;
  private readonly routines: PngExports;
  private readonly memory: Uint8Array;
  /** Where the next row is undone, and the one above it. */
  private next: number;
  private above: number;

  /** @throws RangeError where there is no room for the rows */
  constructor(
    private readonly most: number,
    private readonly left: number,
  ) {
    const pitch = most + 2 * PAD;
    ({ memory: this.memory, routines: this.routines } = pngRoutines(3 * pitch + PAD));
    this.line = this.memory.subarray(PAD, PAD + most);
    this.next = pitch + PAD;
    this.above = 2 * pitch + PAD;
  }

  undo(filter: number, bytes: number): Uint8Array {
    const { next } = this;
    this.routines.unfilterRow(filter, this.line.byteOffset, this.above, bytes, this.left, next);
    [this.next, this.above] = [this.above, next];
    return this.memory.subarray(next, next + bytes);
  }

  restart(): void {
    this.memory.fill(0, this.above, this.above + this.most);
  }
}

export class PlainUnfilter implements PngUnfilter {
  readonly line: Uint8Array;
  private next: Uint8Array;
  private above: Uint8Array;

  constructor(
    most: number,
    private readonly left: number,
  ) {
    this.line = new Uint8Array(most);
    this.next = new Uint8Array(most);
    this.above = new Uint8Array(most);
  }

  undo(filter: number, bytes: number): Uint8Array {
    const { line, next, above, left } = this;
    for (let i = 0; i < bytes; i++) {
      const [a, c] = i < left ? [0, 0] : [next[i - left], above[i - left]];
      next[i] = line[i] + predicted(filter, a, above[i], c);
    }
    [this.next, this.above] = [above, next];
    return next.subarray(0, bytes);
  }

  restart(): void {
    this.above.fill(0);
  }
}

/** What a filter expects of a byte by what is left of it (`a`), above it (`b`), and above on the left (`c`). */
export function predicted(filter: number, a: number, b: number, c: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return (a + b) >> 1;
    default: {
      // Whichever is nearest to a + b − c; of equally near ones the first.
      const [ofA, ofB, ofC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
      return ofA <= ofB && ofA <= ofC ? a : ofB <= ofC ? b : c;
    }
  }
}
