/**
 * Kernels that are a column times a row of real taps, on u8 pictures: taps of 16 bits down and f32 along, with a second
 * look at the few samples that these do not decide.
 */
import { folded } from "../../routines/fold.js";
import { columnSteps, graded } from "../../routines/graded.js";
import { type NearSeparable, nearSeparable } from "../../routines/near-separable.js";
import { MOST_IN_DOUBT, UNIT_ERROR } from "../../routines/settling.js";
import { UNIT } from "../algorithms/algorithm.js";
import { rank1 } from "../rank1.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { separableExact, shapeOf, sizeOf } from "./separable.js";
import { settlingOf, UNIT32, unsuited } from "./settling.js";
import { fusedEstimate, PAIRS } from "./work.js";

/** Largest sum of magnitudes of a column's taps: samples less their middle are at most 128, and sums fit 32 bits. */
const ROOM = 16777215;
/** Largest value that f64 sums of f32 hold well enough. */
const LARGEST = 65536;

export const separableNear: Fused<NearSeparable> = {
  name: "separable-near",
  method: "separable",
  consider,
  kind: nearSeparable,
};

function consider(call: FusedCall): Prospect<NearSeparable> {
  const { problem } = call;
  const because = unsuited(call);
  if (because) return because;
  const factors = rank1(problem.taps);
  if (!factors) return no("the kernel is one column, or has a channel for each of the picture's");
  if (factors.residual > 1e-6 * sizeOf(factors.row) * sizeOf(factors.column))
    return no("the kernel is no column times a row");
  if ("setup" in separableExact.consider(call)) return no("the factors are whole, and their sums exact");
  const settling = settlingOf(call);
  if (!settling) return no("the rounding asked for is not made here");
  const { scale, offset, absolute, boundary } = settling;
  const real = { column: factors.column.map((t) => t * scale), row: factors.row };
  const [down, across] = [sizeOf(real.column), sizeOf(real.row)];
  const { frame, span, step } = shapeOf(call);
  const steps = columnSteps(real.column, step.column);
  const fixed = graded(steps, ROOM, problem.x.outputs * problem.y.outputs * problem.channels);
  if (!fixed) return no("all taps are 0, or too small");
  const reach = 128 * down * across;
  const start = Math.abs(offset) + reach;
  if (reach >= MOST_IN_DOUBT || start > LARGEST) return no("values may be too large for f32");
  // What the product of the factors is off, and f64 sums.
  const kernel = 255 * factors.residual * Math.abs(scale) + (2 * reach + start + 1) * (real.row.length + 32) * UNIT;
  // f32 along the row: each sum, tap and product is rounded, two sums may be added before, and all are added up.
  const { single, shared } = folded(real.row);
  const additions = single.length + shared.length;
  const floats = UNIT32 * (additions + 4) * (reach + 1);
  const error = 1.1 * (across * 128 * fixed.left + floats + UNIT_ERROR + kernel);
  // The second look has sums and rests as f32 hold them, under the row's own taps.
  const held = UNIT32 * 128 * (down + fixed.left);
  const lastError = 1.1 * (across * (128 * fixed.leftOfRest + held) + kernel);
  if (error > 0.1) return no("rounded taps would leave too many samples in doubt");
  const setup: NearSeparable = {
    frame,
    span,
    column: { taps: real.column, step: step.column },
    row: { taps: real.row, step: step.row },
    graded: fixed,
    offset,
    absolute,
    boundary,
    error,
    lastError,
  };
  const [n, m] = [real.column.length, real.row.length];
  const looks = 2 * error;
  // A tap of a pair of equal ones adds two sums before it multiplies.
  const load = {
    each: {
      sample: 1,
      single: single.length,
      shared: shared.length,
      look: looks,
      lookStep: (looks * n * Math.ceil((m * step.row) / 4)) / 2,
    },
    reached: { line: 1, down: n },
  };
  return {
    setup: () => setup,
    ...fusedEstimate("separable-near", call, frame, load, PAIRS),
    note: `${n} taps down and ${m} along, a second look where their rounding is in doubt`,
  };
}
