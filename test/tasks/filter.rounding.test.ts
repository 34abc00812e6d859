import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import { type ElementType, rangeOf } from "../../src/base/element.js";
import type { Kernel } from "../../src/base/kernel.js";
import { type Method, ROUNDINGS } from "../../src/base/options.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
import { parseKernelText } from "../../src/kernels/text.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { clamp, exact, type Fraction, over, plus, rounded, times, windowAt } from "../support/fractions.js";
import { mulberry } from "../support/random.js";
import { list, plane } from "../support/signals.js";

const METHODS: readonly Method[] = ["direct", "fft", "auto"];
const [WIDTH, HEIGHT] = [23, 19];

/** Samples that are hard to round: constants, checkerboards, all values in order, noise, a single bright one. */
function adversaries(greatest: number): [name: string, samples: number[]][] {
  const uniform = mulberry(greatest);
  const all = (at: (i: number) => number): number[] => Array.from({ length: WIDTH * HEIGHT }, (_, i) => at(i));
  const board = (i: number): number => ((i % WIDTH) + Math.floor(i / WIDTH)) % 2;
  return [
    ["constant", all(() => greatest)],
    ["checkerboard", all((i) => board(i) * greatest)],
    ["odd and even", all((i) => 126 + board(i))],
    ["rising by five", all((i) => (5 * i) % (greatest + 1))],
    ["noise", all(() => Math.floor(uniform() * (greatest + 1)))],
    ["one", all((i) => (i === 200 ? greatest : 0))],
  ];
}

/** The exact taps of a kernel, its divisor in them. */
const exactTapsOf = (k: Kernel): Fraction[] =>
  Array.from(k.taps, (t, i) => over(k.exactTaps?.[i] ?? exact(t), k.divisor));

/** Σ k·x of each sample, exactly; the window of a replicated border. */
function exactSums(samples: readonly number[], kernel: Kernel): Fraction[] {
  const taps = exactTapsOf(kernel);
  const whole = samples.map((v) => ({ num: BigInt(v), den: 1n }));
  // One denominator for all taps keeps the sums short.
  const den = taps.reduce((d, t) => (d % t.den === 0n ? d : d * t.den), 1n);
  const tops = taps.map((t) => t.num * (den / t.den));
  const { width: kernelWidth, height: kernelHeight } = kernel;
  const call = { width: WIDTH, height: HEIGHT, kernelWidth, kernelHeight, mode: "xcorr", border: "replicate" } as const;
  return samples.map((_, i) => {
    const window = windowAt(call, i % WIDTH, Math.floor(i / WIDTH));
    return { num: window.reduce((s, t) => s + tops[t.tap] * whole[t.y * WIDTH + t.x].num, 0n), den };
  });
}

const KERNELS: readonly Kernel[] = [
  buildNamed("gaussian:sigma=1", 2),
  buildNamed("gaussian:sigma=0.6", 2),
  buildNamed("box:3", 2),
  buildNamed("disk:2", 2),
  buildNamed("log:sigma=1", 2),
  parseKernelText("0.5;", "--kernel"),
  // In f64 0.1·5 is 0.5 and 0.7·5 is 3.5, but these taps are a little more than a tenth, less than seven tenths.
  parseKernelText("0.1;", "--kernel"),
  parseKernelText("0.7;", "--kernel"),
  parseKernelText("1/3 1/6; 1/4 1/4", "--kernel"),
  parseKernelText("0.1 0.2 0.3; 0.3 0.1 0.3; 0.1 0.1 -0.5", "--kernel"),
  parseKernelText("1e-7 0.49999995 0.49999995;", "--kernel"),
];

describe("integer results are the exact value rounded once", () => {
  test.each(KERNELS.map((k) => [k.name === "inline" ? `${k.width}×${k.height}: ${k.taps[0]} …` : k.name, k] as const))(
    "%s",
    (_, kernel) => {
      for (const type of ["u8", "u16"] as const satisfies readonly ElementType[]) {
        const [least, greatest] = rangeOf(type);
        for (const [name, samples] of adversaries(greatest)) {
          const expected = exactSums(samples, kernel).map((v) => clamp(rounded(v), least, greatest));
          for (const method of METHODS) {
            const input = plane(samples, { width: WIDTH, height: HEIGHT }, type);
            const { signal } = filter(input, [kernel], { mode: "xcorr", method, border: axisBorder("replicate") });
            const wrong = expected.findIndex((v, i) => signal.data[i] !== v);
            expect(
              wrong < 0
                ? "right"
                : `${type} ${name} ${method} [${wrong}]: ${signal.data[wrong]}, not ${expected[wrong]}`,
            ).toBe("right");
          }
        }
      }
    },
  );

  test("scale, offset and every way of rounding act on the exact value, once", () => {
    const kernel = parseKernelText("0.1 0.2; -0.3 0.1", "--kernel");
    const [, [, samples]] = [0, adversaries(255)[3]];
    const sums = exactSums(samples, kernel);
    for (const [scale, offset] of [
      [1, 0],
      [0.2, 0.1],
      [-3, 7.5],
      [7, 100.5],
    ]) {
      for (const round of ROUNDINGS) {
        const expected = sums.map((s) =>
          clamp(rounded(plus(over(s, exact(scale)), exact(offset)), round), -32768, 32767),
        );
        for (const method of METHODS) {
          const input = plane(samples, { width: WIDTH, height: HEIGHT }, "u8");
          const options = {
            mode: "xcorr",
            method,
            scale,
            offset,
            round,
            depth: "i16",
            border: axisBorder("replicate"),
          } as const;
          expect(
            Array.from(filter(input, [kernel], options).signal.data, (v) => v + 0),
            `${scale} ${offset} ${round} ${method}`,
          ).toEqual(expected.map((v) => v + 0));
        }
      }
    }
  });

  test("stretch of whole sums is one exact fraction of the range", () => {
    const kernel = parseKernelText("1 2; -3 1", "--kernel");
    const [, samples] = adversaries(255)[4];
    const sums = exactSums(samples, kernel).map((s) => s.num / s.den);
    const [low, high] = [sums.reduce((a, b) => (a < b ? a : b)), sums.reduce((a, b) => (a > b ? a : b))];
    for (const [depth, top] of [
      ["u8", 255n],
      ["u16", 65535n],
    ] as const) {
      const expected = sums.map((s) => rounded(times({ num: s - low, den: high - low }, { num: top, den: 1n })));
      for (const method of METHODS) {
        const input = plane(samples, { width: WIDTH, height: HEIGHT }, "u8");
        const options = { mode: "xcorr", method, map: "stretch", depth, border: axisBorder("replicate") } as const;
        expect(Array.from(filter(input, [kernel], options).signal.data), `${depth} ${method}`).toEqual(expected);
      }
    }
  });
});

describe("--round on ties", () => {
  const TIES = [-7, -5, -3, -1, 1, 3, 5, 7];
  test.each([
    ["half-even", [-4, -2, -2, 0, 0, 2, 2, 4]],
    ["half-up", [-3, -2, -1, 0, 1, 2, 3, 4]],
    ["half-away", [-4, -3, -2, -1, 1, 2, 3, 4]],
    ["trunc", [-3, -2, -1, 0, 0, 1, 2, 3]],
    ["floor", [-4, -3, -2, -1, 0, 1, 2, 3]],
  ] as const)("%s", (round, expected) => {
    for (const method of METHODS) {
      const halves = filter(plane(TIES, { width: 8 }, "i8"), [list([0.5])], { round, method });
      expect(Array.from(halves.signal.data, (v) => v + 0)).toEqual(expected);
      // The same ties from f64 samples.
      const given = filter(
        plane(
          TIES.map((v) => v / 2),
          { width: 8 },
        ),
        [list([1])],
        { round, method, depth: "i16" },
      );
      expect(Array.from(given.signal.data, (v) => v + 0)).toEqual(expected);
      expect([halves.report.rounding, given.report.rounding]).toEqual([round, round]);
    }
  });
});

describe("sixteen bits", () => {
  test("every value of u16 and i16 comes through a kernel of sum 1 as it is", () => {
    for (const [type, least] of [
      ["u16", 0],
      ["i16", -32768],
    ] as const) {
      const samples = Array.from({ length: 65536 }, (_, i) => i + least);
      for (const method of METHODS) {
        for (const kernel of [list([1]), list([3], { divisor: { num: 3n, den: 1n } })]) {
          const { signal, report } = filter(plane(samples, { width: 65536 }, type), [kernel], { method });
          expect(
            Buffer.from(signal.data.buffer).equals(Buffer.from(plane(samples, { width: 65536 }, type).data.buffer)),
          ).toBe(true);
          expect(report.clipped.count).toBe(0);
        }
      }
    }
  });
});
