/**
 * Float outputs by sums in f64: dense, to the last bit what the `direct` algorithm gives; or down the columns and then
 * along the rows, which is a method of its own.
 */
import { powerOfTwo } from "../../base/rational.js";
import { double, type FloatSetup } from "../../routines/float.js";
import { UNIT } from "../algorithms/algorithm.js";
import { sumsAreExact } from "../algorithms/direct.js";
import { dilatedExtent } from "../geometry.js";
import { commonGrain } from "../grain.js";
import type { Estimate } from "../pricing.js";
import { absoluteSum, type Problem } from "../problem.js";
import { rank1, wholeRank1 } from "../rank1.js";
import { frameFor } from "./frames.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { unstageable } from "./stager.js";
import { fusedEstimate, type Gait } from "./work.js";

export const directFloat: Fused<FloatSetup> = {
  name: "direct-float",
  method: "direct",
  consider: considerDense,
  kind: double,
};

export const separableFloat: Fused<FloatSetup> = {
  name: "separable-float",
  method: "separable",
  consider: considerFactors,
  kind: double,
};

function considerDense(call: FusedCall): Prospect<FloatSetup> {
  const { problem } = call;
  const common = commonSetup(call);
  if ("because" in common) return common;
  const used = usedTaps(problem);
  return {
    setup: () => ({ ...common, taps: allTaps(problem) }),
    ...denseEstimate("direct-float", call, common.frame, used),
    error: () =>
      problem.facts.error === 0 && sumsAreExact(problem) ? 0 : sumError(problem, problem.taps.real.length + 2, 0),
    note: `${used} taps in f64`,
  };
}

function considerFactors(call: FusedCall): Prospect<FloatSetup> {
  const { problem } = call;
  const common = commonSetup(call);
  if ("because" in common) return common;
  const factors = factorsOf(problem);
  if ("because" in factors) return factors;
  const { column, row, residual, whole } = factors;
  const n = column.taps.length + row.taps.length;
  return {
    setup: () => ({ ...common, taps: { column, row } }),
    ...factorsEstimate("separable-float", call, common.frame, column.taps.length, row.taps.length),
    // Each product of two taps and a sample meets the roundings of both passes (Higham, §3.1).
    error: () => (whole && problem.facts.error === 0 && sumsAreExact(problem) ? 0 : sumError(problem, n + 4, residual)),
    note: `${column.taps.length} taps down and ${row.taps.length} along, in f64`,
  };
}

/** How the routine goes: two rows, or two places along one, in strips as `routines/float.ts` has them. */
const gaitOf = ({ problem }: FusedCall): Gait =>
  problem.y.outputs === 1 ? { rows: 1, elements: 32, strip: 512 } : { rows: 2, elements: 16, strip: 512 };

/** The price of sums of so many taps. */
export const denseEstimate = (way: string, call: FusedCall, frame: FloatSetup["frame"], taps: number): Estimate =>
  fusedEstimate(
    way,
    call,
    frame,
    { each: { sample: 1, tap: taps }, once: { table: call.problem.taps.real.length } },
    gaitOf(call),
  );

/** The price of so many taps down and along. */
export const factorsEstimate = (
  way: string,
  call: FusedCall,
  frame: FloatSetup["frame"],
  down: number,
  along: number,
): Estimate =>
  fusedEstimate(way, call, frame, { each: { sample: 1, across: along }, reached: { line: 1, down } }, gaitOf(call));

type Factors = { readonly residual: number; readonly whole: boolean } & Exclude<FloatSetup["taps"], readonly unknown[]>;

/** A column and a row whose product is the kernel up to the last bits of its taps, and exactly where these are whole. */
export function factorsOf({ taps, x, y, channels }: Problem): Factors | { readonly because: string } {
  if (taps.height === 1 || taps.width === 1 || taps.channels !== 1)
    return no("the kernel is one line, or has a channel for each of the picture's");
  const lines = (column: Float64Array, row: Float64Array) => ({
    column: { taps: column, step: y.dilation },
    row: { taps: row, step: x.dilation * channels },
  });
  const whole = wholeFactors(taps);
  if (whole) return { ...lines(whole.column, whole.row), residual: 0, whole: true };
  const factors = rank1(taps);
  if (!factors) return no("all taps are 0");
  const { column, row, residual } = factors;
  // What is 0 in the kernel is so in the product: 0 times what is no number is no 0.
  const isZero = (i: number): boolean => column[(i - (i % taps.width)) / taps.width] * row[i % taps.width] === 0;
  const alike = taps.real.every((t, i) => (t === 0) === isZero(i));
  if (!alike || residual > 8 * UNIT * absoluteSum(taps)) return no("the kernel is no column times a row");
  return { ...lines(column, row), residual, whole: false };
}

/** Factors of taps that are whole multiples of one power of two: sums of whole samples that fit 53 bits stay exact. */
function wholeFactors(
  taps: Problem["taps"],
): { readonly column: Float64Array; readonly row: Float64Array } | undefined {
  const grain = commonGrain(taps.real);
  if (grain === undefined) return undefined;
  const unit = powerOfTwo(grain);
  if (absoluteSum(taps) * unit > Number.MAX_SAFE_INTEGER) return undefined;
  const factors = wholeRank1(
    taps.real.map((t) => t * unit),
    taps.width,
    taps.height,
  );
  return factors && { column: factors.column, row: factors.row.map((t) => t / unit) };
}

/** γ_n·Σ|k||x|, what the factors leave of the kernel, and what samples are off. */
function sumError(problem: Problem, n: number, residual: number): number {
  const { facts, taps } = problem;
  const absolute = absoluteSum(taps) + residual;
  const rounded = ((n * UNIT) / (1 - n * UNIT)) * absolute;
  return (rounded + residual) * (facts.largest + facts.error) + absolute * facts.error;
}

/** How many taps are not 0. */
export const usedTaps = ({ taps }: Problem): number => taps.real.reduce((n, t) => n + (t === 0 ? 0 : 1), 0);

export function allTaps({ taps, x, y, channels }: Problem): Exclude<FloatSetup["taps"], { column: unknown }> {
  return Array.from(taps.real, (tap, at) => {
    const column = at % taps.width;
    return { row: ((at - column) / taps.width) * y.dilation, element: column * x.dilation * channels, tap };
  });
}

/** All of the setup but the taps, or why a call is not one for rows of floats. */
export function commonSetup(call: FusedCall): Omit<FloatSetup, "taps"> | { readonly because: string } {
  const { problem, request, field, out } = call;
  const { x, y, channels } = problem;
  const because = unplain(call);
  if (because) return because;
  const input = floatable(field.data);
  if (!input || (out.type !== "f32" && out.type !== "f64")) return no("it gives f32 and f64");
  const span = dilatedExtent(y.taps, y.dilation);
  const { divisor, offset } = request.rule.affine.f64;
  return {
    frame: frameFor(call, input, out.type),
    span,
    step: x.dilation * channels,
    divisor,
    offset,
  };
}

/** Why values are not plain sums of one real kernel over one divisor, or undefined. */
function unplain({ problem, field, request }: FusedCall): { readonly because: string } | undefined {
  const { x, y, taps, weighted, complex } = problem;
  const { map, rule } = request;
  if (x.stride !== 1 || y.stride !== 1) return no("it takes strides of 1");
  if (taps.channels !== 1 || weighted || complex || field.mask) return no("it takes one real kernel for all channels");
  if (request.encode || request.alpha || rule.alpha !== undefined) return no("it takes plain values");
  if (map.absolute || map.f64.factor !== 1 || map.f64.shift !== 0) return no("it takes values as they are");
  if (taps.height * taps.width > MOST_TAPS) return no("there are too many taps");
  const because = unstageable(problem, field.data);
  return because === undefined ? undefined : no(because);
}

/** Tables of taps stay far below what a memory has. */
export const MOST_TAPS = 1048576;

function floatable(data: FusedCall["field"]["data"]): FloatSetup["frame"]["input"] | undefined {
  if (data instanceof Float64Array) return "f64";
  if (data instanceof Float32Array) return "f32";
  if (data instanceof Uint8Array) return "u8";
  if (data instanceof Uint16Array) return "u16";
  return data instanceof Int16Array ? "i16" : undefined;
}
