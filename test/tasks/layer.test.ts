/** Layers against their definition, their laws, and each way of computing them against the others. */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import type { LayerOptions } from "../../src/base/layer.js";
import { sizeOfShape, type TypedTensor } from "../../src/base/tensor.js";
import { forceRoutines } from "../../src/routines/load.js";
import { layer } from "../../src/tasks/layer/layer.js";
import { type NaiveLayer, naiveLayer } from "../support/naive-layer.js";

afterEach(() => {
  forceRoutines(undefined);
});

/** Numbers −1 … 1 from a seed (Lehmer's generator). */
function numbers(length: number, seed: number): number[] {
  let state = seed + 1;
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  });
}

const single = (shape: readonly number[], seed: number): TypedTensor => ({
  shape,
  data: Float32Array.from(numbers(sizeOfShape(shape), seed)),
});
const double = (shape: readonly number[], seed: number): TypedTensor => ({
  shape,
  data: Float64Array.from(numbers(sizeOfShape(shape), seed)),
});

interface Call {
  readonly x: readonly number[];
  readonly w: readonly number[];
  readonly options: NaiveLayer;
  readonly biased: boolean;
}

/** Calls of every shape that fit. */
const calls = fc
  .record({
    rank: fc.integer({ min: 1, max: 3 }),
    batch: fc.integer({ min: 1, max: 2 }),
    groups: fc.integer({ min: 1, max: 3 }),
    inputs: fc.integer({ min: 1, max: 4 }),
    outputs: fc.integer({ min: 1, max: 6 }),
    mode: fc.constantFrom("conv" as const, "xcorr" as const),
    transposed: fc.boolean(),
    biased: fc.boolean(),
    axes: fc.array(
      fc.record({
        input: fc.integer({ min: 1, max: 11 }),
        taps: fc.integer({ min: 1, max: 4 }),
        stride: fc.integer({ min: 1, max: 3 }),
        dilation: fc.integer({ min: 1, max: 3 }),
        before: fc.integer({ min: 0, max: 3 }),
        after: fc.integer({ min: 0, max: 3 }),
        more: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: 3, maxLength: 3 },
    ),
  })
  .map(({ rank, batch, groups, inputs, outputs, mode, transposed, biased, axes }): Call => {
    const own = axes.slice(0, rank).map((a) => {
      const reach = (a.taps - 1) * a.dilation + 1;
      const least = transposed ? 1 : Math.max(1, reach - a.before - a.after);
      const input = Math.max(a.input, least);
      const made = (input - 1) * a.stride + reach + a.more;
      return { ...a, input, ...(transposed && made <= a.before + a.after ? { before: 0, after: 0 } : {}) };
    });
    const kernel = own.map((a) => a.taps);
    return {
      x: [batch, inputs * groups, ...own.map((a) => a.input)],
      w: transposed ? [inputs * groups, outputs, ...kernel] : [outputs * groups, inputs, ...kernel],
      biased,
      options: {
        mode,
        transposed,
        groups,
        stride: own.map((a) => a.stride),
        dilation: own.map((a) => a.dilation),
        before: own.map((a) => a.before),
        after: own.map((a) => a.after),
        outputPadding: own.map((a) => (transposed ? a.more : 0)),
      },
    };
  });

const outputsOf = ({ w, options }: Call): number => (options.transposed ? w[1] * options.groups : w[0]);

function optionsOf({ options }: Call, bias?: TypedTensor): LayerOptions {
  const { before, after, outputPadding, transposed, ...rest } = options;
  return {
    ...rest,
    padding: before.map((b, i) => ({ before: b, after: after[i] })),
    ...(transposed ? { transposed, outputPadding } : {}),
    ...(bias ? { bias } : {}),
  };
}

/** The greatest distance of two arrays. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);

const bytesOf = ({ data }: TypedTensor): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");

/** No stride, no padding. */
const NEXT: NaiveLayer = {
  mode: "xcorr",
  transposed: false,
  groups: 1,
  stride: [1, 1],
  dilation: [1, 1],
  before: [0, 0],
  after: [0, 0],
  outputPadding: [0, 0],
};

describe("any layer", () => {
  test("is its definition, within the bound that it states, in f32 and in f64, by either set of routines", () => {
    fc.assert(
      fc.property(calls, fc.constantFrom(single, double), fc.nat(1e6), (call, make, seed) => {
        const [x, w] = [make(call.x, seed), make(call.w, seed + 1)];
        const bias = call.biased ? make([outputsOf(call)], seed + 2) : undefined;
        const expected = naiveLayer(x, w, call.options, bias?.data);
        forceRoutines("compiled");
        const { output, report } = layer(x, w, optionsOf(call, bias));
        expect(output.shape).toEqual(expected.shape);
        expect(output.data.constructor).toBe(x.data.constructor);
        expect(apart(output.data, expected.data)).toBeLessThanOrEqual(report.computed.errorBound ?? -1);
        // A bound that says nothing would hold as well: it grows with the products of a sum, no faster.
        const products = sizeOfShape(call.w.slice(1)) * (call.options.transposed ? call.w[0] : 1);
        expect(report.computed.errorBound).toBeLessThan((make === single ? 1e-3 : 1e-12) * Math.max(1, products / 128));
        forceRoutines("reference");
        const plain = layer(x, w, optionsOf(call, bias));
        expect(plain.report.computed.routines).toBe("reference");
        expect(bytesOf(plain.output)).toBe(bytesOf(output));
      }),
      { numRuns: 300 },
    );
  });

  test("under conv is the one under xcorr with the flipped kernels", () => {
    fc.assert(
      fc.property(calls, fc.nat(1e6), (call, seed) => {
        const [x, w] = [single(call.x, seed), single(call.w, seed + 1)];
        const taps = sizeOfShape(call.w.slice(2));
        const flipped = w.data.map((_, i) => w.data[i - (i % taps) + taps - 1 - (i % taps)]);
        const options = optionsOf(call);
        const conv = layer(x, w, { ...options, mode: "conv" });
        const xcorr = layer(x, { shape: w.shape, data: flipped }, { ...options, mode: "xcorr" });
        expect(bytesOf(conv.output)).toBe(bytesOf(xcorr.output));
        expect(conv.report.flipMatters).toBe(bytesOf(w) !== bytesOf({ shape: [], data: flipped }));
      }),
      { numRuns: 100 },
    );
  });

  test("has its transposed layer as adjoint: ⟨layer(x), y⟩ = ⟨x, transposed(y)⟩", () => {
    fc.assert(
      fc.property(calls, fc.nat(1e6), (call, seed) => {
        fc.pre(!call.options.transposed);
        const [x, w] = [double(call.x, seed), double(call.w, seed + 1)];
        const options = optionsOf(call);
        const there = layer(x, w, options).output;
        const y = double(there.shape, seed + 2);
        // Samples at the end that no window reached are outputs more of the adjoint.
        const { stride, dilation, before, after } = call.options;
        const outputPadding = stride.map((s, i) => {
          const padded = call.x[i + 2] + before[i] + after[i];
          return padded - ((call.w[i + 2] - 1) * dilation[i] + 1) - (there.shape[i + 2] - 1) * s;
        });
        const back = layer(y, w, { ...options, transposed: true, outputPadding }).output;
        expect(back.shape).toEqual(x.shape);
        const product = (a: ArrayLike<number>, b: ArrayLike<number>) =>
          Array.from(a).reduce((sum, v, i) => sum + v * b[i], 0);
        expect(Math.abs(product(there.data, y.data) - product(x.data, back.data))).toBeLessThan(1e-10);
      }),
      { numRuns: 200 },
    );
  });
});

describe("layers that are cut into tiles", () => {
  const cases: [string, number[], number[], Partial<NaiveLayer>][] = [
    ["rows", [1, 24, 90, 90], [2, 24, 3, 3], { before: [1, 1], after: [1, 1] }],
    ["rows of phases", [1, 24, 181, 80], [3, 24, 3, 2], { stride: [2, 3], dilation: [2, 1] }],
    ["columns", [1, 2, 150001], [2, 2, 3], { stride: [1], before: [4], after: [0] }],
    ["columns, transposed", [1, 1, 120001], [1, 2, 3], { stride: [2], before: [1], after: [1], transposed: true }],
    ["columns of one row of many channels", [1, 300, 1, 700], [2, 300, 1, 4], { before: [0, 2], after: [0, 1] }],
  ];

  test.each(cases)("by %s are their definition", (_, xShape, wShape, given) => {
    const each = wShape.slice(2);
    const all = (n: number) => each.map(() => n);
    const plain = { stride: all(1), dilation: all(1), before: all(0), after: all(0), outputPadding: all(0) };
    const options: NaiveLayer = { ...NEXT, ...plain, ...given };
    const call = { x: xShape, w: wShape, options, biased: false };
    const [x, w] = [single(xShape, 3), single(wShape, 4)];
    const expected = naiveLayer(x, w, options);
    const { output, report } = layer(x, w, optionsOf(call));
    expect(output.shape).toEqual(expected.shape);
    expect(apart(output.data, expected.data)).toBeLessThanOrEqual(report.computed.errorBound ?? -1);
  });

  test("meet nothing of what was in their memory before", () => {
    const [x, w] = [single([1, 5, 9, 9], 1), single([7, 5, 3, 3], 2)];
    const bad = { shape: [1, 20, 60, 60], data: new Float32Array(72000).fill(Number.NaN) };
    forceRoutines("reference");
    const plain = layer(x, w, { padding: 1 }).output;
    forceRoutines("compiled");
    layer(bad, single([9, 20, 3, 3], 3), { padding: 1 });
    expect(bytesOf(layer(x, w, { padding: 1 }).output)).toBe(bytesOf(plain));
  });
});

describe("whole numbers", () => {
  const bytes = (shape: readonly number[], seed: number): TypedTensor => ({
    shape,
    data: Uint8Array.from(numbers(sizeOfShape(shape), seed), (v) => 127.5 + 127.5 * v),
  });

  test("are summed exactly, where f32 holds the sums and where it does not", () => {
    for (const [channels, sums] of [
      [3, "f32"],
      [64, "f64"],
    ] as const) {
      const [x, w] = [bytes([1, channels, 9, 9], 1), bytes([5, channels, 3, 3], 2)];
      const wZeroPoint = [0, 17, 128, 200, 255];
      const { output, report } = layer(x, w, { xZeroPoint: 3, wZeroPoint, padding: 1 });
      const options = { ...NEXT, before: [1, 1], after: [1, 1] };
      const shifted = {
        shape: w.shape,
        data: Array.from(w.data, (v, i) => v - wZeroPoint[Math.floor(i / (9 * channels))]),
      };
      const expected = naiveLayer({ shape: x.shape, data: Array.from(x.data, (v) => v - 3) }, shifted, options);
      expect(output.data).toEqual(Int32Array.from(expected.data));
      expect([report.form, report.computed.sums, report.computed.errorBound]).toEqual(["integer", sums, 0]);
    }
  });

  test("beyond i32 stop at its ends and are counted", () => {
    const x = { shape: [1, 1, 3], data: Uint16Array.of(65535, 65535, 0) };
    const w = { shape: [1, 1, 1], data: Int16Array.of(-32768) };
    const far = layer({ ...x, data: Uint16Array.of(65535, 1, 0) }, { shape: [1, 1, 1], data: Uint16Array.of(65535) });
    expect([...far.output.data]).toEqual([2147483647, 65535, 0]);
    expect(far.report.clipped).toEqual({ count: 1, of: 3 });
    expect([...layer(x, w).output.data]).toEqual([-2147450880, -2147450880, 0]);
  });

  test("with scales are rounded once, halves to even, and stop at the ends of a byte", () => {
    const x = { shape: [1, 8], data: Int8Array.of(-128, -3, -1, 0, 1, 3, 5, 127) };
    const w = { shape: [2, 1, 1], data: Int8Array.of(1, 1) };
    const options = { xScale: 0.5, wScale: [1, 0.1], yScale: 1, yZeroPoint: 100, depth: "u8" } as const;
    const { output, report } = layer(x, w, options);
    expect(output.shape).toEqual([2, 8]);
    expect([...output.data]).toEqual([36, 98, 100, 100, 100, 102, 102, 164, 94, 100, 100, 100, 100, 100, 100, 106]);
    // Odd samples of the first channel lie halfway, and are decided exactly.
    expect(report.recomputed).toBe(6);
    expect(report.clipped.count).toBe(0);
    const low = layer(x, w, { ...options, yZeroPoint: 0 });
    expect([...low.output.data.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 2, 2, 64]);
  });
});

describe("what stands for a shape", () => {
  const w = single([2, 1, 3, 3], 1);

  test("a batch of one, and a channel of one, may be left out", () => {
    const data = single([1, 1, 7, 8], 3).data;
    const whole = layer({ shape: [1, 1, 7, 8], data }, w).output;
    expect(whole.shape).toEqual([1, 2, 5, 6]);
    for (const shape of [
      [1, 7, 8],
      [7, 8],
    ]) {
      const { output } = layer({ shape, data }, w);
      expect(output.shape).toEqual([2, 5, 6]);
      expect(bytesOf(output)).toBe(bytesOf(whole));
    }
  });

  test("same-upper and same-lower make ceil(n / stride) outputs, the odd zero after or before", () => {
    const x = single([1, 1, 7, 10], 1);
    const four = single([1, 1, 4, 4], 2);
    for (const [padding, before, after] of [
      ["same-upper", 1, 2],
      ["same-lower", 2, 1],
    ] as const) {
      const { report } = layer(x, four, { padding });
      expect(report.axes.map((a) => [a.before, a.after, a.output])).toEqual([
        [before, after, 7],
        [before, after, 10],
      ]);
      expect(layer(x, four, { padding, stride: 3 }).output.shape).toEqual([1, 1, 3, 4]);
      expect(layer(x, four, { padding, stride: 3, transposed: true }).output.shape).toEqual([1, 1, 21, 30]);
    }
  });

  test("NaN reaches exactly the outputs whose window holds it, zero weights included", () => {
    const x = single([1, 1, 5, 5], 1);
    x.data[12] = Number.NaN;
    const { output, report } = layer(x, { shape: [1, 1, 3, 3], data: new Float32Array(9) }, { padding: 1 });
    const bad = [...output.data].flatMap((v, i) => (Number.isNaN(v) ? [i] : []));
    expect(bad).toEqual([6, 7, 8, 11, 12, 13, 16, 17, 18]);
    expect(report.computed.errorBound).toBe(null);
  });
});

test.each<[string, TypedTensor, TypedTensor, LayerOptions, number]>([
  [
    "weights: 2×3×3×3 are for 3 input channels, and input has 4. Give weights for as many channels as there are.",
    single([1, 4, 5, 5], 1),
    single([2, 3, 3, 3], 1),
    {},
    3,
  ],
  [
    "weights: 4×2×3×3 are for 2 input channels, and input has 4. Are there 2 groups?",
    single([1, 4, 5, 5], 1),
    single([4, 2, 3, 3], 1),
    {},
    3,
  ],
  [
    "--groups: 2 groups do not divide the 3 output channels of weights. Give a divisor.",
    single([1, 4, 5, 5], 1),
    single([3, 2, 3, 3], 1),
    { groups: 2 },
    2,
  ],
  [
    "input: the kernel spans 5 along x, and the padded input has 4. Use more padding, or a smaller kernel or dilation.",
    single([1, 1, 6, 4], 1),
    single([1, 1, 3, 3], 1),
    { dilation: 2 },
    3,
  ],
  [
    "weights: weights of 2 axes (3×3). Give out-channels × in-channels × a kernel of 1 to 3 axes.",
    single([1, 1, 6, 4], 1),
    single([3, 3], 1),
    {},
    3,
  ],
  [
    "bias: a bias of shape 3 for 2 output channels. Give one number for each.",
    single([1, 1, 6, 4], 1),
    single([2, 1, 1, 1], 1),
    { bias: single([3], 1) },
    3,
  ],
  [
    "weights: element 1 of the weights is NaN. Give finite weights.",
    single([1, 4], 1),
    { shape: [2, 1, 2], data: Float32Array.of(1, Number.NaN, 3, 4) },
    {},
    3,
  ],
  [
    "weights: element 2 of the weights is -Infinity. Give finite weights.",
    single([1, 4], 1),
    { shape: [2, 1, 2], data: Float32Array.of(1, 2, -Infinity, 4) },
    {},
    3,
  ],
  [
    "--output-padding: only a transposed layer has outputs more at its end. Leave it out.",
    single([1, 4], 1),
    single([1, 1, 2], 1),
    { outputPadding: 1 },
    2,
  ],
  [
    "--x-scale: a quantised layer needs the scales of input, weights and output, and one is given. Give all three.",
    { shape: [1, 4], data: new Uint8Array(4) },
    { shape: [1, 1, 2], data: new Int8Array(2) },
    { xScale: 0.5 },
    2,
  ],
  [
    "--w-zero-point: 200 is no i8. Give a whole number from -128 to 127.",
    { shape: [1, 4], data: new Uint8Array(4) },
    { shape: [1, 1, 2], data: new Int8Array(2) },
    { wZeroPoint: 200 },
    2,
  ],
  ["--stride: 0 is no whole number from 1 up. Give one.", single([1, 4], 1), single([1, 1, 2], 1), { stride: 0 }, 2],
])("refuses: %s", (message, x, w, options, exitCode) => {
  let error: unknown;
  try {
    layer(x, w, options);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(UserError);
  expect([(error as UserError).message, (error as UserError).exitCode]).toEqual([message, exitCode]);
});
