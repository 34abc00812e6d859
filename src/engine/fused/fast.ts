/** f32 to f32 in f32 arithmetic, where that was asked for: twice the speed, for the low bits. */
import { type FloatSetup, fast } from "../../routines/float.js";
import type { Tap } from "../../routines/pairs.js";
import { absoluteSum, type Problem } from "../problem.js";
import { allTaps, commonSetup, denseEstimate, factorsEstimate, factorsOf, usedTaps } from "./float.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { UNIT32 } from "./settling.js";

/** Half the least f32: what a product that is too small for f32 may lose. */
export const TINY = 7.006492321624085e-46;

export const directFast: Fused<FloatSetup> = {
  name: "direct-fast",
  method: "direct",
  consider: considerDense,
  kind: fast,
};

export const separableFast: Fused<FloatSetup> = {
  name: "separable-fast",
  method: "separable",
  consider: considerFactors,
  kind: fast,
};

function considerDense(call: FusedCall): Prospect<FloatSetup> {
  const { problem, request } = call;
  const common = inHaste(call);
  if ("because" in common) return common;
  const { divisor, offset } = request.rule.affine.f64;
  if (!areKept(call)) return no("a tap is too small or too large for f32");
  const used = usedTaps(problem);
  return {
    setup: () => ({ ...common, taps: hastyTaps(call), divisor: 1 }),
    ...denseEstimate("direct-fast", call, common.frame, used),
    error: () => sumError(problem, problem.taps.real.length + 3, 0, divisor, offset),
    note: `${used} taps in f32`,
  };
}

function considerFactors(call: FusedCall): Prospect<FloatSetup> {
  const { problem, request } = call;
  const common = inHaste(call);
  if ("because" in common) return common;
  const factors = factorsOf(problem);
  if ("because" in factors) return factors;
  const { divisor, offset } = request.rule.affine.f64;
  const [column, row] = [
    { ...factors.column, taps: factors.column.taps.map((t) => Math.fround(t / divisor)) },
    { ...factors.row, taps: factors.row.taps.map(Math.fround) },
  ];
  if (
    !column.taps.every((t, i) => isKept(t, factors.column.taps[i])) ||
    !row.taps.every((t, i) => isKept(t, factors.row.taps[i]))
  )
    return no("a tap is too small or too large for f32");
  const n = column.taps.length + row.taps.length;
  return {
    setup: () => ({ ...common, taps: { column, row }, divisor: 1 }),
    ...factorsEstimate("separable-fast", call, common.frame, column.taps.length, row.taps.length),
    error: () => sumError(problem, n + 5, factors.residual, divisor, offset),
    note: `${column.taps.length} taps down and ${row.taps.length} along, in f32`,
  };
}

/** All taps over the divisor, in f32. */
export function hastyTaps({ problem, request }: FusedCall): Tap[] {
  const { divisor } = request.rule.affine.f64;
  return allTaps(problem).map((t) => ({ ...t, tap: Math.fround(t.tap / divisor) }));
}

/** Whether none of them is lost. */
export const areKept = ({ problem, request }: FusedCall): boolean =>
  problem.taps.real.every((t) => isKept(Math.fround(t / request.rule.affine.f64.divisor), t));

/** The common part of a setup, where haste is asked for and possible. */
export function inHaste(call: FusedCall): ReturnType<typeof commonSetup> {
  if (!call.request.fast) return no("--fast was not given");
  const common = commonSetup(call);
  if ("because" in common) return common;
  if (common.frame.input !== "f32" || common.frame.output !== "f32") return no("it takes f32 and gives f32");
  return Number.isFinite(Math.fround(common.offset)) ? common : no("the offset is too large for f32");
}

/** Whether a tap is still what it was but for its low bits. */
const isKept = (tap: number, before: number): boolean =>
  before === 0 ? tap === 0 : Math.abs(tap) >= 1.1754943508222875e-38 && Number.isFinite(tap);

/**
 * γ_n·Σ|k||x| of f32: every tap is rounded, every product and every sum (or both at once), and the offset is added; what
 * underflows is lost besides.
 */
export function sumError(problem: Problem, n: number, residual: number, divisor: number, offset: number): number {
  const { facts, taps } = problem;
  const absolute = absoluteSum(taps) + residual;
  const most = absolute * (facts.largest + facts.error) + Math.abs(offset * divisor);
  const gamma = n * UNIT32 < 0.5 ? (n * UNIT32) / (1 - n * UNIT32) : Number.POSITIVE_INFINITY;
  return gamma * most + residual * facts.largest + absolute * facts.error + n * (absolute + Math.abs(divisor)) * TINY;
}
