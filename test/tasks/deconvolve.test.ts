/** Filters are undone: divisions as SciPy has them, what filters of the engine made, and what is refused. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import { normal } from "../../src/math/random.js";
import { convolve, correlate, signalFrom } from "../../src/tasks/arrays.js";
import { deconvolve } from "../../src/tasks/deconvolve/deconvolve.js";
import type { DeconvolveOptions } from "../../src/tasks/deconvolve/options.js";
import type { GoldenArray } from "../support/golden.js";

interface GoldenDivision {
  readonly x: GoldenArray;
  readonly k: GoldenArray;
  readonly quotient: GoldenArray;
  readonly remainder: GoldenArray;
}
const { cases } = JSON.parse(
  readFileSync(new URL("../../fixtures/golden/deconvolve.json", import.meta.url), "utf8"),
) as { cases: readonly GoldenDivision[] };

const worst = (got: ArrayLike<number>, want: ArrayLike<number>): number => {
  expect(got.length).toBe(want.length);
  return Math.max(...Array.from(want, (v, i) => Math.abs(got[i] - v)));
};

/** Bumps and steps from 0 up; no two alike. */
const W = 40;
const H = 30;
const picture = Float64Array.from({ length: W * H }, (_, i) => {
  const [x, y] = [i % W, Math.floor(i / W)];
  return 20 + ((x * 7 + y * 13) % 11) + (x > 12 && x < 25 && y > 8 && y < 20 ? 60 : 0);
});
const plane = (data: Float64Array, width = W, height = H) => signalFrom(data, { width, height });
const line = Float64Array.from({ length: 60 }, (_, i) => 10 + ((i * 37) % 17) + (i > 20 && i < 30 ? 40 : 0));
/** Not equal to its flip, from 0 up, and without zeros in its spectrum. */
const TAPS = [0.1, 0.6, 0.2, 0.05];
const ROWS = [
  [0.02, 0.06, 0.05],
  [0.04, 0.6, 0.1],
  [0.01, 0.08, 0.04],
];

describe("division", () => {
  test.each(cases.map((c, i) => [i, c] as const))("is that of scipy.signal.deconvolve, case %i", (_, c) => {
    const made = deconvolve(c.x.data, c.k.data, {
      mode: "conv",
      method: "division",
      size: "full",
    });
    expect(worst(made.signal.data, c.quotient.data)).toBeLessThan(1e-10);
    expect(worst(made.remainder!.data, c.remainder.data)).toBeLessThan(1e-10);
  });

  test.each(["conv", "xcorr"] as const)("undoes the full %s to 1e-10", (mode) => {
    // The divisor begins with a large tap, so that rounding does not grow.
    const kernel = mode === "conv" ? [2, 0.5, -0.3] : [-0.3, 0.5, 2];
    const filter = mode === "conv" ? convolve : correlate;
    const made = deconvolve(filter(line, kernel, { size: "full" }), kernel, { mode, method: "division", size: "full" });
    expect(worst(made.signal.data, line)).toBeLessThan(1e-10);
    expect(made.channels[0].relative).toBeLessThan(1e-14);
  });
});

describe("wiener", () => {
  for (const [mode, filter] of [
    ["conv", convolve],
    ["xcorr", correlate],
  ] as const) {
    test(`undoes the full ${mode} of signals and planes with nsr 0`, () => {
      const one = deconvolve(filter(line, TAPS, { size: "full" }), TAPS, { mode, size: "full", nsr: 0 });
      expect(worst(one.signal.data, line)).toBeLessThan(1e-10);
      const two = deconvolve(filter(plane(picture), ROWS, { size: "full" }), ROWS, { mode, size: "full", nsr: 0 });
      expect([two.signal.width, two.signal.height]).toEqual([W, H]);
      expect(worst(two.signal.data, picture)).toBeLessThan(1e-10);
      expect(two.channels[0].relative).toBeLessThan(1e-12);
    });

    test(`undoes the same ${mode} where the other side stood outside`, () => {
      const border = axisBorder("wrap");
      const one = deconvolve(filter(line, TAPS, { border }), TAPS, { mode, border: "wrap", nsr: 0 });
      expect(worst(one.signal.data, line)).toBeLessThan(1e-10);
      const y = filter(plane(picture), ROWS, { border });
      const two = deconvolve(y, ROWS, { mode, border: "wrap", nsr: 0 });
      expect(worst(two.signal.data, picture)).toBeLessThan(1e-10);
    });
  }

  test("the wrong mode does not", () => {
    const y = convolve(line, TAPS, { border: axisBorder("wrap") });
    expect(worst(deconvolve(y, TAPS, { mode: "xcorr", border: "wrap", nsr: 0 }).signal.data, line)).toBeGreaterThan(1);
  });

  test("free borders leave the inside right and the mean as it was", () => {
    const y = convolve(plane(picture), ROWS, { border: axisBorder("replicate") });
    const { signal } = deconvolve(y, ROWS, { mode: "conv", nsr: 1e-6 });
    for (let r = 8; r < H - 8; r++) {
      for (let c = 8; c < W - 8; c++) expect(signal.data[r * W + c]).toBeCloseTo(picture[r * W + c], 1);
    }
    const flat = deconvolve(new Float64Array(50).fill(7), "gaussian:sigma=2", { nsr: 0.5 });
    expect(worst(flat.signal.data, new Float64Array(50).fill(7))).toBeLessThan(1e-12);
  });

  test("noise to signal is estimated: no other ratio comes nearer to what was there by more than a quarter", () => {
    const [next, noise] = [normal(3), normal(4)];
    let level = 0;
    const line = Float64Array.from({ length: 4096 }, () => {
      level = 0.98 * level + next();
      return level;
    });
    for (const deviation of [0.01, 0.1, 1]) {
      const made = convolve(line, "gaussian:sigma=2", { border: axisBorder("wrap") });
      const noisy = Float64Array.from(made, (v) => v + deviation * noise());
      const off = (nsr?: number): number => {
        const { signal } = deconvolve(noisy, "gaussian:sigma=2", {
          border: "wrap",
          ...(nsr === undefined ? {} : { nsr }),
        });
        return Math.sqrt(line.reduce((sum, v, i) => sum + (v - signal.data[i]) ** 2, 0) / line.length);
      };
      const best = Math.min(...Array.from({ length: 61 }, (_, i) => off(10 ** (-i / 10))));
      expect(off() / best).toBeLessThan(1.25);
      // Noise as strong as the texture leaves nothing to gain.
      if (deviation < 1)
        expect(off()).toBeLessThan(Math.sqrt(line.reduce((sum, v, i) => sum + (v - noisy[i]) ** 2, 0) / line.length));
    }
  });

  test("whole samples have at least the noise of their rounding", () => {
    const bytes = Uint8Array.from({ length: 400 }, (_, i) => 100 + 50 * Math.sin(i / 20));
    const [{ nsr }] = deconvolve(bytes, "gaussian:sigma=2").channels;
    expect(nsr).toBeGreaterThanOrEqual(1 / 12 / 1400);
  });

  test("size same on zeros lost what the kernel made beyond the ends, and is refused", () => {
    expect(() => deconvolve([1, 2, 3], [1, 2, 1], { border: "constant" })).toThrow(/--border: the Wiener filter needs/);
  });
});

describe("Richardson-Lucy", () => {
  const cases: [string, DeconvolveOptions, object][] = [
    ["free", { border: "free" }, { border: axisBorder("replicate") }],
    ["wrap", { border: "wrap" }, { border: axisBorder("wrap") }],
    ["constant", { border: "constant" }, { border: axisBorder("constant") }],
    ["full", { size: "full" }, { size: "full" }],
  ];
  test.each(cases)("converges to what was filtered: %s", (_, options, filtering) => {
    for (const [mode, filter] of [
      ["conv", convolve],
      ["xcorr", correlate],
    ] as const) {
      const y = filter(plane(picture), ROWS, filtering);
      const at = (iterations: number) =>
        deconvolve(y, ROWS, { ...options, mode, method: "richardson-lucy", iterations });
      const [few, many] = [at(5), at(300)];
      const off = (data: ArrayLike<number>): number => {
        let most = 0;
        for (let r = 3; r < H - 3; r++) {
          for (let c = 3; c < W - 3; c++) most = Math.max(most, Math.abs(data[r * W + c] - picture[r * W + c]));
        }
        return most;
      };
      expect(many.channels[0].residual).toBeLessThan(few.channels[0].residual / 50);
      expect(off(many.signal.data)).toBeLessThan(off(few.signal.data) / 10);
      expect(off(many.signal.data)).toBeLessThan(1);
      expect(many.signal.data.every((v) => v >= 0)).toBe(true);
    }
  });

  test("stops as soon as the residual is small enough", () => {
    const y = convolve(plane(picture), ROWS, { border: axisBorder("wrap") });
    const { channels } = deconvolve(y, ROWS, { mode: "conv", border: "wrap", method: "richardson-lucy", stopAt: 0.5 });
    expect(channels[0].residual).toBeLessThanOrEqual(0.5);
    expect(channels[0].iterations).toBeGreaterThan(1);
    expect(channels[0].iterations).toBeLessThan(30);
  });

  test("channels do not mix, alpha stays, integers are rounded once and clipped", () => {
    const three = Float64Array.from({ length: 300 }, (_, i) => ((i * 7) % 50) + 1);
    const y = signalFrom(three, { width: 10, height: 10, channels: 3 });
    const all = deconvolve(y, ROWS, { mode: "conv", method: "richardson-lucy", iterations: 7 }).signal.data;
    for (const c of [0, 1, 2]) {
      const alone = plane(
        three.filter((_, i) => i % 3 === c),
        10,
        10,
      );
      const one = deconvolve(alone, ROWS, { mode: "conv", method: "richardson-lucy", iterations: 7 }).signal.data;
      expect(
        worst(
          all.filter((_, i) => i % 3 === c),
          one,
        ),
      ).toBeLessThan(1e-9);
    }
    const bytes = Uint8Array.from([0, 9, 250, 9, 255, 9, 0, 9, 0, 9, 250, 9]);
    const shape = { width: 6, channels: 2, about: { alpha: true, medium: "raster" as const } };
    const sharp = deconvolve(signalFrom(bytes, shape), [0.25, 0.5, 0.25], { nsr: 0.01 });
    expect([...sharp.signal.data.filter((_, i) => i % 2 === 1)]).toEqual([9, 9, 9, 9, 9, 9]);
    expect(sharp.signal.data).toBeInstanceOf(Uint8Array);
    expect(sharp.clipped).toBeGreaterThan(0);
  });
});

describe("what is refused", () => {
  const lucy = { mode: "conv", method: "richardson-lucy" } as const;
  const refused: [string, () => unknown, string][] = [
    [
      "no mode",
      () => deconvolve([1, 2], [1, 2]),
      "--mode: is missing, and the kernel does not equal its flip. Say whether the input was made by conv or xcorr.",
    ],
    [
      "a first tap of 0",
      () => deconvolve([1, 2], [0, 1], { mode: "conv", method: "division", size: "full" }),
      "--kernel: the first tap of the divisor is 0. Take the zeros before the first other tap off, or use --method wiener.",
    ],
    [
      "division of same",
      () => deconvolve([1, 2], [1], { method: "division" }),
      "--size: division undoes the full size. Say --size full.",
    ],
    [
      "long divisors",
      () => deconvolve([1], [1, 2], { mode: "conv", method: "division", size: "full" }),
      "input: it has 1 samples, and the kernel 2 taps. Give the full output.",
    ],
    [
      "negative taps",
      () => deconvolve([1, 2], [1, -1], lucy),
      "--kernel: Richardson-Lucy takes taps from 0 up, not all 0. Use --method wiener.",
    ],
    [
      "negative samples",
      () => deconvolve([1, -2], [1, 1], lucy),
      "input: sample 1 is -2, and Richardson-Lucy takes samples from 0 up. Use --method wiener.",
    ],
    ["NaN", () => deconvolve([1, NaN], [1]), "input: sample 1 of channel 1 is NaN. Correct it, or leave it out."],
    [
      "ratios",
      () => deconvolve([1], [1], { nsr: -1 }),
      "--nsr: -1 is no ratio. Give a number from 0 up, such as 0.01.",
    ],
  ];
  test.each(refused)("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });
});
