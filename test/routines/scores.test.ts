/** The compiled scores against the plain ones: the same bits. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate, type IntegerSamples, rangeOf } from "../../src/base/element.js";
import { isSingle, MATCH_METHODS } from "../../src/base/match.js";
import { borrowArena } from "../../src/routines/load.js";
import { PlainRows, type ScoreSetup, scoreRows } from "../../src/routines/scores.js";
import { mulberry } from "../support/random.js";

const calls = fc.record({
  method: fc.constantFrom(...MATCH_METHODS),
  type: fc.constantFrom("u8" as const, "i8" as const, "u16" as const, "i16" as const),
  channels: fc.integer({ min: 1, max: 4 }),
  width: fc.integer({ min: 1, max: 9 }),
  height: fc.integer({ min: 1, max: 5 }),
  windows: fc.integer({ min: 1, max: 40 }),
  rows: fc.integer({ min: 1, max: 9 }),
  flat: fc.boolean(),
  wide: fc.boolean(),
  lost: fc.constantFrom(0, 1e-3, 40),
  factor: fc.constantFrom(1, 0.7),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

test("compiled and plain scores are the same, flat and doubtful windows counted alike, tile after tile", () => {
  const seen = { negative: 0, flat: 0, doubtful: 0 };
  fc.assert(
    fc.property(calls, ({ method, type, channels, width, height, windows, rows, flat, wide, lost, factor, seed }) => {
      const random = mulberry(seed);
      const [least, greatest] = rangeOf(type);
      const sample = (): number =>
        flat && random() < 0.9 ? greatest : least + Math.floor(random() * (greatest - least + 1));
      const columns = windows + width - 1;
      const samples = Array.from(
        { length: height - 1 + rows },
        () => allocate(type, columns * channels).map(sample) as IntegerSamples,
      );
      const weight = width * height;
      const template = Array.from({ length: weight * channels }, sample);
      const ownSums = new Float64Array(channels);
      for (const [i, t] of template.entries()) ownSums[i % channels] += t;
      const ownEnergy = template.reduce((a, b) => a + b * b, 0);
      const own = weight * ownEnergy - ownSums.reduce((a, s) => a + s * s, 0);
      const rounded = lost === 0 ? 0 : 1e-15;
      const common = { method, channels, width, height, ownSums, own, ownEnergy, factor, lost, rounded, wide };
      const setup: ScoreSetup = { ...common, tolerance: 2.5e-7 };
      const span = width * channels;
      const products = Array.from({ length: rows }, (_, y) =>
        Float64Array.from({ length: windows }, (_, x) =>
          template.reduce(
            (sum, t, i) => sum + factor * t * samples[y + Math.floor(i / span)][x * channels + (i % span)],
            0,
          ),
        ),
      );
      const arena = borrowArena()!;
      // What lies behind a row is the next one's.
      const area = arena.doubles(windows + 1);
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
          const scores = () => (isSingle(method) ? new Float32Array(windows) : new Float64Array(windows));
          const [a, b] = [scores(), scores()];
          for (const way of [quick, plain]) way.take(samples[y + height - 1]);
          area.set([...products[y], 12345]);
          const found = quick.score(area.subarray(0, windows), a, 0);
          expect([found, Array.from(a)]).toEqual([plain.score(products[y], b, 0), Array.from(b)]);
          expect(area[windows]).toBe(12345);
          expect(a.filter(Number.isNaN).length).toBe(found.doubtful);
          seen.negative += a.some((v) => v < 0) ? 1 : 0;
          seen.flat += found.flat;
          seen.doubtful += found.doubtful;
        }
      }
      arena.end();
    }),
    { numRuns: 600 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
});

test("a spread whose terms take more than 64 bits is exact", () => {
  // 128×128 samples near full scale: W·ΣI² is 1.15e18 and more, over three channels 3.5e18; the spread is of the order of W.
  const [width, height, channels] = [128, 128, 3];
  const random = mulberry(3);
  const rows = Array.from({ length: height }, () =>
    Uint16Array.from({ length: width * channels }, () => 65534 + (random() < 0.0002 ? 1 : 0)),
  );
  const weight = width * height;
  const ones = new Float64Array(channels);
  for (const row of rows) for (const [i, v] of row.entries()) ones[i % channels] += v - 65534;
  const spread = ones.reduce((sum, n) => sum + n * (weight - n), 0);
  expect(spread).toBeGreaterThan(0);
  const common = { method: "zncc" as const, channels, width, height, factor: 1, lost: 0, rounded: 0, tolerance: 1 };
  // Of a template whose sum is 0 and a product that is the square root of what the score is divided by.
  const setup: ScoreSetup = { ...common, ownSums: new Float64Array(channels), own: 1, ownEnergy: 1, wide: true };
  const arena = borrowArena()!;
  const area = arena.doubles(1);
  for (const way of [scoreRows(setup, area), new PlainRows(setup)]) {
    way.begin(width);
    for (const row of rows) way.take(row);
    area[0] = Math.sqrt(spread) / weight / 2;
    const score = new Float32Array(1);
    way.score(area, score, 0);
    expect(score[0]).toBe(0.5);
  }
  arena.end();
});
