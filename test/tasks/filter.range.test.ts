import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import { ELEMENT_TYPES, type ElementType, isComplex, isInteger, rangeOf } from "../../src/base/element.js";
import type { FilterOptions, Method } from "../../src/base/options.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { failureOf, list, plane, taps } from "../support/signals.js";

const METHODS: readonly Method[] = ["direct", "fft", "auto"];
const u8 = plane([0, 10, 250, 255], { width: 4 }, "u8");
const run = (numbers: number[], options: FilterOptions, input = u8): number[] =>
  Array.from(filter(input, [list(numbers)], options).signal.data, (v) => v + 0);

describe("--map", () => {
  test("clip, abs and offset of negative values", () => {
    for (const method of METHODS) {
      expect(run([-1], { method })).toEqual([0, 0, 0, 0]);
      expect(run([-1], { method, map: "abs" })).toEqual([0, 10, 250, 255]);
      expect(run([-0.5], { method, map: "offset" })).toEqual([128, 123, 3, 0]);
      expect(run([-1], { method, map: "offset", depth: "u16" })).toEqual([32768, 32758, 32518, 32513]);
      expect(run([-0.5], { method, map: "abs" })).toEqual([0, 5, 125, 128]);
      expect(run([-1.5], { method, map: "abs", depth: "f64" })).toEqual([0, 15, 375, 382.5]);
    }
  });

  test("stretch fills the range; a constant lies at its bottom; float types get 0 … 1", () => {
    for (const method of METHODS) {
      expect(run([-1], { method, map: "stretch" })).toEqual([255, 245, 5, 0]);
      expect(run([1], { method, map: "stretch", depth: "i8" })).toEqual([-128, -118, 122, 127]);
      expect(run([2], { method, map: "stretch", depth: "f64" })).toEqual([0, 20 / 510, 500 / 510, 1]);
      expect(run([1], { method, map: "stretch" }, plane([7, 7], { width: 2 }, "u8"))).toEqual([0, 0]);
      const holes = plane([Number.NaN, 2, 4, 3], { width: 4 });
      expect(run([1], { method, map: "stretch" }, holes)).toEqual([Number.NaN, 0, 1, 0.5]);
    }
  });

  test("stretch covers all channels with one range", () => {
    const two = plane([0, 10, 20, 100], { width: 2, channels: 2 }, "u8");
    expect(run([1], { map: "stretch" }, two)).toEqual([0, 26, 51, 255]);
  });

  test("maps keep to a range that is narrower than the type", () => {
    const narrow = plane([0, 50, 100], { width: 3 }, "u8", { maxval: 100 });
    expect(run([2], {}, narrow)).toEqual([0, 100, 100]);
    expect(run([-1], { map: "stretch" }, narrow)).toEqual([100, 50, 0]);
    const pcm = plane([8388607, -8388608, 5], { width: 3 }, "i32", { bits: 24 });
    expect(run([2], {}, pcm)).toEqual([8388607, -8388608, 10]);
  });

  test("offset needs an unsigned type, a map a real result", () => {
    const why = (type: string): string =>
      `usage 2: --map offset: ${type} holds negative values, so there is no middle to shift them to. Use --depth u8 or u16 with it, or --offset VALUE.`;
    for (const type of ["i8", "i32", "f32", "f64"] as const) {
      expect(failureOf(() => run([1], { map: "offset", depth: type }))).toBe(why(type));
    }
    const complex = plane([1], { width: 1 }, "c128");
    expect(failureOf(() => run([1], { map: "abs" }, complex))).toBe(
      "usage 2: --map abs: the result is complex and has no range. Leave --map out.",
    );
    expect(failureOf(() => run([1], { depth: "f64" }, complex))).toBe(
      "usage 2: --depth f64: the result is complex. Use --depth c64 or c128, or leave it out.",
    );
  });
});

describe("--depth", () => {
  const TYPES = ELEMENT_TYPES.filter((t) => !isComplex(t));

  test("values are carried over as counts and saturate at the new type's ends", () => {
    const samples = [-40000, -129, -128, -1, 0, 1, 127, 128, 255, 256, 32767, 32768, 65535, 70000];
    for (const from of ["i32", "f64"] as const satisfies readonly ElementType[]) {
      for (const depth of TYPES) {
        const [least, greatest] = isInteger(depth) ? rangeOf(depth) : [-Infinity, Infinity];
        for (const method of METHODS) {
          const { signal, report } = filter(plane(samples, { width: 14 }, from), [list([1])], { depth, method });
          expect([signal.type, Array.from(signal.data)]).toEqual([
            depth,
            samples.map((v) => Math.min(greatest, Math.max(least, v))),
          ]);
          expect(report.clipped.count).toBe(samples.filter((v) => v < least || v > greatest).length);
          expect(report.output.type).toBe(depth);
        }
      }
    }
  });

  test("without it the input's type stays, and f32 rounds to f32 once", () => {
    for (const type of TYPES) expect(filter(plane([1], { width: 1 }, type), [list([1])]).signal.type).toBe(type);
    const thirds = filter(plane([1, 2], { width: 2 }, "f32"), [list([1], { divisor: { num: 3n, den: 1n } })]).signal;
    expect(Array.from(thirds.data)).toEqual([Math.fround(1 / 3), Math.fround(2 / 3)]);
  });
});

describe("what left the range is counted", () => {
  test("after rounding, with the place and value of the first in the rows of the output", () => {
    for (const method of METHODS) {
      const input = plane([10, 20, 255, 3, 4, 5, 255, 255, 9, 100, 200, 0], { width: 2, height: 2, channels: 3 }, "u8");
      const { signal, report } = filter(input, [list([1.002])], { method, round: "half-even" });
      expect(Array.from(signal.data)).toEqual([10, 20, 255, 3, 4, 5, 255, 255, 9, 100, 200, 0]);
      // 255.51 rounds to 256.
      expect(report.clipped).toEqual({ count: 3, of: 12, first: { x: 0, y: 0, channel: 2, value: 256 } });
      const down = filter(input, [list([1.001])], { method }).report;
      // 255.255 rounds to 255: nothing is lost.
      expect(down.clipped).toEqual({ count: 0, of: 12, first: null });
      const below = filter(input, [list([-1])], { method, offset: 99 }).report;
      expect(below.clipped).toEqual({ count: 5, of: 12, first: { x: 0, y: 0, channel: 2, value: -156 } });
    }
  });

  test("the first is the same whatever the blocks: on a plane of many", () => {
    const [width, height] = [900, 40];
    const dark = new Array<number>(width * height).fill(0);
    dark[880 + 3 * width] = 200;
    dark[5 + 9 * width] = 200;
    const kernel = taps([
      [1, 1],
      [1, 1],
    ]);
    for (const method of METHODS) {
      const { report } = filter(plane(dark, { width, height }, "u8"), [kernel], {
        mode: "conv",
        method,
        scale: 0.5,
        border: axisBorder("constant"),
      });
      expect(report.clipped, method).toEqual({
        count: 8,
        of: width * height,
        first: { x: 880, y: 3, channel: 0, value: 400 },
      });
    }
  });

  test("infinities saturate, NaN is 0 and counted apart", () => {
    for (const method of METHODS) {
      const input = plane([Infinity, -Infinity, Number.NaN, 5], { width: 4 });
      const { signal, report } = filter(input, [list([2])], { method, depth: "i16" });
      expect(Array.from(signal.data)).toEqual([32767, -32768, 0, 10]);
      expect([report.clipped.count, report.clipped.first, report.nan.output]).toEqual([
        2,
        { x: 0, y: 0, channel: 0, value: Infinity },
        1,
      ]);
    }
  });
});
