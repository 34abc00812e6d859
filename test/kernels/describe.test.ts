import { describe, expect, it } from "vitest";
import { type Kernel, kernelOf } from "../../src/base/kernel.js";
import { NAMED_KERNELS } from "../../src/kernels/all.js";
import { describeKernel, kernelText } from "../../src/kernels/describe.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
import { parseKernelText } from "../../src/kernels/text.js";

describe("the description of a kernel", () => {
  it("is plain data", () => {
    expect(describeKernel(buildNamed("binomial:3", 1))).toEqual({
      name: "binomial:3",
      origin: "named",
      shape: "3 taps",
      width: 3,
      height: 1,
      rank: 1,
      sizeRule: "size as given",
      divisor: "4",
      divisorValue: 4,
      smoothing: true,
      channels: [
        {
          taps: [["1", "2", "1"]],
          gain: "1",
          absoluteSum: 1,
          peak: 0.5,
          rootEnergy: Math.sqrt(6) / 4,
          centroid: [1, 0],
        },
      ],
      symmetry: "equals its flip",
      modeMatters: false,
      modeDifference: 0,
      defaultAnchors: { conv: [1, 0], xcorr: [1, 0] },
    });
    for (const k of NAMED_KERNELS) {
      const d = describeKernel(buildNamed(k.examples[0], 2));
      expect(JSON.parse(JSON.stringify(d))).toEqual(d);
    }
  });

  it("says how much the mode matters, over the divisor", () => {
    const d = describeKernel(parseKernelText("1/4 1/2 1/4 3/4", "--kernel"));
    expect([d.modeMatters, d.modeDifference, d.defaultAnchors]).toEqual([true, 0.5, { conv: [1, 0], xcorr: [2, 0] }]);
    expect(describeKernel(parseKernelText("1+i, 1-i", "--kernel")).modeMatters).toBe(false);
    expect(describeKernel(parseKernelText("1+i, 1+i", "--kernel")).modeMatters).toBe(true);
  });

  it("tells each channel, complex gains, and what came from a file", () => {
    const rgb = kernelOf(Float64Array.of(1, 2, 3, 4), { width: 2, channels: 2 });
    expect(describeKernel(rgb).channels.map((c) => [c.taps, c.gain])).toEqual([
      [[["1", "3"]], "4"],
      [[["2", "4"]], "6"],
    ]);
    expect(describeKernel(parseKernelText("1/2, 1-3i", "--kernel")).channels[0].gain).toBe("3/2-3i");
    const k: Kernel = { ...rgb, scale: 3, offset: 1, anchor: [5, -1], mode: "conv", sampleRate: 8000 };
    expect(describeKernel(k)).toMatchObject({ scale: 3, offset: 1, anchor: [5, -1], mode: "conv", sampleRate: 8000 });
  });
});

describe("the text of a description", () => {
  const text = (k: Kernel): string => kernelText(describeKernel(k));

  it("is facts and an aligned grid", () => {
    expect(text(buildNamed("sharpen", 2))).toBe(
      [
        "kernel         sharpen",
        "size           3×3 taps (always 3x3)",
        "divisor        1",
        "gain           1",
        "sum of |taps|  9",
        "root energy    5.385164807134504",
        "centroid       1,1",
        "symmetry       equals its flip; symmetric along x, symmetric along y",
        "mode           conv and xcorr give the same",
        "anchor         conv 1,1, xcorr 1,1",
        "",
        "taps:",
        " 0  -1   0",
        "-1   5  -1",
        " 0  -1   0",
        "",
      ].join("\n"),
    );
  });

  it("says what differs between the modes, and leaves out a centroid that is nowhere", () => {
    const sobel = text(buildNamed("sobel:x", 2));
    expect(sobel).toContain("\nmode           conv and xcorr differ: a tap differs from its flip by up to 4\n");
    expect(sobel).not.toContain("centroid");
  });

  it("shortens long fractions and breaks long lists", () => {
    const lines = text(buildNamed("gaussian:sigma=2", 1)).split("\n");
    expect(lines).toContain("divisor        about 5.013168393599853");
    expect(lines).toContain("gain           1");
    expect(lines).toContain("taps, before the divisor:");
    expect(Math.max(...lines.slice(-6).map((l) => l.length))).toBeLessThanOrEqual(100);
    const third = text(parseKernelText("1/3 0.1", "--kernel"));
    expect(third).toContain("\ngain           about 0.43333333333333335\n");
  });

  it("shows channels one after the other", () => {
    const shown = text({ ...kernelOf(Float64Array.of(1, 2, 3, 4), { width: 2, channels: 2 }), anchor: [0, 0] });
    expect(shown).toContain("\ntaps of channel 0:\n1  3\n\ntaps of channel 1:\n2  4\n");
    expect(shown).toContain("\ngain 1           6\n");
    expect(shown).toContain("\nanchor           0\n");
  });
});
