/** Sums, normalisation and symmetry of kernels, exact where the taps are. */
import { usageError } from "../base/errors.js";
import type { Kernel } from "../base/kernel.js";
import type { KernelNorm } from "../base/options.js";
import {
  compare,
  divide,
  fromNumber,
  magnitude,
  multiply,
  ONE,
  powerOfTwo,
  type Rational,
  rational,
  toNumber,
  ZERO,
} from "../base/rational.js";
import { exactRationalSum, exactSum, overCommonDivisor, overPowerOfTwo } from "./exact.js";

/** Every tap of one channel. */
function* channelOf(plane: Float64Array, channels: number, channel: number): Generator<number> {
  for (let i = channel; i < plane.length; i += channels) yield plane[i];
}

const exactChannel = (k: Kernel, channel: number): Rational[] | undefined =>
  k.exactTaps?.filter((_, i) => i % k.channels === channel);

/** Σ taps of one channel, exactly, before the divisor. */
function tapSum(k: Kernel, channel: number): Rational {
  const exact = exactChannel(k, channel);
  return exact ? exactRationalSum(exact) : exactSum(channelOf(k.taps, k.channels, channel));
}

/** Σ taps / divisor of one channel: the answer to a constant 1. The real part, where the taps are complex. */
export const gain = (k: Kernel, channel = 0): Rational => divide(tapSum(k, channel), k.divisor);

/** The imaginary part of the gain; 0 for real taps. */
export const imagGain = (k: Kernel, channel = 0): Rational =>
  k.imag ? divide(exactSum(channelOf(k.imag, k.channels, channel)), k.divisor) : ZERO;

/** |tap| of each tap of a channel as f64, before the divisor; of complex taps √(re² + im²). */
function* magnitudes(k: Kernel, channel: number): Generator<number> {
  for (let i = channel; i < k.taps.length; i += k.channels) {
    const re = Math.abs(k.taps[i]);
    const im = k.imag ? Math.abs(k.imag[i]) : 0;
    // Scaled by the larger part, so that squares neither overflow nor vanish.
    const [most, least] = re > im ? [re, im] : [im, re];
    yield least === 0 ? most : most * Math.sqrt(1 + (least / most) * (least / most));
  }
}

/** Σ|taps|, before the divisor; exact for real taps. */
export function absoluteSum(k: Kernel, channel = 0): Rational {
  const exact = exactChannel(k, channel);
  return exact ? exactRationalSum(exact.map(magnitude)) : exactSum(magnitudes(k, channel));
}

/** The largest |tap|, before the divisor. */
export function peak(k: Kernel, channel = 0): Rational {
  const exact = exactChannel(k, channel);
  if (exact) return exact.map(magnitude).reduce((a, b) => (compare(a, b) < 0 ? b : a));
  let most = 0;
  for (const m of magnitudes(k, channel)) most = Math.max(most, m);
  return fromNumber(most);
}

/** √(Σ|tap|²), before the divisor, as f64. */
export function rootEnergy(k: Kernel, channel = 0): number {
  const most = toNumber(peak(k, channel));
  // Far from 1 the squares would overflow or vanish; a power of two changes no digit.
  const scale = most > powerOfTwo(400) ? powerOfTwo(-600) : most < powerOfTwo(-400) ? powerOfTwo(600) : 1;
  let total = 0;
  for (const plane of k.imag ? [k.taps, k.imag] : [k.taps]) {
    for (const t of channelOf(plane, k.channels, channel)) total += t * scale * (t * scale);
  }
  return Math.sqrt(total) / scale;
}

const ZERO_REMEDIES: Readonly<Record<Exclude<KernelNorm, "none">, string>> = {
  sum: "Use --normalize-kernel abs, peak or energy, or none: a derivative has no sum to divide by",
  abs: "Give a kernel with a tap that is not 0",
  peak: "Give a kernel with a tap that is not 0",
  energy: "Give a kernel with a tap that is not 0",
};

/**
 * The kernel with another divisor: the sum of its taps (so that a constant keeps its value), Σ|tap|, the largest |tap|,
 * or √(Σ|tap|²). A divisor and scale it had before no longer count; an offset stays. Channels are normalised each by
 * itself.
 *
 * @throws UserError (usage) where that divisor is 0, and for `sum` where it is not real
 */
export function normalizeKernel(k: Kernel, norm: KernelNorm): Kernel {
  if (norm === "none") return k;
  const divisors = Array.from({ length: k.channels }, (_, c) => normOf(k, norm, c));
  const rest = withoutScale(k);
  if (divisors.every((d) => compare(d, divisors[0]) === 0)) return { ...rest, divisor: divisors[0] };
  const scaled = (plane: Float64Array): Rational[] =>
    Array.from(plane, (t, i) => divide(k.exactTaps?.[i] ?? fromNumber(t), divisors[i % k.channels]));
  if (k.imag) {
    const quotient = (plane: Float64Array): Float64Array =>
      plane.map((t, i) => toNumber(divide(fromNumber(t), divisors[i % k.channels])));
    return { ...rest, taps: quotient(k.taps), imag: quotient(k.imag), divisor: ONE };
  }
  const exactTaps = scaled(k.taps);
  return { ...rest, taps: Float64Array.from(exactTaps, toNumber), exactTaps, divisor: ONE };
}

function withoutScale(k: Kernel): Kernel {
  const copy: { -readonly [P in keyof Kernel]: Kernel[P] } = { ...k };
  delete copy.scale;
  return copy;
}

function normOf(k: Kernel, norm: Exclude<KernelNorm, "none">, channel: number): Rational {
  const where = k.channels === 1 ? "" : ` of channel ${channel}`;
  if (norm === "sum" && imagGain(k, channel).num !== 0n) {
    const found = `the taps${where} of ${k.name} have a complex sum, and a divisor is real`;
    throw usageError("--normalize-kernel", found, "Use abs, peak, energy or none");
  }
  const divisor =
    norm === "sum"
      ? tapSum(k, channel)
      : norm === "abs"
        ? absoluteSum(k, channel)
        : norm === "peak"
          ? peak(k, channel)
          : fromNumber(rootEnergy(k, channel));
  if (divisor.num === 0n) {
    const what = { sum: "sum to 0", abs: "are all 0", peak: "are all 0", energy: "are all 0" }[norm];
    throw usageError("--normalize-kernel", `the taps${where} of ${k.name} ${what}`, ZERO_REMEDIES[norm]);
  }
  return divisor;
}

export interface IntegerTaps {
  /** Laid out as the taps. */
  readonly integers: Float64Array;
  /** The whole divisor, that of the kernel included: the filter is Σ integers·x / divisor. */
  readonly divisor: Rational;
}

/**
 * A real kernel as integers over one divisor, exactly and in lowest terms, when Σ|integers| < 2^53; else undefined. So
 * 0.25 0.5 0.25 is 1 2 1 over 4, and 1/9 nine times is 1 nine times over 9. The kernel's own `scale` is not included.
 */
export function integerTaps(k: Kernel): IntegerTaps | undefined {
  if (k.imag) return undefined;
  const common = k.exactTaps ? overCommonDivisor(k.exactTaps) : overPowerOfTwo(k.taps);
  if (!common) return undefined;
  const factor = commonFactor(common.integers);
  const integers = common.integers.map((v) => v / factor);
  let total = 0;
  for (const v of integers) total += Math.abs(v);
  if (!(total <= Number.MAX_SAFE_INTEGER)) return undefined;
  const per = rational(common.divisor, BigInt(factor));
  return { integers, divisor: multiply(k.divisor, per) };
}

/** The greatest common divisor of integers below 2^53; 1 where all are 0. */
function commonFactor(integers: Float64Array): number {
  let g = 0;
  for (const v of integers) {
    let [a, b] = [g, Math.abs(v)];
    while (b !== 0) [a, b] = [b, a % b];
    g = a;
    if (g === 1) break;
  }
  return g || 1;
}
