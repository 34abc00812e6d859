/** Undoes a filter: from what a kernel made of a signal or picture, and the kernel, to what it was. Pure. */
import { allocate, isComplex, isInteger, rangeOf } from "../../base/element.js";
import { inputError, usageError } from "../../base/errors.js";
import { equalsItsFlip, flipped, type Kernel } from "../../base/kernel.js";
import type { Mode } from "../../base/options.js";
import { toNumber } from "../../base/rational.js";
import { type Signal, signalOf } from "../../base/signal.js";
import { roundNumber } from "../../engine/rounding.js";
import { type Input, type KernelInput, kernelFrom, signalFrom } from "../arrays.js";
import { divide } from "./division.js";
import { Model, type Plane } from "./model.js";
import type { ChannelReport, Deconvolved, DeconvolveOptions } from "./options.js";
import { residualOf, rms } from "./residual.js";
import { richardsonLucy } from "./richardson-lucy.js";
import { wiener } from "./wiener.js";

/**
 * Looks for x, where the input is y = k∗x (`conv`), or the correlation with k (`xcorr`).
 *
 * - `division`: signals in `full` size, exactly; equal to `scipy.signal.deconvolve`.
 * - `wiener`: conj(H)/(|H|² + nsr) in the frequency domain.
 * - `richardson-lucy`: for kernels and samples from 0 up.
 *
 * @param input real samples, one or more channels; an alpha channel is kept as it is (`same`)
 * @param kernel real taps of one channel
 * @throws UserError (2) for calls, (3) for data that the method does not allow
 */
export function deconvolve(input: Input, kernel: KernelInput, options: DeconvolveOptions = {}): Deconvolved {
  const y = signalFrom(input);
  const k = kernelFrom(kernel, y.rank);
  const { method = "wiener", size = "same", border = "free" } = options;
  const mode = checked(y, k, options);
  if (method === "division") return division(y, k, mode);
  const { width, height, channels } = y;
  if (size === "full" && (k.width > width || k.height > height)) {
    throw inputError(y.about.source, `it is smaller than the kernel`, "Give the full output, or --size same");
  }
  const model = new Model(k, mode, y, size, border);
  const [w, h] = [model.x.wanted, model.y.wanted];
  const alpha = y.about.alpha === true && size === "same";
  const colours = alpha ? channels - 1 : channels;
  const out = new Float64Array(w * h * channels);
  if (alpha) for (let i = 0; i < w * h; i++) out[i * channels + colours] = y.data[i * channels + colours];

  const reports: ChannelReport[] = [];
  const put = (plane: Float64Array, c: number): void => {
    for (let i = 0; i < w * h; i++) {
      const x = i % w;
      out[i * channels + c] = plane[((i - x) / w) * model.x.length + x];
    }
  };
  const tell = (plane: Plane, samples: readonly [Float64Array, Float64Array], c: number, more: object): void => {
    const seen = { re: plane.re.slice(), im: plane.im.slice() };
    model.apply(seen);
    const [a, b] = residualOf(model, seen, samples);
    for (const [i, residual] of [a, b].entries()) {
      if (c + i < colours && (i === 0 || method !== "wiener")) {
        const level = rms(samples[i]);
        reports.push({ ...more, residual, relative: level === 0 ? 0 : residual / level });
      }
    }
  };
  if (method === "wiener") {
    for (let c = 0; c < colours; c++) {
      options.progress?.(c / colours);
      const samples = channelOf(y, c);
      const least = isInteger(y.type) ? rounding(samples) : 0;
      const { plane, nsr } = wiener(model, samples, options.nsr ?? { least }, border, size);
      put(plane.re, c);
      tell(plane, [samples, new Float64Array(samples.length)], c, { nsr });
    }
  } else {
    // Two channels are the two parts of complex samples: the kernel is real, so they do not mix.
    for (let c = 0; c < colours; c += 2) {
      const pair = [channelOf(y, c), channelOf(y, Math.min(c + 1, colours - 1))] as const;
      const { iterations = 30, stopAt = 0, progress } = options;
      const { plane, steps } = richardsonLucy(model, pair, iterations, stopAt, (share) => {
        progress?.((c + 2 * share) / (colours + (colours % 2)));
      });
      put(plane.re, c);
      if (c + 1 < colours) put(plane.im, c + 1);
      tell(plane, pair, c, { iterations: steps });
    }
  }
  return { ...rounded(y, out, w, h), mode, channels: reports };
}

/** What rounding to whole numbers adds, 1/12, as a share of the variance; 0 where nothing varies. */
function rounding(samples: Float64Array): number {
  const mean = samples.reduce((sum, v) => sum + v, 0) / samples.length;
  const squares = samples.reduce((sum, v) => sum + (v - mean) * (v - mean), 0);
  return squares === 0 ? 0 : samples.length / 12 / squares;
}

/** Channel `c`, every sample finite. @throws UserError (3) */
function channelOf({ data, channels, about }: Signal, c: number): Float64Array {
  const samples = Float64Array.from({ length: data.length / channels }, (_, i) => data[i * channels + c]);
  const odd = samples.findIndex((v) => !Number.isFinite(v));
  if (odd < 0) return samples;
  throw inputError(about.source, `sample ${odd} of channel ${c + 1} is ${samples[odd]}`, "Correct it, or leave it out");
}

/** What the method takes. @returns the mode @throws UserError */
function checked(y: Signal, k: Kernel, options: DeconvolveOptions): Mode {
  const { method = "wiener", size = "same", nsr, iterations, stopAt } = options;
  const { source } = y.about;
  if (method === "wiener" && size === "same" && options.border === "constant") {
    const found = "the Wiener filter needs all that the kernel made, and size same cut off what lay beyond the zeros";
    throw usageError("--border", found, "Use --method richardson-lucy, or --border free");
  }
  if (y.data.length === 0) throw inputError(source, "it has no samples", "Give one or more");
  if (isComplex(y.type)) throw inputError(source, "its samples are complex", "Give real ones");
  if (k.imag || k.channels > 1) throw usageError("--kernel", "it is complex or has several channels", "Give real taps");
  if (y.rank === 1 && k.height > 1)
    throw usageError("--kernel", "it is a matrix, and the input a signal", "Give a list");
  if (nsr !== undefined && !(nsr >= 0 && nsr < Infinity)) {
    throw usageError("--nsr", `${nsr} is no ratio`, "Give a number from 0 up, such as 0.01");
  }
  if (iterations !== undefined && !(Number.isInteger(iterations) && iterations >= 1)) {
    throw usageError("--iterations", `${iterations} is no number of steps`, "Give a whole number from 1 up");
  }
  if (stopAt !== undefined && !(stopAt > 0)) {
    throw usageError("--stop-at", `${stopAt} is no residual`, "Give an RMS above 0");
  }
  const mode = options.mode ?? k.mode ?? (equalsItsFlip(k, true) ? "conv" : undefined);
  if (mode === undefined) {
    const found = "is missing, and the kernel does not equal its flip";
    throw usageError("--mode", found, "Say whether the input was made by conv or xcorr");
  }
  if (method === "division") {
    if (y.rank === 2) throw inputError(source, "it is a plane, and division is for signals", "Use --method wiener");
    if (size !== "full") throw usageError("--size", "division undoes the full size", "Say --size full");
  }
  if (method === "richardson-lucy") {
    const sign = toNumber(k.divisor) * (k.scale ?? 1) < 0 ? -1 : 1;
    if (k.taps.some((v) => v * sign < 0) || k.taps.every((v) => v === 0)) {
      throw usageError("--kernel", "Richardson-Lucy takes taps from 0 up, not all 0", "Use --method wiener");
    }
    const negative = y.data.findIndex((v) => v < 0);
    if (negative >= 0) {
      const found = `sample ${negative} is ${y.data[negative]}, and Richardson-Lucy takes samples from 0 up`;
      throw inputError(source, found, "Use --method wiener");
    }
  }
  return mode;
}

function division(y: Signal, k: Kernel, mode: Mode): Deconvolved {
  const { channels, width, about } = y;
  const by = toNumber(k.divisor) * (k.scale ?? 1);
  const divisor = (mode === "conv" ? k : flipped(k)).taps.map((v) => v / by);
  const length = Math.max(0, width - divisor.length + 1);
  const out = new Float64Array(length * channels);
  const rest = new Float64Array(width * channels);
  const reports: ChannelReport[] = [];
  for (let c = 0; c < channels; c++) {
    const samples = channelOf(y, c);
    const { quotient, remainder } = divide(samples, divisor, about.source);
    for (let i = 0; i < length; i++) out[i * channels + c] = quotient[i];
    for (let i = 0; i < width; i++) rest[i * channels + c] = remainder[i];
    const [residual, level] = [rms(remainder), rms(samples)];
    reports.push({ residual, relative: level === 0 ? 0 : residual / level });
  }
  const remainder = signalOf(rest, { width, channels }, "f64", about);
  return { ...rounded(y, out, length, 1), remainder, mode, channels: reports };
}

/** The result in the input's type. */
function rounded(y: Signal, values: Float64Array, width: number, height: number): { signal: Signal; clipped: number } {
  const { channels, rank, type, about } = y;
  // Other columns of the table stand beside rows of the input, which a shorter result does not have.
  const { table, ...alone } = about;
  const kept = table !== undefined && width === y.width ? about : alone;
  const data = allocate(type, values.length);
  const [low, high] = isInteger(type) ? rangeOf(type, about) : [-Infinity, Infinity];
  let clipped = 0;
  for (let i = 0; i < values.length; i++) {
    const v = isInteger(type) ? roundNumber(values[i], "half-even") : values[i];
    if (v < low || v > high) clipped++;
    data[i] = Math.min(high, Math.max(low, v));
  }
  return { signal: signalOf(data, { width, height, channels, rank }, type, kept), clipped };
}
