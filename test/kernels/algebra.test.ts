import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { type Kernel, kernelOf } from "../../src/base/kernel.js";
import type { KernelNorm } from "../../src/base/options.js";
import { add, divide, fromNumber, multiply, type Rational, rational, toNumber } from "../../src/base/rational.js";
import {
  absoluteSum,
  gain,
  imagGain,
  integerTaps,
  normalizeKernel,
  peak,
  rootEnergy,
} from "../../src/kernels/algebra.js";
import { exactSum } from "../../src/kernels/exact.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
import { symmetry } from "../../src/kernels/symmetry.js";
import { parseKernelText } from "../../src/kernels/text.js";

const inline = (text: string): Kernel => parseKernelText(text, "--kernel");
const list = (...taps: number[]): Kernel => kernelOf(Float64Array.from(taps), { width: taps.length });

function refusal(k: Kernel, norm: KernelNorm): [message: string, exitCode: number] {
  try {
    normalizeKernel(k, norm);
  } catch (e) {
    if (e instanceof UserError) return [e.message, e.exitCode];
    throw e;
  }
  return ["accepted", 0];
}

describe("a kernel from numbers", () => {
  it("takes any list of numbers, and no other count of them than its shape has", () => {
    const kernel = kernelOf([1, 2, 3, 4], { width: 2, height: 2 });
    expect([kernel.taps, kernel.rank]).toEqual([Float64Array.of(1, 2, 3, 4), 2]);
    const taps = Float64Array.of(1, 2);
    expect(kernelOf(taps, { width: 2 }).taps).toBe(taps);
    for (const [n, shape, words] of [
      [2, { width: 3 }, "3×1 × 1 channel cannot be made of 2 taps"],
      [3, { width: 2 }, "2×1 × 1 channel cannot be made of 3 taps"],
      [4, { width: 2, height: 2, channels: 3 }, "2×2 × 3 channels cannot be made of 4 taps"],
      [5, { width: 0 }, "0×1 × 1 channel cannot be made of 5 taps"],
    ] as const) {
      const message = `kernel: ${words}. Give width · height · channels taps.`;
      expect(() => kernelOf(new Float64Array(n), shape)).toThrow(expect.objectContaining({ message, exitCode: 2 }));
    }
  });
});

describe("exact sums", () => {
  it("equal the sum of the exact values, whatever cancels", () => {
    expect(exactSum([1e300, 1, -1e300, 0.1, -0.1])).toEqual(rational(1n));
    expect(exactSum([9007199254740991, 9007199254740991, 1])).toEqual(rational(18014398509481983n));
    expect(exactSum([5e-324, 1])).toEqual(add(fromNumber(5e-324), rational(1n)));
    expect(exactSum([])).toEqual(rational(0n));
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (values) => {
        expect(exactSum(values)).toEqual(values.map(fromNumber).reduce(add, rational(0n)));
      }),
    );
  });
});

describe("gain and size of a kernel", () => {
  it("count the divisor in the gain and not in the others", () => {
    const k = inline("1/4 -1/4 3/4");
    expect(gain(k)).toEqual(rational(3n, 4n));
    expect([absoluteSum(k), peak(k), rootEnergy(k)]).toEqual([rational(5n), rational(3n), Math.sqrt(11)]);
    const third = inline("1/3 -0.1");
    expect(gain(third)).toEqual(add(rational(1n, 3n), fromNumber(-0.1)));
    expect(peak(third)).toEqual(rational(1n, 3n));
  });

  it("know complex taps and several channels", () => {
    const k = inline("3+4i, -1j");
    expect([gain(k), imagGain(k)]).toEqual([rational(3n), rational(3n)]);
    expect([absoluteSum(k), peak(k), rootEnergy(k)]).toEqual([rational(6n), rational(5n), Math.sqrt(26)]);
    const rgb = kernelOf(Float64Array.of(1, 2, 3, 4, 5, 6), { width: 2, channels: 3 });
    expect([0, 1, 2].map((c) => gain(rgb, c))).toEqual([rational(5n), rational(7n), rational(9n)]);
    expect(imagGain(rgb, 1)).toEqual(rational(0n));
  });

  it("neither overflow nor vanish in the root of the energy", () => {
    expect(rootEnergy(list(3e200, 4e200))).toBeCloseTo(5e200, -186);
    expect(rootEnergy(list(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 14);
    expect(rootEnergy(list(0, 0))).toBe(0);
  });
});

describe("normalising a kernel", () => {
  it("sets the divisor that the word says", () => {
    const k = list(1, -2, 5);
    const divisors = (["sum", "abs", "peak", "energy"] as const).map((norm) =>
      toNumber(normalizeKernel(k, norm).divisor),
    );
    expect(divisors).toEqual([4, 8, 5, Math.sqrt(30)]);
    expect(normalizeKernel(k, "none")).toBe(k);
  });

  it("takes the place of a divisor and a scale that were there, and leaves offset and taps", () => {
    const k: Kernel = { ...inline("1/9 1/9 1/9"), scale: 2, offset: 7 };
    const n = normalizeKernel(k, "sum");
    expect([n.divisor, n.scale, n.offset, n.taps]).toEqual([rational(3n), undefined, 7, k.taps]);
    expect(gain(n)).toEqual(rational(1n));
  });

  it("makes the gain exactly 1 for any f64 taps, and 1 or −1 times positive for negative sums", () => {
    expect(gain(normalizeKernel(list(0.1, 0.2, 0.3), "sum"))).toEqual(rational(1n));
    expect(gain(normalizeKernel(list(-1, -2), "sum"))).toEqual(rational(1n));
    expect(gain(normalizeKernel(inline("1/3 0.1"), "sum"))).toEqual(rational(1n));
  });

  it("normalises channels each by itself, exactly", () => {
    const rgb = kernelOf(Float64Array.of(1, 2, 3, 4, 5, 6), { width: 2, channels: 3 });
    const n = normalizeKernel(rgb, "sum");
    expect([0, 1, 2].map((c) => gain(n, c))).toEqual([1, 1, 1].map((v) => rational(BigInt(v))));
    expect([n.taps[0], n.exactTaps?.[0], n.divisor]).toEqual([0.2, rational(1n, 5n), rational(1n)]);
    const same = kernelOf(Float64Array.of(1, 1, 2, 2), { width: 2, channels: 2 });
    expect(normalizeKernel(same, "sum")).toMatchObject({ divisor: rational(3n), taps: same.taps });
    const complex = { ...rgb, imag: Float64Array.of(0, 2, 0, 0, -2, 0) };
    const c = normalizeKernel(complex, "sum");
    expect([c.taps[1], c.imag?.[1], c.divisor]).toEqual([2 / 7, 2 / 7, rational(1n)]);
  });

  it("is refused where it would divide by 0", () => {
    const zero = "Give a kernel with a tap that is not 0.";
    expect(refusal(buildNamed("sobel:x", 2), "sum")).toEqual([
      "--normalize-kernel: the taps of sobel:x sum to 0. Use --normalize-kernel abs, peak or energy, or none: a derivative has no sum to divide by.",
      2,
    ]);
    for (const norm of ["abs", "peak", "energy"] as const) {
      expect(refusal(list(0, 0), norm)).toEqual([`--normalize-kernel: the taps of inline are all 0. ${zero}`, 2]);
    }
    expect(refusal(inline("1+i, 1"), "sum")).toEqual([
      "--normalize-kernel: the taps of inline have a complex sum, and a divisor is real. Use abs, peak, energy or none.",
      2,
    ]);
    const half = kernelOf(Float64Array.of(1, 1, 1, -1), { width: 2, channels: 2 });
    expect(refusal(half, "sum")[0]).toMatch(/^--normalize-kernel: the taps of channel 1 of inline sum to 0\. /);
    // Cancels in floating point, but not exactly.
    expect(refusal(list(1e16, 1, -1e16), "sum")[0]).toBe("accepted");
  });
});

describe("integer taps", () => {
  it("are in lowest terms with the divisor of the kernel in theirs", () => {
    const cases: [Kernel, number[], Rational][] = [
      [list(0.25, 0.5, 0.25), [1, 2, 1], rational(4n)],
      [inline("1/9 1/9"), [1, 1], rational(9n)],
      [list(6, -9), [2, -3], rational(1n, 3n)],
      [{ ...list(0.5, 1), divisor: rational(3n) }, [1, 2], rational(6n)],
      [list(0, 0), [0, 0], rational(1n)],
      [buildNamed("savgol:5,2", 1), [-3, 12, 17, 12, -3], rational(35n)],
    ];
    for (const [k, integers, divisor] of cases) {
      expect(integerTaps(k)).toEqual({ integers: Float64Array.from(integers), divisor });
    }
  });

  it("stand for the same filter exactly, or are not there", () => {
    const tap = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer().map((n) => n / 256),
    );
    fc.assert(
      fc.property(fc.array(tap, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 99 }), (taps, d) => {
        const k = { ...list(...taps), divisor: rational(BigInt(d), 7n) };
        const found = integerTaps(k);
        for (const [i, t] of taps.entries()) {
          if (!found) return;
          expect(Number.isSafeInteger(found.integers[i])).toBe(true);
          expect(divide(fromNumber(found.integers[i]), found.divisor)).toEqual(divide(fromNumber(t), k.divisor));
        }
      }),
    );
  });

  it("are not there for complex taps and for taps too fine or too large", () => {
    expect(integerTaps(inline("1+i, 2"))).toBeUndefined();
    expect(integerTaps(list(0.1, 1))).toBeUndefined();
    expect(integerTaps(list(1e300, 1))).toBeUndefined();
    expect(integerTaps(list(9007199254740991, 1))).toBeUndefined();
    expect(integerTaps(buildNamed("gaussian:2", 1))).toBeUndefined();
  });
});

describe("symmetry", () => {
  it.each([
    ["1 2 1", "symmetric", "equals its flip"],
    ["-1 0 1", "antisymmetric", "equals minus its flip"],
    ["1 2 3", "none", "differs from its flip"],
    ["1+i, 2, 1-i", "none", "equals its conjugated flip"],
    ["1/3 0.1 1/3", "symmetric", "equals its flip"],
  ])("of the list %s is %s", (text, point, words) => {
    expect(symmetry(inline(text))).toMatchObject({ point, text: words });
  });

  it("of a matrix is told for the half turn and for each axis", () => {
    expect(symmetry(buildNamed("sobel:x", 2))).toEqual({
      point: "antisymmetric",
      x: "antisymmetric",
      y: "symmetric",
      text: "equals minus its flip; antisymmetric along x, symmetric along y",
    });
    expect(symmetry(inline("1 2; 3 4")).text).toBe(
      "differs from its flip; not symmetric along x, not symmetric along y",
    );
    const rgb = kernelOf(Float64Array.of(1, 1, 0, 0, 1, 2), { width: 3, channels: 2 });
    expect(symmetry(rgb).point).toBe("none");
  });

  it("looks at exact taps, where nearest f64 are equal", () => {
    const k: Kernel = {
      ...list(1 / 3, 1 / 3),
      exactTaps: [rational(1n, 3n), add(rational(1n, 3n), multiply(rational(1n, 1n << 80n), rational(1n)))],
    };
    expect(symmetry(k).point).toBe("none");
  });
});
