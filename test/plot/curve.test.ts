import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curveOf, dotsPath, type Scale, scaler, stemsPath } from "../../src/plot/curve.js";
import { mulberry } from "../support/random.js";

const x: Scale = { limits: [0, 4], from: 0, to: 400 };
const y: Scale = { limits: [0, 10], from: 100, to: 0 };

/** The points of a path of straight lines. */
function points(path: string): [number, number][] {
  const numbers = [...path.matchAll(/-?[\d.]+/g)].map((m) => Number(m[0]));
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
}

describe("lines", () => {
  it("go through every sample that has a column of its own", () => {
    expect(curveOf({ y: [0, 10, 5] }, x, y)).toEqual({ line: "M0 100 100 0 200 50", alone: "" });
    expect(curveOf({ y: [1, 2], x: [3, 1] }, x, y).line).toBe("M300 90 100 80");
    expect(curveOf({ y: [1, 2], x: { first: 1, step: 0.5 } }, x, y).line).toBe("M100 90 150 80");
  });

  it("have gaps at NaN and infinity; samples alone between gaps are dots", () => {
    expect(curveOf({ y: [1, 2, NaN, 3, Infinity] }, x, y)).toEqual({ line: "M0 90 100 80", alone: "M300 70h0" });
    expect(curveOf({ y: [NaN, NaN] }, x, y)).toEqual({ line: "", alone: "" });
    expect(curveOf({ y: [] }, x, y)).toEqual({ line: "", alone: "" });
  });

  it("of many samples are short and lose neither the least nor the greatest of any column", () => {
    const random = mulberry(1);
    const values = Float64Array.from({ length: 300_000 }, () => 5 + random());
    values[123_457] = 9.99;
    values[222_222] = 0.01;
    const wide: Scale = { limits: [0, values.length - 1], from: 0, to: 400 };
    const { line } = curveOf({ y: values }, wide, y);
    expect(line.length).toBeLessThan(20_000);
    const [toX, toY] = [scaler(wide), scaler(y)];
    const drawn = new Map<number, number[]>();
    // Columns of pixels, as far as the rounding of coordinates leaves no doubt.
    for (const [px, py] of points(line)) drawn.set(Math.floor(px), [...(drawn.get(Math.floor(px)) ?? []), py]);
    const real = new Map<number, [number, number]>();
    for (const [i, v] of values.entries()) {
      const c = Math.floor(toX(i));
      const [low, high] = real.get(c) ?? [Infinity, -Infinity];
      real.set(c, [Math.min(low, toY(v)), Math.max(high, toY(v))]);
    }
    expect(real.size).toBe(401);
    for (const [c, [low, high]] of real) {
      const near = [c - 1, c, c + 1].flatMap((n) => drawn.get(n) ?? []);
      expect(Math.min(...near)).toBeLessThanOrEqual(low + 0.01);
      expect(Math.max(...near)).toBeGreaterThanOrEqual(high - 0.01);
    }
  });

  it("keep to coordinates that renderers can take, whatever the values", () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 40 }), (values) => {
        for (const [px, py] of points(curveOf({ y: values }, x, y).line)) {
          expect(Math.abs(px)).toBeLessThanOrEqual(20_000);
          expect(Math.abs(py)).toBeLessThanOrEqual(20_000);
        }
      }),
    );
  });

  it("beside the shown part keep the slope of what enters it", () => {
    const part: Scale = { limits: [2, 4], from: 0, to: 100 };
    // From (1, 0) to (3, 4) by (2, 2), which lies at the left edge.
    expect(curveOf({ y: [0, 4], x: [1, 3] }, part, y).line).toBe("M-50 100 50 60");
  });
});

describe("dots and stems", () => {
  it("stand at their samples, those outside are left out", () => {
    expect(dotsPath({ y: [1, 11, NaN, 2], x: [0, 1, 2, 3] }, x, y)).toBe("M0 90h0M300 80h0");
    expect(dotsPath({ y: [1, 1], x: [-1, 5] }, x, y)).toBe("");
  });

  it("reach from 0", () => {
    const around: Scale = { limits: [-5, 5], from: 100, to: 0 };
    expect(stemsPath({ y: [1, -4] }, x, around)).toBe("M0 40V50M100 50V90");
  });

  it("of many samples are no more than there are places for", () => {
    const values = new Float64Array(100_000).fill(3);
    const wide: Scale = { limits: [0, values.length], from: 0, to: 100 };
    expect(dotsPath({ y: values }, wide, y).split("M").length).toBeLessThanOrEqual(402);
    expect(stemsPath({ y: values }, wide, y).split("M").length).toBeLessThanOrEqual(402);
  });
});
