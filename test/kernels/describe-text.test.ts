import { describe, expect, it } from "vitest";
import { type Kernel, kernelOf } from "../../src/base/kernel.js";
import { describeKernel } from "../../src/kernels/describe.js";
import { type KernelTextOptions, kernelText } from "../../src/kernels/describe-text.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
import { parseKernelText } from "../../src/kernels/text.js";

const text = (k: Kernel, options?: KernelTextOptions, most?: number): string =>
  kernelText(describeKernel(k, most), options);
const inline = (taps: string): Kernel => parseKernelText(taps, "--kernel");
/** The heading of the taps, and what stands below it. */
const tapsOf = (shown: string): string[] => {
  const lines = shown.trimEnd().split("\n");
  return lines.slice(lines.findIndex((l) => l.startsWith("taps")));
};

describe("the text of a description", () => {
  it("is facts and an aligned grid", () => {
    expect(text(buildNamed("sharpen", 2))).toBe(
      [
        "kernel         sharpen",
        "size           3×3 taps",
        "size rule      always 3x3",
        "divisor        1",
        "gain           1",
        "sum of |taps|  9",
        "noise gain     5.385164807134504",
        "centroid       1,1",
        "symmetry       equals its flip; symmetric along x, symmetric along y",
        "mode           does not matter: conv and xcorr give the same",
        "anchor         1,1",
        "",
        "taps:",
        " 0  -1   0",
        "-1   5  -1",
        " 0  -1   0",
        "",
      ].join("\n"),
    );
  });

  it("says why the mode matters, and leaves out a centroid that is nowhere", () => {
    const sobel = text(buildNamed("sobel:x", 2));
    const up = "matters: a tap differs from its counterpart in the flipped kernel by up to 4";
    expect(sobel).toContain(`\nmode           ${up}\n`);
    expect(sobel).not.toContain("centroid");
    const shifted = text({ ...inline("1 2 1"), anchor: [0, 0] });
    expect(shifted).toContain("\nmode           matters: the anchor is off the middle\n");
    expect(shifted).toContain("\nanchor         0 (its own; the default is 1)\n");
    const tiny = text(inline("1/3 6004799503160661/18014398509481984"));
    expect(tiny).toContain(`\nmode           ${up.slice(0, -1)}1.850371707708594e-17\n`);
  });

  it("names both default anchors where they differ", () => {
    expect(text(inline("1 1; 1 1"))).toContain("\nanchor         0,0 in conv, 1,1 in xcorr\n");
  });

  it("tells where a kernel was read, what was done to it, and what its file said", () => {
    const k: Kernel = { ...inline("1 2"), name: "k.json", about: { origin: "json" }, scale: 3, mode: "conv" };
    const shown = text(k, { changes: ["normalized by abs", "flipped"] });
    expect(shown).toContain("kernel         k.json, read as json, normalized by abs, flipped\n");
    expect(shown).toContain("\nscale          3\n");
    expect(shown).toContain("\nmeant for      conv\n");
  });

  it("shows long exact numbers as the nearest f64", () => {
    const lines = text(buildNamed("gaussian:sigma=2", 1)).split("\n");
    expect(lines).toContain("divisor        about 5.013168393599853");
    expect(lines).toContain("gain           1");
    expect(text(inline("1/3 0.1"))).toContain("\ngain           about 0.43333333333333335\n");
    expect(text(inline("1-2i, 0.1"))).toContain("\ngain           about 1.1-2i\n");
  });

  it("shows channels one after the other", () => {
    const shown = text(kernelOf(Float64Array.of(1, 2, 3, 4), { width: 2, channels: 2 }));
    expect(shown).toContain("\ntaps of channel 0:\n1  3\n\ntaps of channel 1:\n2  4\n");
    expect(shown).toContain("\ngain 1           6\n");
  });
});

describe("the grid of taps", () => {
  it("shows short taps exactly, and the divisor beside them", () => {
    expect(tapsOf(text(buildNamed("box:3", 2)))).toEqual([
      "taps, to be divided by 9:",
      "1  1  1",
      "1  1  1",
      "1  1  1",
    ]);
    expect(tapsOf(text(inline("-0, 0.5, 1e-7, 12345")))).toEqual(["taps:", "   -0    0.5   1e-7  12345"]);
  });

  it("divides and rounds long ones, the points below one another, unless all digits are asked for", () => {
    expect(tapsOf(text(buildNamed("gaussian:sigma=0.5", 2)))).toEqual([
      "taps, divided, rounded (--exact shows all digits):",
      "0.00000  0.00003  0.00021  0.00003  0.00000",
      "0.00003  0.01133  0.08373  0.01133  0.00003",
      "0.00021  0.08373  0.61869  0.08373  0.00021",
      "0.00003  0.01133  0.08373  0.01133  0.00003",
      "0.00000  0.00003  0.00021  0.00003  0.00000",
    ]);
    expect(tapsOf(text(inline("0.123456789012 0 -2"))).at(-1)).toBe(" 0.1235        0  -2.0000");
    expect(tapsOf(text(inline("0.123456789012+2i, -1i"))).at(-1)).toBe("0.1235+2.0000i       0-1.0000i");
    expect(tapsOf(text(inline("1.23456789012e-9 1"), { exact: true }))).toEqual([
      "taps:",
      "1.23456789012e-9                 1",
    ]);
    expect(tapsOf(text(buildNamed("gaussian:sigma=0.2,truncate=5", 1), { exact: true }))).toEqual([
      "taps, before the divisor:",
      "0.0000037266531720786777                         1  0.0000037266531720786777",
    ]);
  });

  it("uses powers of ten where the largest tap is huge or tiny", () => {
    expect(tapsOf(text(inline("1.23456789012e-9 0"))).at(-1)).toBe("1.2346e-9          0");
    expect(tapsOf(text(inline("123456789012345678 1"))).at(-1)).toBe("1.2346e+17   1.0000e+0");
  });

  it("breaks lists into lines, and wide matrices into blocks of columns, within 100 characters", () => {
    const list = tapsOf(text(buildNamed("gaussian:sigma=9", 1)));
    const matrix = tapsOf(text(buildNamed("gaussian:sigma=2", 2)));
    for (const line of [...list, ...matrix]) expect(line.length).toBeLessThanOrEqual(100);
    expect(list.slice(1).join(" ").trim().split(/ +/)).toHaveLength(73);
    expect(matrix.filter((l) => /^columns|^$/.test(l))).toEqual(["columns 0 to 9:", "", "columns 10 to 16:"]);
    expect(matrix).toHaveLength(1 + 18 + 1 + 18);
    const one = tapsOf(text(inline(`${"1234567890 ".repeat(8)}1;`)));
    expect(one.slice(-2)).toEqual(["column 8:", "         1"]);
  });

  it("says so where there are too many", () => {
    expect(tapsOf(text(buildNamed("box:3", 2), {}, 8))).toEqual([
      "taps: 9 taps are too many to be shown; -o FILE writes them, and --json lists up to a million",
    ]);
  });
});
