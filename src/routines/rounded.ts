/**
 * Bands of u8 pictures under real taps: taps rounded to 16 bits, exact sums of them, and for the samples that this cannot
 * decide a second look with the rests of the taps. What is in doubt even then is left to the caller.
 */
import type { Band, BandKind, BandPlan, Frame } from "./band.js";
import { pairPitchOf, pairRowsOf, pairTable, STRIP, type Tap } from "./pairs.js";
import { plainBand } from "./plain-band.js";
import { doubtWay, putValue, type Settling, shiftOf } from "./settling.js";

export interface RoundedSetup extends Settling {
  readonly frame: Frame & { readonly input: "u8"; readonly output: "u8" };
  /** `value = Σ (tap·unit + rest·restUnit)·x + offset`, all taps and rests whole numbers of 16 bits. */
  readonly taps: readonly (Tap & { readonly rest: number; readonly real: number })[];
  readonly span: number;
  /** Rows of the source between two rows of taps. */
  readonly dilation: number;
  readonly unit: number;
  readonly restUnit: number;
  /** Bounds on the error of a value at the first and at the second look. */
  readonly error: number;
  readonly lastError: number;
}

/** The middle of u8, which pairs of rows take off each sample. */
const MIDDLE = 128;

function plan(setup: RoundedSetup): BandPlan {
  const { frame, taps, span, dilation, unit, restUnit, offset, absolute, error, lastError } = setup;
  const pitch = pairPitchOf(frame.halo);
  const table = pairTable(taps, pitch);
  const look = lookTable(setup);
  const start = offset + MIDDLE * taps.reduce((s, { real }) => s + real, 0) + shiftOf(setup);
  const way = doubtWay(setup, unit, start, error);
  return {
    routine: "denseBand",
    frame,
    tables: [table.words, look.words],
    scratch: [pairRowsOf(frame.rows, span) * pitch, 8 * (STRIP + 16)],
    own: ([words, again], [pairs, lines]) => [
      words,
      table.steps,
      span,
      frame.halo,
      pairs,
      pitch,
      STRIP,
      ...[0, 0, 0, way.kind, absolute ? 1 : 0, lines, 0],
      ...[0, 0, 0, 0, 0],
      again,
      look.rows,
      look.vectors,
      dilation,
    ],
    doubles: [unit, restUnit, start, 0.5 - lastError],
    vectors: way.vectors,
    doubtful: true,
  };
}

/** For each row of taps so many times eight elements: their taps, then their rests; 0 where there is no tap. */
function lookTable({ taps, dilation }: RoundedSetup): { words: Int16Array; vectors: number; rows: number } {
  const elements = 1 + taps.reduce((most, { element }) => Math.max(most, element), 0);
  const rows = 1 + taps.reduce((most, { row }) => Math.max(most, row), 0) / dilation;
  const vectors = Math.ceil(elements / 8);
  const words = new Int16Array(rows * vectors * 16);
  for (const { row, element, tap, rest } of taps) {
    const at = ((row / dilation) * vectors + (element >> 3)) * 16 + (element & 7);
    words[at] = tap;
    words[at + 8] = rest;
  }
  return { words, vectors, rows };
}

/** The same in plain TypeScript, in f64: nearer to the exact values, and within the same bounds. */
function reference(setup: RoundedSetup): Band {
  const { frame, taps, offset, lastError } = setup;
  const put = putValue(setup, lastError);
  return plainBand(frame, (rows, y, e) => {
    let sum = offset;
    for (const { row, element, real } of taps) sum += real * rows.inputs[y + row][e + element];
    put(rows, y, e, sum);
  });
}

export const rounded: BandKind<RoundedSetup> = { plan, reference };
