/** Bands in plain TypeScript: each output as it is defined, one by one. */
import { type Band, type Frame, NO_SKIP, type Row, rowOf, type Seen } from "./band.js";

/** What a twin works with. */
export interface PlainRows {
  readonly inputs: readonly Row[];
  /** Writes a whole number to an output, clipped and counted. */
  readonly put: (y: number, e: number, value: number, range: readonly [number, number]) => void;
  /** Writes any number to an output. */
  readonly set: (y: number, e: number, value: number) => void;
  /** Writes a float, and counts it where it is no number. */
  readonly tally: (y: number, e: number, value: number) => void;
  /** Notes that an output is in doubt. */
  readonly doubt: (y: number, e: number) => void;
}

/** A band whose outputs `output` makes, each by itself. */
export function plainBand(frame: Frame, output: (rows: PlainRows, y: number, e: number) => void): Band {
  const row = (type: Frame["input"], length: number): Row => rowOf(type, new ArrayBuffer(length * 8), 0, length);
  const inputs = Array.from({ length: frame.inputRows }, () => row(frame.input, frame.elements + frame.halo));
  const outputs = Array.from({ length: frame.rows }, () => row(frame.output, frame.elements));
  const counts = new Int32Array(frame.rows);
  const infinite = new Int32Array(frame.rows);
  let seen: Seen = { finite: true, whole: true, largest: 0 };
  let doubts: number[] = [];
  let first = 0;
  const rows: PlainRows = {
    inputs,
    put: (y, e, value, [least, greatest]) => {
      if (value < least || value > greatest) counts[y]++;
      outputs[y][e] = Math.min(greatest, Math.max(least, value));
    },
    set: (y, e, value) => {
      outputs[y][e] = value;
    },
    tally: (y, e, value) => {
      outputs[y][e] = value;
      if (value - value === 0) return;
      if (Number.isNaN(value)) counts[y]++;
      else infinite[y]++;
    },
    doubt: (y, e) => {
      doubts.push(y * frame.elements + e);
    },
  };
  return {
    inputRow: (i) => inputs[i],
    outputRow: (i) => outputs[first + i],
    clipped: (i) => counts[first + i],
    nan: (i) => counts[first + i],
    infinite: (i) => infinite[first + i],
    seen: () => seen,
    doubts: () => Int32Array.from(doubts),
    run: (many, elements, skip = NO_SKIP) => {
      counts.fill(0);
      infinite.fill(0);
      first = skip.rows;
      // A band on a grid is staged as a whole.
      const [staged, reach] = frame.grid ? [frame.rows, frame.elements] : [many, elements];
      for (const row of inputs.slice(0, staged + frame.inputRows - frame.rows))
        seen = seenIn(row.subarray(0, reach + frame.halo), seen);
      doubts = [];
      for (let y = first; y < first + many; y++)
        for (let e = skip.elements; e < skip.elements + elements; e++) output(rows, y, e);
    },
  };
}

/** What was seen before and in this row. */
function seenIn(row: Row, { finite, whole, largest }: Seen): Seen {
  for (const v of row) {
    whole &&= Math.floor(v) === v;
    if (v - v !== 0) finite = false;
    else largest = Math.max(largest, Math.abs(v));
  }
  return { finite, whole, largest };
}
