/** The frequency response of a kernel, in one dimension and in two. Pure. */
import { usageError } from "../../base/errors.js";
import type { Kernel } from "../../base/kernel.js";
import { divide, ONE, toNumber } from "../../base/rational.js";
import { defaultAnchor } from "../../engine/geometry.js";
import { PlaneFft } from "../../math/plane-fft.js";
import { type KernelInput, kernelFrom } from "../arrays.js";
import { frequenciesOf, rateOf, shownBins } from "./line.js";
import type { KernelResponse, ResponseOptions } from "./options.js";

/** Frequencies that are computed along an axis where nobody says. */
const POINTS = { 1: 512, 2: 64 } as const;
const MOST = { 1: 1 << 20, 2: 1024 } as const;

/**
 * What a filter does to each frequency, H(f) = Σ_j k[j]·exp(−2πi·f·j) under convolution, and the conjugate of that under
 * cross-correlation. Taps are divided by the kernel's divisor and scale.
 *
 * A real list of taps has P frequencies k/2P, k = 0 … P−1: equal to `scipy.signal.freqz(k, worN=P)`. A complex one has
 * 2P from −1/2 up. A matrix has P×P from −1/2 up on both axes (the order of fftshift).
 *
 * @param kernel taps, a name as text, or a kernel of one channel
 * @param options see `ResponseOptions`; `phase: "anchor"` counts j from the anchor, so the phase is that of the filtered
 *   samples against the input
 * @throws UserError (2) for kernels of several channels and numbers of points that cannot be
 */
export function frequencyResponse(kernel: KernelInput, options: ResponseOptions = {}): KernelResponse {
  const k = kernelFrom(kernel, 1);
  const { mode = k.mode ?? "conv", phase = "tap" } = options;
  const rate = rateOf([], options.rate ?? k.sampleRate);
  const points = options.points ?? POINTS[k.rank];
  const most = MOST[k.rank];
  if (!Number.isInteger(points) || points < 1 || points > most) {
    throw usageError("--points", `${points} is no number of frequencies`, `Give a whole number from 1 to ${most}`);
  }
  if (k.channels > 1) {
    throw usageError("--kernel", `it has ${k.channels} channels`, "Give a kernel of one channel");
  }
  const middle = [defaultAnchor(mode, k.width), defaultAnchor(mode, k.height)];
  const [ax, ay] = phase === "tap" ? [0, 0] : (options.anchor ?? k.anchor ?? middle);
  const twoSided = k.rank === 2 || k.imag !== undefined;
  const width = k.rank === 1 ? 2 * points : points;
  const height = k.rank === 1 ? 1 : points;

  const { re, im } = wrapped(k, width, height, ax, ay);
  new PlaneFft(width, height).run(re, im);
  if (mode === "xcorr") for (let i = 0; i < im.length; i++) im[i] = 0 - im[i];

  const fx = frequenciesOf(width, twoSided, rate);
  if (k.rank === 2) {
    const planes = { re: centred(re, width, height), im: centred(im, width, height) };
    return { ...planes, fx, fy: frequenciesOf(height, true, rate) };
  }
  // As freqz, a one-sided response ends before the Nyquist frequency.
  const count = twoSided ? fx.count : points;
  const line = (plane: Float64Array): Float64Array => shownBins(plane, twoSided).slice(0, count);
  return { re: line(re), im: line(im), fx: { ...fx, count }, fy: null };
}

/** Taps laid round a circle of the transform's length, the anchor at 0: at its frequencies that changes nothing. */
export function wrapped(k: Kernel, width: number, height: number, ax: number, ay: number) {
  const re = new Float64Array(width * height);
  const im = new Float64Array(width * height);
  const factor = toNumber(divide(ONE, k.divisor)) / (k.scale ?? 1);
  const around = (at: number, length: number): number => ((at % length) + length) % length;
  for (let y = 0; y < k.height; y++) {
    for (let x = 0; x < k.width; x++) {
      const at = around(y - ay, height) * width + around(x - ax, width);
      re[at] += k.taps[y * k.width + x] * factor;
      if (k.imag) im[at] += k.imag[y * k.width + x] * factor;
    }
  }
  return { re, im };
}

/** Frequency 0 to the middle of both axes. */
function centred(plane: Float64Array, width: number, height: number): Float64Array {
  const out = new Float64Array(plane.length);
  const down = Math.floor(height / 2);
  for (let y = 0; y < height; y++) {
    out.set(shownBins(plane.subarray(y * width, (y + 1) * width), true), ((y + down) % height) * width);
  }
  return out;
}
