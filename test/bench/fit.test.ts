import { expect, test } from "vitest";
import { fitted } from "./fit.js";

const rows = Array.from({ length: 60 }, (_, i) => {
  const work = { call: 1, sample: 10 * (1 + ((i * 7) % 13)), tap: 100 * (1 + ((i * 5) % 11)) };
  return { work, time: 50 * work.call + 3 * work.sample + 0.25 * work.tap };
});

test("prices that made the times are found again", () => {
  const { call, sample, tap } = fitted(rows);
  expect(call).toBeCloseTo(50, 3);
  expect(sample).toBeCloseTo(3, 4);
  expect(tap).toBeCloseTo(0.25, 5);
});

test("a few times that are far off hardly bend them", () => {
  const { sample } = fitted(rows.map((row, i) => (i % 15 === 0 ? { ...row, time: 8 * row.time } : row)));
  expect(sample).toBeGreaterThan(2.7);
  expect(sample).toBeLessThan(3.3);
});

test("no price is below 0", () => {
  const falling = rows.map((row) => ({ ...row, time: 2000 - row.work.sample }));
  expect(Math.min(...Object.values(fitted(falling)))).toBeGreaterThanOrEqual(0);
});
