import { describe, expect, test } from "vitest";
import { cosPiRatio, sinPiRatio } from "../../src/math/elementary.js";
import { goodLength, planFft } from "../../src/math/fft.js";
import { RealFft } from "../../src/math/real-fft.js";
import { mulberry } from "../support/random.js";

const random = mulberry(7);
const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => random() * 2 - 1);

/** The sum as it is written, with compensated addition, so that its own error does not count. */
function naive(re: Float64Array, im: Float64Array): { re: Float64Array; im: Float64Array } {
  const n = re.length;
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    let [r, cr, i, ci] = [0, 0, 0, 0];
    const add = (sum: number, c: number, v: number): [number, number] => {
      const t = sum + v;
      return [t, c + (Math.abs(sum) >= Math.abs(v) ? sum - t + v : v - t + sum)];
    };
    for (let j = 0; j < n; j++) {
      const c = cosPiRatio(2 * ((j * k) % n), n);
      const s = -sinPiRatio(2 * ((j * k) % n), n);
      [r, cr] = add(r, cr, re[j] * c);
      [r, cr] = add(r, cr, -im[j] * s);
      [i, ci] = add(i, ci, re[j] * s);
      [i, ci] = add(i, ci, im[j] * c);
    }
    out.re[k] = r + cr;
    out.im[k] = i + ci;
  }
  return out;
}

const norm = (...planes: Float64Array[]): number =>
  Math.sqrt(planes.reduce((s, p) => s + p.reduce((t, v) => t + v * v, 0), 0));
const lengths = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 20, 21, 25, 27, 30, 31, 32, 37, 45, 60, 64, 74, 97, 100, 101, 125,
  128, 143, 211, 243, 256, 360, 509, 1000, 1024,
];

describe("complex transforms", () => {
  test.each(lengths)("length %i agrees with the defining sum to a few roundings", (n) => {
    const [re, im] = [noise(n), noise(n)];
    const expected = naive(re, im);
    const [a, b] = [re.slice(), im.slice()];
    planFft(n).run(a, b);
    const error = norm(
      a.map((v, k) => v - expected.re[k]),
      b.map((v, k) => v - expected.im[k]),
    );
    // Bluestein does three transforms of more than twice the length.
    const bound =
      (n > 31 && !isSmooth(n) ? 8 : 2) * 2 ** -53 * Math.max(1, Math.log2(n)) * norm(expected.re, expected.im);
    expect(error).toBeLessThanOrEqual(bound);
  });

  test.each(lengths)("length %i comes back through the inverse", (n) => {
    const [re, im] = [noise(n), noise(n)];
    const [a, b] = [re.slice(), im.slice()];
    const plan = planFft(n);
    plan.run(a, b);
    plan.run(a, b, 1, true);
    for (let j = 0; j < n; j++) {
      expect(Math.abs(a[j] / n - re[j])).toBeLessThan(1e-14);
      expect(Math.abs(b[j] / n - im[j])).toBeLessThan(1e-14);
    }
  });

  test.each([6, 8, 37, 45])("a batch of interleaved sequences of length %i equals one at a time", (n) => {
    const batch = 3;
    const [re, im] = [noise(n * batch), noise(n * batch)];
    const [a, b] = [re.slice(), im.slice()];
    planFft(n).run(a, b, batch);
    for (let s = 0; s < batch; s++) {
      const one = Float64Array.from({ length: n }, (_, j) => re[j * batch + s]);
      const other = Float64Array.from({ length: n }, (_, j) => im[j * batch + s]);
      planFft(n).run(one, other);
      expect(Array.from({ length: n }, (_, j) => a[j * batch + s])).toEqual([...one]);
      expect(Array.from({ length: n }, (_, j) => b[j * batch + s])).toEqual([...other]);
    }
  });
});

function isSmooth(n: number): boolean {
  let rest = n;
  for (let p = 2; p <= 31; p++) while (rest % p === 0) rest /= p;
  return rest === 1;
}

describe("real transforms", () => {
  test.each([2, 4, 6, 8, 10, 12, 20, 74, 128, 1000])(
    "length %i has the bins of the complex transform and comes back",
    (n) => {
      const x = noise(n);
      const [re, im] = [x.slice(), new Float64Array(n)];
      planFft(n).run(re, im);
      const plan = new RealFft(n);
      const [a, b] = [new Float64Array(plan.bins), new Float64Array(plan.bins)];
      plan.forward(x, 0, a, b);
      for (let k = 0; k < plan.bins; k++) {
        expect(Math.abs(a[k] - re[k])).toBeLessThan(1e-13);
        expect(Math.abs(b[k] - im[k])).toBeLessThan(1e-13);
      }
      const back = new Float64Array(n);
      plan.inverse(a, b, back, 0);
      for (let j = 0; j < n; j++) expect(Math.abs((back[j] * 2) / n - x[j])).toBeLessThan(1e-14);
    },
  );

  test("an odd length is refused", () => {
    expect(() => new RealFft(5)).toThrow("a real transform of odd length 5");
  });
});

test("good lengths are the least products of 2, 3 and 5 that are large enough", () => {
  for (let n = 1; n < 3000; n++) {
    let expected = n;
    while (
      ![2, 3, 5]
        .reduce((v, p) => {
          let w = v;
          while (w % p === 0) w /= p;
          return w;
        }, expected)
        .toString()
        .match(/^1$/)
    )
      expected++;
    expect(goodLength(n)).toBe(expected);
  }
});
