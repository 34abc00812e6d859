/** A convolution layer of neural networks. Pure: no files, no process, no clock. */
import { allocate, type Samples, typeOfSamples } from "../../base/element.js";
import { inputError } from "../../base/errors.js";
import { type ArrayReport, axisNames, type LayerOptions, type LayerReport } from "../../base/layer.js";
import { shapeWords, sizeOfShape, type TypedTensor } from "../../base/tensor.js";
import { count } from "../../base/text.js";
import type { LayerAxis } from "../../engine/layer/axis.js";
import type { Floats, LayerArrays } from "../../engine/layer/maker.js";
import { routinesInUse, runLayer } from "../../engine/layer/run.js";
import type { LayerProblem } from "../../engine/layer/tiles.js";
import type { Pool } from "../../engine/pool.js";
import { runSteps, runStepsAsync, type Steps, type ThreadOptions } from "../steps.js";
import { type LayerBounds, layerBounds } from "./bounds.js";
import { type LayerKind, type LayerNames, type LayerShape, layerKind, layerShape } from "./options.js";
import { finishWhole } from "./whole.js";

export interface Layered {
  /** Batch × output channels × axes; without a batch where the input has none. */
  readonly output: TypedTensor;
  readonly report: LayerReport;
}

const NAMES: LayerNames = { input: "input", weights: "weights", bias: "bias" };

/**
 * What a convolution layer makes of its input, g being the group of output channel m:
 * `y[n,m,o] = bias[m] + Σ_c Σ_j w[m,c,j]·x[n, g·C/groups + c, o·stride + j·dilation − before]`, zeros standing outside. That is
 * a cross-correlation, which frameworks call convolution; with `mode: "conv"` j of the weights is K−1−j along each axis of
 * the kernel. A transposed layer is its adjoint: `y[n,m,i·stride + j·dilation − before] += w[c,m,j]·x[n,c,i]`.
 *
 * Floats are summed in f32, in blocks of 64 products, or in f64 where input or weights are; the same bits for any number of
 * threads. Whole numbers of 8 or 16 bits, less their zero points, give exact i32, or with scales bytes that are rounded
 * once, half to even.
 *
 * @param input batch × channels × axes; or channels × axes, or axes: then there is one of what is left out
 * @param weights output channels × channels of a group × kernel, 1 to 3 axes; transposed: input channels × outputs of a group × kernel
 * @throws UserError with `exitCode` 2 for options and 3 for arrays that do not fit
 */
export function layer(input: TypedTensor, weights: TypedTensor, options: LayerOptions = {}): Layered {
  return runSteps(layerSteps(input, weights, options));
}

/**
 * `layer` on threads, without blocking for long. Leaves no thread behind.
 * @throws as `layer`; and the reason of `signal` when it is aborted
 */
export function layerAsync(
  input: TypedTensor,
  weights: TypedTensor,
  options: LayerOptions = {},
  { names, ...threads }: ThreadOptions & { readonly names?: LayerNames } = {},
): Promise<Layered> {
  return runStepsAsync((pool) => layerSteps(input, weights, options, names, pool), threads);
}

export function* layerSteps(
  input: TypedTensor,
  weights: TypedTensor,
  options: LayerOptions,
  names = NAMES,
  pool?: Pool,
): Steps<Layered> {
  const shape = layerShape(input, weights, options, names);
  const kind = layerKind(input, weights, shape.outputs, options, names);
  const bias = checkedBias(options.bias, shape, kind, names);
  const measure = (): LayerBounds => {
    const bounds = layerBounds(input.data, weights.data, bias?.data, shape, kind, options.transposed === true);
    if (!Number.isFinite(bounds.gain)) checkWeights(weights, names);
    return bounds;
  };
  // Of floats they are only to be reported, so this thread looks for them while others are at work.
  let bounds = kind.form === "float" ? undefined : measure();
  if (bounds && bounds.largestSum > Number.MAX_SAFE_INTEGER)
    throw inputError(names.input, "sums may be beyond 2^53, where f64 no longer holds every integer", "Convert to f64");
  const single = kind.form === "float" ? kind.single : bounds!.largestSum <= EXACT_SINGLES;
  const problem = problemOf(shape, options, single);
  const outputShape = [...(shape.batched ? [shape.batch] : []), shape.outputs, ...shape.axes.map((a) => a.outputs)];
  const sums = floats(single, sizeOfShape(outputShape), pool !== undefined && pool.threads > 1);
  const arrays: LayerArrays = {
    input: numbers(input.data, single, () => kind.xZero),
    weights: numbers(weights.data, single, zeroOfWeight(kind, weights, shape, options)),
    ...(bias ? { bias: numbers(bias.data, single, () => 0) } : {}),
    out: sums,
  };
  const threads = yield* runLayer(problem, arrays, pool, () => {
    bounds ??= measure();
  });
  const made = finished(sums, kind, shape);
  const output = { shape: outputShape, data: made.data };
  return {
    output,
    report: reportOf({ input, weights, options, shape, kind, bounds: bounds!, bias, output, single, threads, made }),
  };
}

/** Whole numbers up to here are f32. */
const EXACT_SINGLES = 16777216;

function checkedBias(
  bias: TypedTensor | undefined,
  { outputs }: LayerShape,
  { form }: LayerKind,
  names: LayerNames,
): TypedTensor | undefined {
  if (!bias) return undefined;
  if (bias.data.length !== outputs || bias.shape.length !== 1)
    throw inputError(
      names.bias,
      `a bias of shape ${shapeWords(bias.shape)} for ${count(outputs, "output channel")}`,
      "Give one number for each",
    );
  if (bias.data.some((b) => !Number.isFinite(b)))
    throw inputError(names.bias, "a bias is NaN or infinite", "Give finite numbers");
  if (form !== "float" && bias.data.some((b) => !Number.isSafeInteger(b)))
    throw inputError(
      names.bias,
      `a bias is no whole number, and the sums of an ${form} layer are`,
      "Give whole numbers, of a quantised layer in units of xScale·wScale",
    );
  return bias;
}

function checkWeights({ data }: TypedTensor, names: LayerNames): void {
  const bad = (data as Float64Array).findIndex((w) => !Number.isFinite(w));
  if (bad >= 0) throw inputError(names.weights, `element ${bad} of the weights is ${data[bad]}`, "Give finite weights");
}

function problemOf(shape: LayerShape, options: LayerOptions, single: boolean): LayerProblem {
  const { batch, groups, inputs, outputs, axes } = shape;
  const whole = [...Array.from({ length: 3 - axes.length }, () => POINT), ...axes];
  return {
    single,
    transposed: options.transposed === true,
    flipped: options.mode === "conv",
    batch,
    groups,
    inputs: inputs / groups,
    outputs: outputs / groups,
    axes: [whole[0], whole[1], whole[2]],
  };
}

const POINT: LayerAxis = { input: 1, taps: 1, stride: 1, dilation: 1, before: 0, after: 0, outputs: 1 };

const floats = (single: boolean, length: number, shared = false): Floats =>
  allocate(single ? "f32" : "f64", length, shared) as Floats;

/** Samples less what stands for 0, in the type of the sums; those that are so already are not copied. */
function numbers(data: Samples, single: boolean, zero: (i: number) => number): Floats {
  if (single && data instanceof Float32Array) return data;
  if (!single && data instanceof Float64Array) return data;
  const out = floats(single, data.length);
  for (let i = 0; i < data.length; i++) out[i] = data[i] - zero(i);
  return out;
}

/** The zero point of weight i. */
function zeroOfWeight(
  { wZero }: LayerKind,
  weights: TypedTensor,
  shape: LayerShape,
  { transposed }: LayerOptions,
): (i: number) => number {
  if (wZero.length === 1) return () => wZero[0];
  const taps = sizeOfShape(shape.kernel);
  if (transposed !== true) return (i) => wZero[Math.floor(i / (weights.shape[1] * taps))];
  const [each, own] = [weights.shape[0] / shape.groups, weights.shape[1]];
  return (i) => {
    const kernel = Math.floor(i / taps);
    return wZero[Math.floor(Math.floor(kernel / own) / each) * own + (kernel % own)];
  };
}

function finished(sums: Floats, kind: LayerKind, shape: LayerShape) {
  if (kind.form === "float") return { data: sums, clipped: 0, recomputed: 0 };
  const plane = sizeOfShape(shape.axes.map((a) => a.outputs));
  return finishWhole(sums, plane, kind);
}

interface Parts {
  readonly input: TypedTensor;
  readonly weights: TypedTensor;
  readonly options: LayerOptions;
  readonly shape: LayerShape;
  readonly kind: LayerKind;
  readonly bounds: LayerBounds;
  readonly bias: TypedTensor | undefined;
  readonly output: TypedTensor;
  readonly single: boolean;
  readonly threads: number;
  readonly made: Pick<ReturnType<typeof finishWhole>, "clipped" | "recomputed">;
}

function reportOf(parts: Parts): LayerReport {
  const { input, weights, options, shape, kind, bounds, bias, output, single, threads, made } = parts;
  const { batch, inputs, outputs, groups, axes, kernel } = shape;
  const transposed = options.transposed === true;
  const places = transposed ? axes.map((a) => a.input) : axes.map((a) => a.outputs);
  return {
    schema: 1,
    mode: options.mode ?? "xcorr",
    transposed,
    form: kind.form,
    flipMatters: bounds.flipMatters,
    input: { ...arrayReport(input), batch, channels: inputs },
    weights: arrayReport(weights),
    bias: bias ? arrayReport(bias) : null,
    groups,
    axes: axes.map((a, i) => ({
      axis: axisNames(axes.length)[i],
      input: a.input,
      kernel: a.taps,
      stride: a.stride,
      dilation: a.dilation,
      before: a.before,
      after: a.after,
      outputPadding: a.outputPadding,
      output: a.outputs,
    })),
    output: { ...arrayReport(output), channels: outputs },
    multiplyAdds: (batch * outputs * inputs * sizeOfShape(places) * sizeOfShape(kernel)) / groups,
    computed: {
      sums: single ? "f32" : "f64",
      routines: routinesInUse(),
      errorBound: kind.form === "float" ? bounds.error : 0,
      threads,
    },
    recomputed: made.recomputed,
    clipped: { count: made.clipped, of: output.data.length },
  };
}

const arrayReport = ({ shape, data }: TypedTensor): ArrayReport => ({ shape, type: typeOfSamples(data) });
