/** One kernel of a chain, from the field that it reads to the sums that it makes. */
import type { Border } from "../../base/border.js";
import type { Kernel } from "../../base/kernel.js";
import type { Mode } from "../../base/options.js";
import {
  divide,
  fromNumber,
  multiply,
  ONE,
  powerOfTwo,
  type Rational,
  sum,
  toNumber,
  ZERO,
} from "../../base/rational.js";
import { UNIT } from "../../engine/algorithms/algorithm.js";
import { sumsAreExact } from "../../engine/algorithms/direct.js";
import { type ExactSample, ExactSums } from "../../engine/exact.js";
import { execute } from "../../engine/execute.js";
import { factsOf, type Look, lookAt } from "../../engine/facts.js";
import { commonGrain } from "../../engine/grain.js";
import { type Plan, planFor, quickest } from "../../engine/planner.js";
import { absoluteSum, correlationTaps, type Field, type Problem, posed } from "../../engine/problem.js";
import { affineOf, exactValue, gainOf, type ValueRule, valueError, valuesOf } from "../../engine/value.js";
import { stageGeometry } from "./geometry.js";
import type { LagOptions } from "./lag-options.js";
import { frameOpaque } from "./opaque.js";

export interface Stage {
  readonly kernel: Kernel;
  readonly field: Field;
  readonly problem: Problem;
  readonly plan: Plan;
  /** What is known of the field's samples. */
  readonly look: Look;
  readonly rule: ValueRule;
  /** Exact sums are multiples of 2^-grain, up to `largest`; absent where sums are inexact. */
  readonly whole: () => { readonly grain: number; readonly largest: number } | undefined;
  /** The samples are themselves computed, by an earlier stage. */
  readonly chained: boolean;
  /** Exact sums are those of the field's own samples, so that any thread can make them. */
  readonly plain: boolean;
  readonly exact: () => ExactSums;
}

/** What all stages of a call share. */
export interface Chain {
  readonly mode: Mode;
  readonly border: Border;
  readonly options: LagOptions;
  readonly rank: 1 | 2;
  /** Names the input in messages. */
  readonly place: string;
  /** Missing samples are left out. */
  readonly omit: boolean;
  /** Samples are premultiplied, the last channel is alpha, and this count is opaque; absent otherwise. */
  readonly opaque?: number;
}

/** What a stage takes over from the one before it. */
export interface Inherited {
  readonly error: number;
  readonly sample?: ExactSample;
  /** What is known of the samples, where somebody asked before. */
  readonly look?: Look;
  readonly gain: Rational;
}

/** Plans one stage. At the last one the strides, `--scale` and `--offset` act, and alpha divides the colours again. */
export function planStage(source: Field, kernel: Kernel, chain: Chain, last: boolean, inherited: Inherited): Stage {
  const { options, mode, opaque } = chain;
  const axes = stageGeometry({ ...source, rank: chain.rank }, kernel, mode, chain.border, options, last, chain.place);
  const framed = opaque === undefined ? undefined : frameOpaque(source, axes.x, axes.y, opaque, inherited);
  const { field: given, x, y } = framed ?? { field: source, ...axes };
  const sample = framed?.sample ?? inherited.sample;
  const asked = correlationTaps(kernel, mode, options.noConj === true);
  const weighted = chain.border.x.kind === "renormalize" || (chain.omit && given.mask !== undefined);
  const look = inherited.look && given === source ? inherited.look : lookAt(given);
  const set: Problem = {
    taps: asked,
    x,
    y,
    channels: given.channels,
    complex: given.imag !== undefined || asked.imag !== undefined,
    weighted,
    facts: factsOf(given, x, y, inherited.error, look),
  };
  const { method = "auto" } = options;
  const chained = inherited.sample !== undefined || inherited.error > 0;
  const { problem, field } = posed({ problem: set, field: given, mode, method, chained });
  const { taps } = problem;
  // Separable is a fused way, which only the last stage can go.
  const planned = planFor(problem, method === "separable" ? "auto" : method);
  // A few lags of a long kernel: what they take decides, where else the price of one sample among many does.
  const plan = options.maxLag !== undefined && method === "auto" ? quickest(planned, problem) : planned;
  const scale = last ? fromNumber(options.scale ?? 1) : ONE;
  const offset = divide(fromNumber(kernel.offset ?? 0), scale);
  const absolute = absoluteSum(taps);
  const tapGrain = commonGrain(taps.real);
  const rule: ValueRule = {
    affine: affineOf(
      multiply(multiply(kernel.divisor, fromNumber(kernel.scale ?? 1)), scale),
      last ? sum([offset, fromNumber(options.offset ?? 0)]) : offset,
    ),
    gain: gainOf(taps),
    error: () => plan.error(),
    weightError:
      tapGrain !== undefined && absolute * powerOfTwo(tapGrain) < 4e15 ? 0 : (taps.real.length + 2) * UNIT * absolute,
    prior: { exact: inherited.gain, number: toNumber(inherited.gain) },
    ...(last && opaque !== undefined ? { alpha: field.channels - 1 } : {}),
  };
  const whole = (): Stage["whole"] extends () => infer W ? W : never => {
    const { grain, largest } = problem.facts;
    if (grain === undefined || tapGrain === undefined || plan.error() !== 0 || !sumsAreExact(problem)) return undefined;
    return { grain: grain + tapGrain, largest: absolute * largest };
  };
  let sums: ExactSums | undefined;
  return {
    kernel,
    field,
    problem,
    plan,
    look,
    rule,
    whole,
    plain: sample === undefined && inherited.error === 0,
    chained,
    exact: () => (sums ??= new ExactSums(problem, field, sample)),
  };
}

/** Runs a stage in the middle of a chain: values in f64, neither rounded nor saturated. Yields how far it is, 0 … 1. */
export function* runMiddle(stage: Stage, chain: Chain): Generator<number, { field: Field; inherited: Inherited }> {
  const { problem, plan, field, rule } = stage;
  const { channels, complex } = problem;
  const [width, height] = [problem.x.outputs, problem.y.outputs];
  const real = new Float64Array(width * height * channels);
  const imag = complex ? new Float64Array(real.length) : undefined;
  let error = 0;
  for (const { tile, sums, done } of execute(problem, plan, field)) {
    const pitch = (tile.x1 - tile.x0) * channels;
    const values = new Float64Array(sums.real.length);
    const put = (to: Float64Array): void => {
      for (let row = 0; row < tile.y1 - tile.y0; row++) {
        to.set(values.subarray(row * pitch, (row + 1) * pitch), ((tile.y0 + row) * width + tile.x0) * channels);
      }
    };
    valuesOf(sums, channels, rule, values);
    for (let i = 0; i < values.length; i++) {
      // Plain values have one bound but for their own last bits.
      const bound = valueError(sums, i, channels, values[i], rule);
      if (bound > error) error = bound;
      if (!sums.weight && i > 0) break;
    }
    put(real);
    if (imag && sums.imag) {
      const plain = { ...rule, affine: affineOf(rule.affine.divisor, ZERO) };
      valuesOf({ ...sums, real: sums.imag }, channels, plain, values);
      put(imag);
    }
    yield done;
  }
  const stepExact = stage.whole() !== undefined && keepsExact(stage);
  const largest = real.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const result: Field = { data: real, ...(imag ? { imag } : {}), width, height, channels };
  const gain = multiply(inheritedGain(stage), rule.prior.exact);
  return {
    field: chain.omit ? masked(result) : result,
    inherited: { error: stepExact ? 0 : error + 8 * UNIT * largest, sample: exactSamples(stage), gain },
  };
}

/** Σk/divisor of a stage. */
const inheritedGain = (stage: Stage): Rational => divide(stage.rule.gain.exact[0], stage.rule.affine.divisor);

/** Whether dividing exact sums and adding the offset is exact as well: powers of two, and no offset. */
function keepsExact(stage: Stage): boolean {
  const { divisor, offset } = stage.rule.affine;
  const isPower = (n: bigint): boolean => n > 0n && (n & (n - 1n)) === 0n;
  const size = divisor.num < 0n ? -divisor.num : divisor.num;
  return !stage.problem.weighted && offset.num === 0n && isPower(size) && isPower(divisor.den);
}

/** Exact values of a stage's outputs, each computed once. */
function exactSamples(stage: Stage): ExactSample {
  const known = new Map<number, Rational>();
  const { x, channels, weighted } = stage.problem;
  return (px, py, c) => {
    const key = (py * x.outputs + px) * channels + c;
    let value = known.get(key);
    if (!value) {
      value = exactValue(stage.exact(), px, py, c, stage.rule, weighted) ?? { num: 0n, den: 1n };
      known.set(key, value);
    }
    return value;
  };
}

/** Values for which no tap counted are missing at the next stage. */
function masked(field: Field): Field {
  if (!field.data.some((v) => Number.isNaN(v))) return field;
  const mask = Uint8Array.from(field.data, (v) => (Number.isNaN(v) ? 0 : 1));
  return { ...field, data: field.data.map((v) => (Number.isNaN(v) ? 0 : v)), mask };
}
