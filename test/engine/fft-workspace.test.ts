import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { kernelOf } from "../../src/base/kernel.js";
import { type BlockPlan, wholeBlock } from "../../src/engine/algorithms/fft-blocks.js";
import { transformError } from "../../src/engine/algorithms/fft-error.js";
import { SpectralProduct } from "../../src/engine/algorithms/fft-spectral.js";
import { workspaceProduct } from "../../src/engine/algorithms/fft-workspace.js";
import type { Problem } from "../../src/engine/problem.js";
import { rowOf } from "../../src/routines/band.js";
import { borrowArena, forceRoutines } from "../../src/routines/load.js";
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
  rows: fc.constantFrom(32, 45, 80),
  channels: fc.constantFrom(1, 3),
  complex: fc.boolean(),
  complexTaps: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1 << 30 }),
});

/** A plan with circles of a given size, as `planBlocks` would make it if they were the cheapest. */
function planOf(problem: Problem, spanX: number, spanY: number, columns: number, rows: number): BlockPlan {
  const transformX = spanX > 1 || spanY === 1;
  const transformY = spanY > 1;
  const pointsX = transformX ? columns : 16;
  const pointsY = transformY ? rows : 1 + (rows % 3);
  return wholeBlock({ pointsX, pointsY, cost: 0 }, spanX, spanY, !problem.complex, { transformX, transformY });
}

describe("block correlations through compiled transforms", () => {
  test("agree with the plain ones within the bound, in one and two dimensions, real and complex, any part of a block", () => {
    fc.assert(
      fc.property(cases, (c) => {
        const random = mulberry(c.seed);
        const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => random() * 2 - 1);
        const below = (n: number): number => Math.floor(random() * n);
        const axis = (taps: number) => ({ taps, dilation: c.dilation });
        const imagTaps = c.complex && c.complexTaps ? noise(c.width * c.height) : undefined;
        const taps = { real: noise(c.width * c.height), width: c.width, height: c.height, channels: 1 };
        const problem = { taps, x: axis(c.width), y: axis(c.height), complex: c.complex } as unknown as Problem;
        const span = (n: number): number => (n - 1) * c.dilation + 1;
        const plan = planOf(problem, span(c.width), span(c.height), c.columns, c.rows);
        const size = plan.columns * plan.rows * c.channels;
        const arena = borrowArena()!;
        const put = (values: Float64Array): Float64Array => {
          const area = arena.doubles(values.length);
          area.set(values);
          return area;
        };
        const [x, y] = [noise(size), c.complex ? noise(size) : undefined];
        const grid = { at: below(c.channels), step: c.channels, pitch: plan.columns * c.channels };
        const [x0, y0] = [below(plan.stepX), below(plan.stepY)];
        const part = { x0, x1: x0 + 1 + below(plan.stepX - x0), y0, y1: y0 + 1 + below(plan.stepY - y0) };
        const outs = (part.x1 - part.x0) * (part.y1 - part.y0) * c.channels;
        const fast = workspaceProduct(arena, problem, plan)!;
        const plain = new SpectralProduct(problem, plan);
        for (let again = 0; again < 2; again++) {
          const kernels = [fast, plain].map((p) => p.addKernel(taps.real, imagTaps));
          expect(kernels[0]).toBe(kernels[1]);
          const sums = { at: grid.at, step: c.channels, pitch: (part.x1 - part.x0) * c.channels };
          const blank = () => ({
            real: new Float64Array(outs).fill(7),
            ...(c.complex ? { imag: new Float64Array(outs).fill(7) } : {}),
            ...sums,
          });
          const [a, b] = [blank(), blank()];
          const inside = { real: put(a.real), ...(a.imag ? { imag: put(a.imag) } : {}), ...sums };
          fast.correlate(kernels[0], { real: put(x), ...(y ? { imag: put(y) } : {}), ...grid }, part, inside);
          plain.correlate(kernels[1], { real: x, ...(y ? { imag: y } : {}), ...grid }, part, b);
          const bound = transformError(plan.pointsX * plan.pointsY, norm(taps.real, imagTaps), norm(x, y));
          let worst = 0;
          let touched = 0;
          for (let i = 0; i < outs; i++) {
            worst = Math.max(worst, Math.abs(inside.real[i] - b.real[i]));
            if (c.complex) worst = Math.max(worst, Math.abs(inside.imag![i] - b.imag![i]));
            // Other channels are left alone, and so nothing beside the part is written.
            if (i % c.channels !== grid.at && inside.real[i] !== 7) touched++;
          }
          expect(worst).toBeLessThanOrEqual(bound);
          expect(touched).toBe(0);
        }
        arena.end();
      }),
      { numRuns: 200 },
    );
  });

  test("integer samples as they are give the sums of the same numbers in f64, bit for bit", () => {
    const random = mulberry(4);
    for (const [type, make, least, size] of [
      ["u8", Uint8Array, 0, 256],
      ["u16", Uint16Array, 0, 65536],
      ["i16", Int16Array, -32768, 65536],
    ] as const) {
      for (const channels of [1, 3]) {
        for (const [width, height] of [
          [5, 4],
          [40, 1],
          [1, 9],
        ]) {
          const taps = { real: Float64Array.from({ length: width * height }, random), width, height, channels: 1 };
          const axis = (n: number) => ({ taps: n, dilation: 1 });
          const problem = { taps, x: axis(width), y: axis(height), complex: false } as unknown as Problem;
          const plan = planOf(problem, width, height, 80, 45);
          const arena = borrowArena()!;
          const values = new make(plan.columns * plan.rows * channels).map(() => least + random() * size);
          const wide = arena.doubles(values.length);
          wide.set(values);
          const raw = rowOf(type, arena.station.buffer, arena.take(values.byteLength), values.length);
          raw.set(values);
          const part = { x0: 0, x1: plan.stepX, y0: 0, y1: plan.stepY };
          const lie = { at: channels - 1, step: channels, pitch: plan.columns * channels };
          const sums = [1, 2].map(() => ({
            real: arena.doubles(plan.stepX * plan.stepY),
            at: 0,
            step: 1,
            pitch: plan.stepX,
          }));
          const product = workspaceProduct(arena, problem, plan)!;
          const kernel = product.addKernel(taps.real, undefined);
          product.correlate(kernel, { real: wide, ...lie }, part, sums[0]);
          const size1 = make.BYTES_PER_ELEMENT;
          const own = { at: raw.byteOffset + lie.at * size1, step: lie.step * size1, pitch: lie.pitch * size1 };
          product.correlate(kernel, { type, ...own }, part, sums[1]);
          expect(sums[1].real).toEqual(sums[0].real);
          expect(norm(sums[1].real)).toBeGreaterThan(0);
          arena.end();
        }
      }
    }
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
