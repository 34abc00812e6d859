import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { loadKernel } from "../../src/files/kernel.js";
import { NAMED_KERNELS } from "../../src/kernels/all.js";
import { KERNEL_GROUPS } from "../../src/kernels/named.js";
import { command } from "../support/command.js";
import { freshFolder } from "../support/folder.js";

const { path, names } = freshFolder();
const schema = (name: string): ((data: unknown) => unknown) => {
  const text = readFileSync(new URL(`../../src/schemas/${name}.schema.json`, import.meta.url), "utf8");
  return new Ajv2020.default({ allowUnionTypes: true, strict: true }).compile(JSON.parse(text) as object);
};
const [list, shown] = [schema("kernel-list"), schema("kernel-show")];

/** What a call prints, which must have been right and must say nothing else. */
async function printed(...args: string[]): Promise<string> {
  const { exitCode, message, stdout, stderr } = await command(["kernel", ...args]);
  expect([exitCode, message, stderr]).toEqual([0, "", ""]);
  return stdout.toString();
}
async function refusal(...args: string[]): Promise<string> {
  const { exitCode, message, stdout, stderr } = await command(["kernel", ...args]);
  expect([exitCode, stdout.toString(), stderr]).toEqual([2, "", ""]);
  return message;
}
interface Shown {
  readonly kernels: readonly { readonly [key: string]: unknown; readonly channels: readonly unknown[] }[];
}
const showJson = async (...args: string[]): Promise<Shown["kernels"]> => {
  const data: unknown = JSON.parse(await printed("show", ...args, "--json"));
  expect(shown(data)).toBe(true);
  return (data as Shown).kernels;
};

describe("kernel list", () => {
  it("has every kernel, parameter, group and example, in lines of at most 100 characters", async () => {
    const text = await printed("list");
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
    for (const title of Object.values(KERNEL_GROUPS)) expect(text).toContain(`\n${title}\n`);
    for (const { name, title, parameters, examples } of NAMED_KERNELS) {
      const entry = text.slice(text.indexOf(`\n  ${name} `)).split("\n\n")[0];
      expect(entry).toContain(title);
      for (const p of parameters) expect(entry).toMatch(new RegExp(`^ {4}${p.name} +\\S`, "m"));
      for (const e of examples) expect(entry.split(/\s+/)).toContain(e);
    }
  });

  it("is laid out for reading", async () => {
    const text = await printed("list");
    expect(text.slice(text.indexOf("  gaussian "), text.indexOf("  binomial "))).toBe(`\
  gaussian      mean with Gaussian weights
    sigma       standard deviation, in samples; above 0, up to 1000000
    truncate    where the taps end, in standard deviations; above 0; default 4
    size        taps along each axis instead of the size that truncate gives: 9 or 9x5; from 1;
                optional
    sigma-y     standard deviation down the rows, when it is another; above 0, up to 1000000;
                optional
                size rule: radius = floor(truncate*sigma + 0.5), the rule of scipy.ndimage; size =
                2*radius + 1
                e.g. gaussian:sigma=2  gaussian:sigma=1.5,truncate=3  gaussian:sigma=2,size=7
                gaussian:1,sigma-y=2

`);
  });

  it("is JSON as its schema says, and that is its report", async () => {
    const { stdout, report } = await command(["kernel", "list", "--json"]);
    const data: unknown = JSON.parse(stdout.toString());
    expect(list(data)).toBe(true);
    expect(report).toEqual(data);
    const { kernels } = data as { kernels: readonly { name: string; parameters: readonly object[] }[] };
    expect(kernels.map((k) => k.name).sort()).toEqual(NAMED_KERNELS.map((k) => k.name).sort());
    expect(kernels.find((k) => k.name === "gaussian")?.parameters.slice(0, 3)).toEqual([
      {
        name: "sigma",
        kind: "number",
        required: true,
        greatest: 1000000,
        above: 0,
        help: "standard deviation, in samples",
      },
      {
        name: "truncate",
        kind: "number",
        required: false,
        default: 4,
        above: 0,
        help: "where the taps end, in standard deviations",
      },
      {
        name: "size",
        kind: "size",
        required: false,
        default: null,
        least: 1,
        help: "taps along each axis instead of the size that truncate gives: 9 or 9x5",
      },
    ]);
  });
});

describe("kernel show", () => {
  it("shows named, inline and file kernels, one after the other, as its schema says", async () => {
    const { stdout, report } = await command([
      "kernel",
      "show",
      "sobel:y",
      "1+2i,1/3",
      "fixtures/kernels/arrow.txt",
      "--json",
    ]);
    expect(shown(report)).toBe(true);
    expect(JSON.parse(stdout.toString())).toEqual(report);
    const kernels = (report as unknown as Shown).kernels;
    expect(kernels.map((k) => [k["name"], k["origin"], k["shape"], k["changes"]])).toEqual([
      ["sobel:y", "named", "3×3 taps", []],
      ["1+2i,1/3", "inline", "2 taps", []],
      ["fixtures/kernels/arrow.txt", "text", "5×5 taps", []],
    ]);
    const text = await printed("show", "1,2", "box:3");
    expect(text.split("\n\n\n").map((t) => t.split("\n")[0])).toEqual(["kernel         1,2", "kernel         box:3"]);
  });

  it.each(NAMED_KERNELS.flatMap((k) => k.examples))("describes %s as its schema says", async (text) => {
    for (const rank of ["1", "2"]) {
      const { exitCode, report } = await command(["kernel", "show", text, "--json", "--rank", rank]);
      // Matrices do not run along signals.
      if (exitCode === 2) expect(rank).toBe("1");
      else expect(shown(report)).toBe(true);
    }
  });

  it("takes the rank for kernels that have a form for each, 2 by itself", async () => {
    const shape = async (...args: string[]): Promise<unknown[]> =>
      (await showJson(...args)).map((k) => [k["rank"], k["width"], k["height"]]);
    const texts = ["box:3", "1,2,1", "savgol:5,2", "1;2"];
    expect(await shape(...texts)).toEqual([
      [2, 3, 3],
      [1, 3, 1],
      [1, 5, 1],
      [2, 1, 2],
    ]);
    expect(await shape(...texts, "--rank", "1")).toEqual([
      [1, 3, 1],
      [1, 3, 1],
      [1, 5, 1],
      [1, 2, 1],
    ]);
    const planes = [
      [2, 3, 3],
      [2, 3, 1],
      [2, 5, 1],
      [2, 1, 2],
    ];
    expect(await shape(...texts, "--rank", "2")).toEqual(planes);
    expect(await shape(...texts, "--matrix")).toEqual(planes);
  });

  it("normalizes and flips, the anchor and the mode of its file too", async () => {
    const [k] = await showJson("--kernel", "-1,0,3", "--normalize-kernel", "abs", "--flip");
    expect(k).toMatchObject({
      divisor: "4",
      channels: [{ taps: [["3", "0", "-1"]] }],
      changes: ["normalized by abs", "flipped"],
    });
    const file = path("own.json");
    await command(["kernel", "show", "1 2 3; 4 5 6", "-o", file]);
    const text = readFileSync(file, "utf8").replace(/\n}\n$/, ',\n  "anchor": [0, 5],\n  "mode": "conv"\n}\n');
    const stdin = await command(["kernel", "show", "-", "--flip", "-o", path("turned.json")], { stdin: text });
    expect([stdin.exitCode, stdin.stdout.toString()]).toEqual([0, ""]);
    expect(await loadKernel(path("turned.json"), { rank: 2 })).toMatchObject({
      taps: Float64Array.of(6, 5, 4, 3, 2, 1),
      anchor: [2, -4],
      mode: "xcorr",
    });
    const column = await command(["kernel", "show", "-", "--rank", "1", "--json"], {
      stdin: '{"taps": [[1], [2], [3]], "anchor": [0, 1]}',
    });
    expect((column.report as unknown as Shown).kernels[0]).toMatchObject({ width: 3, height: 1, anchor: [1, 0] });
  });

  it("writes in place of the description, and both with --json", async () => {
    const { stdout, stderr, report } = await command(["kernel", "show", "box:3", "-o", path("box.npy"), "--json"]);
    expect(JSON.parse(stdout.toString())).toEqual(report);
    expect(stderr).toBe(
      `convxcorr: note: ${path("box.npy")} holds taps rounded to 64-bit floats; .json keeps them and their divisor exactly\n`,
    );
    expect(await printed("show", "1,2", "-o", "-")).toBe('{\n  "taps": [1, 2]\n}\n');
  });

  it("leaves out more taps than can be read", async () => {
    const args = ["show", "box:101", "--exact"];
    expect(await printed(...args)).toContain(
      "\ntaps: 10201 taps are too many to be shown; -o FILE writes them, and --json lists up to a million\n",
    );
    expect((await showJson("box:101"))[0].channels[0]).toHaveProperty("taps");
    expect((await showJson("box:1001"))[0].channels[0]).not.toHaveProperty("taps");
  });

  it("holds numbers beyond the range as null", async () => {
    const [k] = await showJson("1e308,1e308");
    expect(k).toMatchObject({ channels: [{ gainValue: null, absoluteSum: null, peak: 1e308 }] });
  });

  it("refuses calls that are wrong, before anything is written", async () => {
    const before = names();
    expect(await refusal("show")).toBe(
      "KERNEL: is missing. Give taps such as 1,2,1, a name such as gaussian:sigma=2, or a file.",
    );
    expect(await refusal("show", "1", "2", "-o", path("x.json"))).toBe(
      "--output: one file holds one kernel, and 2 are given. Give one kernel.",
    );
    expect(await refusal("show", "1", "-o", path("x.png"))).toBe(
      `${path("x.png")}: its name does not say which kind of kernel file it is to be. End it in .json, .txt, .npy, .csv or .tsv.`,
    );
    expect(await refusal("show", "1", "-o", "-", "--json")).toBe(
      "--json: stdout carries the kernel. Give -o FILE for the kernel, or leave --json out.",
    );
    expect(await refusal("show", "sobel", "--rank", "1")).toBe(
      '--rank: "sobel" has 3×3 taps, which cannot run along a signal. Leave --rank 1 out.',
    );
    expect(await refusal("show", "sobel", "--rank", "3")).toBe('--rank: there is no "3". Use 1, 2.');
    expect(await refusal("show", "1", "--rank", "1", "--matrix")).toBe(
      "--matrix: cannot be used together with --rank. Leave one of them out.",
    );
    expect(await refusal("show", "sobel", "--normalize-kernel", "sum")).toBe(
      "--normalize-kernel: the taps of sobel sum to 0. Use --normalize-kernel abs, peak or energy, or none: a derivative has no sum to divide by.",
    );
    expect(await refusal()).toBe("convxcorr kernel: is no command by itself. Its commands are list, show, help.");
    expect(names()).toEqual(before);
  });
});
