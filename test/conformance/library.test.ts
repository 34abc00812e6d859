/**
 * Every conv and xcorr case of the public conformance data, through the library. The folder is named by the variable
 * CONVXCORR_CONFORMANCE; without it there is nothing to run.
 */
import { describe, expect, test } from "vitest";
import { type AxisBorder, axisBorder } from "../../src/base/border.js";
import { UserError } from "../../src/base/errors.js";
import type { Method, Size } from "../../src/base/options.js";
import type { Tensor } from "../../src/base/tensor.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { filterTensor } from "../../src/tasks/tensor.js";
import {
  BORDER_NAMES,
  type Case,
  folder,
  imaginary,
  isComplexType,
  number,
  readCases,
  type Scalar,
} from "../support/conformance.js";
import { differences, filterCall, isPlaneCase } from "../support/conformance-call.js";
import { LEFT_OUT } from "./left-out.js";

const tensor = (a: Case["input"]): Tensor => ({
  shape: a.shape,
  data: Float64Array.from(a.data, number),
  ...(isComplexType(a.dtype) ? { imag: Float64Array.from(a.data, imaginary) } : {}),
});

/** Runs a case of any rank: the anchor and the expected extent say where each output lies, so they become pads. */
function runTensor(c: Case, method: Method): Tensor {
  const p = c.params;
  const mode = c.op as "conv" | "xcorr";
  const rank = c.input.shape.length;
  const axes = (p["axes"] as number[] | undefined) ?? c.input.shape.map((_, i) => i);
  const options = { mode, axes, noConj: p["conj"] === false, method };
  if ("error" in c.expected) {
    // What upstream refuses is asked for in its own words.
    return filterTensor(tensor(c.input), tensor(c.kernel), {
      ...options,
      size: p["mode"] as Size,
      method: (p["method"] as Method | undefined) ?? method,
    });
  }
  const { shape } = c.expected;
  const anchor = p["anchor"] as number[];
  const padding = axes.map((axis, i) => {
    const k = c.kernel.shape[axis];
    const before = mode === "conv" ? k - 1 - anchor[i] : anchor[i];
    return { before, after: shape[axis] - c.input.shape[axis] - before + k - 1 };
  });
  const names = p["boundary"] as string | string[];
  const cval = p["cval"] as Scalar;
  const border = axes.map((_, i): AxisBorder => {
    const kind = BORDER_NAMES[typeof names === "string" ? names : names[i]];
    return { ...axisBorder(kind, number(cval)), imag: imaginary(cval) };
  });
  expect(rank).toBe(shape.length);
  return filterTensor(tensor(c.input), tensor(c.kernel), { ...options, padding, border });
}

describe.skipIf(folder === undefined)("public conformance data through the library", async () => {
  const cases = folder === undefined ? [] : await readCases(["conv", "xcorr"]);
  let passed = 0;

  test.each(["direct", "fft", "auto"] as const)(
    "every case passes by method %s",
    (method) => {
      const failed: string[] = [];
      passed = 0;
      for (const c of cases) {
        if (LEFT_OUT.has(c.id)) continue;
        try {
          if ("error" in c.expected) {
            expect(() => runTensor(c, method)).toThrow(UserError);
          } else if (isPlaneCase(c)) {
            const call = filterCall(c);
            const { signal } = filter(call.input, [call.kernel], { ...call.options, method });
            failed.push(...differences(c, signal.data, signal.imag));
          } else {
            const out = runTensor(c, method);
            expect(out.shape).toEqual(c.expected.shape);
            failed.push(...differences(c, out.data, out.imag));
          }
          passed++;
        } catch (error) {
          failed.push(`${c.id}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      expect(failed).toEqual([]);
      expect(passed).toBe(cases.length - LEFT_OUT.size);
      console.log(
        `conformance, library, ${method}: ${passed} of ${cases.length} conv and xcorr cases, ${LEFT_OUT.size} left out`,
      );
    },
    120_000,
  );

  test("the cases left out are listed with their reasons", () => {
    for (const [id, reason] of LEFT_OUT) {
      expect(
        cases.some((c) => c.id === id),
        id,
      ).toBe(true);
      console.log(`left out: ${id}: ${reason}`);
    }
    expect(cases.length).toBeGreaterThanOrEqual(1112);
  });
});
