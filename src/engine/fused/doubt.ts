/** Single samples that a quick way could not decide: summed again in f64, and exactly where that is not enough. */
import { borderIndex } from "../../base/border.js";
import { fromNumber, multiply } from "../../base/rational.js";
import type { Accounts } from "../accounts.js";
import { UNIT } from "../algorithms/algorithm.js";
import { mapExact, mapNumber } from "../map.js";
import { absoluteSum } from "../problem.js";
import { isDoubtful, roundExact, roundNumber } from "../rounding.js";
import { exactValue } from "../value.js";
import type { FusedCall } from "./fused.js";

/** Gives the rounded value of an output sample, before it is clipped, as the contract has it. */
export type Resolver = (x: number, y: number, c: number) => number;

export function resolver(call: FusedCall, accounts: Accounts): Resolver {
  const { problem, field, request } = call;
  const exactly: Resolver = (x, y, c) => {
    accounts.recomputed++;
    const exact = exactValue(request.exact(), x, y, c, request.rule, false);
    if (exact === undefined) throw new Error("a sample without taps in a fused way");
    const { alpha, map, rounding } = request;
    return roundExact(
      alpha?.channel === c ? multiply(exact, fromNumber(alpha.factor)) : mapExact(map, exact),
      rounding,
    );
  };
  if (request.rule.alpha !== undefined) return exactly;
  const { taps, channels, x: gx, y: gy } = problem;
  const { data, width } = field;
  const { divisor, offset } = request.rule.affine.f64;
  const n = taps.width * taps.height + 2;
  const sumError = (n * UNIT * absoluteSum(taps) * problem.facts.largest) / Math.abs(divisor);
  const list = Float64Array.from(taps.real);
  const height = gy.input;
  const spanX = (gx.taps - 1) * gx.dilation;
  const spanY = (gy.taps - 1) * gy.dilation;
  const stepX = gx.dilation * channels;
  const stepY = gy.dilation * width * channels;
  /** The sum of a window that lies inside: no border is asked for. */
  const inside = (x: number, y: number, c: number): number => {
    let sum = 0;
    let line = (y * width + x) * channels + c;
    for (let j = 0, t = 0; j < gy.taps; j++, line += stepY) {
      for (let i = 0, at = line; i < gx.taps; i++, at += stepX) sum += list[t++] * data[at];
    }
    return sum;
  };
  const outside = (x: number, y: number, c: number): number => {
    let sum = 0;
    for (let j = 0, t = 0; j < gy.taps; j++) {
      const row = borderIndex(gy.border.kind, y + j * gy.dilation, gy.input);
      for (let i = 0; i < gx.taps; i++, t++) {
        const column = borderIndex(gx.border.kind, x + i * gx.dilation, gx.input);
        const beyond = row < 0 ? gy.border.value : gx.border.value;
        sum += list[t] * (row < 0 || column < 0 ? beyond : data[(row * width + column) * channels + c]);
      }
    }
    return sum;
  };
  return (x, y, c) => {
    const [px, py] = [gx.origin + x, gy.origin + y];
    const fits = px >= 0 && py >= 0 && px + spanX < width && py + spanY < height;
    const sum = fits ? inside(px, py, c) : outside(px, py, c);
    const value = mapNumber(request.map, sum / divisor + offset);
    const error = sumError + 16 * UNIT * (Math.abs(value) + Math.abs(offset) + Math.abs(request.map.f64.shift));
    if (!isDoubtful(value, error, request.rounding)) return roundNumber(value, request.rounding);
    return exactly(x, y, c);
  };
}
