/**
 * Kernels that are a column times a row, on u8 pictures. `exact` for whole factors whose sums fit, `near` for all others,
 * with a second look at the few samples that 16 bits do not decide.
 */
import { powerOfTwo } from "../../base/rational.js";
import { fixedPoint } from "../../math/fixed-point.js";
import { type ExactSeparable, exactSeparable, type NearSeparable, nearSeparable } from "../../routines/separable.js";
import { MOST_IN_DOUBT, UNIT_ERROR } from "../../routines/settling.js";
import { dilatedExtent } from "../geometry.js";
import { quotientOf } from "../quotient.js";
import { rank1, wholeRank1 } from "../rank1.js";
import { frameFor } from "./frames.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { settlingOf, UNIT32, unsuited } from "./settling.js";
import { reduced } from "./whole.js";

/** Nanoseconds for a tap of the column and of the row, and for what a sample costs besides. */
const PER_DOWN = 0.03;
const PER_ACROSS = 0.032;
const PER_SAMPLE = 0.75;
/** And for a second look: from column sums, for each of the row's taps; with the rests, for each tap of either. */
const PER_LOOK = 6;
const PER_WIDE = 0.4;
const PER_REST = 0.06;

const INT16 = 32767;
const INT32 = 2147483647;

export const separableExact: Fused<ExactSeparable> = {
  name: "separable-exact",
  method: "separable",
  consider: considerExact,
  kind: exactSeparable,
};

export const separableNear: Fused<NearSeparable> = {
  name: "separable-near",
  method: "separable",
  consider: considerNear,
  kind: nearSeparable,
};

const sizeOf = (taps: Float64Array): number => taps.reduce((s, t) => s + Math.abs(t), 0);

function shapeOf(call: FusedCall) {
  const { x, y, channels } = call.problem;
  return {
    frame: frameFor(call, "u8", "u8"),
    span: dilatedExtent(y.taps, y.dilation),
    step: { column: y.dilation, row: x.dilation * channels },
  };
}

function considerExact(call: FusedCall): Prospect<ExactSeparable> {
  const { problem, request } = call;
  const because = unsuited(call);
  if (because) return because;
  const quotient = quotientOf(request);
  const whole = quotient && reduced(problem, quotient);
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
    setup,
    cost: PER_SAMPLE + PER_DOWN * column.length + PER_ACROSS * row.length,
    note: `${column.length} whole taps down and ${row.length} along`,
  };
}

function considerNear(call: FusedCall): Prospect<NearSeparable> {
  const { problem } = call;
  const because = unsuited(call);
  if (because) return because;
  const factors = rank1(problem.taps);
  if (!factors) return no("the kernel is one column, or has a channel for each of the picture's");
  if (factors.residual > 1e-6 * sizeOf(factors.row) * sizeOf(factors.column))
    return no("the kernel is no column times a row");
  if ("setup" in considerExact(call)) return no("the factors are whole, and their sums exact");
  const settling = settlingOf(call);
  if (!settling) return no("the rounding asked for is not made here");
  const { scale, offset, absolute, boundary } = settling;
  const real = { column: factors.column.map((t) => t * scale), row: factors.row };
  const [down, across] = [sizeOf(real.column), sizeOf(real.row)];
  // Column sums are cut to 16 bits by a shift, which rounds them: the unit is chosen with that in view.
  const shiftFor = (units: number): number => {
    const largest = 128 * (units * down + real.column.length / 2);
    let shift = 0;
    for (let most = INT16 - 1; largest > most; most = 2 * most + 1) shift++;
    return shift;
  };
  const cut = (units: number): number => {
    const shift = shiftFor(units);
    return shift === 0 ? 0 : powerOfTwo(shift - 1) / units;
  };
  const column = fixedPoint(real.column, 16777215, (units) => cut(units) / 128);
  const row = column && fixedPoint(real.row, 65535);
  if (!column || !row) return no("all taps are 0, or too small");
  const shift = shiftFor(1 / column.unit);
  const start = Math.abs(offset) + 128 * down * across;
  if (128 * down * across >= MOST_IN_DOUBT || start > 65536) return no("values may be too large for f32");
  // Each column sum is off by what its taps leave and by the cut; each tap of the row by what it leaves, of that sum.
  const wide = 128 * column.left;
  const perSum = wide + cut(1 / column.unit);
  const floats = UNIT32 * (3 * 128 * down * across + 1) + UNIT_ERROR;
  const kernel = 255 * factors.residual * Math.abs(scale) + (256 * down * across + start + 1) * 4e-15;
  const error = 1.1 * ((across + row.left) * perSum + row.left * 128 * down + floats + kernel);
  const wideError = 1.1 * (across * wide + kernel);
  const lastError = 1.1 * (across * 128 * column.leftOfRest + kernel);
  if (error > 0.1) return no("rounded taps would leave too many samples in doubt");
  const { frame, span, step } = shapeOf(call);
  const setup: NearSeparable = {
    frame,
    span,
    column: { taps: column.whole, step: step.column },
    row: { taps: row.whole, step: step.row },
    real,
    columnUnit: column.unit,
    rest: column.rest,
    restUnit: column.restUnit,
    rowUnit: row.unit,
    shift,
    offset,
    absolute,
    boundary,
    error,
    wideError,
    lastError,
  };
  const [n, m] = [real.column.length, real.row.length];
  const looks = 2 * error * (PER_LOOK + PER_WIDE * m) + 2 * wideError * PER_REST * n * m * problem.channels;
  return {
    setup,
    cost: 1.3 * PER_SAMPLE + PER_DOWN * n + PER_ACROSS * m + looks,
    note: `${n} taps down and ${m} along, rounded to 16 bits, a second look where that is in doubt`,
  };
}
