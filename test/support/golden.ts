/** The golden tables (fixtures/make/golden.py), and each tool's call in the words of a filter call. */
import { readFileSync } from "node:fs";
import { axisBorder, type BorderKind } from "../../src/base/border.js";
import { type ElementType, isComplex } from "../../src/base/element.js";
import { type Kernel, kernelOf } from "../../src/base/kernel.js";
import type { FilterOptions, Mode, Size } from "../../src/base/options.js";
import type { Signal } from "../../src/base/signal.js";
import { buildNamed } from "../../src/kernels/parse-named.js";
import { plane } from "./signals.js";

export interface GoldenArray {
  readonly shape: readonly number[];
  readonly type: ElementType;
  /** Row-major; complex data as real and imaginary numbers in turn. */
  readonly data: readonly number[];
}

export interface GoldenCase {
  readonly call: string;
  readonly x: GoldenArray;
  /** Absent for `np.pad`; a string names one of our kernels whose taps the tool has built in. */
  readonly k?: GoldenArray | string;
  readonly y: GoldenArray;
  readonly mode?: string;
  readonly cval?: number;
  /** Added to the anchor, one number an axis, the first axis first. */
  readonly origin?: readonly number[];
  readonly size?: Size;
  readonly boundary?: string;
  readonly fill?: number;
  readonly width?: readonly number[];
  readonly border?: string;
  /** x, y; −1 for the middle. */
  readonly anchor?: readonly number[];
  readonly delta?: number;
  readonly depth?: ElementType;
  readonly lags?: readonly number[];
  /** Of delays: the lag of the first value, and the lag at which b holds a. */
  readonly first?: number;
  readonly lag?: number;
}

export interface GoldenTable {
  readonly madeWith: Readonly<Record<string, string>>;
  readonly cases: readonly GoldenCase[];
}

export const goldenTable = (name: string): GoldenTable =>
  JSON.parse(readFileSync(new URL(`../../fixtures/golden/${name}.json`, import.meta.url), "utf8")) as GoldenTable;

const part = (a: GoldenArray, which: 0 | 1): number[] =>
  isComplex(a.type) ? a.data.filter((_, i) => i % 2 === which) : which === 0 ? [...a.data] : a.data.map(() => 0);
export const realPart = (a: GoldenArray): number[] => part(a, 0);
export const imaginaryPart = (a: GoldenArray): number[] => part(a, 1);

/** Width, height and channels of an array: a line, rows × columns, or rows × columns × channels. */
function extents({ shape }: GoldenArray): { width: number; height: number; channels: number; rank: 1 | 2 } {
  if (shape.length === 1) return { width: shape[0], height: 1, channels: 1, rank: 1 };
  return { width: shape[1], height: shape[0], channels: shape[2] ?? 1, rank: 2 };
}

export function inputOf({ x }: GoldenCase): Signal {
  return plane(realPart(x), extents(x), x.type, {}, isComplex(x.type) ? imaginaryPart(x) : undefined);
}

/** The kernel of a case; for `np.pad` a single 1 in the middle of zeros, whose full result is the padded input. */
export function kernelFor({ x, k, width }: GoldenCase): Kernel {
  if (typeof k === "string") return buildNamed(k, x.shape.length === 1 ? 1 : 2);
  if (k)
    return kernelOf(
      Float64Array.from(realPart(k)),
      extents(k),
      isComplex(k.type) ? { imag: Float64Array.from(imaginaryPart(k)) } : {},
    );
  const [down, across] = width!.length === 2 ? width! : [0, width![0]];
  const [w, h] = [2 * across + 1, 2 * down + 1];
  const taps = new Float64Array(w * h);
  taps[down * w + across] = 1;
  return kernelOf(taps, { width: w, height: h, rank: x.shape.length === 1 ? 1 : 2 });
}

/** Each tool's words for what lies outside. */
const BORDERS: Readonly<Record<string, Readonly<Record<string, BorderKind>>>> = {
  ndimage: {
    reflect: "symmetric",
    "grid-mirror": "symmetric",
    constant: "constant",
    "grid-constant": "constant",
    nearest: "replicate",
    mirror: "reflect101",
    wrap: "wrap",
    "grid-wrap": "wrap",
  },
  // Of savgol_filter, and of convolve2d and correlate2d.
  signal: {
    mirror: "reflect101",
    nearest: "replicate",
    wrap: "wrap",
    constant: "constant",
    fill: "constant",
    symm: "symmetric",
  },
  np: {
    edge: "replicate",
    symmetric: "symmetric",
    reflect: "reflect101",
    wrap: "wrap",
    constant: "constant",
    odd: "odd",
  },
  cv2: { constant: "constant", replicate: "replicate", reflect: "symmetric", reflect101: "reflect101" },
};

/** The value outside that golden.py gives to `np.pad`. */
const PAD_VALUE = 4;

/** The call of a case in our words. */
export function optionsFor(c: GoldenCase): FilterOptions {
  const [tool, name] = c.call.split(/[. ]/);
  const mode: Mode = /convolve|pad|firwin/.test(name) ? "conv" : "xcorr";
  const word = c.mode ?? c.boundary ?? c.border;
  const value = c.cval ?? c.fill ?? (name === "pad" ? PAD_VALUE : 0);
  const border = word === undefined ? {} : { border: axisBorder(BORDERS[tool][word], value) };
  if (name === "pad") return { mode, size: "full", ...border };
  const kernel = kernelFor(c);
  const taps = kernel.rank === 1 ? [kernel.width] : [kernel.width, kernel.height];
  const pair = (at: readonly number[]): readonly [number, number?] => (at.length === 1 ? [at[0]] : [at[0], at[1]]);
  if (tool === "ndimage") {
    // The middle is K//2 for both names, and `origin` is counted from it along the first axis first.
    const origin = (axis: number): number => c.origin![axis] ?? c.origin![0];
    return { mode, ...border, anchor: pair(taps.map((n, i) => Math.floor(n / 2) + origin(taps.length - 1 - i))) };
  }
  if (tool === "cv2") {
    const set = c.anchor![0] < 0 ? {} : { anchor: pair(c.anchor!) };
    return { mode, ...border, ...set, offset: c.delta ?? 0, depth: c.depth! };
  }
  // correlate2d lays the first of two middle taps on the sample; all others follow our rule.
  const uneven = name === "correlate2d" && c.size === "same";
  return {
    mode,
    ...(c.size === undefined ? {} : { size: c.size }),
    ...border,
    ...(uneven ? { anchor: pair(taps.map((n) => Math.floor((n - 1) / 2))) } : {}),
    ...(c.lags ? { lags: true } : {}),
  };
}
