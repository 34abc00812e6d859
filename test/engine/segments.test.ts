/** Few outputs of long kernels by segments, against the sum as it is written. */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import { kernelOf } from "../../src/base/kernel.js";
import type { FilterOptions } from "../../src/base/options.js";
import type { Signal } from "../../src/base/signal.js";
import { planSegments } from "../../src/engine/algorithms/segment-plan.js";
import type { Plan } from "../../src/engine/planner.js";
import { probe } from "../../src/engine/probe.js";
import type { Problem } from "../../src/engine/problem.js";
import { forceRoutines, type RoutineSet } from "../../src/routines/load.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { mulberry } from "../support/random.js";
import { plane } from "../support/signals.js";

afterEach(() => {
  forceRoutines(undefined);
  delete probe.way;
  delete probe.seen;
});

const BORDERS = ["constant", "replicate", "symmetric", "reflect101", "wrap", "odd"] as const;

interface Case {
  readonly channels: number;
  readonly own: boolean;
  readonly complex: boolean;
  readonly whole: boolean;
  readonly taps: number;
  readonly samples: number;
  readonly maxLag: number;
  readonly special: boolean;
  readonly border: (typeof BORDERS)[number];
  readonly seed: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  channels: fc.constantFrom(1, 2),
  own: fc.boolean(),
  complex: fc.boolean(),
  whole: fc.boolean(),
  taps: fc.integer({ min: 700, max: 6000 }),
  samples: fc.integer({ min: 600, max: 6000 }),
  maxLag: fc.integer({ min: 0, max: 250 }),
  special: fc.boolean(),
  border: fc.constantFrom(...BORDERS),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

/** Samples of ±1, or whole ones of ±32768. */
function call(c: Case): { input: Signal; run: (way: string, set?: RoutineSet) => { out: Signal; error: number } } {
  const random = mulberry(c.seed);
  const value = (): number => (c.whole ? Math.round((random() - 0.5) * 65536) : random() * 2 - 1);
  const values = (n: number): Float64Array => Float64Array.from({ length: n }, value);
  const samples = values(c.samples * c.channels);
  if (c.special) for (let i = 0; i < 3; i++) samples[Math.floor(random() * samples.length)] = [NaN, 1 / 0, -1 / 0][i];
  const type = c.complex ? "c128" : "f64";
  const shape = { width: c.samples, channels: c.channels };
  const input = plane(samples, shape, type, {}, c.complex ? values(samples.length) : undefined);
  const channels = c.own ? c.channels : 1;
  const imag = c.complex && c.own ? { imag: values(c.taps * channels) } : {};
  const kernel = kernelOf(values(c.taps * channels), { width: c.taps, channels }, imag);
  const options: FilterOptions = { mode: "xcorr", maxLag: c.maxLag, border: axisBorder(c.border) };
  return {
    input,
    run(way, set) {
      let plan: Plan | undefined;
      probe.way = way;
      probe.seen = (seen) => {
        plan = seen;
      };
      forceRoutines(set);
      const out = filter(input, [kernel], options).signal;
      expect(plan?.algorithm).toBe(way);
      return { out, error: plan!.error() };
    },
  };
}

/** NaN for both, the same infinity, or numbers within the bounds of both. */
function agree(a: ArrayLike<number>, b: ArrayLike<number>, within: number): void {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i]) || Math.abs(a[i] - b[i]) <= within) continue;
    expect.fail(`${i}: ${a[i]} is not ${b[i]} within ${within}`);
  }
}

describe("segments", () => {
  test.each(["compiled", "reference"] as const)(
    "agree with the sum as it is written within the bounds of both, or exactly: %s routines",
    (set) => {
      fc.assert(
        fc.property(cases, (c) => {
          const { run } = call(c);
          const [direct, own] = [run("direct"), run("segments", set)];
          if (c.whole && !c.special) expect([direct.error, own.error]).toEqual([0, 0]);
          agree(own.out.data, direct.out.data, direct.error + own.error);
          if (c.complex) agree(own.out.imag!, direct.out.imag!, direct.error + own.error);
        }),
        { numRuns: set === "compiled" ? 120 : 40 },
      );
    },
  );

  test("whole numbers of many digits are cut to pieces whose sums are certain", () => {
    // 23 bits each, and so few of them that their sums have 52.
    const n = 1500;
    const big = Float64Array.from({ length: n }, (_, i) => (i % 187 === 0 ? 8_388_607 - i : i % 5));
    const input = plane(big, { width: n });
    const kernel = kernelOf(big, { width: n });
    probe.way = "segments";
    const out = filter(input, [kernel], { mode: "xcorr", maxLag: 20 }).signal.data;
    for (let lag = -20; lag <= 20; lag++) {
      let sum = 0n;
      for (let i = Math.max(0, -lag); i < Math.min(n, n - lag); i++) sum += BigInt(big[i]) * BigInt(big[i + lag]);
      expect(BigInt(out[lag + 20])).toBe(sum);
    }
  });

  test("numbers whose spectra would overflow are summed directly", () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i % 7 === 0 ? 1e146 : -1e146));
    const [input, kernel] = [plane(values, { width: 1000 }), kernelOf(values, { width: 1000 })];
    const by = (way: string): ArrayLike<number> => {
      probe.way = way;
      return filter(input, [kernel], { mode: "xcorr", maxLag: 9 }).signal.data;
    };
    expect(by("segments")).toEqual(by("direct"));
  });

  test("are the choice for few lags of a long kernel, and never one that follows from the kernel alone", () => {
    const random = mulberry(5);
    const values = Float64Array.from({ length: 60_000 }, () => random() - 0.5);
    const [input, kernel] = [plane(values, { width: values.length }), kernelOf(values, { width: values.length })];
    const method = (options: FilterOptions): string =>
      filter(input, [kernel], { mode: "xcorr", ...options }).report.stages[0].method;
    expect(method({ maxLag: 500 })).toBe("segments");
    expect(method({ size: "valid" })).toBe("fft");
    expect(method({ maxLag: 500, method: "fft" })).toBe("fft");
  });

  test("have circles that hold a segment and the outputs", () => {
    for (const outputs of [1, 200, 5000, 300_000, 2_000_000]) {
      const problem = { x: { outputs, taps: 10_000_000 }, complex: false } as unknown as Problem;
      const plan = planSegments(problem);
      expect(plan.segment + plan.outputs - 1).toBe(plan.points);
      expect(plan.segment).toBeGreaterThan(0);
      expect(plan.circles * plan.taps).toBeGreaterThanOrEqual(10_000_000);
    }
  });
});
