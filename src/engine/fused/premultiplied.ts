/**
 * Premultiplied pictures of u8 (products of colours and alpha fit 16 bits) under a kernel that is a column times a row of
 * taps that are not negative: f32 sums and their quotients, with a second look in f64 where these do not decide.
 */
import { folded } from "../../routines/fold.js";
import { premultiplied as kind, type PremultipliedSetup } from "../../routines/premultiplied.js";
import { UNIT_ERROR } from "../../routines/settling.js";
import { UNIT } from "../algorithms/algorithm.js";
import { dilatedExtent } from "../geometry.js";
import type { Taps } from "../problem.js";
import { rank1 } from "../rank1.js";
import { frameFor } from "./frames.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { UNIT32 } from "./settling.js";
import { unstageable } from "./stager.js";
import { fusedEstimate, PAIRS } from "./work.js";

/** Taps of a kernel that f64 sums again well enough and soon enough. */
const MOST = 65536;

export const separablePremultiplied: Fused<PremultipliedSetup> = {
  name: "separable-premultiplied",
  method: "separable",
  consider,
  kind,
};

function consider(call: FusedCall): Prospect<PremultipliedSetup> {
  const { problem, request } = call;
  const { taps, x, y } = problem;
  const because = unsuited(call);
  if (because) return because;
  const factors = rank1(taps);
  const apart = factors && relativeResidual(taps, factors.column, factors.row);
  if (!factors || apart === undefined) return no("the kernel is no column times a row of taps that are not negative");
  const gain = taps.real.reduce((s, t) => s + t, 0);
  const factor = (gain * request.rule.prior.number) / request.rule.affine.f64.divisor;
  const alphaFactor = (request.alpha?.factor ?? 1) / (gain * request.rule.prior.number);
  if (!(factor > 0 && factor <= 1.5 && alphaFactor > 0)) return no("values may be too large for f32");
  const [down, across] = [factors.column, factors.row].map((line) => {
    const { single, shared } = folded(line);
    return { single: single.length, shared: shared.length };
  });
  // Each tap, sum of two, product and addition is rounded; quotients have the errors of both sums, and their own.
  const sum = apart + UNIT32 * (down.single + down.shared + across.single + across.shared + 7);
  const largest = 255 * Math.max(1, factor);
  const error = 1.1 * (largest * (2 * sum + 4 * UNIT32) + UNIT_ERROR);
  const lastError = 1.1 * largest * (4 * taps.real.length + 16) * UNIT;
  const setup: PremultipliedSetup = {
    frame: frameFor(call, "u16", "u8"),
    taps: taps.real,
    ...factors,
    dilation: [x.dilation, y.dilation],
    span: dilatedExtent(y.taps, y.dilation),
    factor,
    alphaFactor,
    error,
    lastError,
  };
  const [n, m] = [taps.height, taps.width];
  const load = {
    each: { sample: 1, single: across.single, shared: across.shared, lookTap: 2 * error * n * m },
    reached: { line: 1, downSingle: down.single, downShared: down.shared },
  };
  return {
    setup: () => setup,
    ...fusedEstimate("separable-premultiplied", call, setup.frame, load, PAIRS),
    note: `${n} taps down and ${m} along, colours over alpha, a second look where that is in doubt`,
  };
}

/** Why a call is not one for pixels of four u16 over their alpha, or undefined. */
function unsuited({ problem, request, field, out }: FusedCall): { readonly because: string } | undefined {
  const { x, y, taps } = problem;
  const { rule, map, rounding } = request;
  if (rule.alpha !== 3 || problem.channels !== 4 || !(field.data instanceof Uint16Array) || out.type !== "u8")
    return no("it takes premultiplied pictures of u8");
  if (problem.weighted || problem.complex || field.mask || taps.channels !== 1 || taps.real.length > MOST)
    return no("it takes plain sums of one kernel for all channels");
  if (x.stride !== 1 || y.stride !== 1) return no("it takes strides of 1");
  const plain = map.f64.factor === 1 && map.f64.shift === 0 && !map.absolute && rule.affine.f64.offset === 0;
  if (!plain || request.encode || out.about.bits !== undefined || out.about.maxval !== undefined)
    return no("it takes plain values");
  if (rounding === "floor" || rounding === "trunc") return no("the rounding asked for is not made here");
  const because = unstageable(problem, field.data);
  return because === undefined ? undefined : no(because);
}

/** Largest |tap − column·row| / tap; undefined where a tap is negative, or where that is not small. */
function relativeResidual(taps: Taps, column: Float64Array, row: Float64Array): number | undefined {
  let most = 0;
  for (let j = 0, t = 0; j < taps.height; j++) {
    for (let i = 0; i < taps.width; i++, t++) {
      const tap = taps.real[t];
      const product = column[j] * row[i];
      if (tap < 0 || column[j] < 0 || row[i] < 0) return undefined;
      if (product !== tap) most = Math.max(most, tap === 0 ? 1 : Math.abs(product - tap) / tap);
    }
  }
  return most < 1e-6 ? most : undefined;
}
