/**
 * The direct sum for integer pictures, in one go from samples to samples: exact 32-bit sums of whole taps, divided,
 * rounded and clipped in the same pass. It gives what the general way gives (tiles of sums and a finisher), only sooner.
 */
import { rangeOf } from "../../base/element.js";
import { powerOfTwo } from "../../base/rational.js";
import type { Band, BandSetup } from "../../routines/band.js";
import { makeBand } from "../../routines/load.js";
import { bandValue } from "../../routines/reference-band.js";
import { type Accounts, isFirst } from "../accounts.js";
import { dilatedExtent } from "../geometry.js";
import { commonGrain } from "../grain.js";
import type { Field } from "../problem.js";
import { quotientOf } from "../quotient.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { stepsOf } from "./pairs.js";
import { rowStager, unstageable } from "./rows.js";

/** Samples a nanosecond for one tap, measured with the compiled routine; and what each sample costs besides. */
const PER_TAP = 0.04;
const PER_SAMPLE = 1.2;
const INT32 = 2147483647;

export const directInteger: Fused<BandSetup> = {
  name: "direct-integer",
  method: "direct",
  consider,
  run: runBand,
};

function consider({ problem, field, request, out }: FusedCall): Prospect<BandSetup> {
  const { x, y, taps, channels } = problem;
  const input = typeOf(field);
  const output = out.type;
  if (input === undefined || (output !== "u8" && output !== "u16" && output !== "i16"))
    return no("it takes u8, u16 and i16 pictures");
  if (x.stride !== 1 || y.stride !== 1) return no("it takes strides of 1");
  if (request.only) return no("border keep leaves samples out");
  if (taps.channels !== 1 || problem.weighted || problem.complex)
    return no("it takes one real kernel for all channels");
  const quotient = quotientOf(request);
  if (!quotient) return no("the sums or the divisor are not whole numbers");
  const because = unstageable(problem, rangeOf(input));
  if (because !== undefined) return no(because);
  const grain = commonGrain(taps.real) ?? 0;
  const whole = taps.real.map((t) => t * powerOfTwo(grain) + 0);
  if (whole.some((t) => Math.abs(t) > 32767)) return no("a tap does not fit 16 bits");
  const bias = input === "u16" ? 32768 : 0;
  const sum = whole.reduce((s, t) => s + t, 0);
  const reach = whole.reduce((s, t) => s + Math.abs(t), 0) * (input === "u8" ? 255 : 32768);
  const factor = quotient.factor / powerOfTwo(grain);
  const shift = quotient.shift + factor * bias * sum;
  const largest = factor * reach + Math.abs(shift);
  if (reach > INT32 || 2 * largest + quotient.divisor > INT32) return no("a sum may not fit 32 bits");
  const rows = Math.min(y.outputs, Math.max(32, 2 * dilatedExtent(y.taps, y.dilation)));
  const steps = stepsOf(problem, whole);
  const setup: BandSetup = {
    input,
    output,
    elements: x.outputs * channels,
    halo: (dilatedExtent(x.taps, x.dilation) - 1) * channels,
    rows,
    inputRows: rows + dilatedExtent(y.taps, y.dilation) - 1,
    steps,
    factor,
    shift,
    divisor: quotient.divisor,
    largest,
    absolute: request.map.absolute,
    rounding: request.rounding,
    range: rangeOf(output, out.about),
  };
  return {
    setup,
    cost: PER_SAMPLE + PER_TAP * 2 * steps.length,
    note: "whole sums of 32 bits, rounded in the same pass",
  };
}

const typeOf = ({ data, mask }: Field): "u8" | "u16" | "i16" | undefined =>
  mask !== undefined
    ? undefined
    : data instanceof Uint8Array
      ? "u8"
      : data instanceof Uint16Array
        ? "u16"
        : data instanceof Int16Array
          ? "i16"
          : undefined;

function* runBand(
  { problem, field, out }: FusedCall,
  setup: BandSetup,
  accounts: Accounts,
  from: number,
  to: number,
): Generator<number> {
  const band = makeBand(setup);
  const stage = rowStager(problem, field);
  for (let y0 = from; y0 < to; y0 += setup.rows) {
    const rows = Math.min(setup.rows, to - y0);
    const needed = rows + setup.inputRows - setup.rows;
    for (let r = 0; r < needed; r++) stage(problem.y.origin + y0 + r, band.inputRow(r));
    band.run(rows);
    for (let r = 0; r < rows; r++) {
      out.data.set(band.outputRow(r), (y0 + r) * setup.elements);
      if (band.clipped(r) > 0) account(problem.channels, setup, band, y0, r, accounts);
    }
    yield y0 + rows;
  }
}

/** Adds the clipped samples of a row; where the very first one lies is found by computing that row's sums again. */
function account(channels: number, setup: BandSetup, band: Band, y0: number, r: number, accounts: Accounts): void {
  accounts.clipped += band.clipped(r);
  if (!isFirst(accounts, 0, y0 + r, 0)) return;
  const row = band.outputRow(r);
  const [least, greatest] = setup.range;
  for (let e = 0; e < setup.elements; e++) {
    if (row[e] !== least && row[e] !== greatest) continue;
    const value = bandValue(setup, (i) => band.inputRow(i), r, e);
    if (value >= least && value <= greatest) continue;
    const channel = e % channels;
    accounts.firstClipped = { x: (e - channel) / channels, y: y0 + r, channel, value };
    return;
  }
}
