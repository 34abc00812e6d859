import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ROUNDINGS } from "../../src/base/options.js";
import type { BandKind, Frame } from "../../src/routines/band.js";
import { type BoxSetup, box } from "../../src/routines/box.js";
import type { Tap } from "../../src/routines/pairs.js";
import { type ExactSeparable, exactSeparable } from "../../src/routines/separable.js";
import { dense, few, type WholeSetup } from "../../src/routines/whole.js";
import { bandsOf, fill, made, RANGES, type Whole } from "../support/bands.js";
import { mulberry } from "../support/random.js";

/** What all exact bands have: an extent, and a rule for their quotients. */
const common = fc.record({
  elements: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 480, max: 1100 })),
  /** What of a row is made. */
  share: fc.constantFrom<number>(1, 1, 0.6),
  halo: fc.integer({ min: 0, max: 40 }),
  rows: fc.integer({ min: 1, max: 5 }),
  some: fc.integer({ min: 1, max: 5 }),
  span: fc.integer({ min: 1, max: 7 }),
  /** How the caller's rows lie. */
  lie: fc.record({ first: fc.integer({ min: 0, max: 7 }), step: fc.integer({ min: 0, max: 7 }) }),
  start: fc.integer({ min: -5000, max: 5000 }),
  divisor: fc.constantFrom<number>(1, 1, 2, 3, 4, 6, 9, 10, 16, 25, 255, 1000),
  absolute: fc.boolean(),
  rounding: fc.constantFrom(...ROUNDINGS),
  ends: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});
type Common = typeof common extends fc.Arbitrary<infer C> ? C : never;

const TYPES: readonly Whole[] = ["u8", "u16", "i16"];
const BYTES = { u8: 1, u16: 2, i16: 2 } as const;

/** The extent of a band; both of its types lie as whole samples do. */
function frameOf<I extends Whole, O extends Whole>(c: Common, input: I, output: O) {
  const { elements, halo, rows, span, lie } = c;
  const lies = (type: Whole) => ({
    first: lie.first - (lie.first % BYTES[type]),
    step: lie.step - (lie.step % BYTES[type]),
  });
  return {
    ...{ input, output, elements, halo, rows },
    inputRows: rows + span - 1,
    lie: { input: lies(input), output: lies(output) },
  };
}

/** Runs a band and its twin on the same rows. */
function compare<S extends { readonly frame: Frame }>(kind: BandKind<S>, setup: S, c: Common): void {
  const { frame } = setup;
  const [fast, plain] = bandsOf(kind, setup);
  for (const band of [fast, plain]) fill(band, frame, c.seed, c.ends);
  const [rows, elements] = [Math.min(c.some, frame.rows), Math.ceil(frame.elements * c.share)];
  expect(made(fast, frame, rows, elements)).toEqual(made(plain, frame, rows, elements));
}

const quotients = ({ start, divisor, absolute, rounding }: Common, range: readonly [number, number]) => ({
  ...{ start, divisor, absolute, rounding, range },
});

/** Places of taps within a span of rows and a halo, some twice as far apart, with their taps. */
function tapsWithin({ halo, span, seed }: Common, largest: number, share: number): Tap[] {
  const random = mulberry(seed + 1);
  const taps: Tap[] = [];
  for (let row = 0; row < span; row++) {
    for (let element = 0; element <= halo; element++) {
      const tap = Math.round((random() * 2 - 1) * largest);
      if (tap !== 0 && random() < share) taps.push({ row, element, tap });
    }
  }
  return taps.length > 0 ? taps : [{ row: span - 1, element: halo, tap: 1 }];
}

const reachOf = (taps: readonly Tap[]): number => taps.reduce((s, { tap }) => s + Math.abs(tap), 0);
const largestOf = (type: Whole): number => Math.max(...RANGES[type].map(Math.abs));

describe("compiled bands give the samples and the counts of their twins", () => {
  const RUNS = { numRuns: 400 };

  test("dense sums of 32 bits, of every type", () => {
    const setups = fc.record({
      c: common,
      input: fc.constantFrom(...TYPES),
      output: fc.constantFrom(...TYPES),
      largestTap: fc.constantFrom(1, 3, 40, 3000, 32767),
      share: fc.constantFrom(0.02, 0.3, 1),
    });
    fc.assert(
      fc.property(setups, ({ c, input, output, largestTap, share }) => {
        const taps = tapsWithin(c, largestTap, share);
        const largest = reachOf(taps) * largestOf(input) + Math.abs(c.start);
        fc.pre(2 * largest + 2 * c.divisor < 2 ** 31);
        const setup: WholeSetup = {
          ...quotients(c, RANGES[output]),
          ...{ frame: frameOf(c, input, output), taps, span: c.span, largest },
        };
        compare(dense, setup, c);
      }),
      RUNS,
    );
  });

  test("few taps in sums of 16 bits", () => {
    fc.assert(
      fc.property(common, fc.constantFrom(1, 2, 5), fc.constantFrom(0.02, 0.2), (c, largestTap, share) => {
        const taps = tapsWithin(c, largestTap, share).slice(0, 20);
        const largest = reachOf(taps) * 255 + Math.abs(c.start);
        fc.pre(largest < 32768);
        const setup: WholeSetup = {
          ...quotients(c, RANGES.u8),
          ...{ frame: frameOf(c, "u8", "u8"), taps, span: c.span, largest },
        };
        compare(few, setup, c);
      }),
      RUNS,
    );
  });

  test("a column times a row in whole numbers", () => {
    const shapes = fc.record({ channels: fc.integer({ min: 1, max: 4 }), apart: fc.integer({ min: 1, max: 2 }) });
    fc.assert(
      fc.property(common, shapes, fc.constantFrom(1, 8, 30), (c, { channels, apart }, largestTap) => {
        const random = mulberry(c.seed + 1);
        const line = (n: number) =>
          Float64Array.from({ length: n }, () => Math.round((random() * 2 - 1) * largestTap) || 1);
        const column = { taps: line(1 + Math.floor((c.span - 1) / apart)), step: apart };
        const row = { taps: line(1 + Math.floor(c.halo / channels)), step: channels };
        const [down, across] = [column, row].map(({ taps }) => taps.reduce((s, t) => s + Math.abs(t), 0));
        const largest = 255 * down * across + Math.abs(c.start);
        fc.pre(128 * down <= 32768 && 2 * largest + 2 * c.divisor < 2 ** 31);
        const setup: ExactSeparable = {
          ...quotients(c, RANGES.u8),
          ...{ frame: frameOf(c, "u8", "u8"), span: c.span, column, row, largest },
        };
        compare(exactSeparable, setup, c);
      }),
      RUNS,
    );
  });

  test("running sums", () => {
    const setups = fc.record({
      c: common,
      input: fc.constantFrom<"u8" | "u16">("u8", "u16"),
      output: fc.constantFrom(...TYPES),
      channels: fc.integer({ min: 1, max: 4 }),
      tall: fc.constantFrom(0, 0, 0, 256),
    });
    fc.assert(
      fc.property(setups, ({ c: base, input, output, channels, tall }) => {
        const width = 1 + Math.floor(base.halo / channels);
        const c = {
          ...base,
          span: base.span + tall,
          halo: (width - 1) * channels,
          elements: base.elements - (base.elements % channels) + channels,
        };
        const largest = RANGES[input][1] * width * c.span + Math.abs(c.start);
        const setup: BoxSetup = {
          ...quotients(c, RANGES[output]),
          ...{ frame: frameOf(c, input, output), width, height: c.span, channels, largest },
        };
        compare(box, setup, { ...c, share: 1 });
      }),
      RUNS,
    );
  });
});

describe("whole sums", () => {
  const one: Common = {
    ...{ elements: 1024, share: 1, halo: 0, rows: 1, some: 1, span: 1, lie: { first: 0, step: 0 } },
    ...{ start: 0, divisor: 1, absolute: false, rounding: "half-even", ends: false, seed: 1 },
  };

  test("round every tie and its neighbours as the rule says, by each kind of division", () => {
    for (const rounding of ROUNDINGS) {
      for (const divisor of [2, 6, 7, 10, 16, 255, 4096]) {
        for (const largest of [1 << 17, 1 << 28]) {
          for (const output of ["i16", "u8"] as const) {
            const setup: WholeSetup = {
              ...quotients({ ...one, divisor, rounding }, RANGES[output]),
              ...{ frame: frameOf(one, "i16", output), taps: [{ row: 0, element: 0, tap: 1 }], span: 1, largest },
            };
            const [fast, plain] = bandsOf(dense, setup);
            for (const band of [fast, plain]) {
              const row = band.inputRow(0);
              for (let i = 0; i < row.length; i++) row[i] = Math.round(((i - 512) * divisor) / 2) + (i % 3) - 1;
            }
            expect(made(fast, setup.frame, 1, 1024), `${rounding} by ${divisor}`).toEqual(
              made(plain, setup.frame, 1, 1024),
            );
          }
        }
      }
    }
  });

  test("u8 quotients round right for sums all over 16 bits", () => {
    for (const rounding of ROUNDINGS) {
      for (const divisor of [2, 3, 9, 10, 16, 48, 121, 130]) {
        // Sums 128·a + b, a in one row and b in the next.
        const c = { ...one, elements: 256, span: 2, divisor, rounding, rows: 128, some: 128 };
        const taps = [
          { row: 0, element: 0, tap: 127 },
          { row: 1, element: 0, tap: 1 },
        ];
        const frame = { ...frameOf(c, "u8", "u8"), rows: 1, inputRows: 2 };
        const setup: WholeSetup = { ...quotients(c, RANGES.u8), frame, taps, span: 2, largest: 128 * 255 };
        for (const kind of [few, dense]) {
          const [fast, plain] = bandsOf(kind, setup);
          for (let a = 0; a < 256; a += 5) {
            for (const band of [fast, plain]) {
              band.inputRow(0).fill(a);
              for (let b = 0; b < 256; b++) band.inputRow(1)[b] = b;
            }
            expect(made(fast, frame, 1, 256), `${rounding} by ${divisor}`).toEqual(made(plain, frame, 1, 256));
          }
        }
      }
    }
  });
});

test("the committed routines are what their source compiles to", async () => {
  const build = (await import(join(import.meta.dirname, "../../src/routines/assembly/build.js"))) as {
    readonly FILES: readonly { readonly file: string }[];
    fileText(file: { readonly file: string }): Promise<string>;
  };
  expect(build.FILES.map(({ file }) => file)).toEqual(["compiled.ts", "relaxed.ts", "compiled-png.ts"]);
  for (const each of build.FILES) {
    const committed = readFileSync(join(import.meta.dirname, "../../src/routines", each.file), "utf8");
    expect(await build.fileText(each), each.file).toBe(committed);
  }
});
