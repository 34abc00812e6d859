import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import type { FilterOptions, Method, Mode } from "../../src/base/options.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { exact, over, rounded } from "../support/fractions.js";
import { mulberry } from "../support/random.js";
import { list, plane, taps } from "../support/signals.js";

const METHODS: readonly Method[] = ["direct", "fft", "auto"];
const MODES: readonly Mode[] = ["conv", "xcorr"];

const whole = (length: number, seed: number, least = 0, greatest = 255): number[] => {
  const uniform = mulberry(seed);
  return Array.from({ length }, () => least + Math.floor(uniform() * (greatest - least + 1)));
};

/** The full convolution of two kernels given as rows. */
function convolved(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  const out = Array.from({ length: a.length + b.length - 1 }, () =>
    Array.from({ length: a[0].length + b[0].length - 1 }, () => 0),
  );
  for (const [y, row] of a.entries()) {
    for (const [x, v] of row.entries()) {
      for (const [j, other] of b.entries()) for (const [i, w] of other.entries()) out[y + j][x + i] += v * w;
    }
  }
  return out;
}

const A = [
  [1, -2, 3],
  [0, 4, 1],
  [5, 1, -1],
];
const B = [
  [2, 1, 0],
  [-1, 3, 1],
  [1, 0, 2],
];

describe("a chain of kernels", () => {
  test("equals the convolved kernel where no window leaves the input, and everywhere in full and valid size", () => {
    const [width, height] = [13, 11];
    const input = plane(whole(width * height, 1), { width, height });
    const both = taps(convolved(A, B));
    for (const mode of MODES) {
      for (const method of METHODS) {
        for (const size of ["full", "valid"] as const) {
          const chain = filter(input, [taps(A), taps(B)], { mode, method, size });
          const once = filter(input, [both], { mode, method, size });
          expect(Array.from(chain.signal.data), `${mode} ${size}`).toEqual(Array.from(once.signal.data));
          expect(chain.report.output.first).toEqual(once.report.output.first);
        }
        const border = axisBorder("replicate");
        const chain = filter(input, [taps(A), taps(B)], { mode, method, border }).signal.data;
        const once = filter(input, [both], { mode, method, border }).signal.data;
        let differ = 0;
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const inner = x >= 2 && y >= 2 && x < width - 2 && y < height - 2;
            if (inner) expect(chain[y * width + x]).toBe(once[y * width + x]);
            else if (chain[y * width + x] !== once[y * width + x]) differ++;
          }
        }
        // The border acts at each stage, which one kernel cannot tell.
        expect(differ).toBeGreaterThan(10);
      }
    }
  });

  test("is neither rounded nor saturated between its kernels", () => {
    for (const method of METHODS) {
      const input = plane([200, 201, 202, 203], { width: 4 }, "u8");
      const half = list([1], { divisor: { num: 2n, den: 1n } });
      expect(Array.from(filter(input, [half, list([2])], { method }).signal.data)).toEqual([200, 201, 202, 203]);
      const { signal, report } = filter(input, [list([-100]), list([-0.01])], { method, round: "half-up" });
      expect([Array.from(signal.data), report.clipped.count]).toEqual([[200, 201, 202, 203], 0]);
    }
  });

  test("strides at its last kernel only", () => {
    const values = whole(20, 2);
    for (const mode of MODES) {
      for (const method of METHODS) {
        const options: FilterOptions = { mode, method, border: axisBorder("symmetric") };
        const kernels = [list([1, 2, 4]), list([1, 3])];
        const dense = filter(plane(values, { width: 20 }), kernels, options).signal.data;
        const { signal, report } = filter(plane(values, { width: 20 }), kernels, { ...options, stride: [3, 1] });
        expect(Array.from(signal.data)).toEqual(Array.from(dense).filter((_, i) => i % 3 === 0));
        expect([signal.about.rows, report.output.stride]).toEqual([{ first: 0, step: 3 }, [3, 1]]);
      }
    }
  });

  test("a kernel's own scale and offset act at its stage, the call's at the end", () => {
    for (const method of METHODS) {
      const kernels = [list([1], { scale: 2, offset: 10 }), list([3], { scale: 4, offset: -1 })];
      const { signal } = filter(plane([0, 2, 4, 8], { width: 4 }), kernels, { method, scale: 0.5, offset: 100 });
      // ((x/2 + 10)·3/4 − 1)/0.5 + 100
      expect(Array.from(signal.data)).toEqual([113, 114.5, 116, 119]);
    }
  });

  test("the offset of an early stage is filtered by the next, the border of which does not know it", () => {
    const kernels = [list([1], { offset: 5 }), list([1, 1])];
    const { signal } = filter(plane([1, 2, 3], { width: 3 }), kernels, { mode: "conv" });
    expect(Array.from(signal.data)).toEqual([6, 13, 15]);
  });

  test("whole taps and divisors that are powers of two are exact in u8", () => {
    const samples = whole(400, 4);
    const [first, second] = [
      [1, 2, 1],
      [1, 3, 3, 1],
    ];
    const both = convolved([first], [second])[0];
    for (const method of METHODS) {
      const kernels = [first, second].map((k, i) => list(k, { divisor: { num: i === 0 ? 4n : 8n, den: 1n } }));
      const options: FilterOptions = { mode: "conv", method, size: "valid", scale: 1.5 };
      const { signal } = filter(plane(samples, { width: 400 }, "u8"), kernels, options);
      const expected = Array.from({ length: 395 }, (_, i) => {
        const sum = both.reduce((s, k, j) => s + k * samples[i + 5 - j], 0);
        return rounded(over(exact(sum), exact(48)));
      });
      expect(Array.from(signal.data), method).toEqual(expected);
    }
  });
});

describe("--padding", () => {
  const run = (x: number, numbers: number[], options: FilterOptions): number[] =>
    Array.from(
      filter(
        plane(
          Array.from({ length: x }, (_, i) => i + 1),
          { width: x },
        ),
        [list(numbers)],
        { mode: "xcorr", ...options },
      ).signal.data,
    );

  test("the numbers of TensorFlow, ONNX and PyTorch", () => {
    for (const method of METHODS) {
      expect(run(6, [1, 0, 0], { method, padding: "same-upper", stride: [2, 1] })).toEqual([1, 3, 5]);
      expect(run(6, [1, 0, 0], { method, padding: { left: 1, top: 0, right: 1, bottom: 0 }, stride: [2, 1] })).toEqual([
        0, 2, 4,
      ]);
      expect(run(7, [1, 0, 0, 0], { method, padding: "same-upper", stride: [2, 1] })).toEqual([0, 2, 4, 6]);
      expect(run(7, [1, 0, 0, 0], { method, padding: "same-lower", stride: [2, 1] })).toEqual([0, 1, 3, 5]);
    }
  });

  test("its border is constant 0 for pictures too, unless another is given", () => {
    const dot = plane([9], { width: 1, height: 1, rank: 2 }, "u8", { medium: "raster" });
    const options: FilterOptions = { padding: { left: 1, top: 0, right: 1, bottom: 1 } };
    const framed = filter(dot, [list([1])], options);
    expect([framed.signal.width, framed.signal.height, Array.from(framed.signal.data)]).toEqual([
      3,
      2,
      [0, 9, 0, 0, 0, 0],
    ]);
    expect([framed.report.border, framed.report.output.first]).toEqual(["constant:0", [-1, 0]]);
    const edge = filter(dot, [list([1])], { ...options, border: axisBorder("replicate") });
    expect(Array.from(edge.signal.data)).toEqual([9, 9, 9, 9, 9, 9]);
  });

  test("in two dimensions, with dilation", () => {
    const grid = plane(
      Array.from({ length: 12 }, (_, i) => i + 1),
      { width: 4, height: 3 },
    );
    const corner = taps([
      [1, 0],
      [0, 0],
    ]);
    const options: FilterOptions = { mode: "xcorr", padding: "same-lower", dilation: [2, 1] };
    // Three columns and two rows under the taps: one column each side, one row above.
    expect(Array.from(filter(grid, [corner], options).signal.data)).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 0, 5, 6, 7]);
  });
});
