/** Options of a layer held against its arrays: what kind of sums, and the extents of each axis. */
import { type IntegerType, isInteger, type RealType, rangeOf, typeOfSamples } from "../../base/element.js";
import { inputError, usageError } from "../../base/errors.js";
import { type AxisPads, axisNames, type LayerForm, type LayerOptions, type PerAxis } from "../../base/layer.js";
import { limits } from "../../base/limits.js";
import { shapeWords, sizeOfShape, type TypedTensor } from "../../base/tensor.js";
import { count } from "../../base/text.js";
import { dilatedExtent } from "../../engine/geometry.js";
import type { LayerAxis } from "../../engine/layer/axis.js";

/** How messages name what is read. */
export interface LayerNames {
  readonly input: string;
  readonly weights: string;
  readonly bias: string;
}

export interface LayerShape {
  /** Whether the input has an axis for the samples of a batch. */
  readonly batched: boolean;
  readonly batch: number;
  readonly groups: number;
  /** Channels of all groups. */
  readonly inputs: number;
  readonly outputs: number;
  /** In the order of the array. */
  readonly axes: readonly (LayerAxis & { readonly outputPadding: number })[];
  /** Extents of the kernel. */
  readonly kernel: readonly number[];
}

/** @throws UserError (2) for options and ranks that do not fit, (3) for extents that do not */
export function layerShape(
  input: TypedTensor,
  weights: TypedTensor,
  options: LayerOptions,
  names: LayerNames,
): LayerShape {
  const rank = weights.shape.length - 2;
  checkArrays(input, weights, rank, names);
  const batched = input.shape.length === rank + 2;
  const missing = rank + 2 - input.shape.length;
  const [batch, inputs, ...extents] = [...Array.from({ length: missing }, () => 1), ...input.shape];
  const [first, second, ...kernel] = weights.shape;
  const transposed = options.transposed === true;
  const groups = whole("--groups", options.groups ?? 1, 1);
  const outputs = transposed ? second * groups : first;
  checkChannels({ inputs, groups, transposed, first, second, names, shape: weights.shape });
  const stride = perAxis("--stride", options.stride ?? 1, rank, 1);
  const dilation = perAxis("--dilation", options.dilation ?? 1, rank, 1);
  if (!transposed && options.outputPadding !== undefined)
    throw usageError("--output-padding", "only a transposed layer has outputs more at its end", "Leave it out");
  const more = perAxis("--output-padding", options.outputPadding ?? 0, rank, 0);
  const axes = kernel.map((taps, i) => {
    const own = { input: extents[i], taps, stride: stride[i], dilation: dilation[i] };
    const pads = padsOf(options, own, more[i], i, rank);
    const name = axisNames(rank)[i];
    return { ...own, ...pads, outputPadding: more[i], outputs: outputsOf(own, pads, more[i], transposed, name, names) };
  });
  const made = batch * outputs * sizeOfShape(axes.map((a) => a.outputs));
  if (made > limits.samples)
    throw usageError("output", `it would have ${made} samples`, `The limit is ${limits.samples}: use a smaller stride`);
  return { batched, batch, groups, inputs, outputs, axes, kernel };
}

function checkArrays(input: TypedTensor, weights: TypedTensor, rank: number, names: LayerNames): void {
  if (rank < 1 || rank > 3)
    throw inputError(
      names.weights,
      `weights of ${count(weights.shape.length, "axis", "axes")} (${shapeWords(weights.shape)})`,
      "Give out-channels × in-channels × a kernel of 1 to 3 axes",
    );
  const kernels = `the ${weights.shape.length}-axis weights have kernels of ${count(rank, "axis", "axes")}`;
  if (input.shape.length > rank + 2 || input.shape.length < rank)
    throw inputError(
      names.input,
      `the array has ${count(input.shape.length, "axis", "axes")} (${shapeWords(input.shape)}), and ${kernels}`,
      `Give batch × channels × ${count(rank, "axis", "axes")}, where a batch of one, and then a channel of one, may be left out`,
    );
  for (const [name, { shape, data }] of [
    [names.input, input],
    [names.weights, weights],
  ] as const) {
    if (shape.includes(0)) throw inputError(name, `the array is empty: its shape is ${shapeWords(shape)}`, "Give data");
    if (sizeOfShape(shape) !== data.length)
      throw inputError(name, `${data.length} samples for the shape ${shapeWords(shape)}`, "Give one for each element");
  }
}

interface Channels {
  readonly inputs: number;
  readonly groups: number;
  readonly transposed: boolean;
  readonly first: number;
  readonly second: number;
  readonly shape: readonly number[];
  readonly names: LayerNames;
}

function checkChannels({ inputs, groups, transposed, first, second, names, shape }: Channels): void {
  const expected = transposed ? first : second * groups;
  if (inputs !== expected) {
    const each = transposed || groups === 1 ? "" : ` in each of ${groups} groups`;
    const fits = !transposed && inputs % second === 0 && first % (inputs / second) === 0 && inputs !== second * groups;
    throw inputError(
      names.weights,
      `${shapeWords(shape)} are for ${count(transposed ? first : second, "input channel")}${each}, and ${names.input} has ${inputs}`,
      fits && groups === 1 ? `Are there ${inputs / second} groups?` : "Give weights for as many channels as there are",
    );
  }
  if (first % groups !== 0)
    throw usageError(
      "--groups",
      `${groups} groups do not divide the ${count(first, transposed ? "input channel" : "output channel")} of ${names.weights}`,
      "Give a divisor",
    );
}

/** One value an axis. */
function perAxis(option: string, given: PerAxis, rank: number, least: number): number[] {
  const all = typeof given === "number" ? Array.from({ length: rank }, () => given) : [...given];
  if (all.length !== rank)
    throw usageError(
      option,
      `${count(all.length, "number")} for kernels of ${count(rank, "axis", "axes")}`,
      `Give one, or ${rank}`,
    );
  return all.map((n) => whole(option, n, least));
}

const MOST = 2147483647;

function whole(option: string, n: number, least: number): number {
  if (Number.isSafeInteger(n) && n >= least && n <= MOST) return n;
  throw usageError(option, `${n} is no whole number from ${least} up`, "Give one");
}

/** The zeros of an axis. */
function padsOf(
  { padding = "valid", transposed }: LayerOptions,
  axis: Pick<LayerAxis, "input" | "taps" | "stride" | "dilation">,
  more: number,
  i: number,
  rank: number,
): AxisPads {
  if (typeof padding === "number") {
    whole("--padding", padding, 0);
    return { before: padding, after: padding };
  }
  if (typeof padding !== "string") {
    if (padding.length !== rank)
      throw usageError(
        "--padding",
        `pads of ${count(padding.length, "axis", "axes")} for kernels of ${rank}`,
        "Give all",
      );
    const { before, after } = padding[i];
    // Negative pads crop, and give a transposed layer outputs more.
    return { before: whole("--padding", before, -MOST), after: whole("--padding", after, -MOST) };
  }
  if (padding === "valid") return { before: 0, after: 0 };
  const extent = dilatedExtent(axis.taps, axis.dilation);
  const reached =
    transposed === true
      ? (axis.input - 1) * axis.stride + extent + more - axis.input * axis.stride
      : (Math.ceil(axis.input / axis.stride) - 1) * axis.stride + extent - axis.input;
  const total = Math.max(0, reached);
  const less = Math.floor(total / 2);
  return padding === "same-upper" ? { before: less, after: total - less } : { before: total - less, after: less };
}

function outputsOf(
  { input, taps, stride, dilation }: Pick<LayerAxis, "input" | "taps" | "stride" | "dilation">,
  { before, after }: AxisPads,
  more: number,
  transposed: boolean,
  name: string,
  names: LayerNames,
): number {
  const extent = dilatedExtent(taps, dilation);
  const padded = input + before + after;
  if (!transposed && extent > padded)
    throw inputError(
      names.input,
      `the kernel spans ${extent} along ${name}, and the padded input has ${padded}`,
      "Use more padding, or a smaller kernel or dilation",
    );
  const outputs = transposed
    ? (input - 1) * stride + extent + more - before - after
    : Math.floor((padded - extent) / stride) + 1;
  if (outputs >= 1) return outputs;
  throw inputError(names.input, `padding cuts off all outputs along ${name}`, "Use less padding");
}

/** Types that integer forms take. */
const SMALL: readonly RealType[] = ["u8", "i8", "u16", "i16"];

export interface LayerKind {
  readonly form: LayerForm;
  /** The type of the output. */
  readonly type: RealType;
  /** Float form: sums in f32. */
  readonly single: boolean;
  readonly xZero: number;
  /** One, or one for each output channel; likewise the factors. */
  readonly wZero: readonly number[];
  readonly wScale: readonly number[];
  readonly xScale: number;
  readonly yScale: number;
  readonly yZero: number;
}

/** What is computed, by the element types and the scales. @throws usageError */
export function layerKind(
  input: TypedTensor,
  weights: TypedTensor,
  outputs: number,
  options: LayerOptions,
  names: LayerNames,
): LayerKind {
  const [x, w] = [typeOfSamples(input.data), typeOfSamples(weights.data)];
  const { depth, xScale, wScale, yScale, xZeroPoint, wZeroPoint, yZeroPoint } = options;
  const given = givenOf({ "--x-scale": xScale, "--w-scale": wScale, "--y-scale": yScale });
  const points = givenOf({
    "--x-zero-point": xZeroPoint,
    "--w-zero-point": wZeroPoint,
    "--y-zero-point": yZeroPoint,
  });
  if (!SMALL.includes(x) || !SMALL.includes(w)) {
    const first = [...given, ...points].at(0);
    if (first !== undefined)
      throw usageError(
        first,
        `${names.input} holds ${x} and ${names.weights} ${w}, and scales and zero points are for whole numbers of 8 or 16 bits`,
        "Leave it out, or convert the arrays",
      );
    if (depth !== undefined && depth !== "f32" && depth !== "f64")
      throw usageError("--depth", `sums of floats are not carried in ${depth}`, "Use f32 or f64");
    const wide = [x, w].some((type) => type === "f64" || type === "i32");
    const type = depth ?? (wide ? "f64" : "f32");
    return { form: "float", type, single: type === "f32", ...NO_SCALES };
  }
  const quantized = given.length > 0;
  if (quantized && given.length < 3)
    throw usageError(
      given[0],
      `a quantised layer needs the scales of input, weights and output, and ${given.length === 1 ? "one is" : "two are"} given`,
      "Give all three",
    );
  if (!quantized && yZeroPoint !== undefined)
    throw usageError("--y-zero-point", "only a quantised layer has it", "Give the three scales too");
  if (!quantized && depth !== undefined)
    throw usageError("--depth", `whole numbers are summed to i32, not to ${depth}`, "Leave it out");
  const type = quantized ? (depth ?? x) : "i32";
  if (quantized && type !== "u8" && type !== "i8")
    throw usageError("--depth", `a quantised output is not ${type}`, "Use u8 or i8");
  return {
    form: quantized ? "quantized" : "integer",
    type,
    single: true,
    xZero: zeroPoint("--x-zero-point", xZeroPoint ?? 0, x as IntegerType),
    wZero: channelValues("--w-zero-point", wZeroPoint ?? 0, outputs).map((z) =>
      zeroPoint("--w-zero-point", z, w as IntegerType),
    ),
    yZero: isInteger(type) ? zeroPoint("--y-zero-point", yZeroPoint ?? 0, type) : 0,
    xScale: scale("--x-scale", xScale ?? 1),
    wScale: channelValues("--w-scale", wScale ?? 1, outputs).map((s) => scale("--w-scale", s)),
    yScale: scale("--y-scale", yScale ?? 1),
  };
}

/** The options that are given. */
const givenOf = (options: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(options).filter((name) => options[name] !== undefined);

const NO_SCALES = { xZero: 0, wZero: [0], wScale: [1], xScale: 1, yScale: 1, yZero: 0 };

function zeroPoint(option: string, n: number, type: IntegerType): number {
  const [least, greatest] = rangeOf(type);
  if (Number.isInteger(n) && n >= least && n <= greatest) return n;
  throw usageError(option, `${n} is no ${type}`, `Give a whole number from ${least} to ${greatest}`);
}

function scale(option: string, s: number): number {
  if (Number.isFinite(s) && s > 0) return s;
  throw usageError(option, `${s} is no scale`, "Give a number above 0");
}

function channelValues(option: string, given: number | readonly number[], outputs: number): readonly number[] {
  if (typeof given === "number") return [given];
  if (given.length === 1 || given.length === outputs) return given;
  throw usageError(
    option,
    `${count(given.length, "number")} for ${count(outputs, "output channel")}`,
    `Give one, or ${outputs}`,
  );
}
