/** Whether the 95 % intervals keep what they promise, in as many trials as that takes; seeded. */
import { expect, test } from "vitest";
import { PROMISE, summary, trials } from "../support/delays.js";

test("the interval covers the truth in 90 to 99 % of 500 trials, and is near the Cramér–Rao bound in width", () => {
  const all = trials(500, PROMISE);
  expect(all.filter((t) => t.outcome !== "delay")).toEqual([]);
  const { covered, rms, width } = summary(all, PROMISE);
  expect(covered).toBeGreaterThanOrEqual(0.9);
  expect(covered).toBeLessThanOrEqual(0.99);
  expect(rms).toBeLessThan(0.02);
  // Promised is 3.
  expect(width).toBeLessThan(1.2);
  expect(width).toBeGreaterThan(0.9);
});
