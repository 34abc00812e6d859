/** Values that are not exact, and calls that routines with such values can take. */
import type { Settling } from "../../routines/settling.js";
import { absoluteSum } from "../problem.js";
import { type FusedCall, no } from "./fused.js";
import { unstageable } from "./stager.js";

/** Unit roundoff of f32, 2^-24. */
export const UNIT32 = 2 / 33554432;

/** Why a call is not one for u8 rows and plain values, or undefined. */
export function unsuited({ problem, field, request, out }: FusedCall): { readonly because: string } | undefined {
  const { x, y, facts, taps } = problem;
  if (!(field.data instanceof Uint8Array) || field.mask || out.type !== "u8") return no("it takes u8 pictures");
  if (x.stride !== 1 || y.stride !== 1) return no("it takes strides of 1");
  if (problem.weighted || problem.complex || taps.channels !== 1 || facts.error !== 0)
    return no("it takes plain sums of one kernel for all channels");
  if (request.encode || request.alpha || request.rule.alpha !== undefined) return no("it takes plain values");
  if (out.about.bits !== undefined || out.about.maxval !== undefined) return no("it takes the whole range of u8");
  const because = unstageable(problem, field.data);
  return because === undefined ? undefined : no(because);
}

/** What sums are multiplied by to become values, and how those are rounded; undefined where no vector routine rounds so. */
export function settlingOf({ problem, request }: FusedCall): (Settling & { readonly scale: number }) | undefined {
  const { map, rule, rounding } = request;
  const { f64 } = rule.affine;
  const scale = map.f64.factor / f64.divisor;
  const offset = f64.offset * map.f64.factor + map.f64.shift;
  const { absolute } = map;
  const whole = rounding === "trunc" || rounding === "floor";
  // Below 0 these two differ, and magnitudes have no such boundary here.
  const least = offset - absoluteSum(problem.taps) * problem.facts.largest * Math.abs(scale);
  if (whole && (absolute || (rounding === "trunc" && least < 0))) return undefined;
  return { scale, offset, absolute, boundary: whole ? "whole" : "half" };
}
