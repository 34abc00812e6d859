/** Integer results are the same samples, and the same accounts, from every method and from both sets of routines. */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { axisBorder, type BorderKind } from "../../src/base/border.js";
import { UserError } from "../../src/base/errors.js";
import { type FilterOptions, type Method, RANGE_MAPS, ROUNDINGS } from "../../src/base/options.js";
import type { Signal } from "../../src/base/signal.js";
import { FUSED } from "../../src/engine/fused/all.js";
import { forceRoutines, type RoutineSet } from "../../src/routines/load.js";
import { kernelFrom } from "../../src/tasks/arrays.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { mulberry } from "../support/random.js";
import { plane } from "../support/signals.js";

afterEach(() => {
  forceRoutines(undefined);
});

const KERNELS = [
  "gaussian:sigma=1",
  "gaussian:sigma=0.6",
  "gaussian:sigma=2.3",
  "box:3",
  "box:4x2",
  "box:7",
  "binomial:5",
  "sobel:x",
  "sharpen",
  "emboss",
  "laplacian",
  "disk:2",
  "motion:len=5,angle=30",
  "log:sigma=0.8",
  "0.1 0.2 0.3; 0.2 0.4 0.6",
  "1/3 1/3 1/3; 1/3 1/3 1/3",
  "1;2;1",
  "-0.5,0,0.5",
  "0.5 0.5; 0.5 0.5",
];

/** Kernels of whole taps, over a divisor or not. */
const WHOLE = /^(box|binomial|sobel|sharpen|emboss|laplacian|disk|1|0\.5|-0\.5)/;

const PICTURES = ["noise", "constant", "checkerboard", "steps", "extremes"] as const;
type Picture = (typeof PICTURES)[number];

function picture(
  kind: Picture,
  width: number,
  height: number,
  channels: number,
  type: "u8" | "u16" | "i16",
  seed: number,
): Signal {
  const random = mulberry(seed);
  const [least, greatest] = type === "u8" ? [0, 255] : type === "u16" ? [0, 65535] : [-32768, 32767];
  const values = Array.from({ length: width * height * channels }, (_, i) => {
    const p = Math.floor(i / channels);
    const [x, y] = [p % width, Math.floor(p / width)];
    if (kind === "constant") return 100;
    if (kind === "checkerboard") return (x + y) % 2 === 0 ? least : greatest;
    if (kind === "steps") return x < width / 2 ? 17 : 18 + (y % 2);
    if (kind === "extremes") return random() < 0.5 ? least : greatest;
    return least + Math.floor(random() * (greatest - least + 1));
  });
  return plane(values, { width, height, channels, rank: 2 }, type, { medium: "raster" });
}

const calls = fc.record({
  kernel: fc.constantFrom(...KERNELS),
  kind: fc.constantFrom(...PICTURES),
  width: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom(255, 256, 257, 530)),
  height: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 9 }) }, fc.constantFrom(33, 70)),
  channels: fc.integer({ min: 1, max: 3 }),
  type: fc.constantFrom<"u8" | "u16" | "i16">("u8", "u8", "u16", "i16"),
  border: fc.constantFrom<BorderKind>("constant", "replicate", "symmetric", "reflect101", "wrap", "odd"),
  value: fc.constantFrom(0, 7, 0.5),
  round: fc.constantFrom(...ROUNDINGS),
  map: fc.constantFrom(...RANGE_MAPS.filter((m) => m !== "offset")),
  scale: fc.constantFrom(1, 1, 2, 3, -1, 0.7),
  offset: fc.constantFrom(0, 0, 12, 0.25),
  mode: fc.constantFrom<"conv" | "xcorr">("conv", "xcorr"),
  size: fc.constantFrom<"same" | "full">("same", "full"),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

/** Bytes are compared at once; elements one by one would take most of the time. */
const bytesOf = ({ data }: Signal): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/** The result, or undefined where the method cannot do it. */
function result(input: Signal, kernel: string, options: FilterOptions, method: Method, set: RoutineSet) {
  forceRoutines(set);
  try {
    const { signal, report } = filter(input, [kernelFrom(kernel, 2)], { ...options, method });
    return { bytes: bytesOf(signal), clipped: report.clipped, method: report.stages[0].method };
  } catch (error) {
    if (method === "separable" && error instanceof UserError) return undefined;
    throw error;
  }
}

describe("integer results", () => {
  test("are the same bytes from direct, separable, fft and auto, compiled and plain", () => {
    const ways = new Set<string>();
    fc.assert(
      fc.property(calls, (c) => {
        // The contract leaves out `stretch` with real taps: its range is that of inexact sums.
        fc.pre(c.map !== "stretch" || WHOLE.test(c.kernel));
        const input = picture(c.kind, c.width, c.height, c.channels, c.type, c.seed);
        const { round, map, scale, offset, mode, size } = c;
        const options: FilterOptions = { round, map, scale, offset, mode, size, border: axisBorder(c.border, c.value) };
        const expected = result(input, c.kernel, options, "fft", "reference");
        for (const set of ["compiled", "reference"] as const) {
          for (const method of ["direct", "separable", "auto"] as const) {
            const found = result(input, c.kernel, options, method, set);
            if (!found) continue;
            ways.add(found.method);
            expect(found.clipped).toEqual(expected?.clipped);
            if (!found.bytes.equals(expected!.bytes)) expect([...found.bytes]).toEqual([...expected!.bytes]);
          }
        }
      }),
      { numRuns: 400 },
    );
    // Proof that each way really ran.
    const all = [
      ...["box", "direct", "direct-dense", "direct-few", "direct-rounded", "direct-wide"],
      ...["separable-exact", "separable-near", "separable-wide"],
    ];
    expect([...ways].sort()).toEqual(expect.arrayContaining(all));
  });

  test("are the same under renormalize, whose inside goes a fused way and whose edges do not", () => {
    for (const kernel of ["gaussian:sigma=1", "box:5", "0.1 0.2 0.3; 0.2 0.4 0.6; 0 0 0.4"]) {
      for (const size of ["same", "full"] as const) {
        const input = picture("noise", 57, 43, 3, "u8", 9);
        const options: FilterOptions = { mode: "conv", size, border: axisBorder("renormalize"), offset: 3 };
        const [fast, plain] = (["auto", "fft"] as const).map((m) => result(input, kernel, options, m, "compiled"));
        expect(FUSED.map(({ name }) => name)).toContain(fast?.method);
        expect(fast).toEqual({ ...plain, method: fast?.method });
      }
    }
  });

  test("are the same for colours over their alpha", () => {
    const ways = new Set<string>();
    for (const kernel of ["gaussian:sigma=1", "gaussian:sigma=2.3", "box:3", "box:4x2", "binomial:5", "disk:2"]) {
      for (const border of ["replicate", "constant", "wrap", "renormalize"] as const) {
        for (const round of ["half-even", "half-up", "floor"] as const) {
          const noise = picture(border === "wrap" ? "extremes" : "noise", 61, 47, 4, "u8", 3);
          const input: Signal = { ...noise, about: { ...noise.about, alpha: true } };
          const options: FilterOptions = { mode: "conv", round, border: axisBorder(border, 9), scale: 0.9 };
          const [fast, plain] = (["auto", "fft"] as const).map((m) => result(input, kernel, options, m, "compiled"));
          ways.add(fast?.method ?? "");
          expect({ ...fast, method: "" }, `${kernel} ${border} ${round}`).toEqual({ ...plain, method: "" });
        }
      }
    }
    expect(ways).toContain("separable-premultiplied");
  });

  test("are the same where a picture is done in many parts, across and down", () => {
    for (const [width, height, channels] of [
      [9001, 75, 3],
      [30001, 41, 1],
    ]) {
      const input = picture("noise", width, height, channels, "u8", 5);
      for (const kernel of [
        "box:5",
        "gaussian:sigma=1",
        "sobel:x",
        "disk:2",
        "binomial:3",
        "0.11 0.2 0.3; 0.2 0.4 -0.6",
      ]) {
        const border = kernel.startsWith("box") ? "odd" : "reflect101";
        const options: FilterOptions = { mode: "xcorr", border: axisBorder(border) };
        const [fast, plain] = (["auto", "fft"] as const).map((m) => result(input, kernel, options, m, "compiled"));
        expect(fast?.clipped).toEqual(plain?.clipped);
        expect(fast!.bytes.equals(plain!.bytes), kernel).toBe(true);
      }
    }
  });
});
