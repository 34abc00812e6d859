/** `verify`: the laws hold, their bounds mean something, and what is told besides is so. */
import { describe, expect, test } from "vitest";
import type { ElementType } from "../../src/base/element.js";
import type { Kernel } from "../../src/base/kernel.js";
import type { Signal } from "../../src/base/signal.js";
import { kernelFrom, signalFrom } from "../../src/tasks/arrays.js";
import { gridOf } from "../../src/tasks/verify/grid.js";
import { LAWS } from "../../src/tasks/verify/laws/all.js";
import { LAW_NAMES, type LawName } from "../../src/tasks/verify/names.js";
import { cropped, middleOf } from "../../src/tasks/verify/region.js";
import type { LawReport } from "../../src/tasks/verify/report.js";
import { anglesOf, frequency, pointsFor, spectrum } from "../../src/tasks/verify/spectra.js";
import { type VerifyOptions, verify } from "../../src/tasks/verify/verify.js";
import { mulberry } from "../support/random.js";
import { failureOf, list, plane, taps } from "../support/signals.js";

const broken = (laws: readonly LawReport[]): string[] => laws.filter(({ holds }) => !holds).map(({ law }) => law);

const random = (shape: Parameters<typeof plane>[1], type: ElementType, scale: number, seed = 1): Signal => {
  const next = mulberry(seed);
  const values = Array.from(
    { length: shape.width * (shape.height ?? 1) * (shape.channels ?? 1) },
    () => (next() - (type.startsWith("u") ? 0 : 0.5)) * scale,
  );
  return plane(values, shape, type, {}, type.startsWith("c") ? values.toReversed() : undefined);
};

test("the names that options take are those of the laws", () => {
  expect(LAWS.map(({ name }) => name)).toEqual([...LAW_NAMES]);
});

describe("all laws hold", () => {
  const complex: Kernel = { ...list([1, 2, -0.25]), imag: Float64Array.of(0.5, -1, 3) };
  const line = { width: 301 };
  const picture = { width: 40, height: 31, channels: 3 };
  test.each<[string, Signal, Kernel]>([
    ["whole numbers", random(line, "i16", 60000), list([3, -1, 4, 1, -5])],
    [
      "bytes",
      random(picture, "u8", 255),
      taps([
        [1, 2, 0],
        [0, -3, 1],
      ]),
    ],
    ["bytes and a separable kernel", random(picture, "u8", 255), kernelFrom("gaussian:sigma=1.5", 2)],
    ["u16 and a kernel with a divisor", random(picture, "u16", 65535), kernelFrom("box:5", 2)],
    ["f32", random(picture, "f32", 1), kernelFrom("log:sigma=1", 2)],
    ["f64", random(line, "f64", 1e6), kernelFrom("savgol:11,2", 1)],
    ["f64 near the ends of their range", random(line, "f64", 1e-150), list([1e-100, -3e-100])],
    ["complex samples", random(line, "c128", 1), list([0.1, 0.7, -0.3, 1])],
    ["complex taps", random(line, "f64", 1), complex],
    ["complex both", random(line, "c128", 1), complex],
    [
      "a complex plane",
      random({ width: 19, height: 23 }, "c128", 1),
      taps([
        [1, 0.3],
        [0.1, -2],
        [0, 1],
      ]),
    ],
    ["one sample, one tap", plane([3], { width: 1 }), list([-0.1])],
    ["zeros", plane([0, 0, 0, 0], { width: 4 }), list([0, 0])],
    ["a kernel that is longer than the input", plane([1, 2, 0.3], { width: 3 }), list([1, 2, 3, 0.5, 5, 6, 7])],
    ["a kernel of many taps", random({ width: 900 }, "f64", 1), random({ width: 2000 }, "f64", 1, 3) as never],
  ])("%s", (_, signal, kernel) => {
    const k = "taps" in kernel ? kernel : list(Array.from((kernel as Signal).data));
    for (const seed of [1, 99]) {
      const { laws, holds } = verify(signal, [k], { seed });
      expect(broken(laws)).toEqual([]);
      expect(holds).toBe(true);
      expect(laws.map(({ law }) => law)).toEqual([...LAW_NAMES]);
      for (const { worst, checks } of laws) {
        expect(checks.length).toBeGreaterThan(0);
        expect(worst.bound).toBeGreaterThanOrEqual(worst.error);
      }
    }
  });

  test("and bounds of whole numbers are 0 where no spectrum and no product is asked for", () => {
    const { laws } = verify(random({ width: 50 }, "i16", 2000), [list([3, -1, 4])]);
    const inexact: readonly LawName[] = ["fourier", "cross-spectrum", "adjoint"];
    for (const { law, checks } of laws) {
      const bounds = checks.map(({ bound }) => bound);
      expect([law, Math.max(...bounds) === 0]).toEqual([law, !inexact.includes(law as LawName)]);
    }
  });

  test("and bounds of floats are small against the numbers that they speak of", () => {
    const { laws } = verify(random({ width: 300 }, "f64", 1), [list([0.3, -0.1, 0.7])]);
    for (const { law, checks } of laws)
      for (const { bound } of checks) expect([law, bound < 1e-10]).toEqual([law, true]);
  });
});

describe("order and mode", () => {
  const of = (x: number[], k: number[]) => verify(x, k, { laws: ["order", "symmetry"] });

  test("two orders of xcorr differ by what a double loop finds", () => {
    const [x, k] = [
      [1, 2, 3],
      [0, 1, 0.5],
    ];
    // xcorr(x, k) is 0.5 2 3.5 3 0, xcorr(k, x) the same from behind.
    const { order, symmetry } = of(x, k);
    expect(order).toMatchObject({ largest: 1, at: { kind: "sample", x: 1, y: 0, channel: 0 }, left: 2, right: 3 });
    // conv(x, k) is 0 1 2.5 4 1.5.
    expect(symmetry).toMatchObject({ largest: 1.5, at: { x: 4 }, left: 1.5, right: 0 });
  });

  test("it commutes for a signal with itself, and for two that are their own flips", () => {
    expect(of([1, 2, 5], [1, 2, 5]).order?.largest).toBe(0);
    expect(of([1, 7, 7, 1], [2, 3, 2]).order?.largest).toBe(0);
  });

  test("a kernel that is its own flip does not make it commute, but makes it the convolution", () => {
    const { order, symmetry, kernel } = of([1, 0, 0], [2, 3, 2]);
    expect([order?.largest, symmetry?.largest, kernel.equalsFlip]).toEqual([3, 0, true]);
  });

  test("of complex taps the flip is conjugated", () => {
    const hermitian: Kernel = { ...list([1, 5, 1]), imag: Float64Array.of(2, 0, -2) };
    const symmetric: Kernel = { ...list([1, 5, 1]), imag: Float64Array.of(2, 0, 2) };
    const x = signalFrom([1, 2, 4]);
    const difference = (k: Kernel) => verify(x, [k], { laws: ["symmetry"] }).symmetry?.largest;
    // k − k~ is 4i 0 4i.
    expect([difference(hermitian), difference(symmetric)]).toEqual([0, 20]);
  });

  test("they are told where their laws are tried only", () => {
    const { order, symmetry, laws } = verify([1, 2], [1, 2], { laws: ["flip"] });
    expect([order, symmetry, laws.length]).toEqual([null, null, 1]);
  });
});

describe("methods", () => {
  test("all are compared that there are, and the others have reasons", () => {
    const { laws } = verify(random({ width: 60, height: 50 }, "u8", 255), [kernelFrom("gaussian:sigma=2", 2)], {
      laws: ["methods"],
    });
    const [{ checks, skipped }] = laws;
    expect(checks.map(({ name }) => name)).toEqual([
      "conv, auto",
      "conv, separable",
      "conv, fft",
      "xcorr, auto",
      "xcorr, separable",
      "xcorr, fft",
      "sums, fft",
    ]);
    expect(skipped).toEqual(["sums, segments: it is for signals"]);
    expect(checks.slice(0, 6).map(({ bound, error }) => [bound, error])).toEqual(Array(6).fill([0, 0]));
  });

  test("signals have segments too", () => {
    const { laws } = verify(random({ width: 60, channels: 2 }, "f64", 1), [list([0.1, 2, 3, 1])], {
      laws: ["methods"],
    });
    expect(laws[0].checks.map(({ name }) => name).filter((name) => name === "sums, segments")).toHaveLength(2);
  });
});

describe("what is missing", () => {
  test("counts as 0, but where methods are compared", () => {
    const { laws, missing, notes } = verify([1, Number.NaN, 3, Number.POSITIVE_INFINITY, 5, 6], [1, 0.1]);
    expect(broken(laws)).toEqual([]);
    expect(missing).toBe(2);
    expect(notes).toEqual(['samples that are missing or infinite count as 0 (2), but in the law "methods"']);
    const methods = laws.find(({ law }) => law === "methods")!;
    expect(methods.checks.every(({ error }) => Number.isFinite(error))).toBe(true);
  });
});

describe("a second kernel", () => {
  test("takes the place of the seeded one in the law of chains", () => {
    const kernels = [list([1, 2]), list([3, 4, 5])] as const;
    const { second, laws } = verify([1, 2, 3], kernels, { laws: ["associative"] });
    expect(second).toEqual({ name: "inline", width: 3, height: 1, seeded: false });
    // 1·1·3
    expect(laws[0].checks.map(({ compared, left }) => [compared, left])).toEqual([
      [6, 3],
      [6, 10],
    ]);
  });
});

describe("the region", () => {
  const box = kernelFrom("box:3", 2);
  const shape = (width: number, height: number, channels = 1) => plane([], { width, height, channels });
  test("is all of what is small, and the middle of what is not", () => {
    expect(middleOf(shape(256, 256), box)).toEqual({ x: 0, y: 0, width: 256, height: 256 });
    expect(middleOf(shape(1000, 800), box)).toEqual({ x: 372, y: 272, width: 256, height: 256 });
    expect(middleOf(shape(100000, 1), list([1, 2]))).toEqual({ x: 17232, y: 0, width: 65536, height: 1 });
    expect(middleOf(shape(5000, 20), box)).toEqual({ x: 862, y: 0, width: 3276, height: 20 });
    expect(middleOf(shape(20, 5000), box)).toEqual({ x: 0, y: 862, width: 20, height: 3276 });
    expect(middleOf(shape(1000, 800, 3), box)).toEqual({ x: 426, y: 326, width: 148, height: 147 });
  });

  test("is shorter for a long kernel, but a quarter longer than this", () => {
    const long = list(Array.from({ length: 65536 }, () => 1));
    expect(middleOf(shape(1000000, 1), long).width).toBe(81920);
    expect(middleOf(shape(1000000, 1), list(Array.from({ length: 40000 }, () => 1))).width).toBe(53687);
  });

  test("has the samples of that place", () => {
    const signal = plane([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], { width: 4, height: 3 }, "c128", {}, [
      ...Array(12).keys(),
    ]);
    const { data, imag } = cropped(signal, { x: 1, y: 1, width: 2, height: 2 });
    expect([Array.from(data), Array.from(imag!)]).toEqual([
      [5, 6, 9, 10],
      [5, 6, 9, 10],
    ]);
  });

  test("is all where that is asked for", () => {
    const signal = random({ width: 70000 }, "i16", 100);
    const used = (options: VerifyOptions) => verify(signal, [list([1, 2])], { laws: ["commute"], ...options }).region;
    expect(used({})).toEqual({ x: 2232, y: 0, width: 65536, height: 1, whole: false });
    expect(used({ whole: true })).toEqual({ x: 0, y: 0, width: 70000, height: 1, whole: true });
  });
});

describe("spectra", () => {
  const next = mulberry(5);
  const grid = gridOf(5, 3, next, next);

  test("transforms and plain sums agree within their bounds, wherever the grid begins", () => {
    const points = pointsFor(
      grid,
      gridOf(2, 2, () => 1),
    );
    expect(points).toEqual([8, 4]);
    for (const first of [
      [0, 0],
      [-2, -1],
    ] as const) {
      const all = spectrum(grid, points, first);
      for (let y = 0; y < 4; y++) {
        for (let x = 0; x < 8; x++) {
          const one = frequency(grid, [x, y], points, anglesOf(points), first);
          expect(Math.abs(one.real[0] - all.real[y * 8 + x])).toBeLessThanOrEqual(one.error + all.error);
          expect(Math.abs(one.imag![0] - all.imag![y * 8 + x])).toBeLessThanOrEqual(one.error + all.error);
        }
      }
    }
  });

  test("a frequency is its definition", () => {
    const { real, imag } = frequency(
      gridOf(3, 1, (i) => [1, 2, 4][i]),
      [1, 0],
      [4, 1],
      anglesOf([4, 1]),
    );
    expect([real[0], imag![0]]).toEqual([-3, -2]);
  });
});

describe("calls that are wrong", () => {
  const x = signalFrom([1, 2, 3]);
  test.each<[string, () => unknown]>([
    [
      'usage 2: --laws: there is no law "flap". Use commute, reversal, order, flip, symmetry, fourier, cross-spectrum, linear, shift, adjoint, associative, methods.',
      () => verify(x, "1,2", { laws: ["flap" as LawName] }),
    ],
    [
      "usage 2: --laws: no law is named. Use commute, reversal, order, flip, symmetry, fourier, cross-spectrum, linear, shift, adjoint, associative, methods.",
      () => verify(x, "1,2", { laws: [] }),
    ],
    ["usage 2: --seed: 1.5 is no seed. Give a whole number from 0 up.", () => verify(x, "1,2", { seed: 1.5 })],
    [
      "usage 2: --kernel: 3 kernels are given. Give one, and perhaps a second one for the law of chains.",
      () => verify(x, [list([1]), list([1]), list([1])] as never),
    ],
    ["input 3: input: there are no samples. Give at least one.", () => verify([], "1,2")],
    [
      "input 3: input: products of its samples and the taps are too large for f64. Scale the samples or the taps first.",
      () => verify([1e200], [1e100]),
    ],
    [
      "input 3: input: products of its samples and the taps are too small for f64. Scale the samples or the taps first.",
      () => verify([1e-200], [1e-100]),
    ],
  ])("%s", (message, work) => {
    expect(failureOf(work)).toBe(message);
  });
});
