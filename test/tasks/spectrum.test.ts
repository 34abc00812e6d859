/** Spectra against SciPy's and NumPy's, against the definition, and by their laws. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import { kernelOf } from "../../src/base/kernel.js";
import type { Signal } from "../../src/base/signal.js";
import { atan2, magnitude } from "../../src/math/arctangent.js";
import { convolve, correlate, signalFrom } from "../../src/tasks/arrays.js";
import type { Complexes, Frequencies, WelchOptions } from "../../src/tasks/spectrum/options.js";
import { frequencyResponse } from "../../src/tasks/spectrum/response.js";
import { crossSpectrum, spectrum } from "../../src/tasks/spectrum/spectrum.js";
import { welch } from "../../src/tasks/spectrum/welch.js";
import { windowOf } from "../../src/tasks/spectrum/windows.js";
import { type GoldenArray, imaginaryPart, realPart } from "../support/golden.js";

interface GoldenSpectrum {
  readonly call: "welch" | "fft" | "freqz" | "freqz2";
  readonly options: WelchOptions;
  readonly a: GoldenArray;
  readonly b: GoldenArray;
  readonly k: GoldenArray;
  readonly points: number;
  readonly f: GoldenArray;
  readonly y: GoldenArray;
  readonly powerA: GoldenArray;
  readonly powerB: GoldenArray;
  readonly cross: GoldenArray;
  readonly coherence: GoldenArray;
}

const { cases } = JSON.parse(readFileSync(new URL("../../fixtures/golden/spectrum.json", import.meta.url), "utf8")) as {
  cases: readonly GoldenSpectrum[];
};
const of = (call: string): [number, GoldenSpectrum][] =>
  cases.filter((c) => c.call === call).map((c, i) => [i, c] as [number, GoldenSpectrum]);

const isComplex = (a: GoldenArray): boolean => a.type === "c128";
const signalOfGolden = (a: GoldenArray): Signal =>
  signalFrom(Float64Array.from(realPart(a)), {
    width: a.shape[0],
    ...(isComplex(a) ? { imag: Float64Array.from(imaginaryPart(a)) } : {}),
  });

/** The largest |got − want| / |want|. */
function distance(got: Complexes, want: GoldenArray, floor = 0): number {
  const [re, im] = [realPart(want), imaginaryPart(want)];
  expect(got.re.length).toBe(re.length);
  return Math.max(
    ...re.map((v, i) => {
      const off = magnitude(got.re[i] - v, got.im[i] - im[i]);
      return off === 0 ? 0 : off / (magnitude(v, im[i]) + floor);
    }),
  );
}
const real = (re: Float64Array): Complexes => ({ re, im: new Float64Array(re.length) });
const listed = ({ first, step, count }: Frequencies): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => first + k * step);

describe("golden numbers", () => {
  test.each(of("welch"))("welch, csd and coherence, case %i, within 1e-10 of each value", (_, c) => {
    const got = welch(signalOfGolden(c.a), signalOfGolden(c.b), c.options);
    const alone = welch(signalOfGolden(c.a), null, c.options);
    const wide = isComplex(c.b);
    // SciPy's frequencies are multiples of 1/N; ours of the step. At 0 only the rounding of the first one is left.
    expect(distance(real(listed(got.frequencies)), c.f, 1e-5)).toBeLessThan(1e-10);
    expect(distance(real(got.power), c.powerA)).toBeLessThan(1e-10);
    expect(distance(real(got.second!.power), c.powerB)).toBeLessThan(1e-10);
    expect(distance(got.second!.cross, c.cross)).toBeLessThan(1e-10);
    expect(distance(real(got.second!.coherence), c.coherence)).toBeLessThan(1e-10);
    if (isComplex(c.a) === wide) expect(alone.power).toEqual(got.power);
    expect(got.power.length).toBe(wide ? c.options.segment! : Math.floor(c.options.segment! / 2) + 1);
  });

  test.each(of("fft"))("rfft and fft, case %i", (_, c) => {
    const got = spectrum(signalOfGolden(c.a));
    expect(distance(got, c.y)).toBeLessThan(1e-10);
    expect(distance(real(listed(got.frequencies)), c.f, 1e-5)).toBeLessThan(1e-10);
  });

  test.each(of("freqz"))("freqz, case %i", (_, { k, points, f, y }) => {
    const kernel = kernelOf(
      Float64Array.from(realPart(k)),
      { width: k.shape[0] },
      isComplex(k) ? { imag: Float64Array.from(imaginaryPart(k)) } : {},
    );
    const got = frequencyResponse(kernel, { points });
    expect(distance(got, y)).toBeLessThan(1e-10);
    expect(distance(real(listed(got.fx)), f, 1e-5)).toBeLessThan(1e-10);
    expect(frequencyResponse(kernel, { points, mode: "xcorr" }).im).toEqual(got.im.map((v) => 0 - v));
  });

  test.each(of("freqz2"))("responses of matrices, case %i", (_, { k, points, f, y }) => {
    const [height, width] = k.shape;
    const got = frequencyResponse(kernelOf(Float64Array.from(realPart(k)), { width, height }), { points });
    expect(distance(got, y)).toBeLessThan(1e-10);
    expect(distance(real(listed(got.fx)), f, 1e-5)).toBeLessThan(1e-10);
    expect(got.fy).toEqual(got.fx);
  });
});

describe("laws", () => {
  const n = 30;
  const a = Float64Array.from({ length: n }, (_, i) => ((i * 37) % 17) - 8);
  const b = Float64Array.from({ length: n }, (_, i) => ((i * 53 + 5) % 23) - 11);
  const close = (got: Complexes, want: Complexes): void => {
    for (const part of ["re", "im"] as const) {
      expect(got[part].length).toBe(want[part].length);
      got[part].forEach((v, k) => {
        expect(v).toBeCloseTo(want[part][k], 8);
      });
    }
  };

  test("the cross spectrum is the spectrum of the circular correlation of B with A, Σ a[j]·b[i+j]", () => {
    const circular = Float64Array.from({ length: n }, (_, i) => a.reduce((sum, v, j) => sum + v * b[(i + j) % n], 0));
    close(crossSpectrum(a, b), spectrum(circular));
  });

  test("filtering multiplies by the response, from the anchor on, of the mode", () => {
    const kernel = [1, 3, -2, 0.5];
    for (const [mode, filter] of [
      ["conv", convolve],
      ["xcorr", correlate],
    ] as const) {
      const out = spectrum(filter(a, kernel, { border: axisBorder("wrap") }));
      const h = frequencyResponse(kernel, { mode, phase: "anchor", points: n / 2 });
      const x = spectrum(a);
      const product = {
        re: h.re.map((re, k) => re * x.re[k] - h.im[k] * x.im[k]),
        im: h.re.map((re, k) => re * x.im[k] + h.im[k] * x.re[k]),
      };
      // The response ends before the Nyquist frequency.
      close({ re: out.re.slice(0, n / 2), im: out.im.slice(0, n / 2) }, product);
    }
  });

  test("a sine on a bin has its amplitude, and its power is half the square", () => {
    const sine = Float64Array.from({ length: 64 }, (_, i) => 3 * Math.cos((2 * Math.PI * 5 * i) / 64));
    for (const window of ["boxcar", "hann", "flattop"] as const) {
      const s = spectrum(sine, { scaling: "amplitude", window });
      expect(magnitude(s.re[5], s.im[5])).toBeCloseTo(3, 12);
      const power = welch(sine, null, { scaling: "spectrum", window, segment: 64 });
      expect(power.power[5]).toBeCloseTo(4.5, 12);
    }
    const coherent = welch(sine, sine, { segment: 16 });
    expect(coherent.second!.coherence[1]).toBeCloseTo(1, 12);
  });

  test("windows are periodic and their weights at a quarter turn exact", () => {
    expect([...windowOf("hann", 4)]).toEqual([0, 0.5, 1, 0.5]);
    expect([...windowOf("hamming", 1)]).toEqual([1]);
    expect([...windowOf("boxcar", 3)]).toEqual([1, 1, 1]);
  });

  test("a long kernel wraps round the transform and changes no response", () => {
    const taps = Array.from({ length: 50 }, (_, j) => ((j * 7) % 5) - 2);
    const few = frequencyResponse(taps, { points: 4 });
    const many = frequencyResponse(taps, { points: 64 });
    close(few, { re: many.re.filter((_, k) => k % 16 === 0), im: many.im.filter((_, k) => k % 16 === 0) });
  });
});

describe("angles", () => {
  test("atan2 is that of the platform to one unit in the last place", () => {
    let worst = 0;
    for (let i = -50; i <= 50; i++) {
      for (let j = -50; j <= 50; j++) {
        const [y, x] = [i / 7, j * 1.37];
        const want = Math.atan2(y, x);
        worst = Math.max(worst, want === 0 ? Math.abs(atan2(y, x)) : Math.abs(atan2(y, x) / want - 1));
      }
    }
    expect(worst).toBeLessThan(2.3e-16);
    for (const [y, x] of [
      [0, 1],
      [-0, 1],
      [0, -1],
      [-0, -1],
      [0, 0],
      [-0, -0],
      [1, 0],
      [-1, -0],
      [1, 1],
      [1, -1],
    ]) {
      expect(atan2(y, x), `${y},${x}`).toBe(Math.atan2(y, x));
    }
    expect(atan2(5e-324, 5e-324)).toBe(Math.PI / 4);
    expect(atan2(1e308, -1e308)).toBe((3 * Math.PI) / 4);
    expect(atan2(NaN, 1)).toBeNaN();
  });

  test("absolute values do not overflow on the way", () => {
    expect(magnitude(3e200, -4e200)).toBeCloseTo(5e200, -190);
    expect(magnitude(3e-200, 4e-200)).toBeCloseTo(5e-200, 210);
    expect(magnitude(3, 4)).toBe(5);
    expect(magnitude(0, 0)).toBe(0);
  });
});

describe("what is refused", () => {
  const refused: [string, () => unknown, string][] = [
    [
      "lengths that differ",
      () => crossSpectrum([1, 2], [1]),
      "input: it has 1 samples, and input has 2. Give signals of one length.",
    ],
    ["NaN", () => spectrum([1, NaN]), "input: sample 1 is NaN. Correct it, or leave it out."],
    ["infinity", () => welch([1, -Infinity]), "input: sample 1 is -Infinity. Correct it, or leave it out."],
    ["nothing", () => spectrum([]), "input: it has no samples. Give a signal of one sample or more."],
    [
      "planes",
      () => spectrum([[1], [2]]),
      "input: it is a plane of 1×2 samples. Give a signal; an array of samples × channels is read with --axes xc.",
    ],
    [
      "long segments",
      () => welch([1, 2], null, { segment: 3 }),
      "input: it has 2 samples, and a segment 3. Give a shorter segment.",
    ],
    [
      "overlap",
      () => welch([1, 2], null, { overlap: 2 }),
      "--overlap: 2 is no overlap of segments of 2 samples. Give a whole number from 0 to 1.",
    ],
    [
      "no segment",
      () => welch([1, 2], null, { segment: 0 }),
      "--segment: 0 is no number of samples. Give a whole number from 1 up.",
    ],
    ["no rate", () => spectrum([1], { rate: 0 }), "--rate: 0 is no rate. Give a number of samples per second above 0."],
    [
      "no points",
      () => frequencyResponse([1], { points: 0 }),
      "--points: 0 is no number of frequencies. Give a whole number from 1 to 1048576.",
    ],
  ];
  test.each(refused)("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});
