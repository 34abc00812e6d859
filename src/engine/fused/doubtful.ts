/** Runs of bands whose sums are inexact: what they cannot decide is decided here, sample by sample. */
import { rangeOf } from "../../base/element.js";
import { toNumber } from "../../base/rational.js";
import type { DoubtfulBand, DoubtfulSetup } from "../../routines/doubtful.js";
import { type Accounts, countClipped, isFirst } from "../accounts.js";
import { dilatedExtent } from "../geometry.js";
import { type Resolver, resolver } from "./doubt.js";
import type { FusedCall } from "./fused.js";
import { rowStager, unstageable } from "./rows.js";

/** Unit roundoff of f32, 2^-24. */
export const UNIT32 = 2 / 33554432;

/** Why a call is not one for bands of u8 rows and plain values, or undefined. */
export function unsuited({ problem, field, request, out }: FusedCall): string | undefined {
  const { x, y, facts } = problem;
  if (!(field.data instanceof Uint8Array) || field.mask || out.type !== "u8") return "it takes u8 pictures";
  if (x.stride !== 1 || y.stride !== 1) return "it takes strides of 1";
  if (problem.weighted || problem.complex || facts.error !== 0) return "it takes plain sums";
  if (request.only || request.encode || request.alpha || request.rule.alpha !== undefined)
    return "it takes plain values";
  return unstageable(problem, [0, 255]);
}

/** The extent of a band for a call, and how its sums become samples; only the error is left open. */
export function frameOf({ problem, request, out }: FusedCall): Omit<DoubtfulSetup, "error"> {
  const { x, y, channels } = problem;
  const { map, rule } = request;
  const span = dilatedExtent(y.taps, y.dilation);
  const rows = Math.min(y.outputs, Math.max(32, 2 * span));
  return {
    elements: x.outputs * channels,
    halo: (dilatedExtent(x.taps, x.dilation) - 1) * channels,
    rows,
    inputRows: rows + span - 1,
    scale: map.f64.factor / toNumber(rule.affine.divisor),
    offset: toNumber(rule.affine.offset) * map.f64.factor + map.f64.shift,
    absolute: map.absolute,
    rounding: request.rounding,
    range: rangeOf("u8", out.about),
  };
}

/** What scale, offset and the rounding of both add to the error of sums up to `reach`·255. */
export const settlingError = ({ scale, offset }: Omit<DoubtfulSetup, "error">, reach: number): number =>
  4 * UNIT32 * (reach * 255 * Math.abs(scale) + Math.abs(offset) + 256);

/** Runs a band over output rows [from, to) and settles what it leaves in doubt. */
export function* runDoubtful(
  call: FusedCall,
  band: DoubtfulBand,
  setup: DoubtfulSetup,
  accounts: Accounts,
  from: number,
  to: number,
): Generator<number> {
  const { problem, field, out } = call;
  const stage = rowStager(problem, field);
  const resolve = resolver(call, accounts);
  for (let y0 = from; y0 < to; y0 += setup.rows) {
    const rows = Math.min(setup.rows, to - y0);
    const needed = rows + setup.inputRows - setup.rows;
    for (let r = 0; r < needed; r++) stage(problem.y.origin + y0 + r, band.inputRow(r));
    band.run(rows);
    for (let r = 0; r < rows; r++) {
      out.data.set(band.outputRow(r), (y0 + r) * setup.elements);
      if (band.doubtful(r) > 0)
        settleDoubts(band, r, y0 + r, setup, problem.channels, out.data as Uint8Array, resolve, accounts);
      accounts.clipped += band.clipped(r);
      if (band.clipped(r) > 0) findFirst(band, r, y0 + r, setup, problem.channels, resolve, accounts);
    }
    yield y0 + rows;
  }
}

function settleDoubts(
  band: DoubtfulBand,
  r: number,
  y: number,
  setup: DoubtfulSetup,
  channels: number,
  out: Uint8Array,
  resolve: Resolver,
  accounts: Accounts,
): void {
  const doubts = band.doubts(r);
  const [least, greatest] = setup.range;
  for (let e = doubts.indexOf(1); e >= 0; e = doubts.indexOf(1, e + 1)) {
    const channel = e % channels;
    const x = (e - channel) / channels;
    const value = resolve(x, y, channel);
    if (value < least || value > greatest) countClipped(accounts, x, y, channel, value);
    out[y * setup.elements + e] = Math.min(greatest, Math.max(least, value));
  }
}

/** The first sample of a row that was clipped without doubt. */
function findFirst(
  band: DoubtfulBand,
  r: number,
  y: number,
  setup: DoubtfulSetup,
  channels: number,
  resolve: Resolver,
  accounts: Accounts,
): void {
  if (!isFirst(accounts, 0, y, 0)) return;
  const row = band.outputRow(r);
  const [least, greatest] = setup.range;
  for (let e = 0; e < setup.elements; e++) {
    if (row[e] !== least && row[e] !== greatest) continue;
    const channel = e % channels;
    const x = (e - channel) / channels;
    const recomputed = accounts.recomputed;
    const value = resolve(x, y, channel);
    accounts.recomputed = recomputed;
    if (value >= least && value <= greatest) continue;
    if (isFirst(accounts, x, y, channel)) accounts.firstClipped = { x, y, channel, value };
    return;
  }
}
