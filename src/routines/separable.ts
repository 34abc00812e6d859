/**
 * Bands of u8 pictures under a kernel that is a column times a row of whole taps: down the columns first, then along the
 * rows, with nothing rounded in between.
 */
import { align, type BandKind, type BandPlan, type Frame } from "./band.js";
import { type PairTable, packed, pairPitchOf, pairRowsOf, pairTable, STRIP, type Tap } from "./pairs.js";
import { type PlainRows, plainBand } from "./plain-band.js";
import { putQuotient, type Quotients, ruleOf, wholeWay } from "./settling.js";

/** Taps a step apart: rows for a column, elements for a row. */
export interface Line {
  readonly taps: Float64Array;
  readonly step: number;
}

export interface Shape {
  readonly frame: Frame & { readonly input: "u8"; readonly output: "u8" };
  readonly column: Line;
  readonly row: Line;
  /** Rows from the first to the last tap. */
  readonly span: number;
}

/** Whole taps of 16 bits, and column sums of samples less 128 that fit 16 bits. */
export interface ExactSeparable extends Shape, Quotients {}

const MIDDLE = 128;

const sumOf = (taps: Float64Array): number => taps.reduce((s, t) => s + t, 0);

/** The steps down a column of taps. */
export const downTable = ({ taps, step }: Line, pitch: number): PairTable =>
  pairTable(
    Array.from(taps, (tap, i): Tap => ({ row: i * step, element: 0, tap })),
    pitch,
  );

function plan(setup: ExactSeparable): BandPlan {
  const { frame, column, row, span, start, absolute } = setup;
  const way = wholeWay(setup);
  const pitch = pairPitchOf(frame.halo);
  const down = downTable(column, pitch);
  const across = Int32Array.from({ length: Math.ceil(row.taps.length / 2) }, (_, i) =>
    packed(row.taps[2 * i], row.taps[2 * i + 1] ?? 0),
  );
  // A line of pairs, or of twins, with the samples that lie a step further.
  const line = align(pitch + row.step * 4);
  return {
    routine: "separableBand",
    frame,
    tables: [down.words, across],
    scratch: [pairRowsOf(frame.rows, span) * pitch, 6 * line],
    own: ([downAt, acrossAt], [pairs, lines]) => [
      ...[downAt, down.steps, span, frame.halo, pairs, pitch, STRIP],
      ...[acrossAt, across.length, row.step, way.kind, absolute ? 1 : 0, lines, line],
      start + MIDDLE * sumOf(column.taps) * sumOf(row.taps),
      ...ruleOf(setup),
    ],
    doubles: [],
    vectors: way.vectors,
    doubtful: false,
  };
}

/** The sum of an output as it is defined, for the twins. */
export function summed({ inputs }: PlainRows, y: number, e: number, column: Line, row: Line): number {
  let sum = 0;
  for (const [j, a] of column.taps.entries()) {
    for (const [i, b] of row.taps.entries()) sum += a * b * inputs[y + j * column.step][e + i * row.step];
  }
  return sum;
}

export const exactSeparable: BandKind<ExactSeparable> = {
  plan,
  reference: (setup) => {
    const put = putQuotient(setup);
    const { column, row, start } = setup;
    return plainBand(setup.frame, (rows, y, e) => {
      put(rows, y, e, summed(rows, y, e, column, row) + start);
    });
  },
};
