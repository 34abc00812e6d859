import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Limits } from "../../src/plot/figure.js";
import { exponentOf, numberText, ticksOf } from "../../src/plot/ticks.js";

/** Limits of every size and place, apart by at least 1e-9 of their size. */
const limits = fc
  .tuple(
    fc.integer({ min: -300, max: 300 }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: 1e-9, max: 2, noNaN: true }),
  )
  .map(([e, low, span]): Limits => [Number(`${low}e${e}`), Number(`${low + span}e${e}`)])
  .filter(([low, high]) => low < high);
const most = fc.integer({ min: 1, max: 30 });

/** The number that a text says. */
const read = (text: string): number => Number(text.replaceAll("−", "-"));

describe("ticks", () => {
  it("lie inside the limits, rise evenly, and are never more than allowed", () => {
    fc.assert(
      fc.property(limits, most, ([low, high], n) => {
        const values = ticksOf([low, high], n).map((t) => t.value);
        expect(values.length).toBeLessThanOrEqual(n);
        for (const [i, v] of values.entries()) {
          expect(v >= low && v <= high).toBe(true);
          if (i > 0) expect(v).toBeGreaterThan(values[i - 1]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("are at least three, where nine are allowed", () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 9, max: 30 }), (span, n) => {
        expect(ticksOf(span, n).length).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 2000 },
    );
  });

  it("are round: multiples of 1, 2 or 5 times a power of ten, and no more digits in their texts", () => {
    fc.assert(
      fc.property(limits, most, (span, n) => {
        const ticks = ticksOf(span, n);
        for (const { value, text } of ticks) expect(read(text)).toBe(value);
        if (ticks.length < 2) return;
        const step = ticks[1].value - ticks[0].value;
        const size = Math.max(...ticks.map((t) => Math.abs(t.value)));
        // A difference of rounded numbers: as exact as those are.
        const digits = [1, 2, 5, 10].map((d) => d * Number(`1e${exponentOf(step)}`));
        expect(Math.min(...digits.map((d) => Math.abs(d - step)))).toBeLessThanOrEqual(size * 1e-15);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [[0, 1], 10, "0.0 0.2 0.4 0.6 0.8 1.0"],
    [[0, 1], 11, "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0"],
    [[-2, 3], 6, "−2 −1 0 1 2 3"],
    [[0, 1023], 10, "0 200 400 600 800 1000"],
    [[0, 9_999_999], 6, "0 2000000 4000000 6000000 8000000"],
    [[0, 30_000_000], 4, "0 1e7 2e7 3e7"],
    [[1_700_000_000, 1_700_000_010], 6, "1700000000 1700000002 1700000004 1700000006 1700000008 1700000010"],
    [[0, 3e-5], 4, "0 1e−5 2e−5 3e−5"],
    [[0, 0.001], 3, "0.0000 0.0005 0.0010"],
    [[1013.1, 1013.4], 4, "1013.1 1013.2 1013.3 1013.4"],
    [[-1e308, 5e307], 4, "−1e308 −5e307 0 5e307"],
  ] as const)("of %j, at most %i: %s", (span, n, texts) => {
    expect(
      ticksOf(span, n)
        .map((t) => t.text)
        .join(" "),
    ).toBe(texts);
  });

  it("are whole where that is asked for, even if that leaves few", () => {
    expect(ticksOf([-0.5, 2.5], 10, true).map((t) => t.text)).toEqual(["0", "1", "2"]);
    expect(ticksOf([0.2, 0.8], 10, true)).toEqual([]);
    expect(ticksOf([0, 20], 5, true).map((t) => t.text)).toEqual(["0", "5", "10", "15", "20"]);
  });

  it("are never negative zero", () => {
    expect(ticksOf([-1, 1], 3).map((t) => Object.is(t.value, -0))).toEqual([false, false, false]);
  });
});

describe("numbers in captions", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [0.0625, "0.0625"],
    [-7.41421, "−7.414"],
    [123456, "123456"],
    [123456.7, "123500"],
    [1.5e9, "1.5e9"],
    [-2.5e-7, "−2.5e−7"],
    [NaN, "NaN"],
    [-Infinity, "−∞"],
  ])("%d is %s", (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});
