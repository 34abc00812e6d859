import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ROUNDINGS } from "../../src/base/options.js";
import { type Band, type BandSetup, compiledBand, type PairStep } from "../../src/routines/band.js";
import { COMPILED } from "../../src/routines/compiled.js";
import { referenceBand } from "../../src/routines/reference-band.js";
import { mulberry } from "../support/random.js";

const RANGES = { u8: [0, 255], u16: [0, 65535], i16: [-32768, 32767] } as const;

const setups = fc
  .record({
    input: fc.constantFrom<"u8" | "u16" | "i16">("u8", "u16", "i16"),
    output: fc.constantFrom<"u8" | "u16" | "i16">("u8", "u16", "i16"),
    elements: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 500, max: 1100 })),
    halo: fc.integer({ min: 0, max: 12 }),
    rows: fc.integer({ min: 1, max: 5 }),
    span: fc.integer({ min: 1, max: 5 }),
    largestTap: fc.constantFrom(1, 3, 40, 3000),
    factor: fc.integer({ min: 1, max: 3 }),
    shift: fc.integer({ min: -5000, max: 5000 }),
    divisor: fc.constantFrom(1, 2, 3, 4, 6, 9, 10, 16, 25, 1000),
    absolute: fc.boolean(),
    rounding: fc.constantFrom(...ROUNDINGS),
    seed: fc.integer({ min: 0, max: 1 << 30 }),
  })
  .map((c) => {
    const random = mulberry(c.seed);
    const tap = (): number => Math.round((random() * 2 - 1) * c.largestTap);
    const steps: PairStep[] = [];
    for (let j = 0; j < c.span; j++) {
      const element = Math.floor(random() * (c.halo + 1));
      const k = tap();
      const put = (row: number): [number, number] => (row % 2 === 0 ? [k, 0] : [0, k]);
      const [a, b] = [Math.floor(j / 2), Math.floor((j + 1) / 2)];
      if (a === b) steps.push({ pair: a, element, upper: put(j), lower: put(j + 1) });
      else
        steps.push(
          { pair: a, element, upper: put(j), lower: [0, 0] },
          { pair: b, element, upper: [0, 0], lower: put(j + 1) },
        );
    }
    const absolute = 2 * c.span * c.largestTap * (c.input === "u8" ? 255 : 32768);
    const { seed, span, largestTap, ...rest } = c;
    const setup: BandSetup = {
      ...rest,
      inputRows: c.rows + span - 1,
      steps,
      largest: c.factor * absolute + Math.abs(c.shift),
      range: RANGES[c.output],
    };
    return { setup, seed: seed + largestTap };
  })
  .filter(({ setup }) => 2 * setup.largest + setup.divisor < 2 ** 31);

function fill(band: Band, setup: BandSetup, seed: number): void {
  const random = mulberry(seed);
  const [least, greatest] = RANGES[setup.input];
  for (let r = 0; r < setup.inputRows; r++) {
    const row = band.inputRow(r);
    for (let i = 0; i < row.length; i++) row[i] = least + Math.floor(random() * (greatest - least + 1));
  }
}

describe("the compiled band", () => {
  test("gives the samples and the counts of the plain one", () => {
    fc.assert(
      fc.property(setups, fc.integer({ min: 1, max: 5 }), ({ setup, seed }, some) => {
        const rows = Math.min(some, setup.rows);
        const [fast, plain] = [compiledBand(setup), referenceBand(setup)];
        for (const band of [fast, plain]) {
          fill(band, setup, seed);
          band.run(rows);
        }
        for (let r = 0; r < rows; r++) {
          expect(Array.from(fast.outputRow(r))).toEqual(Array.from(plain.outputRow(r)));
          expect(fast.clipped(r)).toBe(plain.clipped(r));
        }
      }),
      { numRuns: 500 },
    );
  });

  test("rounds every tie and its neighbours as the rule says, by each kind of division", () => {
    const divisors = [2, 6, 7, 10, 16, 255, 4096];
    for (const rounding of ROUNDINGS) {
      for (const divisor of divisors) {
        for (const largest of [1 << 17, 1 << 28]) {
          const elements = 1024;
          const setup: BandSetup = {
            input: "i16",
            output: "i16",
            elements,
            halo: 0,
            rows: 1,
            inputRows: 1,
            steps: [{ pair: 0, element: 0, upper: [1, 0], lower: [0, 1] }],
            factor: 1,
            shift: 0,
            divisor,
            largest,
            absolute: false,
            rounding,
            range: RANGES.i16,
          };
          const [fast, plain] = [compiledBand(setup), referenceBand(setup)];
          for (const band of [fast, plain]) {
            for (let i = 0; i < elements; i++)
              band.inputRow(0)[i] = Math.round(((i - 512) * divisor) / 2) + (i % 3) - 1;
            band.run(1);
          }
          expect(Array.from(fast.outputRow(0)), `${rounding} by ${divisor}`).toEqual(Array.from(plain.outputRow(0)));
        }
      }
    }
  });
});

test("the committed routines are what their source compiles to", async () => {
  const build = (await import(join(import.meta.dirname, "../../src/routines/assembly/build.js"))) as {
    compile(): Promise<Buffer>;
    moduleText(bytes: Buffer): string;
  };
  const bytes = await build.compile();
  expect(COMPILED).toBe(bytes.toString("base64"));
  expect(readFileSync(join(import.meta.dirname, "../../src/routines/compiled.ts"), "utf8")).toBe(
    build.moduleText(bytes),
  );
});
