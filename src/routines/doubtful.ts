/** What the bands with inexact sums have in common: rows in and out, and marks on what they could not decide. */
import type { Rounding } from "../base/options.js";
import type { Band } from "./band.js";

/** The extent of a band and how its sums become samples. */
export interface DoubtfulSetup {
  /** Output elements a row, and elements that windows reach beyond. */
  readonly elements: number;
  readonly halo: number;
  /** Most output rows of a band, and input rows that they need. */
  readonly rows: number;
  readonly inputRows: number;
  /** `value = sum·scale + offset`, within `error` of the exact value. */
  readonly scale: number;
  readonly offset: number;
  readonly error: number;
  readonly absolute: boolean;
  readonly rounding: Rounding;
  readonly range: readonly [number, number];
}

/** A band whose samples may be in doubt: those are neither right nor counted as clipped. */
export interface DoubtfulBand extends Band {
  /** Samples of output row i that are in doubt. */
  doubtful(i: number): number;
  /** 1 where element e of output row i is in doubt. Read it before the next run. */
  doubts(i: number): Uint8Array;
}

/** Where a compiled band has its rows, in bytes. */
export interface DoubtfulLayout {
  readonly counts: number;
  readonly source: number;
  readonly sourcePitch: number;
  readonly doubt: number;
  readonly out: number;
  readonly outPitch: number;
}

/** The band of a compiled routine; `call` runs it for a number of rows. */
export function bandAt(
  setup: DoubtfulSetup,
  buffer: ArrayBuffer,
  at: DoubtfulLayout,
  call: (rows: number) => void,
): DoubtfulBand {
  const counts = new Int32Array(buffer, at.counts, 2 * setup.rows);
  const lines = (from: number, pitch: number, count: number, length: number): Uint8Array[] =>
    Array.from({ length: count }, (_, i) => new Uint8Array(buffer, from + i * pitch, length));
  const inputs = lines(at.source, at.sourcePitch, setup.inputRows, setup.elements + setup.halo);
  const outputs = lines(at.out, at.outPitch, setup.rows, setup.elements);
  const doubts = lines(at.doubt, at.outPitch, setup.rows, setup.elements);
  return {
    inputRow: (i) => inputs[i],
    outputRow: (i) => outputs[i],
    clipped: (i) => counts[2 * i],
    doubtful: (i) => counts[2 * i + 1],
    doubts: (i) => doubts[i],
    run: (rows) => {
      // Marks of the run before are taken away where there are any.
      for (let i = 0; i < setup.rows; i++) if (counts[2 * i + 1] > 0) doubts[i].fill(0);
      counts.fill(0);
      call(rows);
    },
  };
}

/** The same in plain TypeScript; `sumAt` gives the sum of element e of output row y from the staged rows. */
export function plainBand(
  setup: DoubtfulSetup,
  sumAt: (inputs: readonly Uint8Array[], y: number, e: number) => number,
): DoubtfulBand {
  const { elements, range, rows: most } = setup;
  const blank = (count: number, length: number): Uint8Array[] =>
    Array.from({ length: count }, () => new Uint8Array(length));
  // Two rows more than there are, for routines that go through pairs of rows.
  const inputs = blank(setup.inputRows + 2, elements + setup.halo);
  const outputs = blank(most, elements);
  const doubts = blank(most, elements);
  const clipped = new Int32Array(most);
  const doubtful = new Int32Array(most);
  return {
    inputRow: (i) => inputs[i],
    outputRow: (i) => outputs[i],
    clipped: (i) => clipped[i],
    doubtful: (i) => doubtful[i],
    doubts: (i) => doubts[i],
    run: (rows) => {
      clipped.fill(0);
      doubtful.fill(0);
      for (let y = 0; y < rows; y++) {
        for (let e = 0; e < elements; e++) {
          const { value, unsure } = settled(sumAt(inputs, y, e), setup);
          doubts[y][e] = unsure ? 1 : 0;
          if (unsure) doubtful[y]++;
          else if (value < range[0] || value > range[1]) clipped[y]++;
          outputs[y][e] = Math.min(range[1], Math.max(range[0], value));
        }
      }
    },
  };
}

/** What `assembly/settle.ts` does to one sum. */
function settled(sum: number, setup: DoubtfulSetup): { value: number; unsure: boolean } {
  const { error, range, rounding } = setup;
  const signed = sum * setup.scale + setup.offset;
  const value = setup.absolute ? Math.abs(signed) : signed;
  const whole = rounding === "trunc" || rounding === "floor";
  const boundary = whole ? Math.round(value) : Math.floor(value) + 0.5;
  const near = value > range[0] - 1 - error && value < range[1] + 1 + error;
  const rounded =
    rounding === "trunc" ? Math.trunc(value) : rounding === "floor" ? Math.floor(value) : Math.round(value);
  return { value: rounded, unsure: near && Math.abs(value - boundary) <= error };
}
