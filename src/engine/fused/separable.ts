/**
 * Kernels that are a column times a row, on u8 pictures: two passes in f32, and the few samples that f32 cannot decide
 * again by themselves. It gives what the general way gives.
 */
import { makeSeparable } from "../../routines/load.js";
import { type SeparableSetup, separableError } from "../../routines/separable.js";
import { rank1 } from "../rank1.js";
import { frameOf, runDoubtful, settlingError, unsuited } from "./doubtful.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";

/** Nanoseconds for a tap of either pass, for what a sample costs besides, and for one that must be decided again. */
const PER_TAP = 0.1;
const PER_SAMPLE = 2;
const PER_DOUBT = 1.2;

export const separable: Fused<SeparableSetup> = {
  name: "separable",
  method: "separable",
  consider,
  run: (call, setup, accounts, from, to) => runDoubtful(call, makeSeparable(setup), setup, accounts, from, to),
};

function consider(call: FusedCall): Prospect<SeparableSetup> {
  const { x, y, taps, channels } = call.problem;
  const because = unsuited(call);
  if (because !== undefined) return no(because);
  const factors = rank1(taps);
  if (!factors) return no("the kernel is one line, or has a channel for each of the picture's");
  const sum = (t: Float64Array): number => t.reduce((s, v) => s + Math.abs(v), 0);
  const reach = sum(factors.row) * sum(factors.column);
  if (factors.residual > 1e-6 * reach) return no("the kernel is no column times a row");
  const frame = frameOf(call);
  const { scale } = frame;
  const n = taps.width + taps.height;
  // Both passes, the scale, the offset and the settling itself, and what the factors leave of the kernel; a tenth more
  // for the roundings of this bound.
  const passes = separableError(factors.row, factors.column) * 255 * Math.abs(scale);
  const error = 1.1 * (passes + settlingError(frame, reach) + factors.residual * 255 * Math.abs(scale));
  if (error > 0.02) return no("sums of f32 would leave too many samples undecided");
  const setup: SeparableSetup = {
    ...frame,
    error,
    tapsX: Float32Array.from(factors.row),
    stepX: x.dilation * channels,
    tapsY: Float32Array.from(factors.column),
    stepY: y.dilation,
  };
  const again = 2 * error * PER_DOUBT * taps.width * taps.height;
  return {
    setup,
    cost: PER_SAMPLE + PER_TAP * n + again,
    note: `${taps.width} taps along and ${taps.height} down, in f32`,
  };
}
