import { describe, expect, it } from "vitest";
import type { ElementType, Samples } from "../../src/base/element.js";
import { UserError } from "../../src/base/errors.js";
import { rational } from "../../src/base/rational.js";
import { type About, type Signal, signalOf } from "../../src/base/signal.js";
import { kernelFromSignal } from "../../src/kernels/from-signal.js";

const raster = (data: Samples, channels: number, type: ElementType, more: Partial<About> = {}): Signal =>
  signalOf(data, { width: 2, height: data.length / channels / 2, channels, rank: 2 }, type, {
    source: "psf.png",
    medium: "raster",
    format: "png",
    ...more,
  });

const sound = (data: Samples, type: ElementType, more: Partial<About> = {}, channels = 1): Signal =>
  signalOf(data, { width: data.length / channels, channels }, type, {
    source: "ir.wav",
    medium: "audio",
    format: "wav",
    sampleRate: 48000,
    ...more,
  });

function refusal(signal: Signal): [message: string, exitCode: number] {
  try {
    kernelFromSignal(signal, "k");
  } catch (e) {
    if (e instanceof UserError) return [e.message, e.exitCode];
    throw e;
  }
  return ["accepted", 0];
}

describe("kernels from signals", () => {
  it("are the pixels of a picture, not normalised", () => {
    expect(kernelFromSignal(raster(Uint8Array.of(1, 2, 3, 255), 1, "u8"), "psf.png")).toEqual({
      taps: Float64Array.of(1, 2, 3, 255),
      width: 2,
      height: 2,
      channels: 1,
      rank: 2,
      divisor: rational(1n),
      name: "psf.png",
      about: { origin: "png" },
    });
  });

  it("have the channels of a picture, one where all are equal", () => {
    const colour = kernelFromSignal(raster(Uint8Array.of(1, 2, 3, 4, 5, 6), 3, "u8"), "k");
    expect([colour.channels, Array.from(colour.taps)]).toEqual([3, [1, 2, 3, 4, 5, 6]]);
    const grey = kernelFromSignal(raster(Uint8Array.of(1, 1, 1, 4, 4, 4), 3, "u8"), "k");
    expect([grey.channels, Array.from(grey.taps)]).toEqual([1, [1, 4]]);
    const array = kernelFromSignal(raster(Uint8Array.of(1, 1, 4, 4), 2, "u8", { medium: "array" }), "k");
    expect(array.channels).toBe(2);
  });

  it("lose an opaque alpha and refuse another", () => {
    const opaque = raster(Uint8Array.of(7, 255, 9, 255), 2, "u8", { alpha: true });
    expect(Array.from(kernelFromSignal(opaque, "k").taps)).toEqual([7, 9]);
    const deep = raster(Uint16Array.of(7, 1023, 9, 1023), 2, "u16", { alpha: true, bits: 10 });
    expect(Array.from(kernelFromSignal(deep, "k").taps)).toEqual([7, 9]);
    const float = raster(Float32Array.of(7, 1, 9, 1), 2, "f32", { alpha: true });
    expect(Array.from(kernelFromSignal(float, "k").taps)).toEqual([7, 9]);
    const clear = raster(Uint8Array.of(7, 255, 9, 255, 7, 255, 9, 3), 2, "u8", { alpha: true });
    expect(refusal(clear)).toEqual([
      "k: the picture has transparent pixels, the first at 1,1. A kernel has no transparency: remove the alpha channel.",
      3,
    ]);
  });

  it("are relative to full scale for integer sound, and as they are for float sound", () => {
    const divisors = [
      sound(Int8Array.of(64, 1), "i8"),
      sound(Int16Array.of(64, 1), "i16"),
      sound(Int32Array.of(64, 1), "i32", { bits: 24 }),
      sound(Int32Array.of(64, 1), "i32"),
      sound(Float32Array.of(64, 1), "f32"),
    ].map((s) => kernelFromSignal(s, "k"));
    expect(divisors.map((k) => k.divisor)).toEqual([7, 15, 23, 31, 0].map((n) => rational(1n << BigInt(n))));
    for (const k of divisors) expect([Array.from(k.taps), k.rank, k.sampleRate]).toEqual([[64, 1], 1, 48000]);
    expect(kernelFromSignal(sound(Int16Array.of(1, 1, 2, 2), "i16", {}, 2), "k").channels).toBe(2);
  });

  it("keep imaginary parts", () => {
    const about: About = { source: "k.npy", medium: "array" };
    const s = signalOf(Float64Array.of(1, 2), { width: 2 }, "c128", about, Float64Array.of(3, -4));
    const k = kernelFromSignal(s, "k.npy");
    expect([k.imag, k.about.origin]).toEqual([Float64Array.of(3, -4), "array"]);
  });

  it("have finite taps only", () => {
    expect(refusal(sound(Float32Array.of(1, NaN), "f32"))).toEqual([
      "k: the tap at sample 1 is NaN. Taps must be finite.",
      3,
    ]);
    const picture = raster(Float32Array.of(1, 2, 3, 4, 5, -Infinity), 3, "f32");
    expect(refusal(picture)).toEqual(["k: the tap at 1,0, channel 2 is -Infinity. Taps must be finite.", 3]);
    const about: About = { source: "k.npy", medium: "array" };
    const s = signalOf(Float64Array.of(1, 2), { width: 2 }, "c128", about, Float64Array.of(Infinity, 0));
    expect(refusal(s)).toEqual(["k: the tap at sample 0 is Infinity. Taps must be finite.", 3]);
  });

  it("have a limit", () => {
    const big = signalOf(new Uint8Array(4097 * 4096), { width: 4096, height: 4097, rank: 2 }, "u8", {
      source: "k",
      medium: "raster",
    });
    expect(refusal(big)).toEqual(["k: 4096×4097 are too many taps. A kernel has at most 16777216 taps.", 3]);
  });
});
