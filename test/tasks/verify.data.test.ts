/** The laws on data that nobody made for them: the fixtures always, real recordings and pictures where there are some. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Kernel } from "../../src/base/kernel.js";
import { type Signal, signalOf } from "../../src/base/signal.js";
import { loadKernel } from "../../src/files/kernel.js";
import { loadSignal } from "../../src/files/load.js";
import { kernelFrom } from "../../src/tasks/arrays.js";
import { verify } from "../../src/tasks/verify/verify.js";
import { list } from "../support/signals.js";

const FIXTURES = fileURLToPath(new URL("../../fixtures", import.meta.url));
const CONFORMANCE = process.env["CONVXCORR_CONFORMANCE"];
/** Real data lies beside the conformance data, if it is not named. */
const REAL = process.env["CONVXCORR_REAL"] ?? (CONFORMANCE === undefined ? "" : join(CONFORMANCE, "../real"));

/** Two columns as the parts of complex samples. */
function paired({ data, width, channels, about }: Signal): Signal {
  const part = (c: number): Float64Array => Float64Array.from({ length: width }, (_, i) => data[i * channels + c]);
  return signalOf(part(0), { width }, "c128", { source: about.source, medium: "array" }, part(1));
}

const COMPLEX: Kernel = { ...list([0.5, -1, 2, 0.1, 3]), imag: Float64Array.of(1, 0.3, 0, -2, 0.7) };

function expectLaws(signal: Signal, kernels: readonly [Kernel] | readonly [Kernel, Kernel]): void {
  const { laws } = verify(signal, kernels);
  expect(laws.filter(({ holds }) => !holds).map(({ law, worst }) => ({ law, worst }))).toEqual([]);
  expect(laws).toHaveLength(12);
}

describe("fixtures", () => {
  test.each([
    ["picture.png", "sobel:x"],
    ["picture.png", "gaussian:sigma=2"],
    ["logo.png", "sharpen"],
    ["grey16.png", "log:sigma=1.5"],
    ["plane.npy", "laplacian"],
    ["tone.wav", "1,-2,3"],
    ["sensor.csv", "savgol:21,2"],
    ["bits.csv", "box:128"],
  ])("%s with %s", async (name, kernel) => {
    const { signal } = await loadSignal(join(FIXTURES, name));
    expectLaws(signal, [kernelFrom(kernel, signal.rank)]);
  });

  test("a recording of an echo, and complex samples", async () => {
    const { signal } = await loadSignal(join(FIXTURES, "tone.wav"));
    expectLaws(signal, [await loadKernel(join(FIXTURES, "echo.wav"), { rank: 1 })]);
    const { signal: bits } = await loadSignal(join(FIXTURES, "bits.csv"));
    expectLaws(paired(bits), [COMPLEX, list([1, -1])]);
  });
});

describe.skipIf(!existsSync(REAL))("real data", () => {
  test.each([
    ["images/camera_u8.png", "sobel:y"],
    ["images/chelsea_rgb.png", "gaussian:sigma=3"],
    ["images/logo_rgba.png", "sharpen"],
    ["images/hubble_wfpc2_f32.npy", "log:sigma=2"],
    ["images/hubble_wfpc2_u16.png", "disk:3"],
    ["signals/ecg_mitbih208_360hz_i16.npy", "savgol:31,3"],
    ["signals/speech_librivox_a.wav", "gaussian:sigma=20"],
    ["signals/seismic_nz_crlz_hhz_100hz_f32.npy", "1,0,-2,0,1"],
    ["signals/accelerometer_100hz.csv", "-0.1,0.3,0.9,0.2"],
  ])(
    "%s with %s",
    async (name, kernel) => {
      const { signal } = await loadSignal(join(REAL, name));
      expectLaws(signal, [kernelFrom(kernel, signal.rank)]);
    },
    30_000,
  );

  test("a template in its picture, a fragment in its recording", async () => {
    for (const [name, kernel] of [
      ["images/coins_u8.png", "images/coins_template_u8.png"],
      ["signals/speech_librivox_a.wav", "signals/speech_fragment.wav"],
    ]) {
      const { signal } = await loadSignal(join(REAL, name));
      expectLaws(signal, [await loadKernel(join(REAL, kernel), { rank: signal.rank })]);
    }
  }, 60_000);

  test("two axes of an accelerometer as complex samples, with complex taps", async () => {
    const { signal } = await loadSignal(join(REAL, "signals/accelerometer_100hz.csv"));
    expectLaws(paired(signal), [COMPLEX]);
  });
});
