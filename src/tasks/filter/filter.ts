/**
 * Convolution and cross-correlation of a signal with a chain of kernels: every option of a call, from samples to
 * samples and a report. Pure: no files, no process, no clock.
 */
import { isInteger, isShared } from "../../base/element.js";
import { inputError, usageError } from "../../base/errors.js";
import type { Kernel } from "../../base/kernel.js";
import type { FilterOptions } from "../../base/options.js";
import { ONE } from "../../base/rational.js";
import { blankSignal, type Signal, signalOf } from "../../base/signal.js";
import { newAccounts } from "../../engine/accounts.js";
import type { FinishRequest } from "../../engine/finish.js";
import type { Flow } from "../../engine/flow.js";
import { interior } from "../../engine/geometry.js";
import { type Extremes, valueMap } from "../../engine/map.js";
import type { Pool } from "../../engine/pool.js";
import type { Field } from "../../engine/problem.js";
import { ROUGH, roughlyEncoded, toEncoded } from "../../math/srgb.js";
import { alphaScale, colourTaps, withAlpha } from "./alpha.js";
import {
  fullScale,
  isOpaque,
  linearBorder,
  linearField,
  premultipliedField,
  resolveAlpha,
  withoutAlpha,
} from "./colour.js";
import { encodedExtremes, findExtremes } from "./extremes.js";
import { checkOptions, resolveBorder } from "./geometry.js";
import { keepCast, keepSource } from "./keep.js";
import { orient, requireOneSign, resolveMode } from "./kernels.js";
import { lagOptions, normalizing } from "./lag-options.js";
import { runLast } from "./last.js";
import { prepareMissing } from "./missing.js";
import { normalizeSums, runZncc } from "./normalize.js";
import { outputAbout, outputType, targetOf, within } from "./output.js";
import type { FilterReport } from "./report.js";
import { reportOf } from "./report-of.js";
import { type Chain, type Inherited, planStage, runMiddle, type Stage } from "./stage.js";

export interface Filtered {
  readonly signal: Signal;
  readonly report: FilterReport;
}

/** Runs a filter call to its end. See `filterSteps`. */
export function filter(input: Signal, kernels: readonly Kernel[], options: FilterOptions = {}): Filtered {
  const steps = filterSteps(input, kernels, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The steps of a filter call; each yields the share of the work done, 0 … 1, or, with a pool of threads only, a promise
 * to wait for.
 *
 * For each kernel in its turn, with x~ the input extended by the border and a the anchor: conv is
 * `y[i] = Σ_j k[j]·x~[i + a − j]`, xcorr is `y[i] = Σ_j conj(k[j])·x~[i + j − a]`; at the end
 * `value = (Σ k·x)/(divisor·scale) + offset`, then map, one rounding, saturation.
 *
 * @throws UserError with the exit code of its kind: options that exclude each other or a mode that is missing where it
 *   matters (2), data that the options do not allow (3)
 */
export function* filterSteps(
  input: Signal,
  kernels: readonly Kernel[],
  given: FilterOptions,
  pool?: Pool,
  flow: Flow = {},
): Generator<number | Promise<unknown>, Filtered> {
  checkCall(input, kernels, given);
  const { grow } = flow;
  // Only sums of one kernel over samples as they are read need no more than the rows of their windows.
  const coming = meetsRowsOnly(input, kernels, given) ? flow.coming : undefined;
  if (flow.coming && !coming) yield flow.coming.reached(flow.coming.count);
  const options = lagOptions(input, kernels, given);
  checkOptions(input, options);
  const oriented = kernels.map((k) => orient(k, input, options));
  const mode = resolveMode(oriented, options);
  const border = resolveBorder(input, options);
  const nan = options.nan ?? "propagate";
  if (border.x.kind === "renormalize") requireOneSign(oriented, "--border renormalize");
  if (nan === "omit") requireOneSign(oriented, "--nan omit");
  const alpha = resolveAlpha(input, oriented, options);
  const missing = prepareMissing(input, nan);
  // Where all is opaque, premultiplied colours over their alpha are the colours as they are.
  const opaque = alpha === "premultiply" && isOpaque(input);
  const premultiplied = alpha === "premultiply" && !opaque;
  const separate = alpha === "keep" || alpha === "drop" || opaque;
  const used = separate ? oriented.map((k) => colourTaps(k)) : oriented;

  const prepared: Field = { ...missing.samples, width: input.width, height: input.height, channels: input.channels };
  let field = prepared;
  if (options.space === "linear") field = linearField(field, input);
  if (separate) field = withoutAlpha(field);
  if (premultiplied) field = premultipliedField(field);
  const chain: Chain = {
    mode: mode.mode,
    border: options.space === "linear" ? linearBorder(border, input) : border,
    options,
    rank: input.rank,
    place: input.about.source,
    omit: nan === "omit",
    ...(premultiplied ? { opaque: fullScale(input) } : {}),
  };
  if (alpha === "premultiply" && border.x.kind === "keep" && used.length > 1) {
    throw usageError(
      "--border keep",
      "premultiplied colours of a chain cannot be kept",
      "Use --alpha straight, or another border",
    );
  }

  const stages: Stage[] = [];
  let inherited: Inherited = { error: 0, gain: ONE, ...(field === prepared ? { look: missing.look } : {}) };
  for (const [i, kernel] of used.entries()) {
    const last = i === used.length - 1;
    const stage = planStage(field, kernel, chain, last, inherited);
    stages.push(stage);
    if (last) break;
    const middle = yield* scaled(runMiddle(stage, chain), i, used.length);
    inherited = middle.inherited;
    field = border.x.kind === "keep" ? keepSource(middle.field, field, stage) : middle.field;
  }
  const stage = stages[stages.length - 1];
  const normalized = normalizing(options);
  // Normalised values are rounded to a narrower type once they are made.
  const wide = { ...options, depth: stage.problem.complex ? ("c128" as const) : ("f64" as const) };
  const type = outputType(input, stage, normalized ? wide : options);
  const [firstX, firstY] = stages.reduce((at, s) => [at[0] + s.problem.x.first, at[1] + s.problem.y.first], [0, 0]);
  const computed = separate ? input.channels - 1 : input.channels;
  const about = outputAbout(input, options, stage, firstX, alpha === "drop");
  const shape = { width: stage.problem.x.outputs, height: stage.problem.y.outputs, rank: input.rank };
  const channels = alpha === "drop" ? computed : input.channels;
  const samples = shape.width * shape.height * channels;
  const target = options.out && targetOf(options.out, normalized ? (options.depth ?? type) : type, samples, input);
  // Threads write samples in shared memory in place, so what comes from there goes there.
  const out =
    target && channels === computed && !normalized
      ? signalOf(target, { ...shape, channels }, type, about)
      : blankSignal({ ...shape, channels: computed }, type, about, isShared(input.data));

  const stretched = options.map === "stretch";
  let extremes: Extremes | undefined;
  const share = used.length - 1;
  const encode = options.space === "linear" ? encoder(input, separate) : undefined;
  if (stretched) {
    const colours = premultiplied ? computed - 1 : computed;
    extremes = yield* scaled(findExtremes(stage, colours), share, used.length + 1);
    if (encode) extremes = encodedExtremes(extremes, (v) => encode(v, 0));
  }
  const accounts = newAccounts();
  const keeps = border.x.kind === "keep";
  const alphaFactor = premultiplied || alpha === "straight" ? alphaScale(input, type) : 1;
  // Floats are not rounded, so nobody asks whether sums are whole.
  const whole = isInteger(type) ? stage.whole() : undefined;
  const request: FinishRequest = {
    rule: stage.rule,
    map: valueMap(options.map ?? "clip", type, about, extremes),
    rounding: options.round ?? "half-even",
    weighted: stage.problem.weighted,
    ...(options.fast ? { fast: true } : {}),
    ...(premultiplied || alphaFactor !== 1 ? { alpha: { channel: input.channels - 1, factor: alphaFactor } } : {}),
    ...(whole ? { whole } : {}),
    ...(keeps ? { only: { x: interior(stage.problem.x), y: interior(stage.problem.y) } } : {}),
    ...(encode ? { encode, ...roughEncoder(input, separate, out.data.length) } : {}),
    exact: stage.exact,
  };
  const { normalize = "none" } = options;
  let [threads, flat] = [1, 0];
  if (normalize === "zncc") {
    const scored = yield* runZncc(stage, out, accounts);
    flat = scored.flat;
    stages[share] = { ...stage, plan: scored.plan };
  } else {
    // Samples that are changed again afterwards are not written before.
    const final = !keeps && !normalized && alpha !== "keep" && !opaque && (!target || out.data === target);
    const flowing = { ...(coming ? { coming } : {}), ...(grow && final ? { grow } : {}) };
    const run = runLast(stage, request, out, accounts, options.method ?? "auto", pool, flowing);
    const ended = yield* scaled(run, share, used.length);
    threads = ended.threads;
    stages[share] = { ...stage, plan: ended.plan };
    if (normalize !== "none") normalizeSums(out, stage, normalize);
  }
  if (keeps) {
    const chained = used.length > 1;
    const cast = (v: number, c: number): number =>
      c === request.alpha?.channel ? v * request.alpha.factor : chained && encode ? encode(v, c) : v;
    const from = chained ? stage.field : separate ? withoutAlpha(prepared) : prepared;
    keepCast(out, from, stage, { rounding: request.rounding, cast }, accounts);
  }
  const filled = alpha === "keep" || opaque ? withAlpha(out, input, border, firstX, firstY, options) : out;
  const signal = within(target, normalized ? narrowed(filled, options.depth) : filled);
  const report = reportOf({
    input,
    signal,
    options,
    mode,
    chain,
    stages,
    accounts,
    alpha,
    missing: missing.counts(),
    first: [firstX, firstY],
    threads,
    flat,
  });
  return { signal, report };
}

/** Whether the samples are asked for nothing but the sums of one kernel over them: integers, whose type says enough. */
const meetsRowsOnly = (input: Signal, kernels: readonly Kernel[], options: FilterOptions): boolean =>
  kernels.length === 1 &&
  isInteger(input.type) &&
  input.about.alpha !== true &&
  options.space !== "linear" &&
  options.map !== "stretch" &&
  (options.normalize ?? "none") === "none";

/** Normalised values in the type that was asked for. */
const narrowed = (signal: Signal, depth: FilterOptions["depth"]): Signal =>
  depth === "f32"
    ? { ...signal, data: Float32Array.from(signal.data), type: "f32" }
    : { ...signal, type: depth ?? signal.type };

function checkCall(input: Signal, kernels: readonly Kernel[], options: FilterOptions): void {
  if (kernels.length === 0)
    throw usageError("--kernel", "no kernel is given", "Give at least one: numbers, a name or a file");
  for (const [name, v] of [
    ["--scale", options.scale ?? 1],
    ["--offset", options.offset ?? 0],
  ] as const) {
    if (!Number.isFinite(v)) throw usageError(name, `${v} is no finite number`, "Give a finite number");
  }
  if (options.scale === 0) throw usageError("--scale", "the scale is a divisor and is 0", "Give a number other than 0");
  if (input.width * input.height * input.channels === 0)
    throw inputError(input.about.source, "there are no samples", "Give at least one");
}

/** Light to counts; an alpha that is filtered beside the colours is no light. */
function encoder(input: Signal, separate: boolean): (value: number, channel: number) => number {
  const greatest = fullScale(input);
  const alpha = input.about.alpha === true && !separate ? input.channels - 1 : -1;
  return (value, channel) => (channel === alpha ? value : toEncoded(value / greatest) * greatest);
}

/** The same by a table, where there are samples enough to make it for. */
function roughEncoder(input: Signal, separate: boolean, samples: number): Pick<FinishRequest, "roughly"> {
  if (samples < 20000) return {};
  const greatest = fullScale(input);
  const alpha = input.about.alpha === true && !separate ? input.channels - 1 : -1;
  const encode = (value: number, channel: number): number =>
    channel === alpha ? Number.NaN : roughlyEncoded(value / greatest) * greatest;
  return { roughly: { encode, error: ROUGH * greatest } };
}

/** Part of a longer run: shares of step `at` of `of`. */
function* scaled<T>(
  steps: Generator<number | Promise<unknown>, T>,
  at: number,
  of: number,
): Generator<number | Promise<unknown>, T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield typeof step.value === "number" ? (at + step.value) / of : step.value;
  }
}
