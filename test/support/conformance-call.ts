/** Conformance cases of one or two axes, in the words of a filter call. */
import { axisBorder } from "../../src/base/border.js";
import type { ElementType } from "../../src/base/element.js";
import type { Kernel } from "../../src/base/kernel.js";
import { kernelOf } from "../../src/base/kernel.js";
import type { FilterOptions, Mode, Rounding } from "../../src/base/options.js";
import type { Signal } from "../../src/base/signal.js";
import {
  type ArrayData,
  BORDER_NAMES,
  type Case,
  imaginary,
  isComplexType,
  number,
  type Scalar,
} from "./conformance.js";
import { plane } from "./signals.js";

/** One or two filtered axes, and perhaps a last one of channels. */
export function isPlaneCase(c: Case): boolean {
  const filtered = c.kernel.shape.length;
  if ("error" in c.expected || c.params["axes"] !== undefined || filtered > 2) return false;
  return c.input.shape.length === filtered || c.params["channels"] === "independent";
}

const TYPES: ReadonlyMap<string, ElementType> = new Map(
  (["u8", "i8", "u16", "i16", "i32", "f32", "f64", "c64", "c128"] as const).map((t) => [t, t]),
);

/** Input, kernel and options of a case; the expected element type is asked for where a kind of rounding is stated. */
export function filterCall(c: Case): { input: Signal; kernel: Kernel; options: FilterOptions } {
  if ("error" in c.expected) throw new Error("an error case is no call");
  const p = c.params;
  const mode = c.op as Mode;
  const spatial = c.kernel.shape.length;
  const [height, width] = spatial === 1 ? [1, c.input.shape[0]] : c.input.shape;
  const channels = c.input.shape.length > spatial ? c.input.shape[spatial] : 1;
  const type = TYPES.get(c.input.dtype) ?? "f64";
  const imag = isComplexType(c.input.dtype) ? c.input.data.map(imaginary) : undefined;
  const input = plane(c.input.data.map(number), { width, height, channels, rank: spatial as 1 | 2 }, type, {}, imag);
  const [kernelHeight, kernelWidth] = spatial === 1 ? [1, c.kernel.shape[0]] : c.kernel.shape;
  const kernel = kernelOf(
    Float64Array.from(c.kernel.data, number),
    { width: kernelWidth, height: kernelHeight, rank: spatial as 1 | 2 },
    isComplexType(c.kernel.dtype) ? { imag: Float64Array.from(c.kernel.data, imaginary) } : {},
  );
  const saturated = p["saturate"] as ElementType | undefined;
  const complex = imag !== undefined || kernel.imag !== undefined;
  const names = p["boundary"] as string | string[];
  const cval = p["cval"] as Scalar;
  const border = (axis: number) => {
    const kind = BORDER_NAMES[typeof names === "string" ? names : names[axis]];
    return { ...axisBorder(kind, number(cval)), imag: imaginary(cval) };
  };
  return {
    input,
    kernel,
    options: {
      mode,
      noConj: p["conj"] === false,
      border: spatial === 1 ? border(0) : { y: border(0), x: border(1) },
      depth: saturated ?? (complex ? "c128" : "f64"),
      ...(p["rounding"] === undefined ? {} : { round: roundings[p["rounding"] as string] }),
      ...(p["scale"] === undefined ? {} : { scale: p["scale"] as number }),
      ...(p["offset"] === undefined ? {} : { offset: p["offset"] as number }),
      ...extent(c, mode, c.expected),
    },
  };
}

const roundings: Readonly<Record<string, Rounding>> = {
  "half-even": "half-even",
  "half-up": "half-up",
  "half-away": "half-away",
  truncate: "trunc",
};

/** Extents of input, kernel and output on one axis, and the case's anchor there. */
export interface AxisFacts {
  readonly n: number;
  readonly k: number;
  readonly out: number;
  readonly a: number;
}

function extent(c: Case, mode: Mode, expected: ArrayData): Partial<FilterOptions> {
  const anchor = c.params["anchor"] as number[];
  return extentOf(
    mode,
    anchor.map((a, i) => ({ n: c.input.shape[i], k: c.kernel.shape[i], out: expected.shape[i], a })),
  );
}

/**
 * `same` with an anchor where the extent is the input's, `full` and `valid` where they say it, pads elsewhere.
 * @param axes y and x, or x alone
 */
export function extentOf(
  mode: Mode,
  axes: readonly AxisFacts[],
): Pick<FilterOptions, "size" | "anchor"> & { padding?: Exclude<FilterOptions["padding"], string | undefined> } {
  if (axes.every(({ n, out }) => n === out)) {
    return { size: "same", anchor: axes.length === 1 ? [axes[0].a] : [axes[1].a, axes[0].a] };
  }
  if (axes.every(({ n, k, out, a }) => out === n + k - 1 && a === (mode === "conv" ? 0 : k - 1)))
    return { size: "full" };
  if (axes.every(({ n, k, out, a }) => k <= n && out === n - k + 1 && a === (mode === "conv" ? k - 1 : 0)))
    return { size: "valid" };
  const pads = axes.map(({ n, k, out, a }) => {
    const before = mode === "conv" ? k - 1 - a : a;
    return { before, after: out - n - before + k - 1 };
  });
  const [y, x] = pads.length === 1 ? [{ before: 0, after: 0 }, pads[0]] : pads;
  return { padding: { left: x.before, top: y.before, right: x.after, bottom: y.after } };
}

/** What is wrong with a result, a line a case; empty where it passes. */
export function differences(c: Case, real: ArrayLike<number>, imag: ArrayLike<number> | undefined): string[] {
  if ("error" in c.expected) return [];
  const { data, shape } = c.expected;
  if (real.length !== data.length) return [`${c.id}: ${real.length} values, ${data.length} expected`];
  const edge = (c.params["compare_interior"] as number | undefined) ?? 0;
  const channels = shape.length > 2 ? shape[2] : 1;
  for (const [i, e] of data.entries()) {
    const at = Math.floor(i / channels);
    const [x, y] = [at % shape[1], Math.floor(at / shape[1])];
    if (edge > 0 && (x < edge || y < edge || x >= shape[1] - edge || y >= shape[0] - edge)) continue;
    const [er, ei] = [number(e), imaginary(e)];
    const [r, m] = [real[i], imag?.[i] ?? 0];
    if (Number.isNaN(er) && Number.isNaN(r)) continue;
    if (er === r && ei === m) continue;
    const bound = c.atol + c.rtol * Math.sqrt(er * er + ei * ei);
    const off = Math.sqrt((r - er) * (r - er) + (m - ei) * (m - ei));
    if (!(off <= bound))
      return [
        `${c.id}: element ${i} is ${r}${imag ? `+${m}i` : ""}, expected ${er}${imag ? `+${ei}i` : ""} within ${bound}`,
      ];
  }
  return [];
}
