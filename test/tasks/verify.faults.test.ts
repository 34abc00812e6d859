/** A fault planted in the engine breaks the law that it is named after, and just those that follow from the same. */
import { afterEach, expect, test } from "vitest";
import { probe } from "../../src/engine/probe.js";
import { uniform } from "../../src/math/random.js";
import { gridOf } from "../../src/tasks/verify/grid.js";
import { LAW_NAMES } from "../../src/tasks/verify/names.js";
import { kernelFromGrid, signalFromGrid } from "../../src/tasks/verify/subject.js";
import { verify } from "../../src/tasks/verify/verify.js";
import { PLANTED } from "../support/plant.js";

afterEach(() => {
  delete probe.plant;
});

const SUBJECTS = [
  { name: "a signal", input: [90, 1], kernel: [7, 1], complex: false },
  { name: "a complex signal", input: [90, 1], kernel: [7, 1], complex: true },
  { name: "a plane", input: [20, 17], kernel: [4, 3], complex: false },
  { name: "a complex plane", input: [20, 17], kernel: [4, 3], complex: true },
] as const;

test("there is a fault for every law", () => {
  expect(PLANTED.map(({ law }) => law)).toEqual(LAW_NAMES.filter((law) => PLANTED.some((p) => p.law === law)));
  expect(PLANTED).toHaveLength(LAW_NAMES.length);
});

test.each(SUBJECTS)("without a fault all laws hold for $name", (subject) => {
  expect(broken(subject)).toEqual([]);
});

test.each(PLANTED)("$fault: $law does not hold", ({ law, broken: expected, plant }) => {
  expect(expected).toContain(law);
  for (const subject of SUBJECTS) {
    probe.plant = plant;
    expect(broken(subject), subject.name).toEqual(expected);
  }
});

// Chains do not mind: both of their kernels lose it.
test("conjugation is missed where it is left out, and is not missed where nothing is complex", () => {
  probe.plant = (set) => {
    const { imag, ...taps } = set.problem.taps;
    if (set.mode === "conv" || !imag) return set;
    return { ...set, problem: { ...set.problem, taps: { ...taps, imag: imag.map((v) => -v) } } };
  };
  const [real, complex] = SUBJECTS.map((subject) => broken(subject));
  expect(real).toEqual([]);
  expect(complex).toEqual(["reversal", "order", "flip", "symmetry", "cross-spectrum", "adjoint"]);
});

function broken({ input, kernel, complex }: (typeof SUBJECTS)[number]): string[] {
  const rank = input[1] === 1 ? 1 : 2;
  const random = (seed: number): (() => number) => {
    const next = uniform(seed);
    return () => 2 * next() - 1;
  };
  const grid = ([width, height]: readonly [number, number], seed: number) =>
    gridOf(width, height, random(seed), complex ? random(seed + 1) : undefined);
  const { laws } = verify(signalFromGrid(grid(input, 11), rank), [kernelFromGrid(grid(kernel, 21), rank)]);
  return laws.filter(({ holds }) => !holds).map(({ law }) => law);
}
