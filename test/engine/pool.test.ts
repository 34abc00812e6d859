/** When threads are worth their while. */
import { expect, test } from "vitest";
import { blankSignal } from "../../src/base/signal.js";
import { Pool } from "../../src/engine/pool.js";
import { movingTime } from "../../src/engine/sharing.js";

const signal = (width: number, shared: boolean) =>
  blankSignal({ width, height: 1, channels: 1, rank: 1 }, "f64", { source: "test", medium: "array" }, shared);

test("threads are not taken where samples take longer to reach them than they save", () => {
  const pool = new Pool(2);
  // A half of the work is saved at best.
  expect(pool.take(1e9, 0.51e9)).toBe(0);
  expect(pool.take(39e6, 0)).toBe(0);
  expect(new Pool(1).take(1e12, 0)).toBe(0);
});

test("moving takes time for what is not shared yet, and more where memory is fresh", () => {
  const [small, large] = [1e6, 1e7];
  expect(movingTime(signal(large, true), signal(large, true))).toBe(0);
  expect(movingTime(signal(small, false), signal(small, true))).toBeCloseTo(8e6 * 0.2, 0);
  expect(movingTime(signal(small, true), signal(small, false))).toBeCloseTo(8e6 * 0.2, 0);
  expect(movingTime(signal(large, false), signal(large, false))).toBeCloseTo(160e6 * 1.2, 0);
});
