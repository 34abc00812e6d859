/**
 * Borders that no fused way can stage (`renormalize`, where what is outside does not count, and `odd`, whose extension
 * leaves the range of the samples): outputs whose windows lie inside the input know nothing of the border. They go a
 * fused way, and only the others the general one.
 */
import type { Region } from "../../engine/extend.js";
import type { FusedCall } from "../../engine/fused/fused.js";
import { type AxisGeometry, interior } from "../../engine/geometry.js";

/** The call for the outputs whose windows lie inside; undefined where that is no way out. */
export function insideCall(call: FusedCall): FusedCall | undefined {
  const { problem, request, field } = call;
  const { kind } = problem.x.border;
  if ((kind !== "renormalize" && kind !== "odd") || field.mask || request.only) return undefined;
  const [x, y] = [interior(problem.x), interior(problem.y)];
  if (x[0] === x[1] || y[0] === y[1]) return undefined;
  // What stands outside is never seen.
  const blind = (axis: AxisGeometry): AxisGeometry => ({ ...axis, border: { kind: "constant", value: 0 } });
  return {
    ...call,
    problem: { ...problem, weighted: false, x: blind(problem.x), y: blind(problem.y) },
    request: { ...request, weighted: false, only: { x, y } },
  };
}

/** The outputs around those of an inside call, as up to four regions. */
export function outsideOf({ problem, request }: FusedCall): Region[] {
  const { outputs: width } = problem.x;
  const { outputs: height } = problem.y;
  const [left, right] = request.only?.x ?? [0, width];
  const [top, bottom] = request.only?.y ?? [0, height];
  return [
    { x0: 0, x1: width, y0: 0, y1: top },
    { x0: 0, x1: left, y0: top, y1: bottom },
    { x0: right, x1: width, y0: top, y1: bottom },
    { x0: 0, x1: width, y0: bottom, y1: height },
  ].filter(({ x0, x1, y0, y1 }) => x0 < x1 && y0 < y1);
}
