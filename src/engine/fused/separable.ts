/**
 * Kernels that are a column times a row, on u8 pictures: two passes in f32, and the few samples that f32 cannot decide
 * again by themselves. It gives what the general way gives.
 */
import { toNumber } from "../../base/rational.js";
import { makeSeparable } from "../../routines/load.js";
import { type DoubtfulBand, type SeparableSetup, separableError } from "../../routines/separable.js";
import { type Accounts, countClipped, isFirst } from "../accounts.js";
import { dilatedExtent } from "../geometry.js";
import { rank1 } from "../rank1.js";
import { type Resolver, resolver } from "./doubt.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { rowStager, unstageable } from "./rows.js";

/** Nanoseconds for a tap of either pass, for what a sample costs besides, and for one that must be decided again. */
const PER_TAP = 0.1;
const PER_SAMPLE = 2;
const PER_DOUBT = 1.2;
/** Unit roundoff of f32, 2^-24. */
const UNIT32 = 2 / 33554432;

export const separable: Fused<SeparableSetup> = {
  name: "separable",
  method: "separable",
  consider,
  run,
};

function consider({ problem, field, request, out }: FusedCall): Prospect<SeparableSetup> {
  const { x, y, taps, channels, facts } = problem;
  if (!(field.data instanceof Uint8Array) || field.mask || out.type !== "u8") return no("it takes u8 pictures");
  if (x.stride !== 1 || y.stride !== 1) return no("it takes strides of 1");
  if (problem.weighted || problem.complex || facts.error !== 0) return no("it takes plain sums");
  if (request.only || request.encode || request.alpha || request.rule.alpha !== undefined)
    return no("it takes plain values");
  const because = unstageable(problem, [0, 255]);
  if (because !== undefined) return no(because);
  const factors = rank1(taps);
  if (!factors) return no("the kernel is one line, or has a channel for each of the picture's");
  const sum = (t: Float64Array): number => t.reduce((s, v) => s + Math.abs(v), 0);
  const reach = sum(factors.row) * sum(factors.column);
  if (factors.residual > 1e-6 * reach) return no("the kernel is no column times a row");
  const { map, rule } = request;
  const divisor = toNumber(rule.affine.divisor);
  const scale = map.f64.factor / divisor;
  const offset = toNumber(rule.affine.offset) * map.f64.factor + map.f64.shift;
  const n = taps.width + taps.height;
  // Both passes, the scale, the offset and the settling itself, and what the factors leave of the kernel; a tenth more
  // for the roundings of this bound.
  const passes = separableError(factors.row, factors.column) * 255 * Math.abs(scale);
  const ends = 4 * UNIT32 * (reach * 255 * Math.abs(scale) + Math.abs(offset) + 256);
  const error = 1.1 * (passes + ends + factors.residual * 255 * Math.abs(scale));
  if (error > 0.02) return no("sums of f32 would leave too many samples undecided");
  const rows = Math.min(y.outputs, Math.max(32, 2 * dilatedExtent(y.taps, y.dilation)));
  const setup: SeparableSetup = {
    elements: x.outputs * channels,
    halo: (dilatedExtent(x.taps, x.dilation) - 1) * channels,
    rows,
    inputRows: rows + dilatedExtent(y.taps, y.dilation) - 1,
    tapsX: Float32Array.from(factors.row),
    stepX: x.dilation * channels,
    tapsY: Float32Array.from(factors.column),
    stepY: y.dilation,
    scale,
    offset,
    error,
    absolute: map.absolute,
    rounding: request.rounding,
    range: [0, out.about.maxval ?? 255],
  };
  const again = 2 * error * PER_DOUBT * taps.width * taps.height;
  return {
    setup,
    cost: PER_SAMPLE + PER_TAP * n + again,
    note: `${taps.width} taps along and ${taps.height} down, in f32`,
  };
}

function* run(call: FusedCall, setup: SeparableSetup, accounts: Accounts, from: number, to: number): Generator<number> {
  const { problem, field, out } = call;
  const band = makeSeparable(setup);
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
  setup: SeparableSetup,
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
  setup: SeparableSetup,
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
