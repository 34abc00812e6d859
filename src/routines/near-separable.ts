/**
 * Bands of u8 pictures under a kernel that is a column times a row of real taps: taps of 16 bits down the columns, f32
 * along the rows, and for the samples that this cannot decide a second look with the rests of the column's taps. What is
 * in doubt even then is left to the caller.
 */
import { align, type BandKind, type BandPlan } from "./band.js";
import { foldTable } from "./fold.js";
import { pairPitchOf, pairRowsOf, STRIP } from "./pairs.js";
import { plainBand } from "./plain-band.js";
import { downTable, type Shape, summed } from "./separable.js";
import { doubtWay, putValue, type Settling, shiftOf } from "./settling.js";

export interface NearSeparable extends Shape, Settling {
  /** The taps as real numbers: `value = Σ real.column·real.row·x + offset`. */
  readonly real: { readonly column: Float64Array; readonly row: Float64Array };
  /** `real.column ≈ column·unit + rest·restUnit`, all whole numbers of 16 bits. */
  readonly unit: number;
  readonly rest: Float64Array;
  readonly restUnit: number;
  /** Bounds on the error of a value at the first and at the second look. */
  readonly error: number;
  readonly lastError: number;
}

/** Samples enter less this. */
const MIDDLE = 128;

const sumOf = (taps: Float64Array): number => taps.reduce((s, t) => s + t, 0);

function plan(setup: NearSeparable): BandPlan {
  const { frame, column, row, span, real, unit, restUnit, absolute, error, lastError } = setup;
  const pitch = pairPitchOf(frame.halo);
  const [sums, rests] = [column.taps, setup.rest].map((taps) => downTable({ taps, step: column.step }, pitch));
  const across = foldTable(real.row, row.step * 4, unit);
  const offset = setup.offset + MIDDLE * sumOf(real.column) * sumOf(real.row) + shiftOf(setup);
  const way = doubtWay(setup, 1, offset, error);
  const line = align(pitch);
  return {
    routine: "nearBand",
    frame,
    tables: [sums.words, across.words, rests.words, real.row],
    scratch: [pairRowsOf(frame.rows, span) * pitch, 3 * line + 8 * STRIP],
    own: ([sumsAt, acrossAt, restsAt, rowAt], [pairs, lines]) => [
      ...[sumsAt, sums.steps, span, frame.halo, pairs, pitch, STRIP],
      ...[acrossAt, across.single, across.shared, way.kind, lines, line],
      ...[restsAt, rowAt, real.row.length, row.step, absolute ? 1 : 0],
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
    const column = { ...setup.column, taps: setup.real.column };
    const row = { ...setup.row, taps: setup.real.row };
    return plainBand(setup.frame, (rows, y, e) => {
      put(rows, y, e, summed(rows, y, e, column, row) + setup.offset);
    });
  },
};
