import { describe, expect, test } from "vitest";
import type { Kernel } from "../../src/base/kernel.js";
import type { FilterOptions } from "../../src/base/options.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
import { parseKernelText } from "../../src/kernels/text.js";
import { type Filtered, filter } from "../../src/tasks/filter/filter.js";
import { failureOf, list, plane, taps } from "../support/signals.js";

const line = plane([1, 2, 3, 4, 5], { width: 5 });
const grid = plane([1, 2, 3, 4, 5, 6], { width: 3, height: 2 });
const run = (kernel: Kernel, options: FilterOptions = {}): Filtered => filter(line, [kernel], options);

const refused = (why: string, meant = ""): string =>
  `usage 2: --mode: conv and xcorr give different results here, since ${why}. Say which: --mode conv flips the kernel, --mode xcorr does not${meant}.`;

describe("the mode may be left out only where it cannot matter", () => {
  test("kernels that are their own flip, of odd and of even length", () => {
    for (const kernel of [list([1, 2, 1]), list([1, 3, 3, 1]), list([-1, 5, -1], { anchor: [1, 0] })]) {
      const open = run(kernel);
      expect(open.report.operation).toEqual({
        mode: "xcorr",
        modeGiven: false,
        flipMatters: false,
        flipDifference: 0,
        conjugated: false,
      });
      expect(open.report.notes).toEqual(["no mode was given: conv and xcorr are the same for this kernel"]);
      for (const mode of ["conv", "xcorr"] as const)
        expect(run(kernel, { mode }).signal.data).toEqual(open.signal.data);
    }
  });

  test("a kernel that is not its own flip: the message says by how much the taps differ", () => {
    expect(failureOf(() => run(list([1, 2, 4])))).toBe(
      refused("the kernel inline is not its own flip: taps differ by up to 3"),
    );
    expect(failureOf(() => filter(grid, [buildNamed("sobel:x", 2)]))).toBe(
      refused("the kernel sobel:x is not its own flip: taps differ by up to 4"),
    );
    const said = taps([[1, 2]], { name: "k.json", mode: "conv" });
    expect(failureOf(() => filter(grid, [list([1]), said]))).toBe(
      refused("the kernel k.json is not its own flip: taps differ by up to 1", " (its file says conv)"),
    );
  });

  test("exact taps that differ by less than f64 can tell are not their own flip", () => {
    const kernel = parseKernelText("1/3 0.1 0.33333333333333331483", "--kernel");
    expect(kernel.taps[0]).toBe(kernel.taps[2]);
    // 1/3 − (2^54 − 1)/3 · 2^-54 = 2^-54/3
    expect(failureOf(() => run(kernel))).toBe(
      refused(`the kernel inline is not its own flip: taps differ by up to ${2 ** -54 / 3}`),
    );
  });

  test("an anchor off the middle", () => {
    const off = refused("the anchor is off the middle");
    expect(failureOf(() => run(list([1, 2, 1]), { anchor: [0] }))).toBe(off);
    expect(failureOf(() => run(list([1, 1]), { anchor: [0] }))).toBe(off);
    expect(failureOf(() => run(list([1, 2, 1], { anchor: [2, 0] })))).toBe(off);
    expect(failureOf(() => filter(grid, [taps([[1, 2, 1]])], { anchor: [1, 1] }))).toBe(off);
    expect(run(list([1, 2, 1]), { anchor: [1] }).report.operation.modeGiven).toBe(false);
  });

  test("complex taps: only what equals its conjugated flip", () => {
    const hermitian = list([1, 2, 1], { imag: Float64Array.of(1, 0, -1) });
    const open = run(hermitian);
    for (const mode of ["conv", "xcorr"] as const) {
      const said = run(hermitian, { mode }).signal;
      expect([said.data, said.imag]).toEqual([open.signal.data, open.signal.imag]);
    }
    expect(open.report.operation.conjugated).toBe(true);
    const symmetric = list([1, 2, 1], { imag: Float64Array.of(1, 0, 1) });
    expect(failureOf(() => run(symmetric))).toBe(
      refused("the kernel inline is not its own flip (conjugated): taps differ by up to 2"),
    );
    expect(run(symmetric, { noConj: true }).report.operation).toMatchObject({ modeGiven: false, conjugated: false });
  });
});

describe("a mode that differs from what the kernel's file says", () => {
  test("is told in the report", () => {
    const kernel = list([1, 2, 4], { name: "k.json", mode: "conv" });
    expect(run(kernel, { mode: "xcorr" }).report.notes).toEqual([
      "the kernel k.json is meant for conv, but xcorr was computed",
    ]);
    expect(run(kernel, { mode: "conv" }).report.notes).toEqual([]);
  });
});
