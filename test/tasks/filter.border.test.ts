import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import { kernelOf } from "../../src/base/kernel.js";
import type { FilterOptions, Method } from "../../src/base/options.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { exact, over, rounded, times, total, windowAt } from "../support/fractions.js";
import { mulberry } from "../support/random.js";
import { failureOf, list, plane, taps } from "../support/signals.js";

const METHODS: readonly Method[] = ["direct", "fft"];
const MODES = ["conv", "xcorr"] as const;
const RENORMALIZE: FilterOptions = { border: axisBorder("renormalize") };
const KEEP: FilterOptions = { border: axisBorder("keep") };

const whole = (length: number, seed: number, greatest: number): number[] => {
  const uniform = mulberry(seed);
  return Array.from({ length }, () => Math.floor(uniform() * (greatest + 1)));
};

describe("--border renormalize", () => {
  test("u8 is the exact quotient rounded once: even kernels, kernels larger than the input, each channel its own", () => {
    for (const [width, height, kw, kh] of [
      [9, 7, 3, 3],
      [8, 1, 4, 1],
      [1, 6, 2, 3],
      [3, 4, 7, 9],
      [11, 10, 4, 5],
    ]) {
      const channels = 2;
      const samples = whole(width * height * channels, width, 255);
      const weights = whole(kw * kh * channels, kh + 50, 9);
      weights[0] = 3;
      for (const mode of MODES) {
        for (const method of METHODS) {
          const kernel = kernelOf(Float64Array.from(weights), { width: kw, height: kh, channels, rank: 2 });
          const options = { ...RENORMALIZE, mode, method, scale: 7.25, offset: 1 };
          const input = plane(samples, { width, height, channels, rank: 2 }, "u8");
          const { signal, report } = filter(input, [kernel], options);
          let counted = 0;
          const expected = samples.map((_, i) => {
            const c = i % channels;
            const p = (i - c) / channels;
            const call = { width, height, kernelWidth: kw, kernelHeight: kh, mode, border: "renormalize" } as const;
            const inside = windowAt(call, p % width, Math.floor(p / width)).filter((t) => t.inside);
            const weight = total(inside.map((t) => exact(weights[t.tap * channels + c])));
            const sum = total(
              inside.map((t) =>
                times(exact(weights[t.tap * channels + c]), exact(samples[(t.y * width + t.x) * channels + c])),
              ),
            );
            const all = total(weights.filter((_, t) => t % channels === c).map(exact));
            if (weight.num === 0n) {
              counted++;
              return 0;
            }
            const value = total([over(over(times(all, sum), weight), exact(7.25)), exact(1)]);
            return Math.min(255, rounded(value));
          });
          expect(Array.from(signal.data), `${width}×${height} ${mode} ${method}`).toEqual(expected);
          expect(report.nan.output).toBe(counted);
        }
      }
    }
  });

  test("a constant stays constant to the last count with real taps", () => {
    for (const method of METHODS) {
      const input = plane(
        Array.from({ length: 64 }, () => 255),
        { width: 8, height: 8 },
        "u8",
      );
      const kernel = taps([
        [0.1, 0.2, 0.3],
        [0.3, 0.1, 0.7],
      ]);
      const { signal } = filter(input, [kernel], { ...RENORMALIZE, mode: "xcorr", method, normalizeKernel: "sum" });
      expect(new Set(signal.data)).toEqual(new Set([255]));
    }
  });

  test("where only zero taps lie inside the result is NaN, and 0 that is counted in integers", () => {
    for (const method of METHODS) {
      const options: FilterOptions = { ...RENORMALIZE, mode: "xcorr", method };
      const input = plane([5, 6, 7], { width: 3 });
      expect(Array.from(filter(input, [list([2, 0, 0])], options).signal.data)).toEqual([Number.NaN, 10, 12]);
      const { signal, report } = filter(input, [list([2, 0, 0])], { ...options, depth: "u16" });
      expect([Array.from(signal.data), report.nan.output]).toEqual([[0, 10, 12], 1]);
    }
  });

  test("full size renormalizes too", () => {
    const { signal } = filter(plane([2, 4], { width: 2 }), [list([1, 1, 2])], {
      ...RENORMALIZE,
      mode: "conv",
      size: "full",
    });
    // 1·2/1, (1·4 + 1·2)/2, (1·4 + 2·2)/3, 2·4/2, each times 4.
    expect(Array.from(signal.data)).toEqual([8, 12, 32 / 3, 16]);
  });

  test("taps of both signs and a single axis are refused", () => {
    expect(failureOf(() => filter(plane([1], { width: 1 }), [list([1, -2, 1], { name: "bend" })], RENORMALIZE))).toBe(
      "usage 2: --border renormalize: the taps of bend have both signs, so the sum of those that count may vanish. Use a kernel whose taps share one sign, or another policy.",
    );
    const square = plane([1, 2, 3, 4], { width: 2, height: 2 });
    for (const kind of ["renormalize", "keep"] as const) {
      expect(
        failureOf(() => filter(square, [list([1])], { border: { x: axisBorder(kind), y: axisBorder("wrap") } })),
      ).toBe(
        `usage 2: --border: ${kind} is asked for on one axis only, and it takes both. Use --border ${kind}, or another rule for each axis.`,
      );
    }
  });
});

describe("--border keep", () => {
  test("the source sample where the window leaves the input, the sum elsewhere", () => {
    const [width, height, channels] = [9, 8, 3];
    const samples = whole(width * height * channels, 9, 255);
    const weights = whole(12, 3, 4);
    const kernel = taps([weights.slice(0, 4), weights.slice(4, 8), weights.slice(8)]);
    for (const mode of MODES) {
      for (const method of METHODS) {
        for (const anchor of [undefined, [0, 2]] as const) {
          const options: FilterOptions = {
            ...KEEP,
            mode,
            method,
            scale: 30,
            offset: -3,
            ...(anchor ? { anchor } : {}),
          };
          const { signal } = filter(plane(samples, { width, height, channels, rank: 2 }, "u8"), [kernel], options);
          const expected = samples.map((own, i) => {
            const c = i % channels;
            const p = (i - c) / channels;
            const call = { width, height, kernelWidth: 4, kernelHeight: 3, mode, border: "keep" } as const;
            const window = windowAt({ ...call, ...(anchor ? { anchor } : {}) }, p % width, Math.floor(p / width));
            if (window.some((t) => !t.inside)) return own;
            const sum = window.reduce((s, t) => s + weights[t.tap] * samples[(t.y * width + t.x) * channels + c], 0);
            const value = total([over(exact(sum), exact(30)), exact(-3)]);
            return Math.min(255, Math.max(0, rounded(value)));
          });
          expect(Array.from(signal.data), `${mode} ${method}`).toEqual(expected);
        }
      }
    }
  });

  test("on signals, with strides and dilation, and where nothing fits", () => {
    const line = plane([1, 2, 3, 4, 5, 6, 7], { width: 7 });
    const keep = (options: FilterOptions, numbers = [1, 1, 1]): number[] =>
      Array.from(filter(line, [list(numbers)], { ...KEEP, ...options }).signal.data);
    expect(keep({})).toEqual([1, 6, 9, 12, 15, 18, 7]);
    expect(keep({ stride: [3, 1] })).toEqual([1, 12, 7]);
    expect(keep({ stride: [2, 1] })).toEqual([1, 9, 15, 7]);
    expect(keep({ dilation: [2, 1] })).toEqual([1, 2, 9, 12, 15, 6, 7]);
    expect(keep({}, [1, 1, 1, 1, 1, 1, 1, 1, 1])).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test("kept samples are cast, saturated and counted like all others", () => {
    const line = plane([300, 1, 2, 3, Number.NaN], { width: 5 });
    const options: FilterOptions = { ...KEEP, depth: "u8", scale: 3 };
    const { signal, report } = filter(line, [list([1, 1, 1])], options);
    expect(Array.from(signal.data)).toEqual([255, 101, 2, 0, 0]);
    expect(report.clipped).toEqual({ count: 1, of: 5, first: { x: 0, y: 0, channel: 0, value: 300 } });
    expect(report.nan.output).toBe(2);
    const zero = filter(line, [list([1, 1, 1])], { ...options, nan: "zero" });
    expect(Array.from(zero.signal.data)).toEqual([255, 101, 2, 2, 0]);
    expect(zero.report.nan).toEqual({ policy: "zero", input: 1, inputInfinite: 0, output: 0, outputInfinite: 0 });
  });

  test("samples that a policy replaced are kept as they were replaced", () => {
    const line = plane([Number.NaN, 2, 4, 6], { width: 4 });
    const { signal } = filter(line, [list([1, 1, 1])], { ...KEEP, nan: "interpolate" });
    expect(Array.from(signal.data)).toEqual([2, 8, 12, 6]);
  });

  test("a missing sample that the first of two stages keeps is missing at the second", () => {
    const line = plane([Number.NaN, 1, 2, 3], { width: 4 });
    const { signal } = filter(line, [list([1, 1, 1]), list([1, 1, 1])], { ...KEEP, nan: "omit" });
    // The first stage leaves NaN 4.5 6 3.
    expect(Array.from(signal.data)).toEqual([Number.NaN, 15.75, 13.5, 3]);
  });

  test("a kept NaN stays NaN in float outputs, and is counted", () => {
    const { signal, report } = filter(plane([Number.NaN, 1, 2, 3], { width: 4 }), [list([1, 1, 1])], {
      ...KEEP,
      nan: "omit",
    });
    expect(Array.from(signal.data)).toEqual([Number.NaN, 4.5, 6, 3]);
    expect(report.nan.output).toBe(1);
  });

  test("in a chain each stage keeps its own source", () => {
    const line = plane([1, 2, 4, 8, 16, 32], { width: 6 });
    const { signal } = filter(line, [list([1, 1, 1]), list([1, 0, 1])], KEEP);
    // The first stage leaves 1 7 14 28 56 32.
    expect(Array.from(signal.data)).toEqual([1, 15, 35, 70, 60, 32]);
  });

  test("it needs the output to be the input's extent", () => {
    const message =
      "usage 2: --border keep: it keeps input samples, so it needs the output to be the input's extent. Use --size same without --padding.";
    const line = plane([1, 2, 3], { width: 3 });
    expect(failureOf(() => filter(line, [list([1])], { ...KEEP, size: "full" }))).toBe(message);
    expect(failureOf(() => filter(line, [list([1])], { ...KEEP, padding: "same-upper" }))).toBe(message);
  });
});
