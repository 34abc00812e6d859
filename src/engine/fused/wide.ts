/**
 * Integer pictures under real taps by sums in f64, dense or separable: what f64 cannot decide is settled one by one. For
 * u16 and i16 above all, whose products with real taps fit no narrower sums.
 */
import { rangeOf } from "../../base/element.js";
import { double, type FloatSetup, type Settled } from "../../routines/float.js";
import { UNIT } from "../algorithms/algorithm.js";
import { dilatedExtent } from "../geometry.js";
import { absoluteSum } from "../problem.js";
import { quotientOf } from "../quotient.js";
import { allTaps, denseEstimate, factorsEstimate, factorsOf, MOST_TAPS, usedTaps } from "./float.js";
import { frameFor } from "./frames.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { settlingOf } from "./settling.js";
import { integerType, unfit } from "./whole.js";

/** Values stay so far below 2^51 that their whole parts are exact. */
const LARGEST = 1e9;

export const directWide: Fused<FloatSetup> = {
  name: "direct-wide",
  method: "direct",
  consider: considerDense,
  kind: double,
};

export const separableWide: Fused<FloatSetup> = {
  name: "separable-wide",
  method: "separable",
  consider: considerFactors,
  kind: double,
};

function considerDense(call: FusedCall): Prospect<FloatSetup> {
  const { problem } = call;
  const { real } = problem.taps;
  const common = settledSetup(call, real.length, 0, true);
  if ("because" in common) return common;
  const used = usedTaps(problem);
  return {
    setup: () => ({ ...common, taps: allTaps(problem) }),
    ...denseEstimate("direct-wide", call, common.frame, used),
    note: `${used} taps in f64`,
  };
}

function considerFactors(call: FusedCall): Prospect<FloatSetup> {
  const factors = factorsOf(call.problem);
  if ("because" in factors) return factors;
  const { column, row, residual, whole } = factors;
  const n = column.taps.length + row.taps.length;
  const common = settledSetup(call, n, residual, whole);
  if ("because" in common) return common;
  return {
    setup: () => ({ ...common, taps: { column, row } }),
    ...factorsEstimate("separable-wide", call, common.frame, column.taps.length, row.taps.length),
    note: `${column.taps.length} taps down and ${row.taps.length} along, in f64`,
  };
}

/**
 * All of the setup but the taps. Sums of `n` roundings are within γ_n·Σ|k||x| (Higham, §3.1) of those of a kernel that is
 * `residual` from the one asked for; the value adds a few of its own. Where sums are `exact` multiples of the quotient's
 * unit, its one rounding keeps halves and makes none.
 */
function settledSetup(
  call: FusedCall,
  n: number,
  residual: number,
  exact: boolean,
): Omit<FloatSetup, "taps"> | { readonly because: string } {
  const { problem, request, out } = call;
  const { x, y, taps, channels, facts } = problem;
  const { type: output } = out;
  const input = integerType(call);
  if (!input || (output !== "u8" && output !== "u16" && output !== "i16"))
    return no("it takes u8, u16 and i16 pictures");
  const because = unfit(call);
  if (because) return because;
  if (facts.error !== 0 || request.encode || request.alpha || request.rule.alpha !== undefined)
    return no("it takes plain values");
  if (taps.real.length > MOST_TAPS) return no("there are too many taps");
  const settling = settlingOf(call);
  if (!settling) return no("the rounding asked for is not made here");
  const { scale, offset, absolute, boundary } = settling;
  const most = (absoluteSum(taps) + residual) * facts.largest * Math.abs(scale) + Math.abs(offset);
  if (most > LARGEST) return no("values may be too large");
  const error = 1.1 * ((n + 8) * UNIT * (most + 1) + residual * facts.largest * Math.abs(scale));
  if (error > 1e-3) return no("there are too many taps for f64");
  const common = {
    frame: frameFor(call, input, output),
    span: dilatedExtent(y.taps, y.dilation),
    step: x.dilation * channels,
  };
  const shared: Omit<Settled, "factor" | "error"> = { absolute, boundary, range: rangeOf(output, out.about) };
  const quotient = exact && request.rounding === "half-even" ? quotientOf(request) : undefined;
  // Quotients that are no halves are at least 1/(2·divisor) from one, and rounded by far less.
  if (quotient && quotient.divisor < MOST_DIVISOR)
    return {
      ...common,
      divisor: quotient.divisor,
      offset: quotient.shift,
      settled: { ...shared, factor: quotient.factor, error: 0 },
    };
  return { ...common, divisor: 1, offset, settled: { ...shared, factor: scale, error } };
}

/** 2^20: of values below 2^30, quotients are rounded by less than 2^-23. */
const MOST_DIVISOR = 1048576;
