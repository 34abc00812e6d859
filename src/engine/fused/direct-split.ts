/**
 * The direct sum for u8 pictures under real taps: each tap rounded to a whole number over a power of two and split into
 * two parts of 16 bits, whose sums are exact; the few samples that this cannot decide again by themselves.
 */
import { powerOfTwo } from "../../base/rational.js";
import { makeSplit } from "../../routines/load.js";
import type { SplitSetup } from "../../routines/split.js";
import type { Taps } from "../problem.js";
import { frameOf, runDoubtful, settlingError, UNIT32, unsuited } from "./doubtful.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { stepsOf } from "./pairs.js";

/** Nanoseconds for a tap, for what a sample costs besides, and for one that must be decided again. */
const PER_TAP = 0.08;
const PER_SAMPLE = 2.5;
const PER_DOUBT = 1.2;
const INT32 = 2147483647;

export const directSplit: Fused<SplitSetup> = {
  name: "direct-split",
  method: "direct",
  consider,
  run: (call, setup, accounts, from, to) => runDoubtful(call, makeSplit(setup), setup, accounts, from, to),
};

function consider(call: FusedCall): Prospect<SplitSetup> {
  const { problem } = call;
  const because = unsuited(call);
  if (because !== undefined) return no(because);
  if (problem.taps.channels !== 1) return no("it takes one kernel for all channels");
  const split = splitTaps(problem.taps);
  if (!split) return no("the taps do not fit two parts of 16 bits with sums of 32");
  const frame = frameOf(call);
  const reach = problem.taps.real.reduce((s, t) => s + Math.abs(t), 0);
  // Two conversions, the join and what rounding left of the taps; a tenth more for the roundings of this bound.
  const sums = (4 * UNIT32 * reach + split.residual) * 255 * Math.abs(frame.scale);
  const error = 1.1 * (sums + settlingError(frame, reach));
  if (error > 0.02) return no("sums joined in f32 would leave too many samples undecided");
  const used = problem.taps.real;
  const high = stepsOf(problem, split.high, used);
  const low = stepsOf(problem, split.low, used);
  const { weightHigh, weightLow } = split;
  const setup: SplitSetup = { ...frame, error, high, low, weightHigh, weightLow };
  const again = 2 * error * PER_DOUBT * used.length;
  const cost = PER_SAMPLE + PER_TAP * 2 * high.length + again;
  return { setup, cost, note: "taps in two whole parts of 16 bits, joined in f32" };
}

/** Taps as `(high·2^b + low)·2^-s` with |low| ≤ 2^(b−1), and Σ of what that leaves of each tap. */
function splitTaps(
  taps: Taps,
): { high: Float64Array; low: Float64Array; weightHigh: number; weightLow: number; residual: number } | undefined {
  const { real } = taps;
  const largest = real.reduce((m, t) => Math.max(m, Math.abs(t)), 0);
  const total = real.reduce((s, t) => s + Math.abs(t), 0);
  const n = real.length;
  let b = 15;
  while (b > 8 && n * powerOfTwo(b - 1) * 255 > INT32) b--;
  const base = powerOfTwo(b);
  const fits = (s: number): boolean => {
    const unit = powerOfTwo(s);
    return largest * unit <= 32766 * base && ((total * unit) / base + n) * 255 <= INT32;
  };
  let s = 100;
  while (s > -100 && !fits(s)) s--;
  if (n * powerOfTwo(b - 1) * 255 > INT32 || !fits(s) || largest === 0) return undefined;
  const unit = powerOfTwo(s);
  const whole = real.map((t) => Math.round(t * unit));
  const high = whole.map((v) => Math.round(v / base));
  const low = whole.map((v, i) => v - high[i] * base);
  const residual = real.reduce((sum, t, i) => sum + Math.abs(t - whole[i] / unit), 0);
  return { high, low, weightHigh: base / unit, weightLow: 1 / unit, residual };
}
