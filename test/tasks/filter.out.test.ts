/** A caller's array for the output: it changes no sample, whatever it held before. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import { allocate, type ElementType, isInteger } from "../../src/base/element.js";
import type { AlphaPolicy, FilterOptions, Normalization } from "../../src/base/options.js";
import type { Signal } from "../../src/base/signal.js";
import { kernelFrom, signalFrom } from "../../src/tasks/arrays.js";
import { filter } from "../../src/tasks/filter/filter.js";

const BORDERS = ["replicate", "wrap", "keep", "renormalize"] as const;

/** Samples 0 … 119, some NaN among floats. */
function samples(type: ElementType, length: number, seed: number) {
  const data = allocate(type, length);
  for (let i = 0; i < length; i++) {
    const value = Math.imul(i + seed, 48271) >>> 8;
    data[i] = !isInteger(type) && value % 41 === 0 ? Number.NaN : value % 120;
  }
  return data;
}

const bytesOf = ({ data }: Signal): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("hex");

/** The call again, into an array of other numbers. */
function again(input: Signal, kernels: readonly string[], options: FilterOptions): void {
  const made = kernels.map((k) => kernelFrom(k, input.rank));
  const fresh = filter(input, made, options);
  const out = allocate(fresh.signal.type, fresh.signal.data.length).fill(77);
  const { signal, report } = filter(input, made, { ...options, out });
  expect(signal.data).toBe(out);
  expect(bytesOf(signal)).toBe(bytesOf(fresh.signal));
  expect({ ...signal, data: [] }).toEqual({ ...fresh.signal, data: [] });
  expect(report).toEqual(fresh.report);
}

describe("an array for the output", () => {
  test("gets what fresh memory would, of pictures", () => {
    fc.assert(
      fc.property(
        fc.record({
          width: fc.integer({ min: 3, max: 40 }),
          height: fc.integer({ min: 3, max: 12 }),
          channels: fc.constantFrom(1, 3, 4),
          type: fc.constantFrom<ElementType>("u8", "u16", "i16", "i32", "f32", "f64"),
          kernels: fc.constantFrom(
            ["sobel"],
            ["gaussian:1"],
            ["1 2 1; 2 4.5 2; 1 2 1"],
            ["box:3", "sharpen"],
            ["box:3"],
          ),
          border: fc.constantFrom(axisBorder("constant", 3), ...BORDERS.map((kind) => axisBorder(kind))),
          nan: fc.constantFrom("propagate" as const, "omit" as const),
          alpha: fc.constantFrom<AlphaPolicy>("premultiply", "straight", "keep", "drop"),
          method: fc.constantFrom("auto" as const, "direct" as const, "fft" as const),
          depth: fc.constantFrom<ElementType | undefined>(undefined, "u8", "f32", "f64"),
          seed: fc.nat(99),
        }),
        ({ width, height, channels, type, kernels, border, nan, alpha, method, depth, seed }) => {
          const about = channels === 4 ? { alpha: true } : {};
          const data = samples(type, width * height * channels, seed);
          const input = signalFrom(data, { width, height, channels, about });
          const signed = kernels.some((k) => k === "sobel" || k === "sharpen");
          fc.pre(!(signed && (border.kind === "renormalize" || nan === "omit")));
          fc.pre(!(alpha === "premultiply" && channels === 4 && (border.kind === "keep" || kernels[0] === "sobel")));
          const options: FilterOptions = {
            mode: "conv",
            border,
            method,
            ...(depth ? { depth } : {}),
          };
          again(input, kernels, { ...options, nan, ...(channels === 4 ? { alpha } : {}) });
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each<Normalization>(["none", "biased", "coeff", "zncc"])(
    "gets what fresh memory would, of signals, %s",
    (normalize) => {
      const input = signalFrom(Float64Array.from({ length: 300 }, (_, i) => Math.sin(i * i)));
      again(input, ["1 -2 3"], { mode: "xcorr", size: "full", normalize });
      again(input, ["1 -2 3"], {
        mode: "xcorr",
        size: "full",
        normalize,
        ...(normalize === "none" ? {} : { depth: "f32" }),
      });
    },
  );

  test("may be a canvas's clamped bytes, or a part of a larger array", () => {
    const input = signalFrom(Uint8ClampedArray.of(1, 2, 3, 4));
    const out = new Uint8ClampedArray(6);
    const { signal } = filter(input, [kernelFrom("1 1", 1)], { mode: "conv", size: "full", out: out.subarray(1) });
    expect(Array.from(out)).toEqual([0, 1, 3, 5, 7, 4]);
    expect(signal.type).toBe("u8");
  });

  test.each<[string, Signal, FilterOptions, string]>([
    [
      "of another type",
      signalFrom(Uint8Array.of(1, 2)),
      { out: new Float32Array(2) },
      "out: 2 samples of f32 for an output of 2 of u8. Give an array of the output's type and length.",
    ],
    [
      "too short",
      signalFrom(Uint8Array.of(1, 2)),
      { size: "full", out: new Uint8Array(3) },
      "out: 3 samples of u8 for an output of 4 of u8. Give an array of the output's type and length.",
    ],
    [
      "of complex results",
      signalFrom(Float64Array.of(1, 2), { width: 2, imag: Float64Array.of(0, 1) }),
      { out: new Float64Array(2) },
      "out: the result is complex, and an array of numbers cannot hold it. Leave it out.",
    ],
  ])("%s is refused", (_, input, options, message) => {
    expect(() => filter(input, [kernelFrom("1 2 1", 1)], { mode: "conv", ...options })).toThrow(message);
  });

  test("is refused where it overlaps the input, and only there", () => {
    const memory = new Uint8Array(10);
    const input = signalFrom(memory.subarray(0, 5));
    const call = (out: Uint8Array) => filter(input, [kernelFrom("1 2 1", 1)], { out }).signal.data;
    expect(() => call(memory.subarray(4, 9))).toThrow(
      "out: it lies in the memory of the input, which is read to the end. Give another array.",
    );
    expect(call(memory.subarray(5))).toHaveLength(5);
  });
});
