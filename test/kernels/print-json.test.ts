import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { type Kernel, kernelOf } from "../../src/base/kernel.js";
import { rational } from "../../src/base/rational.js";
import { NAMED_KERNELS } from "../../src/kernels/all.js";
import { parseKernelJson } from "../../src/kernels/json.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
import { printKernelJson } from "../../src/kernels/print-json.js";
import { parseKernelText } from "../../src/kernels/text.js";
import { faultOf } from "../support/fault.js";

const valid = new Ajv2020.default().compile(
  JSON.parse(readFileSync(new URL("../../src/schemas/kernel.schema.json", import.meta.url), "utf8")) as object,
);
const printed = (k: Kernel): string => [...printKernelJson(k, "k.json")].join("");
const inline = (taps: string): Kernel => parseKernelText(taps, "--kernel");

/** Reads the file back and holds it against the schema. */
function again(k: Kernel): Kernel {
  const text = printed(k);
  expect(valid(JSON.parse(text)), text).toBe(true);
  return parseKernelJson(text, "k.json");
}

describe("a kernel as JSON", () => {
  const named = NAMED_KERNELS.flatMap((k) => k.examples);

  it.each(named)("%s reads back as the same numbers, on signals and on planes", (text) => {
    for (const rank of [1, 2] as const) {
      const k = buildNamed(text, rank);
      expect(again(k)).toEqual({ ...k, name: `k.json (${text})`, about: { origin: "json" } });
    }
  });

  it("keeps everything that belongs to the kernel", () => {
    const k: Kernel = {
      ...inline("1/3 -0; 1e-7 1e300"),
      name: "mine\u001b",
      about: { origin: "json" },
      scale: 0.1,
      offset: -1,
      anchor: [5, -1],
      mode: "conv",
      sampleRate: 44100,
    };
    expect(again(k)).toEqual({ ...k, name: "k.json (mine\u001b)", about: { origin: "json" } });
    const list: Kernel = { ...inline("1,2"), anchor: [3, 0] };
    expect(again(list)).toEqual({ ...list, name: "k.json", about: { origin: "json" } });
  });

  it.each(["1+2i, -3i, 0.1", "1/3 1/7 0.1; 1 2 3;", "1 2;", "9007199254740993/2 1"])("%s reads back", (text) => {
    const k = inline(text);
    expect(again(k)).toEqual({ ...k, name: "k.json", about: { origin: "json" } });
  });

  it("writes divisors beyond 2^53 as fractions, which are not rounded", () => {
    const k = { ...inline("1"), divisor: rational(9007199254740993n) };
    expect(printed(k)).toBe('{\n  "taps": [1],\n  "divisor": "9007199254740993/1"\n}\n');
    expect(again(k).divisor).toEqual(k.divisor);
  });

  it("has a row of taps on each line, and channels inside", () => {
    expect(printed(inline("1 2; 3 -4"))).toBe('{\n  "taps": [\n    [1, 2],\n    [3, -4]\n  ]\n}\n');
    const rgb = kernelOf(Float64Array.of(1, 2, 3, 4), { width: 2, channels: 2 });
    expect(printed(rgb)).toBe('{\n  "taps": [\n    [[1, 2], [3, 4]]\n  ]\n}\n');
    expect(again(rgb)).toMatchObject({ taps: rgb.taps, width: 2, height: 1, channels: 2, rank: 2 });
  });

  it("refuses fractions that could not be read", async () => {
    const k = { ...inline("1"), divisor: rational(1n, 10n ** 2000n) };
    expect(await faultOf(() => printed(k))).toEqual([
      2,
      "k.json: an exact tap or divisor has more than 2000 digits, which no kernel file can hold. Write .npy, whose taps are the nearest 64-bit floats.",
    ]);
  });
});
