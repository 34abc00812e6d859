import { describe, expect, it } from "vitest";
import {
  besselI0,
  cosDegrees,
  cosPi,
  cosPiRatio,
  exp,
  log,
  log2,
  log10,
  pow,
  sinDegrees,
  sinPi,
  sinPiRatio,
} from "../../src/math/elementary.js";
import * as exact from "./exact.js";

/** A fixed sequence of numbers in [0, 1) with full significands. */
function sequence(seed: number): () => number {
  let s = seed >>> 0;
  const next = (): number => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return s;
  };
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

function worst(trials: number, error: (i: number) => number): number {
  let most = 0;
  for (let i = 0; i < trials; i++) most = Math.max(most, Math.abs(error(i)));
  return most;
}

describe("sine and cosine of fractions of a half turn", () => {
  it("are exact at quarter turns and sixths of a turn", () => {
    expect([0, 0.5, 1, 1.5, 2, 2.5, -0.5, 1e15].map(sinPi)).toEqual([0, 1, 0, -1, 0, 1, -1, 0]);
    expect([0, 0.5, 1, 1.5, 2, 2.5, -0.5, 1e15].map(cosPi)).toEqual([1, 0, -1, 0, 1, 0, 0, 1]);
    expect([0, 30, 90, 150, 180, 210, 270, 330, 360, 390, -30].map(sinDegrees)).toEqual([
      0, 0.5, 1, 0.5, 0, -0.5, -1, -0.5, 0, 0.5, -0.5,
    ]);
    expect([0, 60, 90, 120, 180, 240, 270, 300, 360, -60].map(cosDegrees)).toEqual([
      1, 0.5, 0, -0.5, -1, -0.5, 0, 0.5, 1, 0.5,
    ]);
    expect(sinDegrees(45)).toBe(Math.SQRT1_2);
    expect(cosDegrees(45)).toBe(Math.SQRT1_2);
    expect(cosDegrees(135)).toBe(-Math.SQRT1_2);
  });

  it("are within 0.501 ulp for every twiddle of some lengths", () => {
    for (const n of [7, 64, 360, 1000, 1021]) {
      const off = worst(2 * n + 1, (k) => {
        const angle = (exact.PI * BigInt(k)) / BigInt(n);
        const s = sinPiRatio(k, n);
        const c = cosPiRatio(k, n);
        const sineOff = s === 0 ? (k % n === 0 ? 0 : 9) : exact.ulps(s, exact.sine(angle));
        const cosineOff = c === 0 ? ((2 * k) % n === 0 ? 0 : 9) : exact.ulps(c, exact.cosine(angle));
        return Math.max(Math.abs(sineOff), Math.abs(cosineOff));
      });
      expect(off).toBeLessThan(0.501);
    }
  });

  it("are within 0.501 ulp for large lengths and for any f64", () => {
    const random = sequence(1);
    const off = worst(3000, (i) => {
      const n = i % 2 === 0 ? 1 + Math.floor(random() * 2 ** 40) : 1;
      const k = i % 2 === 0 ? Math.floor(random() * 4 * n) : (random() - 0.5) * 8;
      const angle = (exact.fixed(k) * exact.PI) / exact.fixed(n);
      const [s, c] = [sinPiRatio(k, n), cosPiRatio(k, n)];
      return Math.max(Math.abs(exact.ulps(s, exact.sine(angle))), Math.abs(exact.ulps(c, exact.cosine(angle))));
    });
    expect(off).toBeLessThan(0.501);
  });

  it("keep the symmetries of the circle bit for bit", () => {
    for (let k = -50; k <= 50; k++) {
      expect(sinPiRatio(-k, 37)).toBe(0 - sinPiRatio(k, 37));
      expect(sinPiRatio(k, 37)).toBe(cosPiRatio(37 - 2 * k, 74));
      expect(sinPiRatio(37 - k, 37)).toBe(sinPiRatio(k, 37));
      expect(cosPiRatio(k + 74, 37)).toBe(cosPiRatio(k, 37));
    }
  });
});

describe("exponential, logarithm and power", () => {
  const random = sequence(2);

  it("exp is within 0.501 ulp", () => {
    const off = worst(3000, (i) => {
      const x = (random() - 0.5) * (i % 3 === 0 ? 1 : 150);
      return exact.ulps(exp(x), exact.exponential(exact.fixed(x)));
    });
    expect(off).toBeLessThan(0.501);
  });

  it("log is within 0.501 ulp, also near 1", () => {
    const off = worst(3000, (i) => {
      const x = i % 3 === 0 ? 1 + (random() - 0.5) * 1e-6 : i % 3 === 1 ? random() * 3 : exp((random() - 0.5) * 150);
      return exact.ulps(log(x), exact.logarithm(exact.fixed(x)));
    });
    expect(off).toBeLessThan(0.501);
  });

  it("pow is within 0.501 ulp", () => {
    const off = worst(1000, () => {
      const x = random() * 4;
      const y = (random() - 0.5) * 60;
      const exponent = exact.times(exact.logarithm(exact.fixed(x)), exact.fixed(y));
      return exact.ulps(pow(x, y), exact.exponential(exponent));
    });
    expect(off).toBeLessThan(0.501);
  });

  it("log2 and log10 are exact for powers of their base", () => {
    for (let k = -1074; k <= 1023; k++) expect(log2(2 ** k)).toBe(k);
    for (let k = 0; k <= 22; k++) expect(log10(Number(`1e${k}`))).toBe(k);
    expect(log10(0.001)).toBe(-3);
  });

  it("say what happens at the ends of the range", () => {
    expect([exp(0), exp(1), exp(-Infinity), exp(Infinity), exp(710), exp(-746)]).toEqual([
      1,
      Math.E,
      0,
      Infinity,
      Infinity,
      0,
    ]);
    expect(exp(NaN)).toBeNaN();
    // mpmath 1.3.0
    expect(exp(709.5)).toBe(1.3549863193146328e308);
    expect(exp(-740)).toBe(4.2e-322);
    expect([log(1), log(0), log(Infinity), log(2)]).toEqual([0, -Infinity, Infinity, Math.LN2]);
    expect(log(-1)).toBeNaN();
    expect(log(5e-324)).toBe(-744.4400719213812);
    expect([pow(0, 0), pow(0, 2), pow(0, -1), pow(2, 0.5), pow(2, 2000), pow(2, -2000), pow(10, 3)]).toEqual([
      1,
      0,
      Infinity,
      Math.SQRT2,
      Infinity,
      0,
      1000,
    ]);
    expect([pow(Infinity, 2), pow(Infinity, -2), pow(1, 1e308), pow(2, -1074), pow(7, 1)]).toEqual([
      Infinity,
      0,
      1,
      5e-324,
      7,
    ]);
    expect(pow(-8, 3)).toBeNaN();
    expect(pow(2, NaN)).toBeNaN();
  });
});

describe("the Bessel function I0", () => {
  it("is within 0.501 ulp", () => {
    const random = sequence(3);
    const off = worst(500, () => {
      const x = random() * 100;
      return exact.ulps(besselI0(x), exact.bessel(exact.fixed(x)));
    });
    expect(off).toBeLessThan(0.501);
  });

  it("has the values of the tables and is even", () => {
    // mpmath 1.3.0: besseli(0, x)
    expect([0, 1, 8.6, 100].map(besselI0)).toEqual([1.0, 1.2660658777520084, 750.4611595631661, 1.0737517071310738e42]);
    expect(besselI0(-3)).toBe(besselI0(3));
    expect(besselI0(1000)).toBe(Infinity);
    expect(besselI0(NaN)).toBeNaN();
  });
});
