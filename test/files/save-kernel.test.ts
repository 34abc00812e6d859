import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Kernel, kernelOf } from "../../src/base/kernel.js";
import { toNumber } from "../../src/base/rational.js";
import { loadKernel } from "../../src/files/kernel.js";
import { saveKernel } from "../../src/files/save-kernel.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
import { parseKernelText } from "../../src/kernels/text.js";
import { faultOf } from "../support/fault.js";
import { freshFolder } from "../support/folder.js";

const { path, names } = freshFolder();
const inline = (taps: string): Kernel => parseKernelText(taps, "--kernel");
const values = (k: Kernel): number[] => Array.from(k.taps, (t) => t / toNumber(k.divisor));
const rounded = (file: string): string =>
  `${file} holds taps rounded to 64-bit floats; .json keeps them and their divisor exactly`;

/** Writes, reads back, and tells the kernel with the note. */
async function through(k: Kernel, name: string): Promise<[Kernel, string | undefined]> {
  const note = await saveKernel(k, path(name));
  return [await loadKernel(path(name), { rank: k.rank }), note];
}

describe("a kernel file", () => {
  const kernels: [string, Kernel][] = [
    ["a list", inline("1, -2.5, 3")],
    ["a matrix", inline("1 2; 3 4; 5 6")],
    ["a row", inline("1 2 3;")],
    ["a column", inline("1; 2; 3")],
    ["complex taps", inline("1+2i, -3i")],
    ["a power of two as divisor", buildNamed("binomial:3", 2)],
  ];

  for (const suffix of ["json", "txt", "npy", "csv", "tsv"]) {
    it.each(kernels)(`.${suffix} keeps %s`, async (_, k) => {
      const [back, note] = await through(k, `k.${suffix}`);
      expect([values(back), back.imag, back.width, back.height, note]).toEqual([
        values(k),
        k.imag,
        k.width,
        k.height,
        undefined,
      ]);
      // Tables do not tell a list from a matrix of one row; both lie along x.
      if (!/[ct]sv/.test(suffix)) expect(back.rank).toBe(k.rank);
    });
  }

  it("is exact as .json and .txt, and says where it is not", async () => {
    const box = buildNamed("box:3", 1);
    for (const name of ["box.json", "box.txt"]) {
      const [back, note] = await through(box, name);
      expect([back.taps, back.divisor, note]).toEqual([box.taps, box.divisor, undefined]);
    }
    for (const name of ["box.npy", "box.csv", "BOX.TSV"]) {
      const [back, note] = await through(box, name);
      expect([Array.from(back.taps), note]).toEqual([[1 / 3, 1 / 3, 1 / 3], rounded(path(name))]);
    }
    expect(readFileSync(path("box.txt"), "utf8")).toBe("1/3 1/3 1/3\n");
    expect(readFileSync(path("box.csv"), "utf8")).toBe(`${Array(3).fill("0.3333333333333333").join(",")}\n`);
    expect((await through(inline("1/3 i"), "complex.txt"))[1]).toBe(rounded(path("complex.txt")));
    expect((await through(inline("1/3 0.1"), "exact.npy"))[1]).toBe(rounded(path("exact.npy")));
  });

  it("has channels as .json and .npy", async () => {
    const rgb = kernelOf(Float64Array.of(1, 2, 3, 4, 5, 6), { width: 1, height: 2, channels: 3 });
    for (const name of ["rgb.json", "rgb.npy"]) {
      expect((await through(rgb, name))[0]).toMatchObject({ taps: rgb.taps, width: 1, height: 2, channels: 3 });
    }
    expect(await faultOf(() => saveKernel(rgb, "rgb.csv"))).toEqual([
      2,
      "rgb.csv: the kernel has 3 channels, which .csv cannot hold. Write .json or .npy.",
    ]);
  });

  it("is refused where it would stand for another filter, and no file is written", async () => {
    const before = names();
    const k: Kernel = { ...inline("1,2"), scale: 2, offset: 1, anchor: [0, 0] };
    expect(await faultOf(() => saveKernel(k, path("k2.txt")))).toEqual([
      2,
      `${path("k2.txt")}: the kernel has a scale and an offset and an anchor, which .txt cannot hold. Write .json.`,
    ]);
    expect(await faultOf(() => saveKernel(k, path("k2.png")))).toEqual([
      2,
      `${path("k2.png")}: its name does not say which kind of kernel file it is to be. End it in .json, .txt, .npy, .csv or .tsv.`,
    ]);
    expect(names()).toEqual(before);
    expect(await faultOf(() => saveKernel(k, path("none/k.json")))).toEqual([
      4,
      `${path("none/k.json")}: its folder does not exist. Create the folder first.`,
    ]);
  });

  it("is JSON on stdout and in devices", async () => {
    let text = "";
    const sink = {
      isTerminal: false,
      write: async (blocks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> => {
        for await (const block of blocks) text += Buffer.from(block).toString();
      },
    };
    await saveKernel(inline("1,2"), "-", sink);
    expect(text).toBe('{\n  "taps": [1, 2]\n}\n');
    expect(await saveKernel(inline("1,2"), "/dev/null")).toBeUndefined();
  });
});
