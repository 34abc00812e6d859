/** Premultiplied bands: every sample is the exact one or left in doubt, and only what is truly near is in doubt. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type PremultipliedSetup, premultiplied } from "../../src/routines/premultiplied.js";
import { bandsOf, made } from "../support/bands.js";
import { mulberry } from "../support/random.js";

const cases = fc.record({
  pixels: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 120, max: 270 })),
  width: fc.integer({ min: 1, max: 9 }),
  height: fc.integer({ min: 1, max: 9 }),
  rows: fc.integer({ min: 1, max: 5 }),
  dilation: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  taps: fc.constantFrom("even", "bell", "any"),
  alpha: fc.constantFrom("any", "ends", "seldom"),
  factor: fc.constantFrom(1, 0.7, 1.2),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

test("colours over alpha, with what the twin gives", () => {
  fc.assert(
    fc.property(cases, (c) => {
      const random = mulberry(c.seed);
      const line = (n: number) => {
        const bell = Float64Array.from({ length: n }, (_, i) => 1 / (1 + (i - (n - 1) / 2) ** 2));
        return c.taps === "even" ? bell.fill(1) : c.taps === "bell" ? bell : bell.map(() => random() + 0.001);
      };
      const [column, row] = [line(c.height), line(c.width)];
      const taps = Float64Array.from({ length: c.width * c.height }, (_, t) => {
        const i = t % c.width;
        return column[(t - i) / c.width] * row[i];
      });
      const gain = taps.reduce((s, t) => s + t, 0);
      const span = (c.height - 1) * c.dilation[1] + 1;
      const frame = {
        ...({ input: "u16", output: "u8" } as const),
        ...{ elements: c.pixels * 4, halo: (c.width - 1) * c.dilation[0] * 4 },
        ...{ rows: c.rows, inputRows: c.rows + span - 1 },
      };
      const setup: PremultipliedSetup = {
        ...{ frame, taps, column, row, dilation: c.dilation, span },
        ...{ factor: c.factor, alphaFactor: 1 / gain, error: 0.003, lastError: 1e-10 },
      };
      const [fast, plain] = bandsOf(premultiplied, setup);
      for (let r = 0; r < frame.inputRows; r++) {
        const rows = [fast.inputRow(r), plain.inputRow(r)];
        for (let i = 0; i < frame.elements + frame.halo; i += 4) {
          const any = Math.floor(random() * 256);
          const alpha = c.alpha === "any" ? any : (c.alpha === "ends" ? any < 128 : any < 250) ? 0 : 255;
          for (let e = 0; e < 4; e++) {
            const v = e === 3 ? alpha : alpha * Math.floor(random() * 256);
            for (const it of rows) it[i + e] = v;
          }
        }
      }
      const [found, expected] = [fast, plain].map((band) => made(band, frame, frame.rows, frame.elements));
      let wrong = 0;
      for (let y = 0; y < frame.rows; y++) {
        for (let e = 0; e < frame.elements; e++) {
          const [one, other] = [found.rows[y][e], expected.rows[y][e]];
          // Both look in f64, though not in the same order: where one is in doubt, the other may not be.
          if (one !== other && one !== undefined && other !== undefined) wrong++;
        }
      }
      expect(wrong).toBe(0);
      const doubts = [fast, plain].map((band) => band.doubts().length);
      if (doubts[0] === 0 && doubts[1] === 0) expect(found.clipped).toEqual(expected.clipped);
      // Ties come from even taps, or where one pixel alone is seen.
      if (c.taps === "any" && c.alpha === "any" && taps.length > 2) expect(doubts[0]).toBeLessThan(3);
    }),
    { numRuns: 200 },
  );
});
