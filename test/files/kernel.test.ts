import * as fs from "node:fs";
import { describe, expect, it } from "vitest";
import type { Kernel } from "../../src/base/kernel.js";
import { signalOf } from "../../src/base/signal.js";
import { isInline, loadKernel } from "../../src/files/kernel.js";
import { saveSignal } from "../../src/files/save.js";
import { FORMATS } from "../../src/formats/all.js";
import { faultOf } from "../support/fault.js";
import { freshFolder } from "../support/folder.js";

const { path } = freshFolder();
const load = (text: string, rank: 1 | 2 = 1): Promise<Kernel> => loadKernel(text, { rank });
const shape = ({ taps, width, height, rank }: Kernel): unknown => [Array.from(taps), width, height, rank];
const put = (name: string, content: string | Uint8Array): string => {
  fs.writeFileSync(path(name), content);
  return path(name);
};

describe("what stands after --kernel", () => {
  it("is taps where it consists of numbers", async () => {
    expect(shape(await load("-1,0,1"))).toEqual([[-1, 0, 1], 3, 1, 1]);
    expect(shape(await load("0 -1 0; -1 5 -1; 0 -1 0", 2))).toEqual([[0, -1, 0, -1, 5, -1, 0, -1, 0], 3, 3, 2]);
    expect((await load("1/9 1/9 1/9")).divisor).toEqual({ num: 9n, den: 1n });
    expect(Array.from((await load("1+2i,-i")).imag!)).toEqual([2, -1]);
    expect(shape(await load("5"))).toEqual([[5], 1, 1, 1]);
  });

  it("is told apart from names and paths", () => {
    for (const text of ["-1,0,1", "1e-3", ".5", " 2 ", "1,,2", "i", "-2j,1", "nan,1", "1 inf", "1/0"]) {
      expect([text, isInline(text)]).toEqual([text, true]);
    }
    for (const text of ["box:5", "gaussian", "k.csv", "./1", "-", "", "1,a,3", "jei", "nano"]) {
      expect([text, isInline(text)]).toEqual([text, false]);
    }
  });

  it("is a name where a kernel is called so, built for signals or planes", async () => {
    expect(shape(await load("box:3", 1))).toEqual([[1, 1, 1], 3, 1, 1]);
    expect(shape(await load("box:3", 2))).toEqual([[1, 1, 1, 1, 1, 1, 1, 1, 1], 3, 3, 2]);
  });

  it("is a mistake in taps, told with its place, where it begins as taps and no file is called so", async () => {
    expect(await faultOf(() => load("1,a,3"))).toEqual([
      2,
      '--kernel: "a" is not a number (character 3). Taps are written as -0.5, 1e-3, 2/3 or 1+2i.',
    ]);
    expect(await faultOf(() => loadKernel("1,nan", { rank: 1, place: "job 3" }))).toEqual([
      2,
      'job 3: "nan" is not finite (character 3). Taps are written as -0.5, 1e-3, 2/3 or 1+2i.',
    ]);
  });

  it("is else a path, and a missing file may have been meant for a name", async () => {
    expect(await faultOf(() => load("gausian"))).toEqual([
      3,
      'gausian: there is neither a file nor a kernel of this name. Did you mean the kernel "gaussian"?',
    ]);
    expect(await faultOf(() => load("no-such-kernel.json"))).toEqual([
      3,
      "no-such-kernel.json: there is no such file. Check the path.",
    ]);
    expect(await faultOf(() => load(path("")))).toEqual([3, `${path("")}: is a folder. Name a file in it.`]);
  });
});

describe("kernel files", () => {
  it("are rows of taps, JSON by content, or tables by name", async () => {
    expect(shape(await load(put("rows.txt", "# sharpen\n0 -1 0\n-1 5 -1\n0 -1 0\n")))).toEqual([
      [0, -1, 0, -1, 5, -1, 0, -1, 0],
      3,
      3,
      2,
    ]);
    expect(shape(await load(put("k.kernel", '{"taps": [1, 2, 1], "divisor": 4}')))).toEqual([[1, 2, 1], 3, 1, 1]);
    expect(shape(await load(put("nested.json", "[[1, 2], [3, 4]]")))).toEqual([[1, 2, 3, 4], 2, 2, 2]);
    expect(shape(await load(put("k.csv", "1,2\n3,4\n")))).toEqual([[1, 2, 3, 4], 2, 2, 2]);
    expect(shape(await load(put("k.tsv", "1\t2\n3\t4\n")))).toEqual([[1, 2, 3, 4], 2, 2, 2]);
  });

  it("are pictures, arrays and sounds by their content", async () => {
    const psf = signalOf(Uint8Array.of(0, 1, 0, 2), { width: 2, height: 2, rank: 2 }, "u8", {
      source: "test",
      medium: "raster",
    });
    for (const name of ["pgm", "npy"]) {
      // Under a name that says nothing.
      await saveSignal(psf, path(`psf-${name}`), { format: FORMATS.find((f) => f.name === name)! });
      expect(shape(await load(path(`psf-${name}`)))).toEqual([[0, 1, 0, 2], 2, 2, 2]);
    }
    const response = signalOf(Float64Array.of(1, 0.5, 0.25), { width: 3 }, "f64", {
      source: "test",
      medium: "audio",
      sampleRate: 8000,
    });
    await saveSignal(response, path("room.wav"), { format: FORMATS.find((f) => f.name === "wav")! });
    const kernel = await load(path("room.wav"));
    expect([shape(kernel), kernel.sampleRate]).toEqual([[[1, 0.5, 0.25], 3, 1, 1], 8000]);
  });

  it("come from stdin for -", async () => {
    const stdin = { read: () => Promise.resolve(new TextEncoder().encode("1 2 1\n")) };
    const kernel = await loadKernel("-", { rank: 1, stdin });
    expect([shape(kernel), kernel.name]).toEqual([[[1, 2, 1], 3, 1, 1], "stdin"]);
  });

  it("are refused with file, line and column", async () => {
    expect(await faultOf(() => load(put("bad.txt", "1 2 3\n4 five 6\n")))).toEqual([
      3,
      `${path("bad.txt")}:2:3: "five" is not a number. Taps are written as -0.5, 1e-3, 2/3 or 1+2i.`,
    ]);
    const [code, message] = await faultOf(() => load(put("bad.json", '{"taps": [1,\n "x"]}')));
    expect([code, message.startsWith(`${path("bad.json")}:2:2: `)]).toEqual([3, true]);
    const kinds = "Give rows of taps, JSON, CSV, NPY, WAV or a picture.";
    expect(await faultOf(() => load(put("noise", Uint8Array.of(1, 2, 0, 255))))).toEqual([
      3,
      `${path("noise")}: is no kernel: neither text nor a picture, sound or array that is known. ${kinds}`,
    ]);
    expect(await faultOf(() => load(put("doc.txt", "%PDF-1.4\n")))).toEqual([
      3,
      `${path("doc.txt")}: is a PDF, which is not read. Draw its page to PNG first.`,
    ]);
    expect(await faultOf(() => load(put("empty.txt", "")))).toEqual([
      3,
      `${path("empty.txt")}: is empty. Give a file with data in it.`,
    ]);
  });
});
