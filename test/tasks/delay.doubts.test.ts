/** When `delay` must not answer: periodic signals, noise, peaks at the end of the range, signals that do not vary. */
import { describe, expect, test } from "vitest";
import { delay } from "../../src/tasks/delay/delay.js";
import type { DelayOptions } from "../../src/tasks/delay/options.js";
import { lowPass, normal } from "../support/delays.js";

const sine = (n: number, period: number, late: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => Math.sin((2 * Math.PI * (i - late)) / period));
const doubts = (a: Float64Array, b: Float64Array, options: DelayOptions = {}): string[] =>
  delay(a, b, options).doubts.map(({ kind }) => kind);

describe("a pure sine is ambiguous", () => {
  test.each([
    ["of many periods", 1000, 36.6, 5],
    ["of a whole number of samples", 1000, 40, 5],
    ["near half the rate", 1000, 2.3, 5],
    ["later by many periods", 4000, 20, 130],
  ])("%s", (_, n, period, late) => {
    const [a, b] = [sine(n, period, 0), sine(n, period, late)];
    for (const polarity of ["either", "positive", "negative"] as const) {
      expect(doubts(a, b, { polarity })).toContain("second-peak");
    }
    const found = delay(a, b);
    expect(found.outcome).toBe("ambiguous");
    expect(found.second!.ratio).toBeGreaterThan(0.95);
    expect(found.sentence).toMatch(
      /^the delay of b against a is ambiguous: a second peak at lag -?\d+ has 9\d(\.\d)? % of the height of the first at lag -?\d+$/,
    );
  });

  test("by phat, which the ends of the sine would lead astray", () => {
    expect(doubts(sine(1000, 36.6, 0), sine(1000, 36.6, 5), { method: "phat" })).toContain("periodic");
  });

  test("under noise", () => {
    const g = normal(4);
    const noisy = (late: number): Float64Array => sine(2000, 31.3, late).map((v) => v + 0.1 * g());
    expect(doubts(noisy(0), noisy(4))).toContain("second-peak");
    expect(delay(noisy(0), noisy(4), { method: "phat" }).outcome).toBe("ambiguous");
  });

  test("unless the searched lags hold one peak only", () => {
    const [a, b] = [sine(1000, 40, 0), sine(1000, 40, 5)];
    expect(delay(a, b, { maxLag: 15, polarity: "positive" })).toMatchObject({ outcome: "delay", lag: 5 });
  });

  test("a burst of it is not, where --max-second allows", () => {
    const burst = (late: number): Float64Array =>
      sine(400, 20, late).map((v, i) => v * Math.exp(-(((i - late - 150) / 25) ** 2)));
    const [a, b] = [burst(0), burst(60)];
    const { second } = delay(a, b);
    expect(doubts(a, b, { maxSecond: second!.ratio * 0.99 })).toEqual(["second-peak"]);
    expect(delay(a, b, { maxSecond: second!.ratio * 1.01 })).toMatchObject({ outcome: "delay", lag: 60 });
  });
});

describe("independent noise", () => {
  const lengths: readonly [number, number][] = [
    [1000, 1000],
    [200, 200],
    [60, 60],
    [20, 20],
    [200, 2000],
  ];
  test.each(["cc", "phat"] as const)("is ambiguous by %s, whatever its colour and length", (method) => {
    let answers = 0;
    let calls = 0;
    for (const [n, m] of lengths) {
      for (const r of [0, 0.5, 0.9, 0.98]) {
        for (let seed = 0; seed < 15; seed++) {
          const g = normal(seed * 31 + n + m);
          const [a, b] = [lowPass(g, n, r), lowPass(g, m, r)];
          const found = delay(a, b, { method });
          calls++;
          if (found.outcome === "delay") answers++;
        }
      }
    }
    // One call in a hundred is allowed.
    expect(answers / calls).toBeLessThanOrEqual(0.01);
  });
});

describe("other doubts", () => {
  const g = normal(5);
  const a = Float64Array.from({ length: 500 }, g);
  const smooth = lowPass(g, 800, 0.95);

  test("the end of --max-lag", () => {
    const b = smooth.subarray(0, 780);
    const c = Float64Array.from({ length: 780 }, (_, i) => smooth[i + 20 - 30] ?? 0);
    const found = delay(b, c, { maxLag: 8 });
    expect(found.doubts).toEqual([
      {
        kind: "edge",
        because: "the best lag, 8, is the end of the range of --max-lag, and beyond it the scores still rise",
      },
    ]);
    expect(delay(b, c, { maxLag: 20 })).toMatchObject({ outcome: "delay", lag: 10 });
  });

  test("a signal that does not vary", () => {
    const found = delay(new Float64Array(500).fill(3), a);
    expect(found).toMatchObject({ outcome: "ambiguous", score: 0, interval: null, second: null });
    expect(found.doubts).toEqual([{ kind: "flat", because: "a does not vary" }]);
    expect(delay([1, 1], [2, 2]).doubts[0].because).toBe("a and b do not vary");
  });

  test("too few samples that meet", () => {
    expect(delay([0, 1, 0], [0, 0, 1]).doubts).toEqual([
      {
        kind: "overlap",
        because: "only 2 samples of each signal meet at the best lag, and cc needs 3 to tell a peak from noise",
      },
    ]);
    expect(delay(a.subarray(0, 40), a, { method: "phat" }).doubts[0].kind).toBe("overlap");
  });

  test("no interval below 128 samples, one from there on", () => {
    expect(delay(a.subarray(0, 127), a).interval).toBeNull();
    expect(delay(a.subarray(0, 128), a).interval).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6)]);
  });
});
