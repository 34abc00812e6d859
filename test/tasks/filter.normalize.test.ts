/** Normalised cross-correlations, lags and autocorrelation, against their formulas and Octave. */
import { describe, expect, it } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import { flipped, type Kernel, kernelOf } from "../../src/base/kernel.js";
import type { FilterOptions, Normalization } from "../../src/base/options.js";
import type { Signal } from "../../src/base/signal.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { selfKernel } from "../../src/tasks/filter/self.js";
import { naiveScores } from "../support/naive-find.js";
import { mulberry } from "../support/random.js";
import { failureOf, list, plane, taps } from "../support/signals.js";

const next = mulberry(77);
const noise = (n: number): number[] => Array.from({ length: n }, () => next() - 0.5);
const line = (values: readonly number[], type: Signal["type"] = "f64"): Signal =>
  plane(values, { width: values.length }, type);
const run = (x: Signal, k: Kernel, options: FilterOptions): number[] =>
  Array.from(filter(x, [k], { mode: "xcorr", size: "full", ...options }).signal.data);

/** c[l] with the products that it has, l = −(K−1) … N−1. */
function naive(x: readonly number[], k: readonly number[]): { sum: number; products: number }[] {
  return Array.from({ length: x.length + k.length - 1 }, (_, i) => {
    const lag = i - k.length + 1;
    let [sum, products] = [0, 0];
    for (const [n, tap] of k.entries()) {
      if (n + lag < 0 || n + lag >= x.length) continue;
      sum += x[n + lag] * tap;
      products++;
    }
    return { sum, products };
  });
}

const energy = (v: readonly number[]): number => v.reduce((s, w) => s + w * w, 0);
const close = (actual: readonly number[], expected: readonly number[], within: number): void => {
  expect(actual.length).toBe(expected.length);
  for (const [i, v] of actual.entries()) expect(Math.abs(v - expected[i])).toBeLessThanOrEqual(within);
};

describe("normalize", () => {
  it("gives what Octave's xcorr gives", () => {
    // Octave 7.3 with its package signal 1.4.3: xcorr(x, y, scale).
    const x = [1, 3, 2, -1, 4, 0.5, 2];
    const y = [2, 1, -1, 3, 0, 1, 5];
    const octave: [Normalization, number[]][] = [
      [
        "biased",
        [
          0.714285714285714, 2.28571428571429, 1.85714285714286, 0, 3.85714285714286, 1.5, 1.5, 3.28571428571429,
          0.0714285714285713, 1.07142857142857, 0.928571428571429, 0.428571428571428, 0.571428571428571,
        ],
      ],
      [
        "unbiased",
        [
          5, 8, 4.33333333333333, 0, 5.4, 1.75, 1.5, 3.83333333333333, 0.0999999999999998, 1.875, 2.16666666666667, 1.5,
          4,
        ],
      ],
      [
        "coeff",
        [
          0.131522033594675, 0.420870507502959, 0.341957287346154, 0, 0.710218981411243, 0.276196270548817,
          0.276196270548817, 0.605001354535504, 0.0131522033594674, 0.197283050392012, 0.170978643673077,
          0.0789132201568048, 0.10521762687574,
        ],
      ],
    ];
    for (const [normalize, expected] of octave) close(run(line(x), list(y), { normalize }), expected, 1e-14);
  });

  it.each([
    [20, 20],
    [7, 30],
    [300, 11],
    [3000, 400],
  ])("divides the sums of %i samples and %i taps by what the formulas say", (n, k) => {
    const [x, y] = [noise(n), noise(k)];
    const sums = naive(x, y);
    const root = Math.sqrt(energy(x) * energy(y));
    for (const method of ["direct", "fft"] as const) {
      close(
        run(line(x), list(y), { normalize: "biased", method }),
        sums.map(({ sum }) => sum / n),
        1e-13,
      );
      close(
        run(line(x), list(y), { normalize: "unbiased", method }),
        sums.map(({ sum, products }) => sum / products),
        1e-12,
      );
      close(
        run(line(x), list(y), { normalize: "coeff", method }),
        sums.map(({ sum }) => sum / root),
        1e-13,
      );
    }
  });

  it("is zero-mean and of each window in zncc, over the extended input", () => {
    for (const [n, k] of [
      [50, 4],
      [400, 60],
      [4000, 300],
    ]) {
      const [x, y] = [noise(n), noise(k)];
      const zeros = new Array<number>(k - 1).fill(0);
      const edges = new Array<number>(k - 1).fill(1);
      close(run(line(x), list(y), { normalize: "zncc", size: "valid" }), naiveScores(x, y), 1e-10);
      close(run(line(x), list(y), { normalize: "zncc" }), naiveScores([...zeros, ...x, ...zeros], y), 1e-10);
      const replicated = [...edges.map(() => x[0]), ...x, ...edges.map(() => x[n - 1])];
      close(
        run(line(x), list(y), { normalize: "zncc", border: axisBorder("replicate") }),
        naiveScores(replicated, y),
        1e-10,
      );
      const same = naiveScores([...zeros, ...x, ...zeros], y)
        .slice(k - 1 - Math.floor(k / 2))
        .slice(0, n);
      close(run(line(x), list(y), { normalize: "zncc", size: "same" }), same, 1e-10);
    }
  });

  it("loses no digits to a level that is large beside the pattern", () => {
    const x = noise(2000).map((v) => Math.round(v * 1024) / 2 ** 20);
    const y = x.slice(500, 600);
    const plain = run(line(x), list(y), { normalize: "zncc", size: "valid" });
    const high = run(line(x.map((v) => v + 1e9)), list(y.map((v) => v - 1e9)), { normalize: "zncc", size: "valid" });
    close(high, plain, 1e-10);
    expect(high[500]).toBe(1);
    expect(Math.max(...high)).toBe(1);
  });

  it("has exactly 1 at lag 0 of a signal with itself, and nothing beyond", () => {
    for (const n of [2, 9, 500, 5000]) {
      const x = line(noise(n));
      for (const normalize of ["coeff", "zncc"] as const) {
        const values = run(x, selfKernel(x), { normalize });
        expect(values[n - 1]).toBe(1);
        for (const v of values) expect(Math.abs(v)).toBeLessThanOrEqual(1);
      }
    }
  });

  it("scores flat windows and flat kernels 0 and counts them; NaN spoils its windows only", () => {
    const x = [1, 1, 1, 1, 5, 2, Number.NaN, 2, 4, 4, 4];
    const { signal, report } = filter(line(x), [list([1, 2, 3])], { mode: "xcorr", size: "valid", normalize: "zncc" });
    expect(Array.from(signal.data, (v) => Number(v.toFixed(6)))).toEqual([
      0,
      0,
      0.866025,
      0.240192,
      NaN,
      NaN,
      NaN,
      0.866025,
      0,
    ]);
    expect(report.normalize).toEqual({ how: "zncc", flat: 3 });
    expect(report.nan).toMatchObject({ input: 1, output: 3 });
    expect(run(line([1, 2, 4]), list([7, 7]), { normalize: "zncc", size: "valid" })).toEqual([0, 0]);
    expect(run(line([1, 2, 4]), list([0, 0]), { normalize: "coeff", size: "valid" })).toEqual([0, 0]);
  });

  it("takes a kernel for all channels, or one for each", () => {
    const [a, b, k, l] = [noise(40), noise(40), noise(5), noise(5)];
    const both = plane(
      a.flatMap((v, i) => [v, b[i]]),
      { width: 40, channels: 2 },
    );
    const paired = kernelOf(Float64Array.from(k.flatMap((v, i) => [v, l[i]])), { width: 5, channels: 2 });
    for (const normalize of ["biased", "unbiased", "coeff", "zncc"] as const) {
      const one = run(both, list(k), { normalize });
      expect(one.filter((_, i) => i % 2 === 1)).toEqual(run(line(b), list(k), { normalize }));
      const each = run(both, paired, { normalize });
      close(
        each.filter((_, i) => i % 2 === 0),
        run(line(a), list(k), { normalize }),
        1e-14,
      );
      close(
        each.filter((_, i) => i % 2 === 1),
        run(line(b), list(l), { normalize }),
        1e-14,
      );
    }
  });

  it("makes floats of integers, in the type that is asked for, and conjugates", () => {
    const x = line([1, -3, 2, 5], "i16");
    const { signal } = filter(x, [list([2, 1])], { mode: "xcorr", normalize: "coeff" });
    expect(signal.type).toBe("f64");
    const f32 = filter(x, [list([2, 1])], { mode: "xcorr", normalize: "coeff", depth: "f32" }).signal;
    expect(f32.data).toEqual(Float32Array.from(signal.data));
    // Octave: xcorr([1+2i 3-1i 2], [2i 1 -1+1i], "coeff").
    const z = plane([1, 3, 2], { width: 3 }, "c128", {}, [2, -1, 0]);
    const w = kernelOf(Float64Array.of(0, 1, -1), { width: 3 }, { imag: Float64Array.of(2, 0, 1) });
    const c = filter(z, [w], { mode: "xcorr", size: "full", normalize: "coeff" }).signal;
    close(Array.from(c.data), [0.08671, -0.260133, 0.433555, 0, 0], 1e-6);
    close(Array.from(c.imag!), [-0.260133, 0, -0.433555, -0.520266, -0.346844], 1e-6);
  });

  it("minds the sign of a kernel's divisor, and not its size", () => {
    const x = line(noise(30));
    const k = list(noise(4));
    const plain = run(x, k, { normalize: "coeff" });
    close(
      run(x, { ...k, divisor: { num: -7n, den: 2n } }, { normalize: "coeff" }),
      plain.map((v) => -v),
      1e-15,
    );
  });
});

describe("maxLag", () => {
  it.each([
    [30, 8, 3],
    [30, 8, 0],
    [30, 8, 1000],
    [5000, 700, 40],
    [3000, 3000, 2],
  ])("of %i samples and %i taps gives the lags up to %i of the full result", (n, k, most) => {
    const [x, y] = [line(noise(n)), list(noise(k))];
    for (const normalize of ["none", "biased", "unbiased", "coeff", "zncc"] as const) {
      const full = run(x, y, { normalize });
      const from = Math.max(0, k - 1 - most);
      const { signal, report } = filter(x, [y], { mode: "xcorr", maxLag: most, normalize, lags: true });
      close(Array.from(signal.data), full.slice(from, k + most), 1e-11);
      expect(signal.about.lags).toEqual({ first: from - k + 1, step: 1 });
      expect(report).toMatchObject({ size: "full", maxLag: most });
    }
  });

  it("cuts the lags of every size, and keeps every n-th", () => {
    const [x, y] = [line(noise(20)), list(noise(5))];
    const full = run(x, y, {});
    expect(run(x, y, { size: "valid", maxLag: 3 })).toEqual(full.slice(4, 8));
    expect(run(x, y, { size: "same", maxLag: 3 })).toEqual(full.slice(2, 8));
    expect(run(x, y, { size: "full", maxLag: 3, stride: [2, 2] })).toEqual([full[2], full[4], full[6]]);
    expect(failureOf(() => run(x, y, { size: "same", anchor: [30], maxLag: 3 }))).toBe(
      "input 3: test: the lags of the output are -30 to -11, and none of them lies within 3. Use a greater --max-lag, or another --size.",
    );
  });

  it("takes seconds where there is a rate", () => {
    const x = plane(noise(50), { width: 50 }, "f64", { sampleRate: 44.1 });
    const { report } = filter(x, [list([1, 2, 3])], { mode: "xcorr", maxLag: { seconds: 10 / 44.1 } });
    expect(report.maxLag).toBe(10);
  });

  it("sums directly where that is sooner", () => {
    const [x, y] = [line(noise(20000)), list(noise(20000))];
    const method = (options: FilterOptions): string =>
      filter(x, [y], { mode: "xcorr", size: "full", ...options }).report.stages[0].method;
    expect(method({})).toBe("fft");
    expect(method({ maxLag: 3 })).toMatch(/^direct/);
    expect(method({ maxLag: 15000 })).toBe("fft");
  });
});

describe("selfKernel", () => {
  it("is the signal, missing samples filled as they are in the input", () => {
    const x = line([1, Number.NaN, 5, 2]);
    expect(Array.from(selfKernel(x, "zero").taps)).toEqual([1, 0, 5, 2]);
    expect(Array.from(selfKernel(x, "interpolate").taps)).toEqual([1, 3, 5, 2]);
    expect(run(x, selfKernel(x, "interpolate"), { nan: "interpolate" })[3]).toBe(39);
    expect(failureOf(() => selfKernel(x))).toBe(
      "input 3: test: sample 1 is missing or infinite, and every sum would be. Fill it with --nan zero or interpolate.",
    );
    expect(failureOf(() => selfKernel(x, "omit"))).toBe(
      "usage 2: --with-self: a kernel cannot leave samples out. Use --nan zero or interpolate.",
    );
    expect(failureOf(() => selfKernel(plane([1, 2, 3, 4], { width: 2, height: 2 })))).toBe(
      "usage 2: --with-self: it is for signals, and this is a plane. Use convxcorr match for pictures.",
    );
  });

  it("makes an autocorrelation, even in lag", () => {
    const x = line(noise(100));
    const values = run(x, selfKernel(x), {});
    close(values, [...values].reverse(), 1e-13);
  });
});

describe("what normalize and maxLag refuse", () => {
  const x = line([1, 2, 3, 4]);
  const k = list([1, 2]);
  const refusal = (options: FilterOptions, input = x, kernels = [k]): string =>
    failureOf(() => filter(input, kernels, { mode: "xcorr", normalize: "coeff", ...options }));

  it.each<[FilterOptions, string]>([
    [{ mode: "conv" }, "usage 2: --normalize coeff: only a cross-correlation has lags. Use xcorr, or leave it out."],
    [
      { stride: [2, 2] },
      "usage 2: --normalize coeff: it cannot be used together with --stride. Leave one of them out.",
    ],
    [
      { nan: "omit" },
      "usage 2: --normalize coeff: sums that leave samples out have no normalisation. Use another --nan policy.",
    ],
    [
      { depth: "i16" },
      "usage 2: --normalize coeff: its values are no integers, and --depth i16 asks for some. Use f32 or f64.",
    ],
    [
      { border: axisBorder("wrap") },
      "usage 2: --normalize coeff: it counts samples that are there, so nothing stands outside. Leave --border out.",
    ],
    [
      { normalize: "zncc", border: axisBorder("keep") },
      "usage 2: --normalize zncc: a window over --border keep is no window of samples. Use another border.",
    ],
    [
      { normalize: "zncc", method: "fft" },
      "usage 2: --normalize zncc: its products are summed in the way that suits the kernel. Leave --method out.",
    ],
    [
      { normalize: "none", maxLag: -1 },
      "usage 2: --max-lag: -1 is no number of samples. Give a whole number from 0 up.",
    ],
    [
      { normalize: "none", mode: "conv", maxLag: 1 },
      "usage 2: --max-lag: only a cross-correlation has lags. Use xcorr, or leave it out.",
    ],
    [
      { normalize: "none", maxLag: { seconds: 1 } },
      "usage 2: --max-lag: test has no rate, so seconds mean nothing. Give samples, or say --rate or --time-column.",
    ],
  ])("%j", (options, message) => {
    expect(refusal(options)).toBe(message);
  });

  it("planes, chains, kernels with an offset, complex data in zncc", () => {
    expect(refusal({}, plane([1, 2, 3, 4], { width: 2, height: 2 }), [taps([[1, 2]])])).toBe(
      "usage 2: --normalize coeff: it is for signals, and this is a plane. Use convxcorr match for pictures.",
    );
    expect(refusal({}, x, [k, flipped(k)])).toBe(
      "usage 2: --normalize coeff: a chain of 2 kernels has no lags of its own. Give one kernel.",
    );
    expect(refusal({}, x, [{ ...k, offset: 1 }])).toBe(
      "usage 2: --normalize coeff: the kernel inline has an offset of its own. Use a kernel without.",
    );
    expect(refusal({ normalize: "zncc" }, plane([1, 2], { width: 2 }, "c128", {}, [1, 2]))).toBe(
      "input 3: --normalize zncc: it compares real samples, and these are complex. Use coeff.",
    );
  });
});
