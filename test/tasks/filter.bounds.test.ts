/** The promised error bounds of float results, each sample against the exact sum. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kernelOf } from "../../src/base/kernel.js";
import { add, fromNumber, multiply, negate, type Rational, toNumber, ZERO } from "../../src/base/rational.js";
import { planBlocks } from "../../src/engine/algorithms/fft-blocks.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { mulberry } from "../support/random.js";
import { plane } from "../support/signals.js";

/** Samples whose sizes differ wildly, so that small sums stand beside large ones. */
function wild(n: number, random: () => number): Float64Array {
  return Float64Array.from({ length: n }, () => (random() - 0.5) * 10 ** Math.floor(random() * 8 - 4));
}

const cases = fc.record({
  samples: fc.integer({ min: 1, max: 60 }),
  taps: fc.integer({ min: 1, max: 40 }),
  divisor: fc.constantFrom(1, 3, 0.7),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

const UNIT = 2 ** -53;

function exactSum(x: Float64Array, k: Float64Array, at: number): { sum: Rational; absolute: number } {
  let sum: Rational = ZERO;
  let absolute = 0;
  for (let j = 0; j < k.length; j++) {
    const v = x[at + j - k.length + 1] ?? 0;
    sum = add(sum, multiply(fromNumber(v), fromNumber(k[j])));
    absolute += Math.abs(v * k[j]);
  }
  return { sum, absolute };
}

describe("f64 results", () => {
  test("direct sums stay within (K + 2)·2^-53·Σ|k||x| of the exact ones", () => {
    fc.assert(
      fc.property(cases, (c) => {
        const random = mulberry(c.seed);
        const [x, k] = [wild(c.samples, random), wild(c.taps, random)];
        const input = plane(x, { width: x.length });
        const { signal } = filter(input, [kernelOf(k, { width: k.length })], {
          mode: "xcorr",
          size: "full",
          method: "direct",
          scale: c.divisor,
        });
        for (let i = 0; i < signal.width; i++) {
          const { sum, absolute } = exactSum(x, k, i);
          // Compare value·divisor with the sum: the division is the one rounding more that the bound has room for.
          const off = Math.abs(toNumber(add(multiply(fromNumber(signal.data[i]), fromNumber(c.divisor)), negate(sum))));
          expect(off).toBeLessThanOrEqual((k.length + 2) * UNIT * absolute);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("fft sums stay within 8·2^-52·log2 L·‖k‖·‖x of the block‖ of the exact ones", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 4000 }), (c, length) => {
        const random = mulberry(c.seed);
        const [x, k] = [wild(length, random), wild(c.taps, random)];
        const { signal, report } = filter(plane(x, { width: length }), [kernelOf(k, { width: k.length })], {
          mode: "xcorr",
          size: "full",
          method: "fft",
        });
        expect(report.stages[0].method).toBe("fft");
        const axis = { taps: k.length, dilation: 1, input: length, outputs: length };
        const plan = planBlocks({ x: axis, y: { taps: 1, dilation: 1, input: 1, outputs: 1 } } as never);
        const norm = (v: Float64Array): number => Math.sqrt(v.reduce((s, e) => s + e * e, 0));
        for (let i = 0; i < signal.width; i += 1 + Math.floor(signal.width / 40)) {
          const from = Math.floor((i - k.length + 1) / plan.stepX) * plan.stepX;
          const block = x.subarray(Math.max(0, from), Math.max(0, from + plan.columns));
          const { sum } = exactSum(x, k, i);
          const off = Math.abs(toNumber(add(fromNumber(signal.data[i]), negate(sum))));
          expect(off).toBeLessThanOrEqual(8 * 2 ** -52 * Math.log2(plan.columns) * norm(k) * norm(block));
        }
      }),
      { numRuns: 150 },
    );
  });

  test("fft stays within its bound in two dimensions", () => {
    const random = mulberry(11);
    const [w, h, kw, kh] = [150, 120, 9, 14];
    const [x, k] = [wild(w * h, random), wild(kw * kh, random)];
    const kernel = kernelOf(k, { width: kw, height: kh, rank: 2 });
    const direct = filter(plane(x, { width: w, height: h }), [kernel], { mode: "conv", method: "direct" }).signal.data;
    const fast = filter(plane(x, { width: w, height: h }), [kernel], { mode: "conv", method: "fft" }).signal.data;
    const norm = (v: Float64Array): number => Math.sqrt(v.reduce((s, e) => s + e * e, 0));
    const absolute = k.reduce((s, e) => s + Math.abs(e), 0) * Math.max(...x.map(Math.abs));
    // A block is never larger than the padded picture, and the direct sum has its own bound.
    const bound = 8 * 2 ** -52 * Math.log2(w * h) * norm(k) * norm(x) + (k.length + 2) * UNIT * absolute;
    for (let i = 0; i < fast.length; i++) expect(Math.abs(fast[i] - direct[i])).toBeLessThanOrEqual(bound);
  });
});
