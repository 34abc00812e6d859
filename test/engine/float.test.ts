/** Float outputs: the quick ways against the general one, and the bounds that they promise. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisBorder, type BorderKind, sameBorder } from "../../src/base/border.js";
import type { RealType } from "../../src/base/element.js";
import type { Kernel } from "../../src/base/kernel.js";
import type { FilterOptions, Method } from "../../src/base/options.js";
import { fromNumber, ONE } from "../../src/base/rational.js";
import { blankSignal, type Signal } from "../../src/base/signal.js";
import { newAccounts } from "../../src/engine/accounts.js";
import { execute } from "../../src/engine/execute.js";
import { factsOf } from "../../src/engine/facts.js";
import { type FinishRequest, finisherFor } from "../../src/engine/finish.js";
import { axisGeometry } from "../../src/engine/geometry.js";
import { valueMap } from "../../src/engine/map.js";
import { planFor } from "../../src/engine/planner.js";
import { correlationTaps, type Problem } from "../../src/engine/problem.js";
import { affineOf, gainOf } from "../../src/engine/value.js";
import { forceRoutines } from "../../src/routines/load.js";
import { kernelFrom } from "../../src/tasks/arrays.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { mulberry } from "../support/random.js";
import { list, plane, taps } from "../support/signals.js";

const BORDERS: readonly BorderKind[] = ["constant", "replicate", "symmetric", "reflect101", "wrap", "odd"];

const calls = fc.record({
  width: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(511, 513, 1500)),
  height: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(1, 33, 70)),
  channels: fc.integer({ min: 1, max: 4 }),
  kernelWidth: fc.integer({ min: 1, max: 11 }),
  kernelHeight: fc.integer({ min: 1, max: 6 }),
  type: fc.constantFrom<RealType>("f64", "f64", "f32", "u8", "u16", "i16"),
  output: fc.constantFrom<"f32" | "f64">("f32", "f64"),
  border: fc.constantFrom(...BORDERS),
  value: fc.constantFrom(0, 7, 0.3),
  size: fc.constantFrom<"same" | "full">("same", "full"),
  mode: fc.constantFrom<"conv" | "xcorr">("conv", "xcorr"),
  dilation: fc.constantFrom(1, 1, 2, 3),
  scale: fc.constantFrom(1, 3, -0.7),
  offset: fc.constantFrom(0, 0.25),
  zeros: fc.constantFrom(0, 0.5),
  special: fc.constantFrom(0, 0, 0.001, 0.02),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});
type Call = typeof calls extends fc.Arbitrary<infer C> ? C : never;

function signalFor(c: Call): Signal {
  const random = mulberry(c.seed);
  const floats = c.type === "f32" || c.type === "f64";
  const values = Array.from({ length: c.width * c.height * c.channels }, () => {
    if (!floats) return Math.floor(random() * 200);
    if (random() < c.special) return [Number.NaN, Infinity, -Infinity][Math.floor(random() * 3)];
    return (random() - 0.5) * 10 ** Math.floor(random() * 6 - 3);
  });
  return plane(values, { width: c.width, height: c.height, channels: c.channels, rank: 2 }, c.type);
}

function kernelFor(c: Call, separable: boolean): Kernel {
  const random = mulberry(c.seed + 1);
  const tap = (): number => (random() < c.zeros ? 0 : random() - 0.4);
  if (!separable) return taps(Array.from({ length: c.kernelHeight }, () => Array.from({ length: c.kernelWidth }, tap)));
  const row = Array.from({ length: c.kernelWidth + 1 }, tap);
  row[0] = 1;
  return taps(
    Array.from({ length: c.kernelHeight + 1 }, (_, j) => {
      const factor = j === 1 ? 1 : tap();
      return row.map((v) => factor * v);
    }),
  );
}

const optionsFor = (c: Call): FilterOptions => ({
  mode: c.mode,
  size: c.size,
  border: axisBorder(c.border, c.value),
  dilation: [c.dilation, c.dilation],
  scale: c.scale,
  offset: c.offset,
  depth: c.output,
});

/** What the general way gives: tiles of sums, and a finisher. */
function general(input: Signal, kernel: Kernel, c: Call, method: Method) {
  const border = sameBorder(axisBorder(c.border, c.value));
  const axis = (n: number, k: number, b: typeof border.x) =>
    axisGeometry(n, k, { mode: c.mode, size: c.size, stride: 1, dilation: c.dilation, border: b }, "test");
  const [x, y] = [axis(c.width, kernel.width, border.x), axis(c.height, kernel.height, border.y)];
  const correlated = correlationTaps(kernel, c.mode, false);
  const facts = factsOf(input, x, y);
  const problem: Problem = { taps: correlated, x, y, channels: c.channels, complex: false, weighted: false, facts };
  const plan = planFor(problem, method);
  const request: FinishRequest = {
    rule: {
      affine: affineOf(fromNumber(c.scale), fromNumber(c.offset)),
      gain: gainOf(correlated),
      prior: { exact: ONE, number: 1 },
      error: plan.error,
      weightError: 0,
    },
    map: valueMap("clip", c.output, {}),
    rounding: "half-even",
    weighted: false,
    exact: () => {
      throw new Error("floats are not rounded");
    },
  };
  const out = blankSignal(
    { width: x.outputs, height: y.outputs, channels: c.channels, rank: 2 },
    c.output,
    input.about,
  );
  const accounts = newAccounts();
  const finisher = finisherFor(out, request, accounts, input);
  for (const { tile, sums } of execute(problem, plan, input)) finisher.write(tile, sums);
  return { data: Array.from(out.data), nan: accounts.nan, infinite: accounts.infinite, error: plan.error() };
}

describe("float results", () => {
  test("of the direct way are those of the general one to the last bit, NaN and infinities counted alike", () => {
    const ways = new Map<string, number>();
    fc.assert(
      fc.property(calls, fc.constantFrom("compiled" as const, "reference" as const), (c, set) => {
        const [input, kernel] = [signalFor(c), kernelFor(c, false)];
        const expected = general(input, kernel, c, "direct");
        forceRoutines(set);
        const { signal, report } = filter(input, [kernel], { ...optionsFor(c), method: "direct" });
        forceRoutines(undefined);
        const { method } = report.stages[0];
        ways.set(method, (ways.get(method) ?? 0) + 1);
        expect(Array.from(signal.data)).toEqual(expected.data);
        expect([report.nan.output, report.nan.outputInfinite]).toEqual([expected.nan, expected.infinite]);
        const values = Array.from(input.data);
        expect([report.nan.input, report.nan.inputInfinite]).toEqual([
          values.filter((v) => Number.isNaN(v)).length,
          values.filter((v) => Math.abs(v) === Infinity).length,
        ]);
      }),
      { numRuns: 400 },
    );
    // Odd extensions, and values outside that are no samples, go the general way.
    expect(ways.get("direct-float")).toBeGreaterThan(200);
    expect(ways.get("direct")).toBeGreaterThan(10);
  });

  test("of the separable way and of the fast ones are within their bounds of the direct ones", () => {
    const ways = new Set<string>();
    fc.assert(
      fc.property(calls, fc.boolean(), fc.constantFrom<Method>("direct", "separable"), (c, fast, method) => {
        fc.pre(c.border !== "odd" && (c.border !== "constant" || c.value === 0 || c.type === "f64"));
        const exact = { ...c, output: "f64" as const };
        const type = fast ? ("f32" as const) : c.type;
        const [input, kernel] = [signalFor({ ...c, type }), kernelFor(c, true)];
        fc.pre(!fast || c.value !== 0.3);
        const expected = general(input, kernel, exact, "direct");
        const options: FilterOptions = { ...optionsFor(c), depth: fast ? "f32" : "f64", fast, method };
        const { signal, report } = filter(input, [kernel], options);
        const { method: way, errorBound } = report.stages[0];
        ways.add(way);
        const bound = (errorBound + expected.error) / Math.abs(c.scale);
        // Both bounds are those of sums; value and output add roundings of their own.
        const slack = fast ? 2 ** -23 : 2 ** -50;
        const wrong = Array.from(signal.data).findIndex((v, i) => {
          const e = expected.data[i];
          if (e - e !== 0) return !Object.is(v, e);
          return !(Math.abs(v - e) <= bound + Math.abs(e) * slack + 2 ** -50);
        });
        expect([wrong, signal.data[wrong], expected.data[wrong]]).toEqual([-1, undefined, undefined]);
      }),
      { numRuns: 300 },
    );
    expect([...ways].sort()).toEqual(["direct-fast", "direct-float", "separable-fast", "separable-float"]);
  });

  test("of whole numbers are exact by every method", () => {
    const random = mulberry(3);
    const input = plane(
      Array.from({ length: 70 * 50 }, () => Math.floor(random() * 1e9)),
      { width: 70, height: 50 },
      "f64",
    );
    // Row and column have no common divisor that is a power of two.
    const kernel = taps([[1, 3, 1].map((v) => 7 * v), [1, 3, 1].map((v) => 3 * v), [1, 3, 1]]);
    const all = (["direct", "separable", "fft", "auto"] as const).map((method) => {
      const { signal, report } = filter(input, [kernel], { mode: "xcorr", method });
      expect(report.stages[0].errorBound).toBe(0);
      return Array.from(signal.data);
    });
    for (const data of all) expect(data).toEqual(all[0]);
  });

  test("do not depend on how long a signal is: a part gives the bits of the whole", () => {
    const random = mulberry(5);
    const values = Float64Array.from({ length: 90000 }, () => random() - 0.5);
    const kernel = list(Array.from({ length: 31 }, () => random()));
    const run = (from: number, to: number) =>
      filter(plane(values.subarray(from, to), { width: to - from }), [kernel], { mode: "conv", size: "valid" });
    const [whole, part] = [run(0, 90000), run(40001, 40900)];
    expect(whole.report.stages[0].method).toBe("direct-float");
    expect(Array.from(part.signal.data)).toEqual(Array.from(whole.signal.data.subarray(40001, 40001 + 869)));
  });
});

test.each(["odd", "renormalize"] as const)(
  "with --border %s the bound is that of the frame too, which is summed directly",
  (kind) => {
    const next = mulberry(4);
    const signal = plane(Array.from({ length: 900 }, next), { width: 30, height: 30 });
    const stageOf = (method: Method, border: BorderKind) => {
      const options = { method, border: axisBorder(border), mode: "xcorr" } as const;
      return filter(signal, [kernelFrom("gaussian:1.3", 2)], options).report.stages[0];
    };
    const [quick, direct] = [stageOf("auto", kind), stageOf("direct", kind)];
    expect([quick.method, direct.method]).toEqual(["separable-float", "direct-float"]);
    expect(quick.errorBound).toBe(direct.errorBound);
    expect(stageOf("auto", "replicate").errorBound).toBeLessThan(stageOf("direct", "replicate").errorBound);
  },
);
