/** The compiled scores against the plain ones: the same bits. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate, type IntegerSamples, rangeOf } from "../../src/base/element.js";
import { borrowArena } from "../../src/routines/load.js";
import { PlainRows, scoreRows } from "../../src/routines/scores.js";
import { mulberry } from "../support/random.js";

const calls = fc.record({
  type: fc.constantFrom("u8" as const, "i8" as const, "u16" as const, "i16" as const),
  width: fc.integer({ min: 1, max: 9 }),
  height: fc.integer({ min: 1, max: 5 }),
  windows: fc.integer({ min: 1, max: 40 }),
  rows: fc.integer({ min: 1, max: 9 }),
  flat: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

test("compiled and plain scores are the same, flat windows counted alike, tile after tile", () => {
  let negative = 0;
  fc.assert(
    fc.property(calls, ({ type, width, height, windows, rows, flat, seed }) => {
      const random = mulberry(seed);
      const [least, greatest] = rangeOf(type);
      const sample = (): number =>
        flat && random() < 0.9 ? greatest : least + Math.floor(random() * (greatest - least + 1));
      const columns = windows + width - 1;
      const samples = Array.from(
        { length: height - 1 + rows },
        () => allocate(type, columns).map(sample) as IntegerSamples,
      );
      const weight = width * height;
      const template = Array.from({ length: weight }, sample);
      const ownSum = template.reduce((a, b) => a + b, 0);
      const own = weight * template.reduce((a, b) => a + b * b, 0) - ownSum * ownSum;
      const setup = { width, height, weight, own, ownSum };
      const products = Array.from({ length: rows }, (_, y) =>
        Float64Array.from({ length: windows }, (_, x) =>
          template.reduce((sum, t, i) => sum + t * samples[y + Math.floor(i / width)][x + (i % width)], 0),
        ),
      );
      const arena = borrowArena()!;
      const area = arena.doubles(windows + 2);
      const quick = scoreRows(setup, area);
      const plain = new PlainRows(setup);
      expect(quick).not.toBeInstanceOf(PlainRows);
      // Twice: what one tile leaves behind is no part of the next.
      for (let tile = 0; tile < 2; tile++) {
        for (const way of [quick, plain]) {
          way.begin(columns);
          for (const row of samples.slice(0, height - 1)) way.take(row);
        }
        for (let y = 0; y < rows; y++) {
          const [a, b] = [new Float32Array(windows), new Float32Array(windows)];
          for (const way of [quick, plain]) way.take(samples[y + height - 1]);
          area.set(products[y]);
          const found = quick.score(area.subarray(0, windows), a, 0);
          expect([found, Array.from(a)]).toEqual([plain.score(products[y], b, 0), Array.from(b)]);
          negative += a.some((v) => v < 0) ? 1 : 0;
          if (own === 0) expect(found).toBe(windows);
        }
      }
      arena.end();
    }),
    { numRuns: 300 },
  );
  expect(negative).toBeGreaterThan(100);
});
