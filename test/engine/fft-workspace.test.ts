import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { kernelOf } from "../../src/base/kernel.js";
import type { BlockPlan } from "../../src/engine/algorithms/fft-blocks.js";
import { transformError } from "../../src/engine/algorithms/fft-error.js";
import { SpectralProduct } from "../../src/engine/algorithms/fft-spectral.js";
import { workspaceProduct } from "../../src/engine/algorithms/fft-workspace.js";
import type { Problem } from "../../src/engine/problem.js";
import { forceRoutines } from "../../src/routines/load.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { mulberry } from "../support/random.js";
import { plane } from "../support/signals.js";

afterEach(() => {
  forceRoutines(undefined);
});

const norm = (...planes: (Float64Array | undefined)[]): number =>
  Math.sqrt(planes.reduce((s, p) => s + (p?.reduce((t, v) => t + v * v, 0) ?? 0), 0));

const cases = fc.record({
  width: fc.integer({ min: 1, max: 9 }),
  height: fc.integer({ min: 1, max: 9 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  columns: fc.constantFrom(32, 48, 80, 128, 240),
  rows: fc.constantFrom(32, 48, 80),
  complex: fc.boolean(),
  complexTaps: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

describe("block correlations through compiled transforms", () => {
  test("agree with the plain ones within the bound, in one and two dimensions, real and complex", () => {
    fc.assert(
      fc.property(cases, (c) => {
        const random = mulberry(c.seed);
        const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => random() * 2 - 1);
        const axis = (taps: number) => ({ taps, dilation: c.dilation });
        const imagTaps = c.complex && c.complexTaps ? noise(c.width * c.height) : undefined;
        const taps = { real: noise(c.width * c.height), width: c.width, height: c.height, channels: 1 };
        const problem = { taps, x: axis(c.width), y: axis(c.height), complex: c.complex } as unknown as Problem;
        const transformX = c.width > 1 || c.height === 1;
        const transformY = c.height > 1;
        const columns = transformX ? c.columns : 16;
        const rows = transformY ? c.rows : 1 + (c.seed % 3);
        const plan: BlockPlan = {
          columns,
          rows,
          stepX: transformX ? columns - (c.width - 1) * c.dilation : columns,
          stepY: transformY ? rows - (c.height - 1) * c.dilation : rows,
          transformX,
          transformY,
          cost: 0,
        };
        const [x, y] = [noise(columns * rows), c.complex ? noise(columns * rows) : undefined];
        const fast = workspaceProduct(problem, plan, true)!;
        const plain = new SpectralProduct(problem, plan);
        for (let again = 0; again < 2; again++) {
          const kernels = [fast, plain].map((p) => p.addKernel(taps.real, imagTaps));
          expect(kernels[0]).toBe(kernels[1]);
          const [a, b] = [fast.correlate(kernels[0], x, y), plain.correlate(kernels[1], x, y)];
          const bound = transformError(columns * rows, norm(taps.real, imagTaps), norm(x, y));
          expect(a.real.length).toBe(plan.stepX * plan.stepY);
          for (let i = 0; i < a.real.length; i++) {
            expect(Math.abs(a.real[i] - b.real[i])).toBeLessThanOrEqual(bound);
            if (c.complex) expect(Math.abs(a.imag![i] - b.imag![i])).toBeLessThanOrEqual(bound);
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  test("whole numbers come out the same, bit for bit, from the compiled and the plain routines", () => {
    const random = mulberry(3);
    const whole = (n: number, size: number): Float64Array =>
      Float64Array.from({ length: n }, () => Math.floor((random() * 2 - 1) * size));
    for (const [size, tap] of [
      [100, 10],
      [2 ** 30, 1000],
      [2 ** 40, 3],
    ]) {
      const input = plane(whole(3000, size), { width: 3000 });
      const kernel = kernelOf(whole(50, tap), { width: 50 });
      const run = (): Float64Array =>
        filter(input, [kernel], { mode: "conv", method: "fft" }).signal.data.slice() as never;
      const fast = run();
      forceRoutines("reference");
      expect(fast).toEqual(run());
      forceRoutines(undefined);
    }
  });

  test("windows of one block that hold an infinity are summed from the block as it was", () => {
    const random = mulberry(9);
    const samples = Float64Array.from({ length: 2000 }, () => Math.floor(random() * 1000));
    samples[700] = Number.POSITIVE_INFINITY;
    const kernel = kernelOf(
      Float64Array.from({ length: 40 }, (_, i) => i + 1),
      { width: 40 },
    );
    const by = (method: "fft" | "direct") =>
      filter(plane(samples, { width: 2000 }), [kernel], { mode: "conv", method }).signal.data;
    expect(by("fft")).toEqual(by("direct"));
  });
});
