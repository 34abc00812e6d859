/** Bands of floats: what the compiled routines give is what their twins give, to the last bit. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Band, BandKind, Frame, Seen } from "../../src/routines/band.js";
import { double, type FloatSetup, fast } from "../../src/routines/float.js";
import { isRelaxed } from "../../src/routines/station.js";
import { bandsOf, made as madeIntegers, RANGES } from "../support/bands.js";
import { mulberry } from "../support/random.js";

const TYPES = ["u8", "u16", "i16", "f32", "f64"] as const;
const LEAST = { u8: 0, u16: 0, i16: -32768, f32: 0, f64: 0 };
const SPAN = { u8: 256, u16: 65536, i16: 65536, f32: 0, f64: 0 };

const calls = fc.record({
  input: fc.constantFrom(...TYPES),
  output: fc.constantFrom("f32", "f64"),
  elements: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 490, max: 1100 })),
  share: fc.constantFrom(1, 0.6),
  width: fc.integer({ min: 1, max: 12 }),
  height: fc.integer({ min: 1, max: 6 }),
  /** Channels times dilation along the rows, and dilation down the columns. */
  step: fc.constantFrom(1, 1, 2, 3, 4, 5, 8, 21),
  down: fc.constantFrom(1, 1, 2, 3),
  rows: fc.integer({ min: 1, max: 7 }),
  some: fc.integer({ min: 1, max: 7 }),
  factors: fc.boolean(),
  zeros: fc.constantFrom(0, 0.3, 0.7, 1),
  divisor: fc.constantFrom(1, 1, 3, -0.7),
  offset: fc.constantFrom(0, 12.25, -1e-3),
  /** Shares of NaN and infinities among the samples; whole samples or fractions. */
  special: fc.constantFrom(0, 0, 0.0005, 0.02),
  whole: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});
type Call = typeof calls extends fc.Arbitrary<infer C> ? C : never;

function setupOf(c: Call, inF32: boolean): FloatSetup {
  const random = mulberry(c.seed);
  const fix = inF32 ? Math.fround : (v: number) => v;
  const tap = (): number => (random() < c.zeros ? 0 : fix(random() - 0.4));
  const span = (c.height - 1) * c.down + 1;
  const frame = {
    input: inF32 ? ("f32" as const) : c.input,
    output: inF32 ? ("f32" as const) : c.output,
    elements: c.elements,
    halo: (c.width - 1) * c.step,
    rows: c.rows,
    inputRows: c.rows + span - 1,
  };
  const line = (n: number, step: number) => ({ taps: Float64Array.from({ length: n }, tap), step });
  const taps = Array.from({ length: c.width * c.height }, (_, i) => ({
    row: Math.floor(i / c.width) * c.down,
    element: (i % c.width) * c.step,
    tap: tap(),
  }));
  return {
    frame,
    taps: c.factors ? { column: line(c.height, c.down), row: line(c.width, c.step) } : taps,
    span,
    step: c.step,
    divisor: inF32 ? 1 : c.divisor,
    offset: fix(c.offset),
  };
}

function fill(band: Band, { input, inputRows, elements, halo }: Frame, c: Call): void {
  const random = mulberry(c.seed + 1);
  const type = input as (typeof TYPES)[number];
  for (let r = 0; r < inputRows; r++) {
    const row = band.inputRow(r);
    for (let i = 0; i < elements + halo; i++) {
      if (SPAN[type] > 0) row[i] = LEAST[type] + Math.floor(random() * SPAN[type]);
      else if (random() < c.special) row[i] = [Number.NaN, Infinity, -Infinity][Math.floor(random() * 3)];
      else row[i] = c.whole ? Math.floor(random() * 1000) : (random() - 0.5) * 100;
    }
  }
}

interface Made {
  readonly rows: number[][];
  readonly special: number[][];
  readonly seen: Seen | undefined;
}

function made(band: Band, frame: Frame, rows: number, elements: number): Made {
  band.run(rows, elements);
  const all = Array.from({ length: rows }, (_, r) => r);
  const seen = band.seen();
  return {
    rows: all.map((r) => Array.from(band.outputRow(r).subarray(0, elements))),
    special: all.map((r) => [band.nan(r), band.infinite(r)]),
    // Integers are known without a look; the largest of samples that are no numbers is not.
    seen: frame.input.startsWith("f") ? { ...seen, largest: seen.finite ? seen.largest : 0 } : undefined,
  };
}

function both(kind: BandKind<FloatSetup>, c: Call, inF32: boolean): readonly [Made, Made, FloatSetup] {
  const setup = setupOf(c, inF32);
  const [compiled, plain] = bandsOf(kind, setup);
  for (const band of [compiled, plain]) fill(band, setup.frame, c);
  const [rows, elements] = [Math.min(c.some, c.rows), Math.ceil(c.elements * c.share)];
  return [made(compiled, setup.frame, rows, elements), made(plain, setup.frame, rows, elements), setup];
}

const settlings = fc.record({
  input: fc.constantFrom("u8", "u16", "i16"),
  output: fc.constantFrom("u8", "u16", "i16"),
  absolute: fc.boolean(),
  boundary: fc.constantFrom("half", "whole"),
  /** Taps in halves make ties, which are settled where values are exact and in doubt elsewhere. */
  error: fc.constantFrom(0, 1e-9, 0.01),
  halves: fc.boolean(),
  narrowed: fc.boolean(),
});
type Settling = typeof settlings extends fc.Arbitrary<infer S> ? S : never;

function settledSetup(c: Call, s: Settling): FloatSetup {
  const { divisor, ...setup } = setupOf(c, false);
  const halves = (v: number): number => (s.halves ? Math.round(v * 4) / 2 : v);
  const { taps } = setup;
  return {
    ...setup,
    frame: { ...setup.frame, input: s.input, output: s.output },
    taps:
      "column" in taps
        ? {
            column: { ...taps.column, taps: taps.column.taps.map(halves) },
            row: { ...taps.row, taps: taps.row.taps.map(halves) },
          }
        : taps.map((t) => ({ ...t, tap: halves(t.tap) })),
    divisor: Math.abs(Math.round(divisor)),
    settled: {
      absolute: s.absolute,
      boundary: s.boundary,
      factor: s.halves ? 0.5 : 0.25,
      error: s.error,
      range: s.narrowed ? [0, 100] : RANGES[s.output],
    },
  };
}

/** Samples (undefined where in doubt) and counts. */
function madeWhole(band: Band, frame: Frame, rows: number, elements: number) {
  const { rows: samples, clipped } = madeIntegers(band, frame, rows, elements);
  return { samples, clipped };
}

describe("bands of floats", () => {
  test("in f64 give the bits of the plain ones, their counts and what they saw", () => {
    let special = 0;
    fc.assert(
      fc.property(calls, (c) => {
        const [compiled, plain] = both(double, c, false);
        if (plain.special.flat().some((n) => n > 0)) special++;
        expect(compiled).toEqual(plain);
      }),
      { numRuns: 600 },
    );
    // Proof that samples that are no numbers were among them.
    expect(special).toBeGreaterThan(20);
  });

  test("in f32 do so too or, with one rounding a tap, keep within the bound", () => {
    fc.assert(
      fc.property(calls, (c) => {
        const [compiled, plain, { taps, offset }] = both(fast, c, true);
        if (!isRelaxed()) {
          expect(compiled).toEqual(plain);
          return;
        }
        const size = (list: Iterable<number>): number => [...list].reduce((s, t) => s + Math.abs(t), 0);
        const absolute =
          "column" in taps ? size(taps.column.taps) * size(taps.row.taps) : size(taps.map(({ tap }) => tap));
        const bound = 2 * (c.width * c.height + 2) * 2 ** -24 * (absolute * 1000 + Math.abs(offset));
        for (const [r, row] of compiled.rows.entries()) {
          for (const [e, v] of row.entries()) {
            const expected = plain.rows[r][e];
            if (expected - expected !== 0) expect(v).toBe(expected);
            else expect(Math.abs(v - expected)).toBeLessThanOrEqual(bound);
          }
        }
        expect([compiled.special, compiled.seen]).toEqual([plain.special, plain.seen]);
      }),
      { numRuns: 400 },
    );
  });

  test("that become integers are rounded, clipped and doubted as by the plain ones", () => {
    let doubts = 0;
    fc.assert(
      fc.property(calls, settlings, (c, s) => {
        const setup = settledSetup(c, s);
        const [compiled, plain] = bandsOf(double, setup);
        for (const band of [compiled, plain]) fill(band, setup.frame, c);
        const [rows, elements] = [Math.min(c.some, c.rows), Math.ceil(c.elements * c.share)];
        const [found, expected] = [compiled, plain].map((band) => madeWhole(band, setup.frame, rows, elements));
        doubts += plain.doubts().length;
        expect(found).toEqual(expected);
      }),
      { numRuns: 500 },
    );
    expect(doubts).toBeGreaterThan(100);
  });
});
