/** Sums over all channels at once, against those of the channels by themselves. */
import { expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import { allocate, rangeOf } from "../../src/base/element.js";
import { direct } from "../../src/engine/algorithms/direct.js";
import { fft } from "../../src/engine/algorithms/fft.js";
import { Extension } from "../../src/engine/extend.js";
import { factsOf } from "../../src/engine/facts.js";
import { type AxisGeometry, axisGeometry } from "../../src/engine/geometry.js";
import type { Problem } from "../../src/engine/problem.js";
import { forceRoutines } from "../../src/routines/load.js";
import { mulberry } from "../support/random.js";

const axis = (input: number, extent: number): AxisGeometry =>
  axisGeometry(
    input,
    extent,
    { mode: "xcorr", size: "valid", stride: 1, dilation: 1, border: axisBorder("constant") },
    "field",
  );

const CASES = [
  { type: "u8", channels: 3, width: 90, height: 70, columns: 13, rows: 9 },
  { type: "u16", channels: 2, width: 300, height: 40, columns: 40, rows: 3 },
  { type: "i16", channels: 4, width: 70, height: 90, columns: 1, rows: 12 },
  { type: "u8", channels: 3, width: 400, height: 20, columns: 30, rows: 1 },
  { type: "f32", channels: 3, width: 120, height: 100, columns: 20, rows: 33 },
] as const;

test.each(CASES)(
  "$type, $channels channels, $columns×$rows taps",
  ({ type, channels, width, height, columns, rows }) => {
    const random = mulberry(columns);
    const [least, greatest] = type === "f32" ? [-1, 1] : rangeOf(type);
    const whole = type !== "f32";
    const sample = (): number => {
      const v = least + random() * (greatest - least);
      return whole ? Math.floor(v) : v;
    };
    const field = { data: allocate(type, width * height * channels).map(sample), width, height, channels };
    const real = Float64Array.from({ length: columns * rows * channels }, () => Math.floor(random() * 255) - 127);
    const [x, y] = [axis(width, columns), axis(height, rows)];
    const taps = { real, width: columns, height: rows, channels };
    const base = { x, y, channels, complex: false, weighted: false, taps, facts: factsOf(field, x, y) };
    const apart = sumsOf(direct, base, field);
    const expected = Float64Array.from({ length: x.outputs * y.outputs }, (_, i) =>
      apart.subarray(i * channels, (i + 1) * channels).reduce((a, b) => a + b, 0),
    );
    const together = { ...base, merged: true };
    for (const set of ["compiled", "reference"] as const) {
      forceRoutines(set);
      try {
        for (const algorithm of [direct, fft]) {
          const sums = sumsOf(algorithm, together, field);
          expect(sums.length).toBe(expected.length);
          const most = expected.reduce((m, v, i) => Math.max(m, Math.abs(v - sums[i])), 0);
          if (whole) expect(most).toBe(0);
          else expect(most).toBeLessThan(1e-10);
        }
      } finally {
        forceRoutines(undefined);
      }
    }
  },
);

function sumsOf(algorithm: typeof direct, problem: Problem, field: ConstructorParameters<typeof Extension>[0]) {
  const runner = algorithm.prepare(problem);
  const each = problem.merged ? 1 : problem.channels;
  const width = problem.x.outputs * each;
  const all = new Float64Array(width * problem.y.outputs);
  const extension = new Extension(field, problem.x.border, problem.y.border, false);
  for (const tile of runner.tiles()) {
    const { real } = runner.run(extension, tile);
    const n = (tile.x1 - tile.x0) * each;
    for (let row = tile.y0; row < tile.y1; row++) {
      all.set(real.subarray((row - tile.y0) * n, (row - tile.y0 + 1) * n), row * width + tile.x0 * each);
    }
  }
  runner.end?.();
  return all;
}
