/**
 * The direct sum for u8 pictures under real taps: rounded taps of 16 bits with exact sums, and a second look at the few
 * samples that these do not decide.
 */
import { fixedPoint } from "../../math/fixed-point.js";
import { type RoundedSetup, rounded } from "../../routines/rounded.js";
import { MOST_IN_DOUBT, UNIT_ERROR } from "../../routines/settling.js";
import { dilatedExtent } from "../geometry.js";
import { usedTaps } from "./float.js";
import { frameFor } from "./frames.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { settlingOf, UNIT32, unsuited } from "./settling.js";
import { directDense, pairSteps, tapsOf } from "./whole.js";
import { fusedEstimate, PAIRS } from "./work.js";

/** Largest sum of magnitudes of taps: samples less their middle are at most 128, and sums fit 32 bits. */
const ROOM = 16777215;
/** Largest value that f32 holds together with its fraction well enough. */
const LARGEST = 65536;

export const directRounded: Fused<RoundedSetup> = {
  name: "direct-rounded",
  method: "direct",
  consider,
  kind: rounded,
};

function consider(call: FusedCall): Prospect<RoundedSetup> {
  const { problem } = call;
  const because = unsuited(call);
  if (because) return because;
  if ("setup" in directDense.consider(call)) return no("the taps are whole, and their sums exact");
  const settling = settlingOf(call);
  if (!settling) return no("the rounding asked for is not made here");
  const { scale, offset, absolute, boundary } = settling;
  const { taps, x, y, channels } = problem;
  const real = taps.real.map((t) => t * scale);
  const fixed = fixedPoint(real, ROOM);
  if (!fixed) return no("all taps are 0, or too small");
  const reach = real.reduce((s, t) => s + Math.abs(t), 0);
  const start = Math.abs(offset) + 128 * reach;
  if (128 * reach >= MOST_IN_DOUBT || start > LARGEST) return no("values may be too large for f32");
  const spanX = dilatedExtent(x.taps, x.dilation);
  const vectors = taps.height * Math.ceil(((spanX - 1) * channels + 1) / 8);
  if (vectors > 8192 || y.dilation > 32767) return no("the taps are too far apart");
  // Conversion, product, start and sum are each off by at most 2^-24 of their size; a tenth more for this bound's own.
  const error = 1.1 * (128 * fixed.left + UNIT32 * (3 * 128 * reach + 1) + UNIT_ERROR);
  const lastError = 1.1 * (128 * fixed.leftOfRest + (256 * reach + start + 1) * 2e-15);
  if (error > 0.05) return no("rounded taps would leave too many samples in doubt");
  const used = usedTaps(problem);
  const frame = frameFor(call, "u8", "u8");
  const setup = (): RoundedSetup => ({
    frame,
    taps: tapsOf(problem, real).map(({ row, element, tap, at }) => ({
      row,
      element,
      tap: fixed.whole[at],
      rest: fixed.rest[at],
      real: tap,
    })),
    span: dilatedExtent(y.taps, y.dilation),
    dilation: y.dilation,
    unit: fixed.unit,
    restUnit: fixed.restUnit,
    offset,
    absolute,
    boundary,
    error,
    lastError,
  });
  const looks = 2 * error;
  return {
    setup,
    ...fusedEstimate(
      "direct-rounded",
      call,
      frame,
      {
        each: { sample: 1, step: pairSteps(problem), look: looks, lookVector: looks * vectors },
        once: { table: used },
      },
      PAIRS,
    ),
    note: "taps rounded to 16 bits, a second look where that is in doubt",
  };
}
