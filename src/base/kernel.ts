/** A kernel: the numbers (its taps) that a signal is convolved or correlated with, and where they came from. */

import { usageError } from "./errors.js";
import type { Mode } from "./options.js";
import { add, negate, ONE, type Rational, toNumber } from "./rational.js";
import { count } from "./text.js";

/**
 * Taps, row by row, the first row on top; `taps[(y * width + x) * channels + c]`. The filter that a kernel stands for
 * is `Σ taps·x / divisor`, the divisor exact: so a box sums to 1 exactly, and `1/9` stays a ninth.
 */
export interface Kernel {
  readonly taps: Float64Array;
  /** Imaginary parts, laid out as `taps`. */
  readonly imag?: Float64Array;
  readonly width: number;
  readonly height: number;
  /** 1, or as many as the input has (then channel c of the input meets channel c of the kernel). */
  readonly channels: number;
  /** 1 for a list of taps, 2 for a matrix (also a matrix of one row). */
  readonly rank: 1 | 2;
  /** Exact divisor of the taps; 1 unless the kernel carries one. Positive or negative, never 0. */
  readonly divisor: Rational;
  /** The exact taps where some of them is no f64 (as 1/3 beside 0.1); `taps` are then the nearest f64. */
  readonly exactTaps?: readonly Rational[];
  /** The kernel's own scale (a further divisor) and offset, from its file; they act at its stage. */
  readonly scale?: number;
  readonly offset?: number;
  /** The tap that lies on the output sample, x,y, counted in the taps as written; from its file. */
  readonly anchor?: readonly [number, number];
  /** The mode that the kernel is meant for, when its file says so. */
  readonly mode?: Mode;
  /** Samples per second, for an impulse response that has a rate. */
  readonly sampleRate?: number;
  /** How messages name it: `gaussian:sigma=2`, a path, `inline`. */
  readonly name: string;
  readonly about: KernelAbout;
}

export interface KernelAbout {
  /** `named`, `inline`, or the name of the file's format. */
  readonly origin: string;
  /** Smoothing kernels sum to 1 and may be narrowed to the inside of a border. */
  readonly smoothing?: boolean;
  /** How the size came about, in words: `ceil(4·sigma) = 8 taps each side`. */
  readonly sizeRule?: string;
}

/**
 * A kernel from its taps; everything that is not given has its neutral value. A Float64Array is not copied.
 * @throws UserError (2) where the shape does not fit the number of taps
 */
export function kernelOf(
  given: ArrayLike<number>,
  shape: { width: number; height?: number; channels?: number; rank?: 1 | 2 },
  rest: Partial<Omit<Kernel, "taps" | "width" | "height" | "channels" | "rank">> = {},
): Kernel {
  const { width, height = 1, channels = 1, rank = height === 1 ? 1 : 2 } = shape;
  const taps = given instanceof Float64Array ? given : Float64Array.from(given);
  if (taps.length !== width * height * channels) {
    const found = `${width}×${height} × ${count(channels, "channel")} cannot be made of ${count(taps.length, "tap")}`;
    throw usageError("kernel", found, "Give width · height · channels taps");
  }
  return { divisor: ONE, name: "inline", about: { origin: "inline" }, ...rest, taps, width, height, channels, rank };
}

/** `5 taps`, `3×3 taps`, `3×3 taps × 3 channels`. */
export function kernelShapeText(k: Pick<Kernel, "width" | "height" | "channels" | "rank">): string {
  const n = k.width * k.height;
  const extent = k.rank === 1 ? `${n} tap${n === 1 ? "" : "s"}` : `${k.width}×${k.height} taps`;
  return k.channels === 1 ? extent : `${extent} × ${k.channels} channels`;
}

/** The kernel turned by 180°, its taps conjugated where `conjugate`; anchor and scales as they are. */
export function flipped(k: Kernel, conjugate = false): Kernel {
  const turn = (plane: Float64Array, sign: 1 | -1): Float64Array => {
    const out = new Float64Array(plane.length);
    const positions = k.width * k.height;
    for (let p = 0; p < positions; p++) {
      for (let c = 0; c < k.channels; c++) {
        const v = plane[(positions - 1 - p) * k.channels + c];
        out[p * k.channels + c] = sign === 1 ? v : -v;
      }
    }
    return out;
  };
  const positions = k.width * k.height;
  const exact = k.exactTaps?.map((_, i) => {
    const c = i % k.channels;
    return k.exactTaps![(positions - 1 - (i - c) / k.channels) * k.channels + c];
  });
  return {
    ...k,
    taps: turn(k.taps, 1),
    ...(k.imag ? { imag: turn(k.imag, conjugate ? -1 : 1) } : {}),
    ...(exact ? { exactTaps: exact } : {}),
  };
}

/** Whether a kernel equals its own flip (conjugated where `conjugate`), tap for tap. */
export function equalsItsFlip(k: Kernel, conjugate: boolean): boolean {
  if (flipDifference(k, conjugate) !== 0) return false;
  const turned = k.exactTaps && flipped(k).exactTaps;
  return !k.exactTaps?.some((r, i) => r.num !== turned![i].num || r.den !== turned![i].den);
}

/** The largest difference between a tap and the tap at its place in the flipped (and conjugated) kernel. */
export function flipDifference(k: Kernel, conjugate: boolean): number {
  const { taps, imag, exactTaps: exact, channels } = k;
  let worst = 0;
  // The first half meets the second.
  for (let p = 0, q = k.width * k.height - 1; p <= q; p++, q--) {
    for (let c = 0; c < channels; c++) {
      const [i, j] = [p * channels + c, q * channels + c];
      const re = exact ? toNumber(add(exact[i], negate(exact[j]))) : taps[i] - taps[j];
      const im = !imag ? 0 : conjugate ? imag[i] + imag[j] : imag[i] - imag[j];
      worst = Math.max(worst, Math.abs(re), Math.abs(im));
    }
  }
  return worst;
}
