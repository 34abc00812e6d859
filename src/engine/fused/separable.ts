/** Kernels that are a column times a row of whole taps, on u8 pictures, exact in every step. */
import { type ExactSeparable, exactSeparable } from "../../routines/separable.js";
import { dilatedExtent } from "../geometry.js";
import { wholeRank1 } from "../rank1.js";
import { frameFor } from "./frames.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { unsuited } from "./settling.js";
import { wholeSums } from "./whole.js";
import { fusedEstimate, PAIRS } from "./work.js";

const INT16 = 32767;
const INT32 = 2147483647;

export const separableExact: Fused<ExactSeparable> = {
  name: "separable-exact",
  method: "separable",
  consider,
  kind: exactSeparable,
};

/** Σ of magnitudes. */
export const sizeOf = (taps: Float64Array): number => taps.reduce((s, t) => s + Math.abs(t), 0);

/** Extents of the bands that these ways work in. */
export function shapeOf(call: FusedCall) {
  const { x, y, channels } = call.problem;
  return {
    frame: frameFor(call, "u8", "u8"),
    span: dilatedExtent(y.taps, y.dilation),
    step: { column: y.dilation, row: x.dilation * channels },
  };
}

function consider(call: FusedCall): Prospect<ExactSeparable> {
  const { problem, request } = call;
  const because = unsuited(call);
  if (because) return because;
  const whole = wholeSums(call);
  if (!whole) return no("the sums or the divisor are not whole numbers");
  const factors = wholeRank1(whole.taps, problem.taps.width, problem.taps.height);
  if (!factors) return no("the kernel is no column times a row of whole numbers");
  const { column, row } = factors;
  const [down, across] = [sizeOf(column), sizeOf(row)];
  // Samples less 128 lie in −128 … 127.
  if (128 * down > INT16 + 1 || [...column, ...row].some((t) => Math.abs(t) > INT16))
    return no("sums of a column may not fit 16 bits");
  const largest = 255 * down * across + Math.abs(whole.start);
  if (2 * largest + 2 * whole.divisor > INT32) return no("a sum may not fit 32 bits");
  const { frame, span, step } = shapeOf(call);
  const load = { each: { sample: 1, across: row.length }, reached: { line: 1, down: column.length } };
  const setup: ExactSeparable = {
    frame,
    span,
    column: { taps: column, step: step.column },
    row: { taps: row, step: step.row },
    start: whole.start,
    divisor: whole.divisor,
    largest,
    absolute: request.map.absolute,
    rounding: request.rounding,
    range: [0, 255],
  };
  return {
    setup: () => setup,
    ...fusedEstimate("separable-exact", call, frame, load, PAIRS),
    note: `${column.length} whole taps down and ${row.length} along`,
  };
}
