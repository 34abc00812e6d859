/** The arithmetic of the benchmarks: no clock, no peers. */
import { expect, test } from "vitest";
import { difference, least, median, pairRatio } from "./statistics.js";
import { digits, duration, percent, table } from "./table.js";

test("the median is the middle value, or the mean of the two in the middle, whatever the order", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([10, 4, 1, 2])).toBe(3);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
  // Numbers, not texts, are sorted.
  expect(median([100, 9, 20])).toBe(20);
});

test("the median leaves the order of what it is given", () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

test("the least of none is not a number", () => {
  expect(least([4, 2, 8])).toBe(2);
  expect(least([])).toBeNaN();
});

test("ratios are taken round by round: a slow stretch that hits both leaves them", () => {
  const ours = [1, 10, 1.2, 1.1];
  const theirs = ours.map((t) => 3 * t);
  expect(pairRatio(theirs, ours)).toBeCloseTo(3, 12);
  // One side alone is hit once: the median of ratios stays.
  expect(pairRatio([2, 2, 50], [1, 1, 1])).toBe(2);
});

test("ratios use the rounds that both sides have", () => {
  expect(pairRatio([2, 4, 8], [1, 1])).toBe(3);
  expect(pairRatio([], [1])).toBeNaN();
});

test("differences: the largest, the mean, the share beyond a tolerance", () => {
  expect(difference([1, 2, 3, 4], [1, 3, 3, 1], 1)).toEqual({ largest: 3, mean: 1, beyond: 0.25 });
  expect(difference([], [])).toEqual({ largest: 0, mean: 0, beyond: 0 });
});

test("a NaN on one side is infinitely far off, on both sides not at all", () => {
  expect(difference([Number.NaN, 1], [Number.NaN, 1])).toEqual({ largest: 0, mean: 0, beyond: 0 });
  expect(difference([Number.NaN], [1]).largest).toBe(Number.POSITIVE_INFINITY);
});

test("results of different lengths are not compared", () => {
  expect(() => difference([1], [1, 2])).toThrow("1 samples and 2 cannot be compared");
});

test("a table has columns of one width, numbers to the right", () => {
  expect(
    table(
      ["cell", "ms>"],
      [
        ["a", 1],
        ["longer", "10.5"],
      ],
    ),
  ).toBe(
    ["| cell   |  ms |".replace(" ms ", "  ms "), "|--------|-----:|", "| a      |    1 |", "| longer | 10.5 |"].join(
      "\n",
    ),
  );
});

test("numbers are shown with three digits and their unit", () => {
  expect([0, 0.01234, 1.2345, 12.345, 123.45, 12345.6, Number.NaN].map(digits)).toEqual([
    "0",
    "0.0123",
    "1.23",
    "12.3",
    "123",
    "12346",
    "-",
  ]);
  expect([duration(1.5e6), duration(2.25e9), duration(undefined)]).toEqual(["1.50 ms", "2.25 s", "-"]);
  expect([percent(0.626), percent(Number.NaN)]).toEqual(["63 %", "-"]);
});
