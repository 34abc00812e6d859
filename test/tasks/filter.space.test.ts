import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import type { FilterOptions, Method } from "../../src/base/options.js";
import type { Signal } from "../../src/base/signal.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { alphaOf, coloursOf, noise, picture, WIDTH } from "../support/pictures.js";
import { failureOf, list, plane } from "../support/signals.js";

const METHODS: readonly Method[] = ["direct", "fft", "auto"];
const RGBA = { medium: "raster", alpha: true } as const;

describe("--space linear", () => {
  test("half black, half white is the grey of half the light", () => {
    for (const method of METHODS) {
      for (const [type, full, half] of [
        ["u8", 255, 188],
        ["u16", 65535, 48192],
      ] as const) {
        const board = Array.from({ length: 70 }, (_, i) => (i % 2) * full);
        const options: FilterOptions = { mode: "conv", method, space: "linear", border: axisBorder("wrap") };
        const { signal, report } = filter(picture(board, 1, type), [buildNamed("box:2x1", 2)], options);
        expect(new Set(signal.data)).toEqual(new Set([half]));
        expect(report.space).toBe("linear");
        expect(
          new Set(
            filter(picture(board, 1, type), [buildNamed("box:2x1", 2)], { ...options, space: "encoded" }).signal.data,
          ),
        ).toEqual(new Set([(full + 1) / 2]));
      }
    }
  });

  test("a sample does not depend on how many there are with it", () => {
    // Large pictures are encoded by a table, small ones are not.
    for (const [type, full] of [
      ["u8", 255],
      ["u16", 65535],
    ] as const) {
      const [width, height] = [150, 160];
      const samples = noise(width * height * 4, 11, full);
      for (const round of ["half-even", "floor"] as const) {
        const options: FilterOptions = { space: "linear", alpha: "straight", scale: 1.3, offset: full / 99, round };
        const large = filter(plane(samples, { width, height, channels: 4 }, type, RGBA), [list([1])], options);
        const rows = Array.from({ length: 8 }, (_, i) => {
          const part = samples.slice(i * 20 * width * 4, (i + 1) * 20 * width * 4);
          return filter(plane(part, { width, height: 20, channels: 4 }, type, RGBA), [list([1])], options);
        });
        expect(rows.flatMap(({ signal }) => Array.from(signal.data))).toEqual(Array.from(large.signal.data));
        const clipped = rows.reduce((s, { report }) => s + report.clipped.count, 0);
        expect(large.report.clipped.count).toBe(clipped);
      }
    }
  });

  test("all counts come through the identity as they are", () => {
    const all = plane(
      Array.from({ length: 256 }, (_, i) => i),
      { width: 16, height: 16 },
      "u8",
      { medium: "raster" },
    );
    expect(Array.from(filter(all, [list([1])], { space: "linear" }).signal.data)).toEqual(Array.from(all.data));
  });

  test.each(["premultiply", "straight", "keep"] as const)("alpha is no light: %s", (alpha) => {
    const samples = Array.from({ length: 72 * 7 }, (_, i) => (i % 4 === 3 ? 128 : 255));
    const { signal } = filter(picture(samples, 4), [buildNamed("box:3", 2)], { space: "linear", alpha });
    expect(new Set(alphaOf(signal))).toEqual(new Set([128]));
    expect(new Set(coloursOf(signal))).toEqual(new Set([255]));
  });

  test("stretch ends at the ends of the range", () => {
    const grey = picture(
      noise(63, 5, 90).map((v) => v + 40),
      1,
    );
    const { signal, report } = filter(grey, [buildNamed("box:3", 2)], { space: "linear", map: "stretch" });
    expect([Math.min(...signal.data), Math.max(...signal.data), report.clipped.count]).toEqual([0, 255, 0]);
  });

  test("the source that border keep keeps is what it was, also behind a chain", () => {
    const grey = noise(63, 6);
    const once = filter(picture(grey, 1), [buildNamed("box:3", 2)], { space: "linear", border: axisBorder("keep") });
    const twice = filter(picture(grey, 1), [buildNamed("box:3", 2), list([1, 0, 0])], {
      mode: "xcorr",
      space: "linear",
      border: axisBorder("keep"),
    });
    const rim = (s: Signal): number[] => Array.from(s.data).slice(0, WIDTH);
    expect(rim(once.signal)).toEqual(grey.slice(0, WIDTH));
    // The second stage shifts the inner samples to the right by one.
    expect(rim(twice.signal)).toEqual([grey[0], ...grey.slice(0, 7), grey[8]]);
  });

  test("it is refused where counts are no light", () => {
    const message = (what: string): string =>
      `usage 2: --space linear: it is defined for pictures of u8 or u16, not for ${what} data. Leave --space out.`;
    expect(failureOf(() => filter(picture(noise(63, 1), 1, "f32"), [list([1])], { space: "linear" }))).toBe(
      message("f32 raster"),
    );
    expect(failureOf(() => filter(plane([1], { width: 1 }, "u8"), [list([1])], { space: "linear" }))).toBe(
      message("u8 array"),
    );
  });
});
