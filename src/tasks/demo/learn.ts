/**
 * What a layer learns under cross-correlation and under true convolution. Both see the same pictures before and after an
 * unknown filter; whichever of the two a layer computes, it learns the kernel that its own mode needs, and these are each
 * other's flip.
 */
import { kernelOf } from "../../base/kernel.js";
import type { Mode } from "../../base/options.js";
import { type Signal, signalOf } from "../../base/signal.js";
import { normal } from "../../math/random.js";
import { convolve, correlate } from "../arrays.js";
import { type Learnt, learnKernel } from "../fit/sgd.js";

export interface LearnOptions {
  /** Of the picture, its noise, the first taps and the order of samples; default 1. */
  readonly seed?: number;
  /** Standard deviation of the noise on the filtered picture, 0 or more; default 0.1. */
  readonly noise?: number;
}

export interface LearnDemo {
  /** The taps that were to be found, as xcorr uses them. */
  readonly wanted: Float64Array;
  readonly xcorr: Learnt;
  readonly conv: Learnt;
  /** What the two layers give for the picture. */
  readonly outputs: { readonly xcorr: Float64Array; readonly conv: Float64Array };
  /** Largest difference of a tap of the one from its counterpart in the other's flip. */
  readonly flipDifference: number;
  /** Largest difference of the two outputs, as a share of their root mean square. */
  readonly outputDifference: number;
}

export const SIDE = 5;
export const PICTURE = 64;
/** No turn of it looks the same. */
const LETTER = ["####.", "#....", "###..", "#....", "#...."];

export function learnDemo({ seed = 1, noise = 0.1 }: LearnOptions = {}): LearnDemo {
  const wanted = Float64Array.from(LETTER.join(""), (c) => (c === "#" ? 1 : 0));
  const next = normal(seed);
  const plane = (data: Float64Array): Signal =>
    signalOf(data, { width: PICTURE, height: PICTURE, rank: 2 }, "f64", { source: "demo", medium: "array" });
  const before = plane(Float64Array.from({ length: PICTURE * PICTURE }, next));
  const exact = correlate(before, kernelOf(wanted, { width: SIDE, height: SIDE }));
  const after = plane(Float64Array.from(exact.data, (v) => v + noise * next()));
  const under = (mode: Mode): Learnt =>
    learnKernel(before, after, { width: SIDE, height: SIDE, mode, seed, epochs: 20 });
  const [xcorr, conv] = [under("xcorr"), under("conv")];
  const outputs = {
    xcorr: Float64Array.from(correlate(before, xcorr.kernel).data),
    conv: Float64Array.from(convolve(before, conv.kernel).data),
  };
  const turned = conv.kernel.taps.slice().reverse();
  const power = outputs.xcorr.reduce((sum, v) => sum + v * v, 0) / outputs.xcorr.length;
  return {
    wanted,
    xcorr,
    conv,
    outputs,
    flipDifference: farthest(xcorr.kernel.taps, turned),
    outputDifference: farthest(outputs.xcorr, outputs.conv) / Math.sqrt(power),
  };
}

const farthest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);
