import { expect, test } from "vitest";
import { ROUGH, roughlyEncoded, toEncoded, toLinear } from "../../src/math/srgb.js";
import { mulberry } from "../support/random.js";

test("encoding undoes decoding, and both keep 0 and 1", () => {
  for (let i = -300; i <= 300; i++) expect(toEncoded(toLinear(i / 255))).toBeCloseTo(i / 255, 14);
  expect([toLinear(0), toLinear(1), toEncoded(0)]).toEqual([0, 1, 0]);
});

test("the rough encoding stays within its bound, from octave to octave and on both sides of 0", () => {
  const random = mulberry(4);
  const values = Array.from({ length: 20000 }, () => 2 * random() ** 3);
  for (let e = 0; e < 10; e++) values.push(2 ** -e, 2 ** -e * (1 - 2 ** -52), 2 ** -e * (1 + 2 ** -52));
  for (const v of values.filter((x) => x < 2)) {
    for (const signed of [v, -v]) expect(Math.abs(roughlyEncoded(signed) - toEncoded(signed))).toBeLessThan(ROUGH);
  }
  expect([2, 7, Number.POSITIVE_INFINITY, Number.NaN].map(roughlyEncoded)).toEqual([NaN, NaN, NaN, NaN]);
});
