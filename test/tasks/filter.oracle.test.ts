import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import { type ElementType, isInteger, rangeOf } from "../../src/base/element.js";
import type { FilterOptions, Method, Mode, Size } from "../../src/base/options.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { type Kind, oracle } from "../support/oracle.js";
import { plane, taps } from "../support/signals.js";

const KINDS: readonly Kind[] = ["constant", "replicate", "symmetric", "reflect101", "wrap", "odd"];
const INTEGERS: readonly ElementType[] = ["u8", "i8", "u16", "i16", "i32", "f64"];

/** The anchor offset of the contract's table for each size. */
function offsetOf(mode: Mode, size: Size, k: number, anchor: number | undefined, dilation: number): number {
  const extent = (k - 1) * dilation + 1;
  if (size === "full") return mode === "conv" ? 0 : extent - 1;
  if (size === "valid") return mode === "conv" ? extent - 1 : 0;
  if (anchor !== undefined) return anchor * dilation;
  return mode === "conv" ? Math.floor((extent - 1) / 2) : Math.floor(extent / 2);
}

const extentOf = (size: Size, n: number, k: number): number =>
  size === "same" ? n : size === "full" ? n + k - 1 : n - k + 1;

/** Everything that decides a call, drawn at random. */
const call = fc
  .record({
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 7 }),
    channels: fc.integer({ min: 1, max: 3 }),
    kernelWidth: fc.integer({ min: 1, max: 15 }),
    kernelHeight: fc.integer({ min: 1, max: 9 }),
    rank: fc.constantFrom<1 | 2>(1, 2),
    type: fc.constantFrom(...INTEGERS),
    mode: fc.constantFrom<Mode>("conv", "xcorr"),
    size: fc.constantFrom<Size>("same", "full", "valid"),
    kindX: fc.constantFrom(...KINDS),
    kindY: fc.constantFrom(...KINDS),
    outside: fc.integer({ min: -9, max: 9 }),
    stride: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    dilation: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
    anchor: fc.option(fc.tuple(fc.integer({ min: -3, max: 12 }), fc.integer({ min: -3, max: 12 })), { nil: undefined }),
    method: fc.constantFrom<Method>("direct", "fft", "auto"),
    seed: fc.integer({ min: 0, max: 1 << 30 }),
  })
  .map((c) =>
    c.rank === 1
      ? {
          ...c,
          height: 1,
          kernelHeight: 1,
          stride: [c.stride[0], 1] as [number, number],
          dilation: [c.dilation[0], 1] as [number, number],
        }
      : c,
  )
  .filter(
    (c) =>
      c.size !== "valid" ||
      ((c.kernelWidth - 1) * c.dilation[0] < c.width && (c.kernelHeight - 1) * c.dilation[1] < c.height),
  );

/** A cheap hash of a place, for samples and taps. */
const hash = (seed: number, i: number): number => {
  let h = Math.imul(seed ^ (i + 0x9e3779b9), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

/** An odd extension that grows so far out, in a block of a transform, that sums there would not be exact. */
const FAR_OUT: Call = {
  ...{ width: 3, height: 4, channels: 1, kernelWidth: 9, kernelHeight: 5, rank: 2, type: "i32", mode: "conv" },
  ...{ size: "full", kindX: "odd", kindY: "odd", outside: 0, stride: [1, 2], dilation: [3, 2], anchor: undefined },
  ...{ method: "fft", seed: 0 },
};

/** Samples and taps from number makers, the filter's answer, and the oracle's values in the same places. */
function run(c: Call, sampleAt: (i: number) => number, tapAt: (i: number) => number) {
  const samples = Array.from({ length: c.width * c.height * c.channels }, (_, i) => sampleAt(i));
  const rows = Array.from({ length: c.kernelHeight }, (_, j) =>
    Array.from({ length: c.kernelWidth }, (_, i) => tapAt(j * c.kernelWidth + i)),
  );
  const anchored = c.size === "same" && c.anchor !== undefined;
  const options: FilterOptions = {
    mode: c.mode,
    size: c.size,
    border:
      c.rank === 1
        ? axisBorder(c.kindX, c.outside)
        : { x: axisBorder(c.kindX, c.outside), y: axisBorder(c.kindY, c.outside) },
    stride: c.stride,
    dilation: c.dilation,
    method: c.method,
    ...(anchored ? { anchor: c.rank === 1 ? [c.anchor![0]] : c.anchor! } : {}),
  };
  const input = plane(samples, { width: c.width, height: c.height, channels: c.channels, rank: c.rank }, c.type);
  const { signal, report } = filter(input, [taps(rows)], options);
  const offset: [number, number] = [
    offsetOf(c.mode, c.size, c.kernelWidth, anchored ? c.anchor![0] : undefined, c.dilation[0]),
    offsetOf(c.mode, c.size, c.kernelHeight, anchored && c.rank === 2 ? c.anchor![1] : undefined, c.dilation[1]),
  ];
  const expected: number[] = [];
  const spanX = (c.kernelWidth - 1) * c.dilation[0] + 1;
  const spanY = (c.kernelHeight - 1) * c.dilation[1] + 1;
  for (let y = 0; y < extentOf(c.size, c.height, spanY); y += c.stride[1]) {
    for (let x = 0; x < extentOf(c.size, c.width, spanX); x += c.stride[0]) {
      for (let ch = 0; ch < c.channels; ch++) {
        const kernel = { width: c.kernelWidth, height: c.kernelHeight, tap: (i: number, j: number) => rows[j][i] };
        const axis = (n: number, kind: Kind) => ({ n, kind, value: c.outside });
        const sample = (sx: number, sy: number): number => samples[(sy * c.width + sx) * c.channels + ch];
        expected.push(
          oracle(
            sample,
            {
              x: axis(c.width, c.kindX),
              y: axis(c.height, c.kindY),
              kernel,
              mode: c.mode,
              offset,
              dilation: c.dilation,
            },
            x,
            y,
          ),
        );
      }
    }
  }
  return { signal, report, expected, samples, rows };
}

describe("every border, size, mode, anchor, stride and dilation against the definition", () => {
  test("whole numbers come out exact from every method, saturated where the type ends", () => {
    fc.assert(
      fc.property(call, (c) => {
        const [least, greatest] = isInteger(c.type) ? rangeOf(c.type) : [-100000, 100000];
        const span = greatest - least + 1;
        const { signal, expected } = run(
          c,
          (i) => least + (hash(c.seed, i) % span),
          (i) => (hash(c.seed + 1, i) % 41) - 20,
        );
        const saturated = expected.map((v) => (isInteger(c.type) ? Math.min(greatest, Math.max(least, v)) : v));
        expect(Array.from(signal.data, (v) => v + 0)).toEqual(saturated.map((v) => v + 0));
      }),
      { numRuns: 1500, examples: [[FAR_OUT]] },
    );
  });

  test("f64 sums stay within the promised bounds", () => {
    fc.assert(
      fc.property(call, (c) => {
        const real = { ...c, type: "f64" as const };
        const noise = (seed: number) => (i: number) => hash(seed, i) / 2147483648 - 1;
        const { signal, expected, report, rows } = run(real, noise(c.seed), noise(c.seed + 1));
        const all = rows.flat();
        const absolute = all.reduce((s, t) => s + Math.abs(t), 0);
        const norm = Math.sqrt(all.reduce((s, t) => s + t * t, 0));
        // Odd extensions of small inputs and the constant outside are larger than the samples themselves.
        const largest = c.kindX === "odd" || c.kindY === "odd" ? 400 : Math.max(1, Math.abs(c.outside));
        const points = 1 << 14;
        const bound =
          report.stages[0].method === "direct"
            ? 2 * (all.length + 2) * 2 ** -53 * absolute * largest
            : 8 * 2 ** -52 * Math.log2(points) * norm * largest * Math.sqrt(points);
        for (const [i, v] of expected.entries()) expect(Math.abs(signal.data[i] - v)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 600 },
    );
  });
});
