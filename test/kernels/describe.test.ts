import { describe, expect, it } from "vitest";
import { type Kernel, kernelOf } from "../../src/base/kernel.js";
import { NAMED_KERNELS } from "../../src/kernels/all.js";
import { describeKernel } from "../../src/kernels/describe.js";
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
          values: [[0.25, 0.5, 0.25]],
          gain: "1",
          gainValue: 1,
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

  it("has exact taps as text, and each over the divisor rounded once", () => {
    const [third] = describeKernel(parseKernelText("1/3 0.1", "--kernel")).channels;
    expect([third.taps, third.values]).toEqual([[["1/3", "3602879701896397/36028797018963968"]], [[1 / 3, 0.1]]]);
    const [complex] = describeKernel(parseKernelText("1/2 1-i; 0 2i", "--kernel")).channels;
    expect([complex.taps, complex.values, complex.imagValues]).toEqual([
      [
        ["1+0i", "2-2i"],
        ["0+0i", "0+4i"],
      ],
      [
        [0.5, 1],
        [0, 0],
      ],
      [
        [0, -1],
        [0, 2],
      ],
    ]);
    expect([complex.gain, complex.gainValue, complex.imagGainValue]).toEqual(["3/2+1i", 1.5, 1]);
  });

  it("leaves taps out where there are more than were asked for", () => {
    const k = buildNamed("box:3", 2);
    expect(describeKernel(k, 9).channels[0].taps).toHaveLength(3);
    const { channels, ...rest } = describeKernel(k, 8);
    expect([Object.keys(channels[0]).includes("taps"), Object.keys(channels[0]).includes("values")]).toEqual([
      false,
      false,
    ]);
    expect({ ...rest, channels: describeKernel(k).channels }).toEqual(describeKernel(k));
  });

  it("counts an anchor of its own that is off the middle", () => {
    const at = (anchor: [number, number]): unknown => {
      const d = describeKernel({ ...buildNamed("box:3", 2), anchor });
      return [d.modeMatters, d.modeDifference];
    };
    expect([at([1, 1]), at([0, 1]), at([1, 2])]).toEqual([
      [false, 0],
      [true, 0],
      [true, 0],
    ]);
  });

  it("has a name that is safe to print", () => {
    expect(describeKernel({ ...buildNamed("box:3", 2), name: "a\u001b[31m\u202e" }).name).toBe("a\\e[31m\\u{202e}");
  });
});
