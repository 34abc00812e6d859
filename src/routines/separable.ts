/**
 * Bands of u8 pictures under a kernel that is a column times a row: down the columns first, then along the rows. `exact`
 * takes whole taps and rounds nothing in between; `near` takes taps of 16 bits and sums cut to 16 bits in between, looks
 * again at samples that this cannot decide, and leaves to the caller what is in doubt even then.
 */
import { powerOfTwo } from "../base/rational.js";
import { align, type BandKind, type BandPlan, type Frame } from "./band.js";
import { type PairTable, packed, pairPitchOf, pairRowsOf, pairTable, STRIP, type Tap } from "./pairs.js";
import { type PlainRows, plainBand } from "./plain-band.js";
import {
  doubtWay,
  putQuotient,
  putValue,
  type Quotients,
  ruleOf,
  type Settling,
  shiftOf,
  type Way,
  wholeWay,
} from "./settling.js";

/** Taps a step apart: rows for a column, elements for a row. */
interface Line {
  readonly taps: Float64Array;
  readonly step: number;
}

interface Shape {
  readonly frame: Frame & { readonly input: "u8"; readonly output: "u8" };
  readonly column: Line;
  readonly row: Line;
  /** Rows from the first to the last tap. */
  readonly span: number;
}

/** Whole taps of 16 bits, and column sums of samples less 128 that fit 16 bits. */
export interface ExactSeparable extends Shape, Quotients {}

export interface NearSeparable extends Shape, Settling {
  /** The taps as real numbers: `value = Σ real.column·real.row·x + offset`. */
  readonly real: { readonly column: Float64Array; readonly row: Float64Array };
  /** `real.column ≈ column·columnUnit + rest·restUnit`, `real.row ≈ row·rowUnit`. */
  readonly columnUnit: number;
  readonly rest: Float64Array;
  readonly restUnit: number;
  readonly rowUnit: number;
  /** Bits that column sums lose before they are summed along the rows. */
  readonly shift: number;
  /** Bounds on the error of a value at the first look, from whole column sums, and with the rests. */
  readonly error: number;
  readonly wideError: number;
  readonly lastError: number;
}

const MIDDLE = 128;

/** What the two ways tell the routine, each in its own terms. */
interface Told {
  readonly way: Way;
  readonly absolute: boolean;
  /** Added to each sum along a row. */
  readonly start: number;
  /** Bits that column sums lose, and what is added to them before. */
  readonly shift: number;
  readonly bias: number;
  /** For sums that are rounded by a rule. */
  readonly rule: readonly number[];
  /** For the second look: the rests of the column's taps, and the row's as real numbers. */
  readonly rests: Float64Array;
  readonly rowDoubles: Float64Array;
  readonly doubles: readonly number[];
}

function plan({ frame, column, row, span }: Shape, told: Told): BandPlan {
  const pitch = pairPitchOf(frame.halo);
  const down = (taps: Float64Array): PairTable =>
    pairTable(
      Array.from(taps, (tap, i): Tap => ({ row: i * column.step, element: 0, tap })),
      pitch,
    );
  const [sums, rests] = [down(column.taps), down(told.rests)];
  const across = Int32Array.from({ length: Math.ceil(row.taps.length / 2) }, (_, i) =>
    packed(row.taps[2 * i], row.taps[2 * i + 1] ?? 0),
  );
  // A line of pairs, of sums or of twins, with the samples that lie a step further.
  const line = align(pitch + row.step * 4);
  return {
    routine: "separableBand",
    frame,
    tables: [sums.words, across, rests.words, told.rowDoubles],
    scratch: [pairRowsOf(frame.rows, span) * pitch, 8 * line],
    own: ([sumsAt, acrossAt, restsAt, rowAt], [pairs, lines]) => [
      sumsAt,
      sums.steps,
      span,
      frame.halo,
      pairs,
      pitch,
      STRIP,
      told.shift,
      told.bias,
      acrossAt,
      across.length,
      row.step,
      told.way.kind,
      told.absolute ? 1 : 0,
      lines,
      line,
      restsAt,
      row.taps.length,
      rowAt,
      ...[0, 0],
      told.start,
      ...told.rule,
    ],
    doubles: told.doubles,
    vectors: told.way.vectors,
    doubtful: told.doubles.length > 0,
  };
}

const sumOf = (taps: Float64Array): number => taps.reduce((s, t) => s + t, 0);

function planExact(setup: ExactSeparable): BandPlan {
  const { column, row, start, absolute } = setup;
  return plan(setup, {
    way: wholeWay(setup),
    absolute,
    start: start + MIDDLE * sumOf(column.taps) * sumOf(row.taps),
    shift: 0,
    bias: 0,
    rule: ruleOf(setup),
    rests: column.taps,
    rowDoubles: new Float64Array(0),
    doubles: [],
  });
}

function planNear(setup: NearSeparable): BandPlan {
  const { real, columnUnit, restUnit, rowUnit, shift, absolute, error, wideError, lastError } = setup;
  const offset = setup.offset + MIDDLE * sumOf(real.column) * sumOf(real.row) + shiftOf(setup);
  const bias = shift === 0 ? 0 : powerOfTwo(shift - 1);
  // Column sums of 32 bits hold the bias too: it is taken off at the second look.
  const offsetOfWide = offset - bias * columnUnit * sumOf(real.row);
  const unit = columnUnit * rowUnit * powerOfTwo(shift);
  // Four taps at a time.
  const rowDoubles = new Float64Array(Math.ceil(real.row.length / 4) * 4);
  rowDoubles.set(real.row);
  return plan(setup, {
    way: doubtWay(setup, unit, offset, error),
    absolute,
    start: 0,
    shift,
    bias,
    rule: [],
    rests: setup.rest,
    rowDoubles,
    doubles: [columnUnit, restUnit, offsetOfWide, 0.5 - wideError, 0.5 - lastError],
  });
}

/** The sum of an output as it is defined, for the twins. */
function summed({ inputs }: PlainRows, y: number, e: number, column: Line, row: Line): number {
  let sum = 0;
  for (const [j, a] of column.taps.entries()) {
    for (const [i, b] of row.taps.entries()) sum += a * b * inputs[y + j * column.step][e + i * row.step];
  }
  return sum;
}

export const exactSeparable: BandKind<ExactSeparable> = {
  plan: planExact,
  reference: (setup) => {
    const put = putQuotient(setup);
    const { column, row, start } = setup;
    return plainBand(setup.frame, (rows, y, e) => {
      put(rows, y, e, summed(rows, y, e, column, row) + start);
    });
  },
};

export const nearSeparable: BandKind<NearSeparable> = {
  plan: planNear,
  reference: (setup) => {
    const put = putValue(setup, setup.lastError);
    const column = { ...setup.column, taps: setup.real.column };
    const row = { ...setup.row, taps: setup.real.row };
    return plainBand(setup.frame, (rows, y, e) => {
      put(rows, y, e, summed(rows, y, e, column, row) + setup.offset);
    });
  },
};
