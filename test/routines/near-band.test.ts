/** Bands with rounded taps: every sample is the exact one or left in doubt, and only what is truly near is in doubt. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixedPoint } from "../../src/math/fixed-point.js";
import type { Band, BandKind, Frame } from "../../src/routines/band.js";
import { columnSteps, graded } from "../../src/routines/graded.js";
import { type NearSeparable, nearSeparable } from "../../src/routines/near-separable.js";
import { type RoundedSetup, rounded } from "../../src/routines/rounded.js";
import type { Settling } from "../../src/routines/settling.js";
import { bandsOf, fill, made } from "../support/bands.js";
import { mulberry } from "../support/random.js";

const common = fc
  .record({
    elements: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 480, max: 1100 })),
    share: fc.constantFrom(1, 0.6),
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 9 }),
    channels: fc.integer({ min: 1, max: 4 }),
    rows: fc.integer({ min: 1, max: 5 }),
    /** Taps are multiples of this: halves make ties. */
    grain: fc.constantFrom(0, 0, 0.5, 1 / 3),
    offset: fc.constantFrom(0, 0.5, 12.25, -100),
    way: fc.constantFrom<Omit<Settling, "offset">>(
      { absolute: false, boundary: "half" },
      { absolute: true, boundary: "half" },
      { absolute: false, boundary: "whole" },
    ),
    ends: fc.boolean(),
    seed: fc.integer({ min: 0, max: 1 << 30 }),
  })
  .map((c) => ({ ...c, random: mulberry(c.seed + 1) }));
type Common = typeof common extends fc.Arbitrary<infer C> ? C : never;

const frameOf = ({ elements, width, height, channels, rows }: Common) => ({
  ...({ input: "u8", output: "u8" } as const),
  ...{ elements, halo: (width - 1) * channels, rows, inputRows: rows + height - 1 },
});

function line(n: number, { random, grain }: Common, size: number): Float64Array {
  const taps = Float64Array.from({ length: n }, () => {
    const tap = (random() * 2 - 1) * size;
    return grain === 0 ? tap : Math.round(tap / grain) * grain;
  });
  if (taps.every((t) => t === 0)) taps[0] = 1;
  return taps;
}

/** Sums of magnitudes, by whose size values stay within what the routines hold. */
const sizeOf = (taps: Float64Array): number => taps.reduce((s, t) => s + Math.abs(t), 0);

interface Doubts {
  readonly error: number;
  readonly lastError: number;
}

function compare<S extends { readonly frame: Frame } & Doubts>(
  kind: BandKind<S>,
  setup: S,
  c: Common,
  value: (band: Band, y: number, e: number) => number,
): void {
  const { frame } = setup;
  const { boundary, absolute } = c.way;
  const [fast, plain] = bandsOf(kind, setup);
  for (const band of [fast, plain]) fill(band, frame, c.seed, c.ends);
  const elements = Math.ceil(frame.elements * c.share);
  const [found, expected] = [fast, plain].map((band) => made(band, frame, frame.rows, elements));
  let clipped = 0;
  const wrong: string[] = [];
  for (let y = 0; y < frame.rows; y++) {
    for (let e = 0; e < elements; e++) {
      const sum = value(fast, y, e);
      const exact = (absolute ? Math.abs(sum) : sum) - (boundary === "whole" ? 0.5 : 0);
      const away = Math.abs(exact - Math.floor(exact) - 0.5);
      const sample = Math.min(255, Math.max(0, Math.round(exact)));
      const [one, other] = [found.rows[y][e], expected.rows[y][e]];
      // Twice the bound: once for what the routine found, once for how far from a boundary it took as doubt.
      const inDoubt = away <= 2 * setup.lastError + 1e-9;
      for (const it of [one, other]) if (it === undefined ? !inDoubt : it !== sample) wrong.push(`${exact}: ${it}`);
      if (one !== undefined && Math.round(exact) !== sample) clipped++;
    }
  }
  expect(wrong).toEqual([]);
  expect(found.clipped.reduce((s, n) => s + n, 0)).toBe(clipped);
}

const RUNS = { numRuns: 400 };

describe("bands with rounded taps leave only what is truly in doubt", () => {
  test("dense", () => {
    fc.assert(
      fc.property(common, (c) => {
        const { width, height, channels, offset } = c;
        const real = line(width * height, c, 1.2 / Math.sqrt(width * height));
        fc.pre(128 * sizeOf(real) < 500);
        const fixed = fixedPoint(real, 16777215);
        if (!fixed) throw new Error("no unit");
        const setup: RoundedSetup = {
          ...{ frame: frameOf(c), span: height, dilation: 1, offset, ...c.way },
          taps: Array.from(real, (tap, i) => ({
            row: Math.floor(i / width),
            element: (i % width) * channels,
            ...{ tap: fixed.whole[i], rest: fixed.rest[i], real: tap },
          })),
          unit: fixed.unit,
          restUnit: fixed.restUnit,
          error: 128 * fixed.left + 0.001,
          lastError: 128 * fixed.leftOfRest + 1e-9,
        };
        compare(rounded, setup, c, (band, y, e) =>
          setup.taps.reduce<number>(
            (s, { row, element, real: t }) => s + t * band.inputRow(y + row)[e + element],
            offset,
          ),
        );
      }),
      RUNS,
    );
  });

  test("a column times a row", () => {
    fc.assert(
      fc.property(common, (c) => {
        const { width, height, channels, offset } = c;
        const real = {
          column: line(height, c, 1.2 / Math.sqrt(height)),
          row: line(width, c, 1.2 / Math.sqrt(width)),
        };
        const [down, across] = [sizeOf(real.column), sizeOf(real.row)];
        fc.pre(128 * down * across < 500);
        const column = graded(columnSteps(real.column, 1), 16777215, 0);
        if (!column) throw new Error("no unit");
        const setup: NearSeparable = {
          ...{ frame: frameOf(c), span: height, offset, ...c.way },
          column: { taps: real.column, step: 1 },
          row: { taps: real.row, step: channels },
          graded: column,
          error: across * 128 * column.left + 0.001,
          // Sums and rests are held as f32.
          lastError: across * 128 * (column.leftOfRest + (down + column.left) / 16777216) + 1e-9,
        };
        compare(nearSeparable, setup, c, (band, y, e) => {
          let sum = offset;
          for (const [j, a] of real.column.entries()) {
            for (const [i, b] of real.row.entries()) sum += a * b * band.inputRow(y + j)[e + i * channels];
          }
          return sum;
        });
      }),
      RUNS,
    );
  });
});
