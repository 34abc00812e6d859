/** Sums by transforms in f32: within their bound, special samples where the direct sum has them, the same bits for a part. */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { axisBorder, type BorderKind } from "../../src/base/border.js";
import type { FilterOptions } from "../../src/base/options.js";
import type { Signal } from "../../src/base/signal.js";
import { probe } from "../../src/engine/probe.js";
import { forceRoutines } from "../../src/routines/load.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { mulberry } from "../support/random.js";
import { plane, taps } from "../support/signals.js";

afterEach(() => {
  delete probe.way;
  forceRoutines(undefined);
});

const calls = fc.record({
  width: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(255, 511, 700)),
  height: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(255, 300)),
  channels: fc.constantFrom(1, 1, 2, 3),
  kernelWidth: fc.integer({ min: 2, max: 17 }),
  kernelHeight: fc.integer({ min: 2, max: 12 }),
  border: fc.constantFrom<BorderKind>("constant", "replicate", "symmetric", "reflect101", "wrap"),
  value: fc.constantFrom(0, 7),
  size: fc.constantFrom<"same" | "full">("same", "full"),
  mode: fc.constantFrom<"conv" | "xcorr">("conv", "xcorr"),
  dilation: fc.constantFrom(1, 1, 2),
  scale: fc.constantFrom(1, 3, -0.7),
  offset: fc.constantFrom(0, 0.25),
  zeros: fc.constantFrom(0, 0.5),
  special: fc.constantFrom(0, 0, 0.0005, 0.01),
  magnitude: fc.constantFrom(1e-30, 1, 1, 1e30),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});
type Call = typeof calls extends fc.Arbitrary<infer C> ? C : never;

function inputOf(c: Call): Signal {
  const random = mulberry(c.seed);
  const values = Array.from({ length: c.width * c.height * c.channels }, () => {
    if (random() < c.special) return [Number.NaN, Infinity, -Infinity][Math.floor(random() * 3)];
    return (random() - 0.5) * c.magnitude;
  });
  return plane(values, { width: c.width, height: c.height, channels: c.channels, rank: 2 }, "f32");
}

function kernelOf(c: Call) {
  const random = mulberry(c.seed + 1);
  const row = () => Array.from({ length: c.kernelWidth }, () => (random() < c.zeros ? 0 : random() - 0.4));
  const rows = Array.from({ length: c.kernelHeight }, row);
  rows[0][0] = 0.5;
  return taps(rows);
}

const optionsOf = (c: Call): FilterOptions => ({
  mode: c.mode,
  size: c.size,
  border: axisBorder(c.border, c.value),
  dilation: [c.dilation, c.dilation],
  scale: c.scale,
  offset: c.offset,
});

function by(way: string, ...call: Parameters<typeof filter>): ReturnType<typeof filter> {
  probe.way = way;
  const result = filter(...call);
  expect(result.report.stages[0].method).toBe(way);
  return result;
}

/** The first sample that is further from the expected one than the bound, or a number where none is. */
function firstWrong({ data }: Signal, expected: Signal["data"], bound: number): number {
  return Array.from(data).findIndex((v, i) => {
    const e = expected[i];
    return e - e === 0 ? !(Math.abs(v - e) <= bound + Math.abs(e) * 2 ** -23) : !Object.is(v, e);
  });
}

const noise = (width: number, height: number, seed: number): Signal => {
  const random = mulberry(seed);
  return plane(
    Array.from({ length: width * height }, () => random() * 255),
    { width, height },
    "f32",
  );
};

const square = (n: number, seed: number) => {
  const random = mulberry(seed);
  return taps(Array.from({ length: n }, () => Array.from({ length: n }, () => random() - 0.3)));
};

describe("transforms in f32", () => {
  test("keep within their bound of sums in f64, and have NaN and infinities where these do", () => {
    fc.assert(
      fc.property(calls, fc.constantFrom("compiled" as const, "reference" as const), (c, set) => {
        fc.pre(set === "compiled" || c.width * c.height < 3000);
        const [input, kernel] = [inputOf(c), kernelOf(c)];
        const expected = by("direct-float", input, [kernel], { ...optionsOf(c), depth: "f64" });
        forceRoutines(set);
        const { signal, report } = by("fft-fast", input, [kernel], { ...optionsOf(c), fast: true });
        forceRoutines(undefined);
        const bound = (report.stages[0].errorBound + expected.report.stages[0].errorBound) / Math.abs(c.scale);
        const wrong = firstWrong(signal, expected.signal.data, bound);
        expect([wrong, signal.data[wrong], expected.signal.data[wrong]]).toEqual([-1, undefined, undefined]);
        expect(report.nan).toEqual(expected.report.nan);
      }),
      { numRuns: 200 },
    );
  });

  test("have an error that is far below the bound, and a bound that says something", () => {
    const [input, kernel] = [noise(700, 500, 1), square(31, 2)];
    const expected = by("direct-float", input, [kernel], { mode: "xcorr", depth: "f64" });
    const { signal, report } = by("fft-fast", input, [kernel], { mode: "xcorr", fast: true });
    const { errorBound } = report.stages[0];
    expect(firstWrong(signal, expected.signal.data, errorBound / 100)).toBe(-1);
    // Sums reach tens of thousands here.
    expect(errorBound).toBeLessThan(50);
    expect(firstWrong(signal, expected.signal.data, errorBound / 1e6)).not.toBe(-1);
  });

  test("leave samples that a transform could not hold to the direct sum", () => {
    const input = noise(300, 200, 3);
    const large = { ...input, data: Float32Array.from(input.data, (v, i) => (i % 997 === 5 ? Math.fround(3e36) : v)) };
    const kernel = taps([
      [0.25, 1],
      [-1, 0.5],
    ]);
    const expected = by("direct-float", large, [kernel], { mode: "xcorr" });
    const { signal } = by("fft-fast", large, [kernel], { mode: "xcorr", fast: true });
    expect(signal.data.every((v) => Number.isFinite(v))).toBe(true);
    for (const [i, v] of signal.data.entries()) {
      const e = expected.signal.data[i];
      // Sums in f32 of the very windows: nothing of a far sample is in them.
      expect(Math.abs(v - e)).toBeLessThanOrEqual(2 ** -21 * Math.max(Math.abs(e), 1000));
    }
  });

  test("lie on a grid that begins at input sample 0: what is asked for beside changes no bit", () => {
    const [input, kernel] = [noise(701, 603, 4), square(15, 5)];
    const run = (size: "same" | "valid" | "full") =>
      by("fft-fast", input, [kernel], { mode: "xcorr", size, border: axisBorder("replicate"), fast: true }).signal;
    const [same, valid, full] = [run("same"), run("valid"), run("full")];
    let different = 0;
    for (let y = 0; y < valid.height; y++) {
      for (let x = 0; x < valid.width; x++) {
        const v = valid.data[y * valid.width + x];
        if (v !== same.data[(y + 7) * same.width + x + 7]) different++;
        if (v !== full.data[(y + 14) * full.width + x + 14]) different++;
      }
    }
    expect(different).toBe(0);
  });

  test("are chosen for large dense kernels where haste is asked for, and there only", () => {
    const [input, kernel] = [noise(300, 300, 8), square(31, 9)];
    const method = (options: FilterOptions, signal = input) =>
      filter(signal, [kernel], { mode: "xcorr", ...options }).report.stages[0].method;
    expect(method({ fast: true })).toBe("fft-fast");
    expect(method({ fast: true, method: "fft" })).toBe("fft-fast");
    expect(method({})).toBe("fft");
    expect(method({ fast: true, method: "direct" })).toBe("direct-fast");
  });
});
