/** Fitted kernels against least squares written out, against what was applied, and both claims about the flip. */
import { describe, expect, it } from "vitest";
import type { FitOptions } from "../../src/base/fit.js";
import { type Kernel, kernelOf } from "../../src/base/kernel.js";
import type { Mode } from "../../src/base/options.js";
import { type Signal, signalOf } from "../../src/base/signal.js";
import { loadSignal } from "../../src/files/load.js";
import { normal } from "../../src/math/random.js";
import { kernelFrom } from "../../src/tasks/arrays.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { fitKernel } from "../../src/tasks/fit/fit.js";
import { learnKernel } from "../../src/tasks/fit/sgd.js";

const about = { source: "x", medium: "array" } as const;
const plane = (width: number, height: number, next: () => number): Signal =>
  signalOf(Float64Array.from({ length: width * height }, next), { width, height, rank: 2 }, "f64", about);
const line = (width: number, next: () => number): Signal =>
  signalOf(Float64Array.from({ length: width }, next), { width }, "f64", about);
const kernel = (width: number, height: number, next: () => number): Kernel =>
  kernelOf(Float64Array.from({ length: width * height }, next), { width, height, rank: height === 1 ? 1 : 2 });
const applied = (x: Signal, k: Kernel, mode: Mode, rest: object = {}): Signal =>
  filter(x, [k], { mode, ...rest }).signal;
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (v, i) => Math.abs(v - b[i])));

/** AᵀA and Aᵀb by rows, and their solution by Gauss with pivots: nothing of it is the code under test. */
function naive(
  before: Signal,
  after: Signal,
  { width, height = 1 }: FitOptions,
  counts: (v: number) => boolean,
): number[] {
  const n = width * height;
  const m = Array.from({ length: n }, () => new Array<number>(n + 1).fill(0));
  const [ax, ay] = [width >> 1, height >> 1];
  for (let y = 0; y + height <= before.height; y++) {
    for (let x = 0; x + width <= before.width; x++) {
      const b = after.data[(y + ay) * after.width + x + ax];
      const row = Array.from(
        { length: n },
        (_, i) => before.data[(y + Math.floor(i / width)) * before.width + x + (i % width)],
      );
      if (!counts(b) || row.some((v) => Number.isNaN(v))) continue;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) m[i][j] += row[i] * row[j];
        m[i][n] += row[i] * b;
      }
    }
  }
  for (let c = 0; c < n; c++) {
    const pivot = m.slice(c).reduce((best, row, i) => (Math.abs(row[c]) > Math.abs(m[best][c]) ? c + i : best), c);
    [m[c], m[pivot]] = [m[pivot], m[c]];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = m[r][c] / m[c][c];
      for (let j = c; j <= n; j++) m[r][j] -= factor * m[c][j];
    }
  }
  return m.map((row, i) => row[n] / row[i]);
}

describe("least squares", () => {
  it.each([
    [3, 3],
    [4, 2],
    [1, 5],
    [5, 1],
    [2, 2],
  ])(
    "of %i×%i taps on a noisy plane is that of the rows written out, clipped samples and gaps left out",
    (width, height) => {
      const next = normal(width * 10 + height);
      const before = plane(19, 17, next);
      before.data[40] = Number.NaN;
      const exact = applied(plane(19, 17, normal(width * 10 + height)), kernel(width, height, next), "xcorr");
      const noisy = Float64Array.from(exact.data, (v) => v + next());
      noisy[100] = Number.NaN;
      const floats = { ...exact, data: noisy };
      const found = fitKernel(before, floats, { width, height });
      expect(
        farthest(
          found.xcorr.kernel.taps,
          naive(before, floats, { width, height }, (v) => !Number.isNaN(v)),
        ),
      ).toBeLessThan(1e-11);
      // Bytes that end at 0 and 255.
      const bytes: Signal = {
        ...exact,
        data: Uint8Array.from(noisy, (v) => Math.max(0, Math.min(255, 128 + 60 * v))),
        type: "u8",
      };
      const clipped = fitKernel(before, bytes, { width, height });
      expect(clipped.clipped).toBeGreaterThan(3);
      const wanted = naive(before, bytes, { width, height }, (v) => v > 0 && v < 255);
      expect(farthest(clipped.xcorr.kernel.taps, wanted)).toBeLessThan(1e-9);
    },
  );

  it("finds what was applied, in every size, under both modes, as each other's flip", () => {
    for (const seed of [1, 2, 3]) {
      const next = normal(seed);
      for (const [width, height] of [
        [5, 5],
        [4, 3],
        [1, 4],
      ]) {
        const before = plane(31, 27, next);
        const k = kernel(width, height, next);
        for (const size of ["same", "valid", "full"] as const) {
          for (const mode of ["conv", "xcorr"] as const) {
            const found = fitKernel(before, applied(before, k, mode, { size }), { width, height });
            expect(found.size).toBe(size);
            expect(farthest(found[mode].kernel.taps, k.taps)).toBeLessThan(1e-11);
            expect(found.conv.kernel.taps).toEqual(found.xcorr.kernel.taps.slice().reverse());
            // Both make the output, each under its own mode.
            for (const other of ["conv", "xcorr"] as const) {
              const again = applied(before, found[other].kernel, other, { size }).data;
              expect(farthest(again, applied(before, k, mode, { size }).data)).toBeLessThan(1e-10);
            }
          }
        }
      }
    }
  });

  it("goes by Levinson where every sample meets every tap, with the errors that Cholesky gives", () => {
    const next = normal(5);
    const before = line(400, next);
    const k = kernel(12, 1, next);
    const exact = applied(before, k, "xcorr", { size: "full" });
    const after = { ...exact, data: Float64Array.from(exact.data, (v) => v + 0.01 * next()) };
    const quick = fitKernel(before, after, { width: 12 });
    // A ridge of nothing to speak of takes the other way.
    const general = fitKernel(before, after, { width: 12, ridge: 1e-300 });
    expect([quick.solver, general.solver]).toEqual(["levinson", "cholesky"]);
    expect(farthest(quick.xcorr.kernel.taps, general.xcorr.kernel.taps)).toBeLessThan(1e-12);
    expect(farthest(quick.xcorr.errors!, general.xcorr.errors!)).toBeLessThan(1e-12);
  });

  it("holds taps equal, holds their sum, and finds a constant", () => {
    const next = normal(6);
    const before = plane(40, 40, next);
    const k = kernel(3, 3, next);
    const exact = applied(before, k, "xcorr");
    const after = { ...exact, data: Float64Array.from(exact.data, (v) => v + 7) };
    const found = fitKernel(before, after, { width: 3, height: 3, offset: true });
    expect(farthest([found.offset, ...found.xcorr.kernel.taps], [7, ...k.taps])).toBeLessThan(1e-11);
    const summed = fitKernel(before, exact, { width: 3, height: 3, sum: 2.5 }).xcorr.kernel.taps;
    expect(summed.reduce((a, b) => a + b, 0)).toBeCloseTo(2.5, 12);
    // Of all kernels of that sum none leaves less: the gradient is along the ones.
    const gradient = gradientOf(before, exact, summed, 3);
    expect(Math.max(...gradient) - Math.min(...gradient)).toBeLessThan(1e-8);
    for (const [symmetry, pairs] of [
      [
        "point",
        [
          [0, 8],
          [1, 7],
          [2, 6],
          [3, 5],
        ],
      ],
      [
        "horizontal",
        [
          [0, 2],
          [3, 5],
          [6, 8],
        ],
      ],
      [
        "vertical",
        [
          [0, 6],
          [1, 7],
          [2, 8],
        ],
      ],
      [
        "both",
        [
          [0, 2],
          [0, 6],
          [0, 8],
          [1, 7],
          [3, 5],
        ],
      ],
    ] as const) {
      const { taps } = fitKernel(before, exact, { width: 3, height: 3, symmetry }).xcorr.kernel;
      for (const [i, j] of pairs) expect(taps[i]).toBe(taps[j]);
      const g = gradientOf(before, exact, taps, 3);
      for (const [i, j] of symmetry === "both" ? [] : pairs) expect(Math.abs(g[i] + g[j])).toBeLessThan(1e-8);
    }
  });

  it("has standard errors that hold: of 150 noisy copies they are the spread of the taps", () => {
    const next = normal(7);
    const before = plane(24, 24, next);
    const k = kernel(3, 3, next);
    const exact = applied(before, k, "xcorr");
    const fits = Array.from({ length: 150 }, () =>
      fitKernel(before, { ...exact, data: Float64Array.from(exact.data, (v) => v + next()) }, { width: 3, height: 3 }),
    );
    for (let tap = 0; tap < 9; tap++) {
      const off = fits.map((f) => f.xcorr.kernel.taps[tap] - k.taps[tap]);
      const spread = Math.sqrt(off.reduce((sum, v) => sum + v * v, 0) / off.length);
      const said = fits.reduce((sum, f) => sum + f.xcorr.errors![tap], 0) / fits.length;
      // The deviation of 150 numbers is known to 1/√300 = 6 %.
      expect(Math.abs(spread / said - 1)).toBeLessThan(0.23);
    }
  });

  it("refuses what determines no kernel", () => {
    const flat = plane(20, 20, () => 3);
    expect(() => fitKernel(flat, flat, { width: 3, height: 3 })).toThrow(/its windows do not tell all taps apart/);
    expect(fitKernel(flat, flat, { width: 3, height: 3, ridge: 1e-6 }).xcorr.kernel.taps[4]).toBeCloseTo(1 / 9, 5);
    expect(() => fitKernel(line(10, normal(1)), line(11, normal(2)), { width: 3 })).toThrow(
      /AFTER must have the extent/,
    );
    expect(() => fitKernel(line(6, normal(1)), line(6, normal(2)), { width: 5 })).toThrow(
      /2 samples count, and 5 numbers/,
    );
  });
});

/** Aᵀ(b − A·k) by rows. */
function gradientOf(before: Signal, after: Signal, taps: Float64Array, side: number): number[] {
  const out = new Array<number>(taps.length).fill(0);
  const half = side >> 1;
  for (let y = 0; y + side <= before.height; y++) {
    for (let x = 0; x + side <= before.width; x++) {
      const at = (i: number): number => before.data[(y + Math.floor(i / side)) * before.width + x + (i % side)];
      const rest = after.data[(y + half) * after.width + x + half] - taps.reduce((sum, t, i) => sum + t * at(i), 0);
      for (let i = 0; i < taps.length; i++) out[i] += rest * at(i);
    }
  }
  return out;
}

describe("named kernels", () => {
  it.each([
    ["sobel:x", 3, 8, "sobel", 1 / 8],
    ["sobel:y", 5, 8, "sobel:y", 1 / 8],
    ["gaussian:sigma=1.3", 11, 1, "gaussian:sigma=1.3,size=11x11", 1],
    ["sharpen", 5, 1, "sharpen", 1],
    ["box:5", 7, 1, "box:5", 1],
    ["laplacian:8", 3, 1, "laplacian:8", 1],
    ["emboss", 3, 1, "emboss", 1],
    ["identity", 3, 1, "identity", 1],
  ])("%s is told from a picture of bytes by %i×%i", async (name, side, scale, called, factor) => {
    const { signal } = await loadSignal("fixtures/picture.png");
    const k = kernelFrom(name, 2);
    const after = filter(signal, [k], { mode: "xcorr", scale, ...(scale === 8 ? { map: "offset" } : {}) }).signal;
    const found = fitKernel(signal, after, { width: side, height: side, ...(scale === 8 ? { offset: true } : {}) });
    expect(found.named).toMatchObject({ name: called, same: true });
    expect(found.named!.factor).toBeCloseTo(factor, 2);
  });

  it("has none for taps of no name", () => {
    const before = plane(30, 30, normal(8));
    const after = applied(before, kernel(3, 3, normal(9)), "conv");
    expect(fitKernel(before, after, { width: 3, height: 3 }).named).toBeNull();
  });
});

describe("learning", () => {
  it.each([1, 2, 3])("finds the kernel under its own mode, and its flip under the other (seed %i)", (seed) => {
    const next = normal(100 + seed);
    const before = plane(40, 40, next);
    const k = kernel(5, 4, next);
    const after = applied(before, k, "xcorr");
    const learnt = (mode: Mode) => learnKernel(before, after, { width: 5, height: 4, mode, seed, batch: 16 });
    const [xcorr, conv] = [learnt("xcorr"), learnt("conv")];
    expect(farthest(xcorr.kernel.taps, k.taps)).toBeLessThan(1e-6);
    expect(farthest(conv.kernel.taps, k.taps.slice().reverse())).toBeLessThan(1e-6);
    expect(farthest(applied(before, conv.kernel, "conv").data, after.data)).toBeLessThan(1e-5);
    expect(xcorr.ended).toBe("converged");
    expect(xcorr.losses.at(-1)).toBeLessThan(1e-12 * xcorr.losses[0]);
    // The same seed gives the same bits, another one others.
    expect(learnt("conv").kernel.taps).toEqual(conv.kernel.taps);
    expect(
      learnKernel(before, after, { width: 5, height: 4, mode: "conv", seed: seed + 1, batch: 16 }).losses,
    ).not.toEqual(conv.losses);
  });

  it("comes to the least-squares kernel where there is noise", () => {
    const next = normal(11);
    const before = plane(60, 60, next);
    const exact = applied(before, kernel(3, 3, next), "conv");
    const after = { ...exact, data: Float64Array.from(exact.data, (v) => v + 0.1 * next()) };
    const best = fitKernel(before, after, { width: 3, height: 3 });
    const learnt = learnKernel(before, after, { width: 3, height: 3, mode: "conv" });
    expect(farthest(learnt.kernel.taps, best.conv.kernel.taps)).toBeLessThan(1e-3);
    expect(learnt.losses.at(-1)! / best.residual.rms ** 2).toBeCloseTo(1, 4);
  });
});
