import { describe, expect, test } from "vitest";
import { planFft, twiddleTable } from "../../src/math/fft.js";
import { makeWorkspace } from "../../src/routines/load.js";
import { isPlannable, planDoubles, planTransform, radices } from "../../src/routines/transform.js";
import { mulberry } from "../support/random.js";

const random = mulberry(5);
const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => random() * 2 - 1);
const norm = (...planes: Float64Array[]): number =>
  Math.sqrt(planes.reduce((s, p) => s + p.reduce((t, v) => t + v * v, 0), 0));

/** The compiled transform of `batch` interleaved sequences, element j of sequence b at `j·batch + b`. */
function compiled(re: Float64Array, im: Float64Array, length: number, batch: number) {
  const size = 2 * length * batch;
  const workspace = makeWorkspace([size, size, size, planDoubles(length)])!;
  const [x, y, scratch] = [workspace.doubles(size), workspace.doubles(size), workspace.doubles(size).fill(Number.NaN)];
  const at = (i: number): number => (i - (i % 2)) * 2 + (i % 2);
  for (let i = 0; i < length * batch; i++) {
    x[at(i)] = re[i];
    x[at(i) + 2] = im[i];
  }
  const before = x.slice();
  const plan = planTransform(workspace, length, batch, twiddleTable(length));
  workspace.routines.transform(plan, x.byteOffset, y.byteOffset, scratch.byteOffset, batch, 0);
  expect(x).toEqual(before);
  return { re: re.map((_, i) => y[at(i)]), im: im.map((_, i) => y[at(i) + 2]) };
}

describe("compiled transforms", () => {
  test.each([8, 16, 24, 32, 40, 48, 64, 120, 128, 240, 360, 1000, 1024, 4096, 6000, 16384])(
    "length %i agrees with the plain one to a few roundings",
    (n) => {
      const [re, im] = [noise(n), noise(n)];
      const fast = compiled(re, im, n, 1);
      const [a, b] = [re.slice(), im.slice()];
      planFft(n).run(a, b);
      const error = norm(
        a.map((v, k) => v - fast.re[k]),
        b.map((v, k) => v - fast.im[k]),
      );
      expect(error).toBeLessThanOrEqual(2 * 2 ** -53 * Math.log2(n) * norm(a, b));
    },
  );

  test.each([2, 3, 4, 5, 6, 9, 10, 25, 27, 64, 90])("columns of length %i agree with the plain ones", (n) => {
    for (const batch of [2, 6, 16]) {
      const [re, im] = [noise(n * batch), noise(n * batch)];
      const fast = compiled(re, im, n, batch);
      const [a, b] = [re.slice(), im.slice()];
      planFft(n).run(a, b, batch);
      const error = norm(
        a.map((v, k) => v - fast.re[k]),
        b.map((v, k) => v - fast.im[k]),
      );
      expect(error).toBeLessThanOrEqual(2 * 2 ** -53 * Math.max(1, Math.log2(n)) * norm(a, b));
    }
  });

  test("lengths with other factors, and odd batches, have no plan", () => {
    expect(radices(7)).toBeUndefined();
    expect(radices(240)).toEqual([4, 4, 3, 5]);
    expect([isPlannable(12, 1), isPlannable(8, 1), isPlannable(12, 2), isPlannable(12, 3), isPlannable(1, 2)]).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(() => planTransform(makeWorkspace([100])!, 12, 1, twiddleTable(12))).toThrow("no plan for 12 by 1");
  });
});
