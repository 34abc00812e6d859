/** Fitted kernels on a real picture that lies beside the public conformance data (CONVXCORR_CONFORMANCE); else nothing to run. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { kernelOf } from "../../src/base/kernel.js";
import { loadSignal } from "../../src/files/load.js";
import { normal } from "../../src/math/random.js";
import { kernelFrom } from "../../src/tasks/arrays.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { fitKernel } from "../../src/tasks/fit/fit.js";
import { folder } from "../support/conformance.js";

const path = join(folder ?? "", "../real/images/camera_u8.png");

describe.skipIf(folder === undefined || !existsSync(path))("a real picture and its copy of bytes", () => {
  test.each([1, 2, 3])(
    "give back a random 15×15 kernel, each tap within 4 standard errors of σ² = 1/12 (seed %i)",
    async (seed) => {
      const { signal } = await loadSignal(path);
      const next = normal(seed);
      const drawn = Float64Array.from({ length: 225 }, () => next() + 1);
      const sum = drawn.reduce((a, b) => a + b, 0);
      const wanted = kernelOf(
        drawn.map((t) => t / sum),
        { width: 15, height: 15 },
      );
      for (const mode of ["xcorr", "conv"] as const) {
        const after = filter(signal, [wanted], { mode }).signal;
        expect(after.type).toBe("u8");
        const found = fitKernel(signal, after, { width: 15, height: 15, noise: "rounding" });
        const { kernel, errors } = found[mode];
        expect(found.residual.rms).toBeCloseTo(Math.sqrt(1 / 12), 2);
        const off = Array.from(kernel.taps, (t, i) => Math.abs(t - wanted.taps[i]) / errors![i]);
        expect(Math.max(...off)).toBeLessThan(4);
        // Errors that were too large would pass as well: in the mean they are what they say.
        expect(Math.sqrt(off.reduce((s, v) => s + v * v, 0) / 225)).toBeGreaterThan(0.8);
      }
    },
  );

  test.each([
    ["sobel", 8, "sobel"],
    ["gaussian:sigma=1.5", 1, "gaussian:sigma=1.5"],
    ["sharpen", 1, "sharpen"],
  ])("tell %s by its name", async (name, scale, called) => {
    const { signal } = await loadSignal(path);
    const offset = scale === 8;
    const after = filter(signal, [kernelFrom(name, 2)], {
      mode: "xcorr",
      scale,
      ...(offset ? { map: "offset" } : {}),
    }).signal;
    const { named } = fitKernel(signal, after, { width: 13, height: 13, offset });
    expect(named).toMatchObject({ same: true });
    expect(named!.name.split(",size")[0]).toBe(called);
  });
});
