import { describe, expect, test } from "vitest";
import { isInteger } from "../src/base/element.js";
import type { Method } from "../src/base/options.js";
import { filter } from "../src/tasks/filter/filter.js";
import {
  type GoldenCase,
  goldenTable,
  imaginaryPart,
  inputOf,
  kernelFor,
  optionsFor,
  realPart,
} from "./support/golden.js";

const METHODS: readonly Method[] = ["direct", "fft"];

/** Whole samples and taps: then sums are exact, and results equal to the last bit. */
function isWhole(c: GoldenCase): boolean {
  const { k } = c;
  if (typeof k === "string") return isInteger(c.y.type);
  return [c.x, ...(k ? [k] : [])].every((a) => a.data.every((v) => Number.isInteger(v)));
}

/** 10⁻¹² of Σ|k|·max|x|, the values outside included. */
function tolerance(c: GoldenCase): number {
  const { taps, imag } = kernelFor(c);
  const absolute = taps.reduce((s, t, i) => s + Math.abs(t) + Math.abs(imag?.[i] ?? 0), 0);
  return 1e-12 * absolute * Math.max(Math.abs(c.cval ?? 0), c.fill ?? 0, ...c.x.data.map((v) => Math.abs(v)));
}

function check(c: GoldenCase, method: Method): void {
  const title = `${c.call} ${c.mode ?? c.size ?? c.border ?? ""} ${c.x.shape.join("×")} ${method}`;
  const { signal, report } = filter(inputOf(c), [kernelFor(c)], { ...optionsFor(c), method });
  // Direct sums of whole numbers may have a form of their own.
  expect(report.stages[0].method === "fft", title).toBe(method === "fft");
  const { shape } = c.y;
  expect([signal.height, signal.width, signal.channels], title).toEqual(
    shape.length === 1 ? [1, shape[0], 1] : [shape[0], shape[1], shape[2] ?? 1],
  );
  const planes = [
    [signal.data, realPart(c.y)],
    [signal.imag ?? new Float64Array(signal.data.length), imaginaryPart(c.y)],
  ] as const;
  for (const [got, wanted] of planes) {
    if (isInteger(c.y.type) || isWhole(c)) {
      expect(
        Array.from(got, (v) => v + 0),
        title,
      ).toEqual(wanted.map((v) => v + 0));
      continue;
    }
    const far = wanted.findIndex((v, i) => !(Math.abs(got[i] - v) <= tolerance(c)));
    expect(far < 0 ? "near" : `${title}: [${far}] is ${got[far]}, not ${wanted[far]}`).toBe("near");
  }
  if (c.lags) {
    const { first, step } = signal.about.lags!;
    expect(
      c.lags.map((_, i) => first + i * step),
      title,
    ).toEqual(c.lags);
  }
}

describe.each([
  ["ndimage", 362],
  ["signal", 319],
  ["numpy", 108],
  ["opencv", 170],
])("what %s answers", (name, count) => {
  const table = goldenTable(name);

  test("the table has all its cases and says what made it", () => {
    expect(table.cases).toHaveLength(count);
    expect(Object.values(table.madeWith).every((v) => /^\d+\.\d+/.test(v))).toBe(true);
  });

  const calls = [...new Set(table.cases.map((c) => c.call))];
  test.each(calls)("%s", (call) => {
    for (const c of table.cases.filter((one) => one.call === call)) for (const m of METHODS) check(c, m);
  });
});
