import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import type { FilterOptions, Method } from "../../src/base/options.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { windowAt } from "../support/fractions.js";
import { mulberry } from "../support/random.js";
import { failureOf, list, plane, taps } from "../support/signals.js";

const METHODS: readonly Method[] = ["direct", "fft"];
const MODES = ["conv", "xcorr"] as const;
const { NaN: none, POSITIVE_INFINITY: infinite } = Number;

/** `NaN`, `Infinity`, `-Infinity`, or `number`. */
const kindOf = (v: number): string => (Number.isFinite(v) ? "number" : String(v));
const near = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) <= 1e-9;

/** Uniform samples of a plane with some that are no numbers. */
function spoiled(length: number, seed: number, odd: readonly number[] = [none, infinite, -infinite]): number[] {
  const uniform = mulberry(seed);
  return Array.from({ length }, () => (uniform() < 0.03 ? odd[Math.floor(uniform() * odd.length)] : uniform() - 0.5));
}

describe("--nan propagate", () => {
  test("exactly the windows that hold a NaN or an infinity are what the direct sum gives, by either method", () => {
    let [special, plain] = [0, 0];
    for (const [seed, [width, height, kw, kh]] of [
      [60, 1, 5, 1],
      [19, 17, 3, 4],
      [24, 9, 6, 2],
      [40, 31, 9, 9],
    ].entries()) {
      for (const dilation of [
        [1, 1],
        [3, 2],
      ] as const) {
        const samples = spoiled(width * height, seed);
        const uniform = mulberry(seed + 100);
        // Zero taps among the others: 0·∞ is NaN, while holes of dilation are no taps.
        const numbers = Array.from({ length: kw * kh }, () => (uniform() < 0.3 ? 0 : uniform() - 0.5));
        const rows = Array.from({ length: kh }, (_, j) => numbers.slice(j * kw, (j + 1) * kw));
        for (const mode of MODES) {
          for (const method of METHODS) {
            const call = {
              width,
              height,
              kernelWidth: kw,
              kernelHeight: kh,
              mode,
              border: "symmetric",
              dilation,
            } as const;
            const options: FilterOptions = { mode, method, dilation, border: axisBorder("symmetric") };
            const { signal, report } = filter(plane(samples, { width, height, rank: 2 }), [taps(rows)], options);
            let counted = 0;
            for (let i = 0; i < samples.length; i++) {
              const window = windowAt(call, i % width, Math.floor(i / width));
              const sum = window.reduce((s, t) => s + numbers[t.tap] * samples[t.y * width + t.x], 0);
              expect([kindOf(signal.data[i]), near(signal.data[i], sum)], `${method} ${mode} ${i}`).toEqual([
                kindOf(sum),
                true,
              ]);
              if (Number.isNaN(sum)) counted++;
              if (Number.isFinite(sum)) plain++;
              else special++;
            }
            expect(report.nan.output).toBe(counted);
          }
        }
      }
    }
    expect([special > 2000, plain > 2000]).toEqual([true, true]);
  });

  test("a zero tap over an infinity gives NaN, a hole of dilation does not see it", () => {
    for (const method of METHODS) {
      const input = plane([1, infinite, 1, 1, 1], { width: 5 });
      const zero = filter(input, [list([1, 0, 1])], { method });
      expect(Array.from(zero.signal.data)).toEqual([infinite, none, infinite, 2, 1]);
      const hole = filter(input, [list([1, 1])], { method, mode: "xcorr", anchor: [0], dilation: [2, 1] });
      expect(Array.from(hole.signal.data)).toEqual([2, infinite, 2, 1, 1]);
    }
  });

  test("a complex sample counts once, whichever of its parts is no number", () => {
    const imag = [1, none, 3, 4, 5, 6, 7, 8];
    for (const method of METHODS) {
      const input = plane([1, none, 3, 4, infinite, 6, 7, 8], { width: 8 }, "c128", {}, imag);
      const { report } = filter(input, [list([1])], { method, mode: "conv" });
      expect([report.nan.input, report.nan.inputInfinite, report.nan.output, report.nan.outputInfinite]).toEqual([
        1, 1, 1, 1,
      ]);
    }
  });

  test("NaN becomes 0 in integer outputs, and is counted", () => {
    for (const method of METHODS) {
      const input = plane([1, none, 3, 4, infinite, -infinite, 7, 8], { width: 8 });
      const { signal, report } = filter(input, [list([1, 1])], { method, mode: "conv", depth: "u8" });
      expect(Array.from(signal.data)).toEqual([1, 0, 0, 7, 255, 0, 0, 15]);
      expect([report.nan.output, report.nan.input, report.nan.inputInfinite, report.clipped.count]).toEqual([
        3, 1, 2, 2,
      ]);
    }
  });
});

describe("--nan omit", () => {
  const naive = (width: number, height: number, channels: number) => {
    const samples = spoiled(width * height * channels, 5, [none]);
    const weights = [1, 2, 0, 3, 1, 2];
    return { samples, weights };
  };

  test("the terms over NaN are dropped and the rest makes up for them, channel by channel", () => {
    const [width, height, channels] = [14, 11, 3];
    const { samples, weights } = naive(width, height, channels);
    for (const border of ["replicate", "wrap", "constant", "renormalize"] as const) {
      for (const mode of MODES) {
        for (const method of METHODS) {
          const options: FilterOptions = { mode, method, nan: "omit", border: axisBorder(border, 5) };
          const kernel = taps([weights.slice(0, 3), weights.slice(3)]);
          const { signal } = filter(plane(samples, { width, height, channels, rank: 2 }), [kernel], options);
          for (let i = 0; i < samples.length; i++) {
            const c = i % channels;
            const p = (i - c) / channels;
            const call = { width, height, kernelWidth: 3, kernelHeight: 2, mode, border } as const;
            let [sum, weight] = [0, 0];
            for (const t of windowAt(call, p % width, Math.floor(p / width))) {
              const v = t.inside ? samples[(t.y * width + t.x) * channels + c] : border === "constant" ? 5 : none;
              if (Number.isNaN(v)) continue;
              sum += weights[t.tap] * v;
              weight += weights[t.tap];
            }
            const expected = weight === 0 ? none : (9 / weight) * sum;
            expect(
              near(signal.data[i], expected),
              `${border} ${mode} ${method} ${i}: ${signal.data[i]} ${expected}`,
            ).toBe(true);
          }
        }
      }
    }
  });

  test("a window in which nothing counts gives NaN, and 0 that is counted in integers", () => {
    for (const method of METHODS) {
      const input = plane([1, none, none, none, 5], { width: 5 });
      const options: FilterOptions = { method, nan: "omit", border: axisBorder("replicate") };
      expect(Array.from(filter(input, [list([1, 1, 1])], options).signal.data)).toEqual([3, 3, none, 15, 15]);
      const { signal, report } = filter(input, [list([1, 1, 1])], { ...options, depth: "i16" });
      expect([Array.from(signal.data), report.nan.output]).toEqual([[3, 3, 0, 15, 15], 1]);
    }
  });

  test("infinities are data", () => {
    for (const method of METHODS) {
      const input = plane([1, infinite, 1, none, 1, 1], { width: 6 });
      const { signal } = filter(input, [list([1, 1, 1])], { method, nan: "omit", border: axisBorder("wrap") });
      expect(Array.from(signal.data)).toEqual([infinite, infinite, infinite, 3, 3, 3]);
    }
  });

  test("taps of both signs are refused", () => {
    expect(failureOf(() => filter(plane([1], { width: 1 }), [list([1, -2, 1])], { nan: "omit" }))).toBe(
      "usage 2: --nan omit: the taps of inline have both signs, so the sum of those that count may vanish. Use a kernel whose taps share one sign, or another policy.",
    );
  });

  test("taps that are all negative share a sign", () => {
    const { signal } = filter(plane([1, none, 3], { width: 3 }), [list([-1, -1, -1])], { nan: "omit" });
    expect(Array.from(signal.data)).toEqual([-1.5, -6, -4.5]);
  });
});

describe("--nan zero, interpolate, error", () => {
  test("zero counts NaN as 0, and only NaN", () => {
    const { signal } = filter(plane([1, none, 3, infinite], { width: 4 }), [list([1, 2])], {
      mode: "conv",
      nan: "zero",
    });
    expect(Array.from(signal.data)).toEqual([1, 2, 3, infinite]);
  });

  test("interpolate fills gaps on a line between neighbours and with the nearest at the ends, per channel", () => {
    const input = plane([none, 1, 2, none, none, none, 8, none, none, 9], { width: 5, channels: 2 });
    const { signal, report } = filter(input, [list([1])], { nan: "interpolate" });
    expect(Array.from(signal.data)).toEqual([2, 1, 2, 3, 5, 5, 8, 7, 8, 9]);
    expect([report.nan.input, report.nan.output]).toEqual([6, 0]);
  });

  test("interpolate refuses planes and channels without a number", () => {
    const square = plane([1, none, 3, 4], { width: 2, height: 2 });
    expect(failureOf(() => filter(square, [list([1])], { nan: "interpolate" }))).toBe(
      "usage 2: --nan interpolate: a plane has no two neighbours to interpolate between. Use omit, zero, propagate or error.",
    );
    const empty = plane([1, none, 2, none], { width: 2, channels: 2 });
    expect(failureOf(() => filter(empty, [list([1])], { nan: "interpolate" }))).toBe(
      "input 3: test: channel 2 has no number to interpolate from. Leave it out, or use --nan zero.",
    );
  });

  test("error names the first sample that is NaN or infinite", () => {
    const refuse = (input: Parameters<typeof filter>[0]): string =>
      failureOf(() => filter(input, [list([1])], { nan: "error" }));
    const remedy = "Remove it, or choose another --nan policy.";
    expect(refuse(plane([1, none], { width: 2 }))).toBe(`input 3: test: sample 1 is NaN. ${remedy}`);
    const columns = plane([1, 2, 3, -infinite], { width: 2, channels: 2 }, "f64", { columns: ["a", "pressure"] });
    expect(refuse(columns)).toBe(`input 3: test: sample 1 of column pressure is infinite. ${remedy}`);
    const colours = plane([1, 2, 3, none], { width: 1, height: 2, channels: 2, rank: 2 }, "f32");
    expect(refuse(colours)).toBe(`input 3: test: pixel 0,1 of channel 2 is NaN. ${remedy}`);
    expect(Array.from(filter(plane([1, 2], { width: 2 }), [list([3])], { nan: "error" }).signal.data)).toEqual([3, 6]);
  });
});
