/** Convolution and cross-correlation of arrays of any rank, as sums of plane correlations. */
import { type AxisBorder, axisBorder, borderIndex } from "../base/border.js";
import { usageError } from "../base/errors.js";
import { type Method, type Mode, SIZES, type Size } from "../base/options.js";
import type { Tensor } from "../base/tensor.js";
import { execute } from "../engine/execute.js";
import { factsOf } from "../engine/facts.js";
import { type AxisGeometry, axisGeometry } from "../engine/geometry.js";
import { planFor } from "../engine/planner.js";
import type { Field, Problem } from "../engine/problem.js";

export interface TensorOptions {
  readonly mode: Mode;
  /** Extent along each axis that is filtered; default `same`. */
  readonly size?: Size;
  /** The tap on the output sample, one number an axis that is filtered; `same` only. */
  readonly anchor?: readonly number[];
  /** Pads before and after each axis that is filtered, in place of size and anchor; negative ones crop. */
  readonly padding?: readonly { readonly before: number; readonly after: number }[];
  /** One rule, or one an axis that is filtered; default `constant:0`. `odd`, `renormalize` and `keep` are for planes. */
  readonly border?: AxisBorder | readonly AxisBorder[];
  /** Axes that are filtered; along the others input and kernel are paired index by index (extent 1 serves all). */
  readonly axes?: readonly number[];
  readonly noConj?: boolean;
  readonly method?: Method;
}

/**
 * The sums of input and kernel over all filtered axes, in f64:
 * conv `y[i] = Σ_j k[j]·x~[i + a − j]`, xcorr `y[i] = Σ_j conj(k[j])·x~[i + j − a]`, i and j running over every axis.
 *
 * @param input,kernel arrays of the same rank, row-major, no extent 0
 * @throws UserError (2) for ranks or options that do not fit, (3) where `valid` leaves nothing
 */
export function filterTensor(input: Tensor, kernel: Tensor, options: TensorOptions): Tensor {
  const rank = input.shape.length;
  check(input, kernel, options);
  const axes = options.axes ?? input.shape.map((_, i) => i);
  const paired = input.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const geometry = axes.map((axis, i) => geometryOf(input.shape[axis], kernel.shape[axis], i, options));
  const pairedExtent = paired.map((axis) => Math.max(input.shape[axis], kernel.shape[axis]));
  const shape = Array.from({ length: rank }, (_, axis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? pairedExtent[paired.indexOf(axis)] : geometry[at].outputs;
  });
  const complex = input.imag !== undefined || kernel.imag !== undefined;
  const length = shape.reduce((n, s) => n * s, 1);
  const out: Tensor = { shape, data: new Float64Array(length), ...(complex ? { imag: new Float64Array(length) } : {}) };
  for (const at of indices(pairedExtent)) {
    const x = slice(input, paired, at);
    const k = slice(options.mode === "conv" ? flip(kernel, axes) : conjugated(kernel, options), paired, at);
    const part = correlate(x, k, geometry, options.method ?? "auto", complex);
    place(part, out, paired, at);
  }
  return out;
}

function check(input: Tensor, kernel: Tensor, options: TensorOptions): void {
  const rank = input.shape.length;
  if (rank === 0 || rank !== kernel.shape.length) {
    const found = `the input has ${rank} axes, the kernel ${kernel.shape.length}`;
    throw usageError("kernel", found, "Give both the same number of axes, at least one");
  }
  for (const [name, t] of [
    ["input", input],
    ["kernel", kernel],
  ] as const) {
    if (t.shape.includes(0))
      throw usageError(name, `its shape is ${t.shape.join("×")}, so it is empty`, "Give at least one sample");
  }
  if (options.size !== undefined && !SIZES.includes(options.size)) {
    throw usageError("size", `there is no size ${options.size}`, `Use ${SIZES.join(", ")}`);
  }
  const axes = options.axes ?? input.shape.map((_, i) => i);
  for (const [axis, n] of input.shape.entries()) {
    const m = kernel.shape[axis];
    if (axes.includes(axis) || n === m || n === 1 || m === 1) continue;
    throw usageError(
      "axes",
      `axis ${axis} is paired, but has ${n} samples in the input and ${m} in the kernel`,
      "Give both the same extent, or 1",
    );
  }
}

function geometryOf(input: number, taps: number, at: number, options: TensorOptions): AxisGeometry {
  const { border = axisBorder("constant"), anchor, padding } = options;
  const own = "kind" in border ? border : border[at];
  if (own.kind === "odd" || own.kind === "renormalize" || own.kind === "keep") {
    throw usageError(
      "border",
      `${own.kind} is not defined for arrays of any rank`,
      "Use constant, replicate, symmetric, reflect101 or wrap",
    );
  }
  const request = {
    mode: options.mode,
    size: options.size ?? "same",
    stride: 1,
    dilation: 1,
    border: own,
    ...(anchor ? { anchor: anchor[at] } : {}),
    ...(padding ? { padding: padding[at] } : {}),
  } as const;
  return axisGeometry(input, taps, request, `axis ${at}`);
}

/** Correlation over all axes: the last two are a plane, the others are summed over kernel slices. */
function correlate(x: Tensor, k: Tensor, geometry: readonly AxisGeometry[], method: Method, complex: boolean): Tensor {
  const outer = geometry.slice(0, -2);
  const [gy, gx] = geometry.length === 1 ? [lineAxis, geometry[0]] : geometry.slice(-2);
  const plane = gx.outputs * gy.outputs;
  const shape = geometry.map((g) => g.outputs);
  const data = new Float64Array(plane * outer.reduce((n, g) => n * g.outputs, 1));
  const imag = complex ? new Float64Array(data.length) : undefined;
  let at = 0;
  for (const o of indices(outer.map((g) => g.outputs))) {
    for (const j of indices(outer.map((g) => g.taps))) {
      const position = outer.map((g, axis) => {
        const i = g.origin + o[axis] + j[axis];
        return i >= 0 && i < g.input ? i : borderIndex(g.border.kind, i, g.input);
      });
      const field = planeOf(x, gx.input, gy.input, position, outer);
      const taps = planeOf(k, gx.taps, gy.taps, j, undefined);
      add(field, taps, gx, gy, method, complex, data.subarray(at, at + plane), imag?.subarray(at, at + plane));
    }
    at += plane;
  }
  return { shape, data, ...(imag ? { imag } : {}) };
}

const lineAxis: AxisGeometry = {
  input: 1,
  taps: 1,
  dilation: 1,
  stride: 1,
  outputs: 1,
  origin: 0,
  first: 0,
  border: axisBorder("constant"),
};

/** One plane of a tensor at an outer position; a constant one where the position lies outside. */
function planeOf(
  t: Tensor,
  width: number,
  height: number,
  at: readonly number[],
  outer: readonly AxisGeometry[] | undefined,
): Field {
  const size = width * height;
  const outside = outer?.find((_, axis) => at[axis] < 0);
  const common = { width, height, channels: 1 };
  if (outside) {
    const { value, imag = 0 } = outside.border;
    return {
      ...common,
      data: new Float64Array(size).fill(value),
      ...(t.imag ? { imag: new Float64Array(size).fill(imag) } : {}),
    };
  }
  const start = at.reduce((n, i, axis) => n * t.shape[axis] + i, 0) * size;
  return {
    ...common,
    data: t.data.subarray(start, start + size),
    ...(t.imag ? { imag: t.imag.subarray(start, start + size) } : {}),
  };
}

function add(
  field: Field,
  taps: Field,
  x: AxisGeometry,
  y: AxisGeometry,
  method: Method,
  complex: boolean,
  real: Float64Array,
  imag: Float64Array | undefined,
): void {
  const kernel = {
    real: Float64Array.from(taps.data),
    ...(taps.imag ? { imag: taps.imag } : {}),
    width: taps.width,
    height: taps.height,
    channels: 1,
  };
  const problem: Problem = { taps: kernel, x, y, channels: 1, complex, weighted: false, facts: factsOf(field, x, y) };
  for (const { tile, sums } of execute(problem, planFor(problem, method), field)) {
    const width = tile.x1 - tile.x0;
    for (let i = 0; i < sums.real.length; i++) {
      const at = (tile.y0 + Math.floor(i / width)) * x.outputs + tile.x0 + (i % width);
      real[at] += sums.real[i];
      if (imag && sums.imag) imag[at] += sums.imag[i];
    }
  }
}

/** Every index of a shape, the last axis fastest; one empty index for no axes. */
function* indices(shape: readonly number[]): Iterable<readonly number[]> {
  const at = shape.map(() => 0);
  for (;;) {
    yield [...at];
    let axis = shape.length - 1;
    while (axis >= 0 && ++at[axis] === shape[axis]) at[axis--] = 0;
    if (axis < 0) return;
  }
}

/** The tensor at fixed indices of some axes (index 0 where the extent is 1), without those axes. */
function slice(t: Tensor, axes: readonly number[], at: readonly number[]): Tensor {
  if (axes.length === 0) return t;
  const shape = t.shape.filter((_, axis) => !axes.includes(axis));
  const source = [...indices(t.shape)];
  const kept = source.flatMap((index, i) =>
    axes.every((axis, n) => index[axis] === (t.shape[axis] === 1 ? 0 : at[n])) ? [i] : [],
  );
  const pick = (plane: Float64Array): Float64Array => Float64Array.from(kept, (i) => plane[i]);
  return { shape, data: pick(t.data), ...(t.imag ? { imag: pick(t.imag) } : {}) };
}

/** Puts a part back at fixed indices of some axes. */
function place(part: Tensor, out: Tensor, axes: readonly number[], at: readonly number[]): void {
  let from = 0;
  let i = 0;
  for (const index of indices(out.shape)) {
    if (axes.every((axis, n) => index[axis] === at[n])) {
      out.data[i] = part.data[from];
      if (out.imag && part.imag) out.imag[i] = part.imag[from];
      from++;
    }
    i++;
  }
}

function flip(t: Tensor, axes: readonly number[]): Tensor {
  const strides = t.shape.map((_, axis) => t.shape.slice(axis + 1).reduce((n, s) => n * s, 1));
  const order = Array.from(indices(t.shape), (index) =>
    index.reduce((n, i, axis) => n + (axes.includes(axis) ? t.shape[axis] - 1 - i : i) * strides[axis], 0),
  );
  const turn = (plane: Float64Array): Float64Array => Float64Array.from(order, (i) => plane[i]);
  return { shape: t.shape, data: turn(t.data), ...(t.imag ? { imag: turn(t.imag) } : {}) };
}

const conjugated = (t: Tensor, options: TensorOptions): Tensor =>
  t.imag && options.noConj !== true ? { ...t, imag: t.imag.map((v) => -v) } : t;
