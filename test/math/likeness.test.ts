import { describe, expect, it } from "vitest";
import { deviationsOf, likeness, unitScale } from "../../src/math/likeness.js";
import { mulberry } from "../support/random.js";

/** r² of whole numbers, exactly, as an f64; with the sign of r. */
function exactR(a: readonly number[], b: readonly number[]): number {
  const n = BigInt(a.length);
  const [x, y] = [a.map(BigInt), b.map(BigInt)];
  const sum = (v: readonly bigint[]): bigint => v.reduce((s, w) => s + w, 0n);
  const mixed = (v: readonly bigint[], w: readonly bigint[]): bigint =>
    n * sum(v.map((p, i) => p * w[i])) - sum(v) * sum(w);
  const [top, square] = [mixed(x, y), mixed(x, x) * mixed(y, y)];
  // 400 bits behind the point, and the root of them.
  const root = rootOf(((top * top) << 400n) / square);
  return (top < 0n ? -1 : 1) * (Number(root >> 100n) / 2 ** 100);
}

function rootOf(v: bigint): bigint {
  let r = 1n << BigInt(Math.ceil(v.toString(2).length / 2));
  for (;;) {
    const next = (r + v / r) >> 1n;
    if (next >= r) return r;
    r = next;
  }
}

const of = (values: readonly number[]): ReturnType<typeof deviationsOf> => deviationsOf(Float64Array.from(values));
const r = (a: readonly number[], b: readonly number[]): number => likeness(of(a)!, of(b)!);

describe("likeness", () => {
  const next = mulberry(11);
  const whole = (n: number, size: number): number[] =>
    Array.from({ length: n }, () => Math.round((next() - 0.5) * size));

  it.each([2, 3, 10, 100, 1000])("is exact to the last bits for %i whole numbers, whatever their level", (n) => {
    for (let round = 0; round < 20; round++) {
      const [a, b] = [whole(n, 2000), whole(n, 200)];
      const mixed = a.map((v, i) => v + b[i] * round);
      if (!of(a) || !of(mixed)) continue;
      const expected = exactR(a, mixed);
      for (const level of [0, 1e6, 4e15]) {
        const high = mixed.map((v) => v + level);
        expect(Math.abs(r(a, high) - expected)).toBeLessThanOrEqual(3e-16);
      }
    }
  });

  it("is exactly 1 for equal lists, and for whole ones of another size and level; −1 upside down", () => {
    for (let round = 0; round < 50; round++) {
      const a = Array.from({ length: 37 }, () => next() - 0.3);
      expect(r(a, a)).toBe(1);
      expect(
        r(
          a,
          a.map((v) => -v),
        ),
      ).toBe(-1);
      const b = whole(37, 1000);
      expect(
        r(
          b,
          b.map((v) => 3 * v + 1e9 + 7),
        ),
      ).toBe(1);
      expect(
        r(
          b,
          b.map((v) => -7 * v + 12345),
        ),
      ).toBe(-1);
    }
  });

  it("holds at the ends of the range of f64", () => {
    const a = [1, 2, 4, 3];
    const b = [1, 2, 3, 5];
    for (const scale of [1e300, 1e-300, 2 ** -1060])
      expect(
        r(
          a.map((v) => v * scale),
          b,
        ),
      ).toBeCloseTo(r(a, b), 12);
  });

  it("has no deviations of equal samples, nor of what is no finite number", () => {
    for (const list of [[0.1, 0.1, 0.1], [5], [1, Number.NaN], [1, Infinity], [-Infinity, 2]])
      expect(of(list)).toBeUndefined();
  });

  it("scales to [1/2, 1) by powers of two", () => {
    for (const v of [1, 0.75, 3, 1e-300, 1e300, 255]) {
      const scaled = v * unitScale(v);
      expect(scaled >= 0.5 && scaled < 1).toBe(true);
    }
    expect(unitScale(0)).toBe(1);
  });
});
