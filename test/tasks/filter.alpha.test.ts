import { describe, expect, test } from "vitest";
import { axisBorder, type BorderKind } from "../../src/base/border.js";
import type { FilterOptions, Method } from "../../src/base/options.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { exact, over, rounded, times, total, windowAt } from "../support/fractions.js";
import { alphaOf, coloursOf, HEIGHT, noise, picture, WIDTH } from "../support/pictures.js";
import { failureOf, list, plane, taps } from "../support/signals.js";

const METHODS: readonly Method[] = ["direct", "fft", "auto"];
const BORDERS: readonly BorderKind[] = [
  "constant",
  "replicate",
  "symmetric",
  "reflect101",
  "wrap",
  "odd",
  "renormalize",
  "keep",
];
/** `colours` with an alpha of `opaque` behind each pixel. */
const withOpaque = (colours: readonly number[], opaque: number): number[] =>
  Array.from({ length: (colours.length / 3) * 4 }, (_, i) =>
    i % 4 === 3 ? opaque : colours[Math.floor(i / 4) * 3 + (i % 4)],
  );

const blur = taps([
  [1, 2, 3, 1],
  [0, 4, 2, 1],
  [2, 1, 1, 5],
]);

describe("--alpha premultiply", () => {
  test.each(BORDERS)("an opaque picture gives its RGB result: border %s", (kind) => {
    for (const [type, full] of [
      ["u8", 255],
      ["u16", 65535],
    ] as const) {
      const colours = noise(WIDTH * HEIGHT * 3, 7, full);
      for (const method of METHODS) {
        for (const kernel of [blur, buildNamed("gaussian:sigma=0.8", 2)]) {
          for (const more of [{}, { scale: 1.7, offset: 3.5 }] satisfies FilterOptions[]) {
            const options: FilterOptions = { mode: "conv", method, border: axisBorder(kind, 77), scale: 23, ...more };
            const plain = filter(picture(colours, 3, type), [kernel], options).signal;
            const { signal, report } = filter(picture(withOpaque(colours, full), 4, type), [kernel], options);
            expect(report.alpha).toBe("premultiply");
            expect(coloursOf(signal), `${type} ${method} ${kernel.name}`).toEqual(Array.from(plain.data));
            expect(new Set(alphaOf(signal))).toEqual(new Set([full]));
          }
        }
      }
    }
  });

  test("colours are weighed by alpha, exactly: c' = (Σk/scale)·Σkαc/Σkα + offset, α' = Σkα/Σk", () => {
    const samples = noise(WIDTH * HEIGHT * 4, 3).map((v, i) => (i % 4 === 3 && v < 110 ? 0 : v));
    const weights = Array.from(blur.taps);
    const sumOf = (all: number[]) => total(all.map(exact));
    for (const border of ["replicate", "wrap", "symmetric", "reflect101"] as const) {
      for (const mode of ["conv", "xcorr"] as const) {
        const call = { width: WIDTH, height: HEIGHT, kernelWidth: 4, kernelHeight: 3, mode, border } as const;
        const expected = samples.map((_, i) => {
          const c = i % 4;
          const p = (i - c) / 4;
          const window = windowAt(call, p % WIDTH, Math.floor(p / WIDTH));
          const at = (t: { x: number; y: number }, channel: number): number =>
            samples[(t.y * WIDTH + t.x) * 4 + channel];
          const alpha = sumOf(window.map((t) => weights[t.tap] * at(t, 3)));
          if (c === 3) return rounded(over(alpha, exact(23)));
          const colour = sumOf(window.map((t) => weights[t.tap] * at(t, 3) * at(t, c)));
          if (alpha.num === 0n) return 0;
          const value = over(times(exact(23), colour), times(alpha, exact(20)));
          return Math.min(255, rounded(total([value, exact(4)])));
        });
        for (const method of METHODS) {
          const options: FilterOptions = { mode, method, border: axisBorder(border), scale: 20, offset: 4 };
          const { signal } = filter(picture(samples, 4), [blur], options);
          expect(Array.from(signal.data), `${border} ${mode} ${method}`).toEqual(expected);
        }
      }
    }
  });

  test("the colour of pixels that cannot be seen does not bleed, and is 0 where nothing can be seen", () => {
    const row = [
      ...[200, 100, 50, 255],
      ...[200, 100, 50, 255],
      ...[255, 0, 255, 0],
      ...[255, 0, 255, 0],
      ...[255, 0, 255, 0],
    ];
    const samples = Array.from({ length: HEIGHT }, () => row).flat();
    for (const method of METHODS) {
      const { signal } = filter(picture(samples, 4), [buildNamed("box:3", 2)], { method });
      expect(Array.from(signal.data.subarray(0, 20))).toEqual(
        [
          [200, 100, 50, 255],
          [200, 100, 50, 170],
          [200, 100, 50, 85],
          [0, 0, 0, 0],
          [0, 0, 0, 0],
        ].flat(),
      );
    }
  });

  test("in a chain alpha divides once, at the end", () => {
    const colours = noise(WIDTH * HEIGHT * 3, 11);
    const box = buildNamed("box:3", 2);
    for (const kernels of [
      [box, blur],
      [blur, box],
    ]) {
      for (const kind of ["constant", "wrap", "replicate"] as const) {
        const options: FilterOptions = { mode: "xcorr", border: axisBorder(kind, 9), scale: 23 };
        const plain = filter(picture(colours, 3), kernels, options).signal;
        const { signal } = filter(picture(withOpaque(colours, 255), 4), kernels, options);
        expect(coloursOf(signal), kind).toEqual(Array.from(plain.data));
        expect(new Set(alphaOf(signal)), kind).toEqual(new Set([255]));
      }
    }
  });

  test("grey with alpha is treated alike, and alpha follows a change of depth", () => {
    const { signal } = filter(
      picture(
        [...noise(WIDTH * HEIGHT * 2, 1)].map((v, i) => (i % 2 ? 255 : v)),
        2,
      ),
      [blur],
      {
        mode: "conv",
        depth: "u16",
        scale: 23,
      },
    );
    expect(new Set(Array.from(signal.data).filter((_, i) => i % 2 === 1))).toEqual(new Set([65535]));
  });

  test("taps that sum to 0 are refused", () => {
    const zero = taps([[1, -2, 1]], { name: "second" });
    expect(failureOf(() => filter(picture(noise(252, 1), 4), [zero], { alpha: "premultiply" }))).toBe(
      "usage 2: --alpha premultiply: the taps of second do not sum to a weight for alpha. Use --alpha keep or straight.",
    );
  });

  test("a kernel with a channel for each colour is refused", () => {
    const own = { ...list([1, 1, 1, 1]), width: 1, channels: 4, name: "four" };
    expect(failureOf(() => filter(picture(noise(252, 1), 4), [own], { alpha: "premultiply" }))).toBe(
      "usage 2: --alpha premultiply: the kernel has a channel for each colour. Use --alpha straight or keep.",
    );
    expect(filter(picture(noise(252, 1), 4), [own], {}).report.alpha).toBe("straight");
  });
});

describe("--alpha keep, straight, drop", () => {
  const samples = noise(WIDTH * HEIGHT * 4, 21);
  const colours = samples.filter((_, i) => i % 4 !== 3);
  const edge = taps([
    [0, 1, 0],
    [1, -5, 2],
    [0, 1, 0],
  ]);

  test("keep is the default of kernels with negative taps: alpha of the sample under the anchor", () => {
    for (const method of METHODS) {
      const options: FilterOptions = { mode: "conv", method, stride: [2, 3], anchor: [0, 2] };
      const { signal, report } = filter(picture(samples, 4), [edge], options);
      expect(report.alpha).toBe("keep");
      expect(coloursOf(signal)).toEqual(Array.from(filter(picture(colours, 3), [edge], options).signal.data));
      const under = [0, 3, 6].flatMap((y) => [0, 2, 4, 6, 8].map((x) => samples[(y * WIDTH + x) * 4 + 3]));
      expect(alphaOf(signal)).toEqual(under);
    }
  });

  test("keep in full size: beyond the edge alpha follows the border, and a constant border is opaque", () => {
    const small = plane([9, 9, 9, 100, 9, 9, 9, 200], { width: 2, channels: 4, rank: 2 }, "u8", {
      medium: "raster",
      alpha: true,
    });
    const full = (kind: BorderKind): number[] =>
      alphaOf(filter(small, [taps([[1, 2, -1]])], { mode: "xcorr", size: "full", border: axisBorder(kind) }).signal);
    expect(full("constant")).toEqual([255, 100, 200, 255]);
    expect(full("replicate")).toEqual([100, 100, 200, 200]);
    expect(full("wrap")).toEqual([200, 100, 200, 100]);
  });

  test("straight filters alpha like a colour", () => {
    const four = plane(samples, { width: WIDTH, height: HEIGHT, channels: 4, rank: 2 }, "u8", { medium: "raster" });
    for (const method of METHODS) {
      const options: FilterOptions = { mode: "conv", method };
      const { signal, report } = filter(picture(samples, 4), [edge], { ...options, alpha: "straight" });
      expect(report.alpha).toBe("straight");
      expect(Array.from(signal.data)).toEqual(Array.from(filter(four, [edge], options).signal.data));
    }
  });

  test("drop leaves the colours only", () => {
    const { signal, report } = filter(picture(samples, 4), [edge], { mode: "conv", alpha: "drop" });
    expect([signal.channels, signal.about.alpha, report.alpha]).toEqual([3, undefined, "drop"]);
    expect(Array.from(signal.data)).toEqual(
      Array.from(filter(picture(colours, 3), [edge], { mode: "conv" }).signal.data),
    );
  });

  test("without alpha there is no policy", () => {
    expect(filter(picture(colours, 3), [edge], { mode: "conv", alpha: "drop" }).report.alpha).toBe(null);
  });
});
