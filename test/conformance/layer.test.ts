/** Every layer of the public conformance data, with the compiled routines and with the plain ones. */
import { afterEach, describe, expect, test } from "vitest";
import type { Samples } from "../../src/base/element.js";
import type { LayerOptions } from "../../src/base/layer.js";
import type { TypedTensor } from "../../src/base/tensor.js";
import { forceRoutines, type RoutineSet } from "../../src/routines/load.js";
import { layer } from "../../src/tasks/layer/layer.js";
import { type ArrayData, type Case, folder, number, readCases } from "../support/conformance.js";

/** How many cases there are of each kind. */
const CASES = { "conv-layer": 111, "conv-transpose": 32, "conv-integer": 2, "qlinear-conv": 1 };

const ARRAYS: Readonly<Record<string, { readonly from: (data: readonly number[]) => Samples }>> = {
  u8: Uint8Array,
  i8: Int8Array,
  i32: Int32Array,
  f32: Float32Array,
};

const tensor = ({ shape, dtype, data }: ArrayData): TypedTensor => ({
  shape,
  data: ARRAYS[dtype].from(data.map(number)),
});

function optionsOf({ op, params, kernel }: Case): LayerOptions {
  const pads = params["pads"] as number[];
  const rank = kernel.shape.length - 2;
  const numbers = (name: string) => params[name] as number[];
  const factors = ["x_scale", "w_scale", "y_scale", "x_zero_point", "w_zero_point", "y_zero_point"]
    .filter((name) => name in params)
    .map((name): [string, unknown] => [name.replace(/_(.)/g, (_, c: string) => c.toUpperCase()), params[name]]);
  return {
    stride: numbers("stride"),
    dilation: numbers("dilation"),
    groups: params["groups"] as number,
    padding: Array.from({ length: rank }, (_, i) => ({ before: pads[i], after: pads[rank + i] })),
    ...(op === "conv-transpose" ? { transposed: true, outputPadding: numbers("output_padding") } : {}),
    ...("bias" in params ? { bias: tensor(params["bias"] as ArrayData) } : {}),
    ...Object.fromEntries(factors),
  };
}

describe.skipIf(folder === undefined)("public conformance data through layers", async () => {
  const cases = folder === undefined ? [] : await readCases(Object.keys(CASES));
  afterEach(() => {
    forceRoutines(undefined);
  });

  for (const [op, many] of Object.entries(CASES))
    test.each(["compiled", "reference"] as const)(`${op}, %s`, (routines: RoutineSet) => {
      forceRoutines(routines);
      const failed: string[] = [];
      let passed = 0;
      for (const c of cases.filter((one) => one.op === op)) {
        const { output } = layer(tensor(c.input), tensor(c.kernel), optionsOf(c));
        const expected = c.expected as ArrayData;
        expect(output.shape, c.id).toEqual(expected.shape);
        expect(output.data.constructor, c.id).toBe(ARRAYS[expected.dtype]);
        const wrong = expected.data.findIndex((e, i) => {
          const value = number(e);
          return !(Math.abs(output.data[i] - value) <= c.atol + c.rtol * Math.abs(value));
        });
        if (wrong >= 0)
          failed.push(`${c.id}: element ${wrong} is ${output.data[wrong]}, not ${number(expected.data[wrong])}`);
        else passed++;
      }
      expect(failed).toEqual([]);
      expect(passed).toBe(many);
      console.log(`conformance, ${op}, ${routines}: ${passed} of ${many}`);
    });
});
