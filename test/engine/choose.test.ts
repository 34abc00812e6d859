/** What the planner knows of costs: each way has its prices, and float outputs are planned from the kernel alone. */
import { afterEach, expect, test } from "vitest";
import type { RealType } from "../../src/base/element.js";
import { ALGORITHMS } from "../../src/engine/algorithms/all.js";
import { FUSED } from "../../src/engine/fused/all.js";
import type { Candidate, Plan } from "../../src/engine/planner.js";
import { PRICES } from "../../src/engine/prices.js";
import { probe } from "../../src/engine/probe.js";
import { kernelFrom } from "../../src/tasks/arrays.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { plane } from "../support/signals.js";

afterEach(() => {
  delete probe.seen;
  delete probe.way;
});

const KERNELS = [
  "box:3",
  "box:40",
  "gaussian:sigma=1",
  "gaussian:sigma=6",
  "sobel:x",
  "sharpen",
  "disk:7",
  "1 2 3",
  "1;2",
];

function planOf(type: RealType, kernel: string, width: number, height: number): { plan: Plan; report: string } {
  let plan: Plan | undefined;
  probe.seen = (seen) => {
    plan = seen;
  };
  const values = Array.from({ length: width * height }, (_, i) => (i * 37) % 251);
  const signal = plane(values, { width, height, channels: 1, rank: 2 }, type, { medium: "raster" });
  const { report } = filter(signal, [kernelFrom(kernel, 2)], { mode: "xcorr" });
  return { plan: plan!, report: report.stages[0].method };
}

const costs = (candidates: readonly Candidate[]): [string, number][] =>
  candidates.flatMap(({ name, verdict }) => ("cost" in verdict ? [[name, verdict.cost]] : []));

test("every way has prices, and every kind of work that it names has one", () => {
  const names = [...ALGORITHMS, ...FUSED].map(({ name }) => name);
  expect(Object.keys(PRICES).sort()).toEqual(names.sort());
  for (const type of ["u8", "u16", "i16", "f32", "f64"] as const) {
    for (const kernel of KERNELS) {
      for (const { name, verdict } of planOf(type, kernel, 50, 40).plan.candidates) {
        if (!("cost" in verdict)) continue;
        expect(
          Number.isFinite(verdict.time),
          `${name} on ${type} with ${kernel}: ${JSON.stringify(verdict.work)}`,
        ).toBe(true);
        expect(verdict.cost).toBeGreaterThan(0);
      }
    }
  }
});

test("a float output is planned from the kernel alone, whatever the size", () => {
  for (const type of ["f32", "f64"] as const) {
    for (const kernel of KERNELS) {
      const [small, large] = [planOf(type, kernel, 9, 7), planOf(type, kernel, 260, 150)];
      expect(small.report).toBe(large.report);
      expect(costs(small.plan.candidates)).toEqual(costs(large.plan.candidates));
    }
  }
});

test("an integer output is planned by the time of the call, so the size may decide", () => {
  for (const kernel of KERNELS) {
    const { plan, report } = planOf("u8", kernel, 64, 48);
    const times = plan.candidates.flatMap(({ name, verdict }) =>
      "time" in verdict ? [{ name, time: verdict.time }] : [],
    );
    expect(report).toBe(times.reduce((a, b) => (b.time < a.time ? b : a)).name);
  }
});

test("the probe forces each way that is possible, and the samples are the same", () => {
  const ran = new Set<string>();
  for (const channels of [1, 4]) {
    const values = Array.from({ length: 64 * 48 * channels }, (_, i) => (i * 89) % 256);
    const shape = { width: 64, height: 48, channels, rank: 2 } as const;
    const signal = plane(values, shape, "u8", { medium: "raster", ...(channels === 4 ? { alpha: true } : {}) });
    for (const kernel of KERNELS) {
      const call = () => filter(signal, [kernelFrom(kernel, 2)], { mode: "xcorr" });
      let plan: Plan | undefined;
      probe.seen = (seen) => {
        plan = seen;
      };
      const expected = call().signal.data;
      delete probe.seen;
      for (const [name] of costs(plan!.candidates)) {
        probe.way = name;
        const { signal: out, report } = call();
        delete probe.way;
        expect(report.stages[0].method).toBe(name);
        expect(out.data, `${name} with ${kernel}`).toEqual(expected);
        ran.add(name);
      }
    }
  }
  // Segments are for signals: segments.test.ts.
  const all = [...ALGORITHMS, ...FUSED].map(({ name }) => name).filter((name) => !/-(float|fast)$|segments/.test(name));
  expect([...ran].sort()).toEqual(all.sort());
});
