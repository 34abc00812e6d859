/** One correlation to compute, as plain data. This is the only file that flips or conjugates a kernel. */
import type { Samples } from "../base/element.js";
import type { Kernel } from "../base/kernel.js";
import { flipped } from "../base/kernel.js";
import type { Method, Mode } from "../base/options.js";
import { fromNumber, type Rational } from "../base/rational.js";
import type { AxisGeometry } from "./geometry.js";
import { probe } from "./probe.js";

/** Samples as the engine reads them: interleaved, one or two planes, perhaps with a mask. */
export interface Field {
  readonly data: Samples;
  readonly imag?: Float64Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** 1 where a sample counts, 0 where it is missing (policy `omit`); its value is then 0. Same layout as `data`. */
  readonly mask?: Uint8Array;
}

/** Taps in the order in which they are correlated. */
export interface Taps {
  readonly real: Float64Array;
  readonly imag?: Float64Array;
  readonly width: number;
  readonly height: number;
  /** 1, or the channels of the input. */
  readonly channels: number;
  /** Exact taps where `real` is only nearest to them. */
  readonly exact?: readonly Rational[];
}

export interface Problem {
  readonly taps: Taps;
  readonly x: AxisGeometry;
  readonly y: AxisGeometry;
  readonly channels: number;
  readonly complex: boolean;
  /** The sums of all channels are added up: one an output. Of real numbers, without strides. */
  readonly merged?: boolean;
  /** Taps outside the input (border `renormalize`) or over missing samples leave the sum and are reported in `weight`. */
  readonly weighted: boolean;
  /** Facts about the samples that decide what may be skipped and what is exact. */
  readonly facts: SampleFacts;
}

export interface SampleFacts {
  /** No NaN and no infinity. */
  readonly finite: boolean;
  /** Largest magnitude of a sample of the extended input (of either part of a complex one). */
  readonly largest: number;
  /** Every extended sample is a whole multiple of 2^-grain; undefined when unknown or finer than 2^-60. */
  readonly grain?: number | undefined;
  /** Bound on how far each sample is from the value that it stands for (a later stage of a chain); 0 for real data. */
  readonly error: number;
}

/** The kernel as it is correlated: conv flips it, xcorr conjugates it unless told not to. */
export function correlationTaps(kernel: Kernel, mode: Mode, noConj: boolean): Taps {
  const k = mode === "conv" ? flipped(kernel) : kernel;
  const conjugate = mode === "xcorr" && !noConj;
  const imag = k.imag && conjugate ? k.imag.map((v) => -v) : k.imag;
  return {
    real: k.taps,
    ...(imag ? { imag } : {}),
    width: k.width,
    height: k.height,
    channels: k.channels,
    ...(k.exactTaps ? { exact: k.exactTaps } : {}),
  };
}

/** A problem as it was set, and what asked for it. */
export interface Posed {
  readonly problem: Problem;
  readonly field: Field;
  readonly mode: Mode;
  readonly method: Method;
  /** The samples were computed by an earlier kernel of a chain. */
  readonly chained: boolean;
}

/** The problem that is solved: the one that was set, but where a test has planted a fault (`probe.ts`). */
export const posed = (set: Posed): Pick<Posed, "problem" | "field"> => probe.plant?.(set) ?? set;

/** Exact real taps, in correlation order. */
export const exactTaps = (taps: Taps): readonly Rational[] => taps.exact ?? Array.from(taps.real, fromNumber);

/** Σ|k| of each kernel channel; the largest of them. */
export function absoluteSum(taps: Taps): number {
  const known = absolutes.get(taps);
  if (known !== undefined) return known;
  const sums = new Float64Array(taps.channels);
  for (let i = 0; i < taps.real.length; i++) {
    const c = i % taps.channels;
    sums[c] = sums[c] + Math.abs(taps.real[i]) + (taps.imag ? Math.abs(taps.imag[i]) : 0);
  }
  const most = Math.max(...sums);
  absolutes.set(taps, most);
  return most;
}

/** Both are asked for by most ways; a kernel may have millions of taps. */
const absolutes = new WeakMap<Taps, number>();
const norms = new WeakMap<Taps, number>();

/** ‖k‖₂ of each kernel channel; the largest of them. */
export function euclideanNorm(taps: Taps): number {
  const known = norms.get(taps);
  if (known !== undefined) return known;
  const squares = new Float64Array(taps.channels);
  for (let i = 0; i < taps.real.length; i++) {
    const c = i % taps.channels;
    const im = taps.imag?.[i] ?? 0;
    squares[c] = squares[c] + taps.real[i] * taps.real[i] + im * im;
  }
  const most = Math.sqrt(Math.max(...squares));
  norms.set(taps, most);
  return most;
}
