/**
 * Bands of floats or integers: sums of windows in f64 in the order of the taps, dense or down the columns and then along
 * the rows, and their values, as floats or rounded. `fast` is the same with f32 throughout.
 */
import { gcd } from "../base/rational.js";
import { align, type Band, type BandKind, type BandPlan, type Frame, sourcePitchOf } from "./band.js";
import type { Tap } from "./pairs.js";
import { type PlainRows, plainBand } from "./plain-band.js";
import { type Settling, shiftOf } from "./settling.js";
import { type Placed, type Size, type StepTable, stepTable } from "./step-table.js";

/** Taps a step apart: rows for a column, elements for a row. */
export interface Line {
  readonly taps: Float64Array;
  readonly step: number;
}

export interface FloatSetup {
  readonly frame: Frame & {
    readonly input: "u8" | "u16" | "i16" | "f32" | "f64";
    readonly output: "f32" | "f64" | "u8" | "u16" | "i16";
  };
  /** All taps in the order in which they are added up, those that are 0 too; or their factors. */
  readonly taps: readonly Tap[] | { readonly column: Line; readonly row: Line };
  /** Rows from the first to the last tap. */
  readonly span: number;
  /** Elements between neighbours of a row of taps. */
  readonly step: number;
  /**
   * `value = sum/divisor + offset` of floats, the fast one taking only a divisor of 1; `(sum·factor + offset)/divisor` of
   * integers.
   */
  readonly divisor: number;
  readonly offset: number;
  /** How values become integers. */
  readonly settled?: Settled;
}

/** Values within `error` of the exact ones to integers; what that does not decide is left to the caller. */
export interface Settled extends Pick<Settling, "absolute" | "boundary"> {
  readonly factor: number;
  /** 0: values are exact, and halves go to the even neighbour. */
  readonly error: number;
  readonly range: readonly [number, number];
}

/** Distance from the nearest whole number from which a value is in doubt. */
const limitOf = ({ error }: Settled): number => (error === 0 ? 1 : 0.5 - error);

/** Elements of a strip: its rows and lines of sums stay in a near cache. */
const STRIP = { 4: 4096, 8: 512 };
const DENSE = 0;
const ALONG = 1;
const SEPARABLE = 2;
const INPUTS = ["f64", "f32", "u8", "u16", "i16"];
const OUTPUTS = INPUTS;
/** Bytes of a block of sums, and most blocks between two that share samples. */
const BLOCK = 64;
const FAR = 4;

function planOf(setup: FloatSetup, routine: "doubleBand" | "fastBand", size: Size): BandPlan {
  const { frame, taps, span, step, divisor, offset, settled } = setup;
  const { halo, input } = frame;
  const factors = "column" in taps ? taps : undefined;
  const shape = factors ? SEPARABLE : span === 1 ? ALONG : DENSE;
  const block = BLOCK / size;
  const common = (block / Number(gcd(BigInt(block), BigInt(step)))) * step;
  // Blocks of one row share samples where they lie whole steps apart.
  const run = common <= FAR * block ? common : block;
  const wide = shape === ALONG ? Math.max(STRIP[size], 2 * halo) : STRIP[size];
  const strip = Math.ceil(wide / (2 * run)) * 2 * run;
  const converts = size === 4 || input === "f64" ? 0 : 1;
  const own = align((strip + halo + 32) * size);
  const pitch = converts ? (own % 4096 === 0 ? own + 64 : own) : sourcePitchOf(frame);
  const line = align((strip + halo + 4 * run + 64) * size);
  const tables = "column" in taps ? separated(taps, pitch, run, size) : dense(taps, shape, pitch, run, size);
  return {
    routine,
    frame,
    tables: tables.map((t) => t.words),
    scratch: [converts * ((frame.inputRows + 2) * pitch + 4 * run * size), 3 * line],
    own: (at, [staged, lines]) => {
      const bounds = [0, 1, 2, 3].flatMap((i) =>
        tables[i % tables.length].bounds.map((b) => at[i % tables.length] + b),
      );
      return [
        ...bounds,
        span,
        halo,
        strip,
        run,
        shape,
        staged,
        pitch,
        INPUTS.indexOf(input),
        lines,
        line,
        OUTPUTS.indexOf(frame.output),
        4 * (frame.rows + 1),
        0,
        0,
        settled?.absolute ? 1 : 0,
      ];
    },
    doubles: [
      divisor,
      offset,
      // Where values are not rounded, sums in f32 ask how large samples may be.
      ...(settled ? [settled.factor, shiftOf(settled), limitOf(settled), ...settled.range] : [safeOf(setup)]),
    ],
    vectors: [],
    doubtful: settled !== undefined && settled.error > 0,
  };
}

/** The largest magnitude of samples whose sums in f32 certainly stay numbers, and their columns' sums. */
function safeOf({ taps, offset }: FloatSetup): number {
  if (Math.abs(offset) > 1e38) return 0;
  const size = (of: Float64Array): number => of.reduce((s, t) => s + Math.abs(t), 0);
  const absolute =
    "column" in taps
      ? Math.max(1, size(taps.column.taps)) * Math.max(1, size(taps.row.taps))
      : taps.reduce((s, { tap }) => s + Math.abs(tap), 0);
  return 1e38 / Math.max(1, absolute);
}

/** The table for numbers, which leaves out taps that are 0, and the one for samples of any kind. */
const tablesOf = (taps: readonly Placed[], apart: number, size: Size): StepTable[] => [
  stepTable(
    taps.filter(({ tap }) => tap !== 0),
    apart,
    size,
    false,
  ),
  stepTable(taps, apart, size, true),
];

const dense = (taps: readonly Tap[], shape: number, pitch: number, run: number, size: Size): StepTable[] =>
  tablesOf(
    taps.map(({ row, element, tap }) => ({ at: row * pitch + element * size, tap })),
    shape === ALONG ? run * size : pitch,
    size,
  );

function separated(factors: { column: Line; row: Line }, pitch: number, run: number, size: Size): StepTable[] {
  const placed = ({ taps, step }: Line, unit: number): Placed[] =>
    Array.from(taps, (tap, i) => ({ at: i * step * unit, tap }));
  return [
    ...tablesOf(placed(factors.column, pitch), pitch, size),
    ...tablesOf(placed(factors.row, size), run * size, size),
  ];
}

/**
 * The same in plain TypeScript, sample by sample, with `fix` after every product and sum. Taps that are 0 add ±0 where
 * their samples are numbers, which changes no sum.
 */
function reference({ frame, taps, divisor, offset, settled }: FloatSetup, fix: (v: number) => number): Band {
  const sum = (rows: PlainRows, y: number, e: number): number => {
    let total = 0;
    if ("column" in taps) {
      const { column, row } = taps;
      for (const [i, b] of row.taps.entries()) {
        let down = 0;
        for (const [j, a] of column.taps.entries())
          down = fix(down + fix(a * rows.inputs[y + j * column.step][e + i * row.step]));
        total = fix(total + fix(b * down));
      }
      return total;
    }
    for (const { row, element, tap } of taps) total = fix(total + fix(tap * rows.inputs[y + row][e + element]));
    return total;
  };
  return plainBand(frame, (rows, y, e) => {
    if (settled) settle(rows, y, e, (sum(rows, y, e) * settled.factor + offset) / divisor, settled);
    else rows.tally(y, e, fix(sum(rows, y, e) / divisor + offset));
  });
}

function settle({ put, doubt }: PlainRows, y: number, e: number, exactly: number, settled: Settled): void {
  const value = (settled.absolute ? Math.abs(exactly) : exactly) + shiftOf(settled);
  const whole = nearest(value);
  if (Math.abs(value - whole) >= limitOf(settled)) doubt(y, e);
  else put(y, e, whole, settled.range);
}

/** The nearest whole number, halves to the even one; for magnitudes below 2^51. */
const nearest = (v: number): number => v + 6755399441055744 - 6755399441055744;

export const double: BandKind<FloatSetup> = {
  plan: (setup) => planOf(setup, "doubleBand", 8),
  reference: (setup) => reference(setup, (v) => v),
};

export const fast: BandKind<FloatSetup> = {
  plan: (setup) => planOf(setup, "fastBand", 4),
  reference: (setup) => reference(setup, Math.fround),
};
