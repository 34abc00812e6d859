import { describe, expect, it } from "vitest";
import { aligned } from "../../src/tasks/delay/aligned.js";
import { mulberry } from "../support/random.js";

const next = mulberry(7);
const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => next() - 0.5);
const moment = (x: Float64Array, power: number): number => x.reduce((s, v) => s + v ** power, 0) / x.length;

describe("two signals laid over each other", () => {
  it("are the same samples where one is a part of the other at another level and size, upside down too", () => {
    const a = noise(500);
    for (const polarity of ["positive", "negative"] as const) {
      const b = a.slice(100, 400).map((v) => (polarity === "negative" ? -3 : 3) * v + 7);
      const both = aligned(a, b, { lag: -100, polarity }, "mean")!;
      expect(both.first).toBeGreaterThanOrEqual(100);
      expect(both.first + both.a.length).toBeLessThanOrEqual(400);
      for (const [i, v] of both.a.entries()) expect(both.b[i]).toBeCloseTo(v, 12);
    }
  });

  it("have mean 0 and deviation 1 where they meet", () => {
    const both = aligned(noise(60), noise(50), { lag: 5, polarity: "positive" }, "none")!;
    for (const line of [both.a, both.b]) {
      expect(line.length).toBe(45);
      expect(moment(line, 1)).toBeCloseTo(0, 12);
      expect(moment(line, 2)).toBeCloseTo(1, 12);
    }
  });

  it("are shown where they are most alike, over some twenty periods of A", () => {
    const a = Float64Array.from({ length: 5000 }, (_, i) => (i % 50 < 25 ? 1 : -1) * (i >= 2000 && i < 3200 ? 9 : 1));
    const { first, a: shown } = aligned(a, a, { lag: 0, polarity: "positive" }, "none")!;
    expect(shown.length).toBeGreaterThanOrEqual(1000);
    expect(shown.length).toBeLessThanOrEqual(1020);
    expect(first).toBeGreaterThanOrEqual(2000);
    expect(first + shown.length).toBeLessThanOrEqual(3200);
  });

  it("are nothing where one does not vary", () => {
    expect(aligned(noise(9), new Float64Array(9).fill(2), { lag: 0, polarity: "positive" }, "none")).toBeUndefined();
  });
});
