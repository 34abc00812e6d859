/** Taps in grades: what they stand for, that they fit, and that the bounds hold. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { fixedPoint } from "../../src/math/fixed-point.js";
import { columnSteps, type Graded, graded, type Step } from "../../src/routines/graded.js";
import type { Quad } from "../../src/routines/pairs.js";
import { mulberry } from "../support/random.js";

const SUM = 16777215;
const SIDES = [0, 2] as const;

/** Steps of a bell, or of random taps. */
const column = fc
  .record({
    taps: fc.integer({ min: 1, max: 90 }),
    apart: fc.integer({ min: 1, max: 3 }),
    bell: fc.boolean(),
    size: fc.constantFrom(1e-9, 0.01, 1, 300),
    samples: fc.constantFrom(0, 1e7),
    seed: fc.nat(),
  })
  .map(({ taps: n, apart, bell, size, samples, seed }) => {
    const random = mulberry(seed);
    const taps = Float64Array.from({ length: n }, (_, i) =>
      bell ? size * Math.exp(-8 * ((2 * i + 1) / n - 1) ** 2) : size * (random() * 2 - 1),
    );
    return { taps, apart, samples };
  });

/** What a step's whole taps and rests leave of its real ones. */
function leftOf(real: Step, { grades, rests, unit, restUnit }: Graded): { whole: Quad; rest: Quad } {
  const grade = grades.findIndex((steps) => steps.some(({ pair }) => pair === real.pair));
  const [whole, rest] = [grades[grade], rests].map((steps) => steps.find(({ pair }) => pair === real.pair)!.taps);
  const worth = unit * 4 ** (grades.length - 1 - grade);
  const left = real.taps.map((t, i) => t - whole[i] * worth);
  return { whole: left as unknown as Quad, rest: left.map((t, i) => t - rest[i] * restUnit) as unknown as Quad };
}

test("whole taps and rests make up the real ones, within the bounds and 16 bits", () => {
  fc.assert(
    fc.property(column, ({ taps, apart, samples }) => {
      const steps = columnSteps(taps, apart);
      const found = graded(steps, SUM, samples);
      fc.pre(found !== undefined);
      const left = steps.map((step) => leftOf(step, found));
      for (const side of SIDES) {
        const sum = (of: (l: (typeof left)[number]) => Quad): number =>
          left.reduce((s, l) => s + Math.abs(of(l)[side]) + Math.abs(of(l)[side + 1]), 0);
        expect(sum(({ whole }) => whole)).toBeLessThanOrEqual(found.left);
        expect(sum(({ rest }) => rest)).toBeLessThanOrEqual(found.leftOfRest);
        const finest = found.grades.length - 1;
        const total = found.grades.reduce(
          (s, grade, g) =>
            s + 4 ** (finest - g) * grade.reduce((t, q) => t + Math.abs(q.taps[side]) + Math.abs(q.taps[side + 1]), 0),
          0,
        );
        expect(total).toBeLessThanOrEqual(SUM);
      }
      for (const { taps: quad } of [...found.grades.flat(), ...found.rests])
        for (const t of quad) expect(Number.isInteger(t) && Math.abs(t) <= 32767).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("the steps are those in which two rows of sums meet the taps", () => {
  expect(columnSteps(Float64Array.of(1, 2, 3), 1)).toEqual([
    { pair: 0, taps: [1, 2, 0, 1] },
    { pair: 1, taps: [3, 0, 2, 3] },
  ]);
  expect(columnSteps(Float64Array.of(1, 2), 3)).toEqual([
    { pair: 0, taps: [1, 0, 0, 1] },
    { pair: 1, taps: [0, 2, 0, 0] },
    { pair: 2, taps: [0, 0, 2, 0] },
  ]);
});

test("a bell's flanks are finer, and all leaves less than in one unit", () => {
  const bell = Float64Array.from({ length: 41 }, (_, i) => Math.exp(-((i - 20) ** 2) / 50) / 12.533);
  const found = graded(columnSteps(bell, 1), SUM, 1e7)!;
  expect(found.grades).toHaveLength(3);
  expect(found.grades.every((steps) => steps.length > 0)).toBe(true);
  expect(found.left).toBeLessThan(fixedPoint(bell, SUM)!.left / 2);
});

test("without a tap, or with taps beyond reach, there is none", () => {
  expect(graded(columnSteps(new Float64Array(3), 1), SUM, 0)).toBeUndefined();
  expect(graded(columnSteps(Float64Array.of(1e-320), 1), SUM, 0)).toBeUndefined();
});
