/**
 * Bands of u8 pictures under a kernel that is a column times a row of real taps: taps of 16 bits down the columns, f32
 * along the rows, and for the samples that this cannot decide a second look with the rests of the column's taps. What is
 * in doubt even then is left to the caller.
 */
import { align, type BandKind, type BandPlan } from "./band.js";
import { foldTable } from "./fold.js";
import { GRADES, type Graded, type Step } from "./graded.js";
import { pairPitchOf, pairRowsOf, pairWords, STRIP } from "./pairs.js";
import { plainBand } from "./plain-band.js";
import { type Shape, summed } from "./separable.js";
import { doubtWay, putValue, type Settling, shiftOf } from "./settling.js";

/** Its taps are real numbers: `value = Σ column·row·x + offset`. */
export interface NearSeparable extends Shape, Settling {
  /** The column's taps as the routine takes them. */
  readonly graded: Graded;
  /** Bounds on the error of a value at the first and at the second look. */
  readonly error: number;
  readonly lastError: number;
}

/** Samples enter less this. */
const MIDDLE = 128;

const sumOf = (taps: Float64Array): number => taps.reduce((s, t) => s + t, 0);

const wordsOf = (steps: readonly Step[], pitch: number): Int32Array =>
  pairWords(
    steps.map((step) => ({ ...step, element: 0 })),
    pitch,
  );

function plan(setup: NearSeparable): BandPlan {
  const { frame, column, row, span, graded, absolute, error, lastError } = setup;
  const { grades, rests, unit, restUnit } = graded;
  const pitch = pairPitchOf(frame.halo);
  const across = foldTable(row.taps, row.step * 4, unit);
  const offset = setup.offset + MIDDLE * sumOf(column.taps) * sumOf(row.taps) + shiftOf(setup);
  const way = doubtWay(setup, 1, offset, error);
  const line = align(pitch);
  return {
    routine: "nearBand",
    frame,
    tables: [wordsOf(grades.flat(), pitch), across.words, wordsOf(rests, pitch), row.taps],
    scratch: [pairRowsOf(frame.rows, span) * pitch, 3 * line + 8 * STRIP],
    own: ([sumsAt, acrossAt, restsAt, rowAt], [pairs, lines]) => [
      ...[sumsAt, span, frame.halo, pairs, pitch, STRIP],
      ...[acrossAt, across.single, across.shared, way.kind, lines, line],
      ...[restsAt, rowAt, row.taps.length, row.step, absolute ? 1 : 0],
      ...[grades.length, ...Array.from({ length: GRADES }, (_, i) => grades[i]?.length ?? 0), rests.length],
    ],
    doubles: [unit, restUnit, offset, 0.5 - lastError],
    vectors: way.vectors,
    doubtful: true,
  };
}

export const nearSeparable: BandKind<NearSeparable> = {
  plan,
  reference: (setup) => {
    const put = putValue(setup, setup.lastError);
    const { column, row } = setup;
    return plainBand(setup.frame, (rows, y, e) => {
      put(rows, y, e, summed(rows, y, e, column, row) + setup.offset);
    });
  },
};
