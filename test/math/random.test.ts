import { describe, expect, it } from "vitest";
import { normal, uniform } from "../../src/math/random.js";
import { mulberry } from "../support/random.js";

const take = (n: number, next: () => number): number[] => Array.from({ length: n }, () => next());

describe("random numbers", () => {
  it("uniform: those of the reference, in [0, 1)", () => {
    for (const seed of [0, 1, 4_294_967_295]) expect(take(1000, uniform(seed))).toEqual(take(1000, mulberry(seed)));
    expect(take(3, uniform(1))).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
  });

  it("normal: the same in every run, and of the moments of a normal distribution", () => {
    const values = take(200_000, normal(5));
    expect(take(5, normal(5))).toEqual(values.slice(0, 5));
    const moment = (n: number): number => values.reduce((sum, v) => sum + v ** n, 0) / values.length;
    // Within five standard errors, sqrt(variance of the power / n).
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / 200_000));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / 200_000));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / 200_000));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / 200_000));
    const below = (x: number): number => values.filter((v) => v < x).length / values.length;
    // The distribution function at 1 and −2: 0.8413447 and 0.0227501.
    expect(Math.abs(below(1) - 0.8413447)).toBeLessThan(0.005);
    expect(Math.abs(below(-2) - 0.0227501)).toBeLessThan(0.002);
  });
});
