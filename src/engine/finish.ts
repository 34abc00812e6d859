/**
 * Turns sums into output samples: value, map, rounding, saturation. For integer types the result is that of the exact
 * value rounded once, whatever algorithm made the sums: where f64 cannot decide, the sample is computed again exactly.
 */
import { isInteger, rangeOf, type Samples } from "../base/element.js";
import type { Rounding } from "../base/options.js";
import { powerOfTwo, type Rational } from "../base/rational.js";
import type { Signal } from "../base/signal.js";
import type { Accounts } from "./accounts.js";
import { UNIT } from "./algorithms/algorithm.js";
import type { ExactSums } from "./exact.js";
import type { Region } from "./extend.js";
import type { Sums } from "./lines.js";
import { mapExact, mapNumber, type ValueMap } from "./map.js";
import { isDoubtful, roundExact, roundNumber, roundQuotient } from "./rounding.js";
import { exactValue, type ValueRule, valueError, valuesOf } from "./value.js";

export interface FinishRequest {
  readonly rule: ValueRule;
  readonly map: ValueMap;
  readonly rounding: Rounding;
  readonly weighted: boolean;
  /** Channel that `map` leaves alone, and the factor that takes alpha to the output's full scale. */
  readonly alpha?: { readonly channel: number; readonly factor: number };
  /** Exact sums are whole multiples of 2^-grain up to `largest`; absent where sums are inexact. */
  readonly whole?: { readonly grain: number; readonly largest: number };
  /** Made when the first doubtful sample is met. */
  readonly exact: () => ExactSums;
}

/** Writes tiles of sums into one output signal. */
export class Finisher {
  private readonly quotient: Quotient | undefined;
  private exact: ExactSums | undefined;
  private values = new Float64Array(0);

  constructor(
    private readonly out: Signal,
    private readonly request: FinishRequest,
    readonly accounts: Accounts,
  ) {
    this.quotient = quotientOf(request);
  }

  write(tile: Region, sums: Sums): void {
    const { out } = this;
    if (isInteger(out.type)) {
      if (this.quotient && !sums.weight) this.writeWhole(tile, sums.real, this.quotient);
      else this.writeRounded(tile, sums);
      return;
    }
    this.writePlane(tile, this.valuesFor(sums), out.data);
    if (!sums.imag || !out.imag) return;
    // The offset is real; both parts share the divisor.
    const rule = { ...this.request.rule, affine: { ...this.request.rule.affine, offset: { num: 0n, den: 1n } } };
    const imag = { real: sums.imag, ...(sums.weight ? { weight: sums.weight } : {}) };
    const values = new Float64Array(sums.imag.length);
    valuesOf(imag, out.channels, rule, values);
    this.writePlane(tile, values, out.imag);
  }

  private valuesFor(sums: Sums): Float64Array {
    if (this.values.length < sums.real.length) this.values = new Float64Array(sums.real.length);
    const values = this.values.subarray(0, sums.real.length);
    valuesOf(sums, this.out.channels, this.request.rule, values);
    return values;
  }

  /** Float outputs: mapped values as they are. */
  private writePlane(tile: Region, values: Float64Array, to: Samples): void {
    const { accounts, out, request } = this;
    const { channels } = out;
    const plain =
      request.map.f64.factor === 1 && request.map.f64.shift === 0 && !request.map.absolute && !request.alpha;
    const pitch = (tile.x1 - tile.x0) * channels;
    for (let row = 0; row < tile.y1 - tile.y0; row++) {
      const target = ((tile.y0 + row) * out.width + tile.x0) * channels;
      for (let i = 0; i < pitch; i++) {
        const v = values[row * pitch + i];
        const mapped = plain ? v : this.mapped(v, i % channels);
        to[target + i] = mapped;
        if (mapped - mapped !== 0) {
          if (Number.isNaN(mapped)) accounts.nan++;
          else accounts.infinite++;
        }
      }
    }
  }

  private mapped(v: number, c: number): number {
    const { alpha, map } = this.request;
    return alpha?.channel === c ? v * alpha.factor : mapNumber(map, v);
  }

  /** Integer outputs from sums that are whole multiples of a power of two: no step is inexact. */
  private writeWhole(tile: Region, sums: Float64Array, q: Quotient): void {
    const { out, request } = this;
    const { channels } = out;
    const pitch = (tile.x1 - tile.x0) * channels;
    const { absolute } = request.map;
    const [least, greatest] = rangeOf(out.type as "u8", out.about.bits);
    for (let row = 0; row < tile.y1 - tile.y0; row++) {
      const target = ((tile.y0 + row) * out.width + tile.x0) * channels;
      for (let i = 0; i < pitch; i++) {
        let v = sums[row * pitch + i] * q.factor + q.shift;
        if (absolute && v < 0) v = -v;
        if (q.divisor !== 1) v = roundQuotient(v, q.divisor, request.rounding);
        if (v < least || v > greatest) v = this.saturate(v, least, greatest, tile, row, i, channels);
        out.data[target + i] = v;
      }
    }
  }

  private writeRounded(tile: Region, sums: Sums): void {
    const { out, request, accounts } = this;
    const { channels } = out;
    const { rounding, map } = request;
    const values = this.valuesFor(sums);
    const pitch = (tile.x1 - tile.x0) * channels;
    const [least, greatest] = rangeOf(out.type as "u8", out.about.bits);
    // One bound for all plain values; quotients have one each.
    const plain = request.rule.alpha === undefined && !sums.weight;
    const magnify = Math.max(1, Math.abs(map.f64.factor));
    const common = plain ? valueError(sums, 0, channels, 0, request.rule) : 0;
    for (let row = 0; row < tile.y1 - tile.y0; row++) {
      const target = ((tile.y0 + row) * out.width + tile.x0) * channels;
      for (let i = 0; i < pitch; i++) {
        const at = row * pitch + i;
        const value = values[at];
        const c = i % channels;
        let v = this.mapped(value, c);
        if (v !== v) {
          accounts.nan++;
          out.data[target + i] = 0;
          continue;
        }
        const own = plain ? common + 8 * UNIT * Math.abs(value) : valueError(sums, at, channels, value, request.rule);
        const error =
          magnify * own * (request.alpha?.channel === c ? request.alpha.factor : 1) +
          4 * UNIT * (Math.abs(v) + Math.abs(map.f64.shift));
        if (v > least - 1 - error && v < greatest + 1 + error && isDoubtful(v, error, rounding)) {
          accounts.recomputed++;
          const x = tile.x0 + (i - c) / channels;
          const exact = this.exactly(x, tile.y0 + row, c);
          if (exact === undefined) {
            accounts.nan++;
            out.data[target + i] = 0;
            continue;
          }
          v = roundExact(exact, rounding);
        } else v = roundNumber(v, rounding);
        if (v < least || v > greatest) v = this.saturate(v, least, greatest, tile, row, i, channels);
        out.data[target + i] = v;
      }
    }
  }

  private exactly(x: number, y: number, c: number): Rational | undefined {
    const { request } = this;
    this.exact ??= request.exact();
    const value = exactValue(this.exact, x, y, c, request.rule, request.weighted);
    if (value === undefined) return undefined;
    if (request.alpha?.channel !== c) return mapExact(request.map, value);
    return { num: value.num * BigInt(request.alpha.factor), den: value.den };
  }

  private saturate(
    v: number,
    least: number,
    greatest: number,
    tile: Region,
    row: number,
    i: number,
    channels: number,
  ): number {
    this.accounts.clipped++;
    const channel = i % channels;
    this.accounts.firstClipped ??= { x: tile.x0 + (i - channel) / channels, y: tile.y0 + row, channel, value: v };
    return v < least ? least : greatest;
  }
}

/** `round((sum·factor + shift)/divisor)`, all whole and within 2^52. */
interface Quotient {
  readonly factor: number;
  readonly shift: number;
  readonly divisor: number;
}

function quotientOf(request: FinishRequest): Quotient | undefined {
  const { whole, rule, map, alpha } = request;
  if (!whole || rule.alpha !== undefined || alpha) return undefined;
  if (map.factor.num !== 1n || map.factor.den !== 1n) return undefined;
  // value = S/(P/Q) + n/d with S a multiple of 2^-g: (S·2^g·Q·d + 2^g·P·n)/(2^g·P·d), the denominator made positive.
  const scale = BigInt(powerOfTwo(whole.grain));
  const offset = {
    num: rule.affine.offset.num * map.shift.den + map.shift.num * rule.affine.offset.den,
    den: rule.affine.offset.den * map.shift.den,
  };
  const { num: p, den: q } = rule.affine.divisor;
  const sign = p < 0n ? -1n : 1n;
  let factor = sign * scale * q * offset.den;
  let shift = sign * scale * p * offset.num;
  let divisor = sign * scale * p * offset.den;
  let [a, b] = [divisor, factor];
  while (b !== 0n) [a, b] = [b, a % b];
  let common = a < 0n ? -a : a;
  [a, b] = [common, shift];
  while (b !== 0n) [a, b] = [b, a % b];
  common = a < 0n ? -a : a;
  [factor, shift, divisor] = [factor / common, shift / common, divisor / common];
  const limit = powerOfTwo(52);
  const reach = Math.abs(Number(factor)) * whole.largest + Math.abs(Number(shift));
  // A factor below 2^-grain multiples must leave whole numbers: it holds 2^grain unless common took it out.
  if (reach >= limit || divisor >= BigInt(limit)) return undefined;
  if (whole.grain > 0 && factor % scale !== 0n) return undefined;
  return { factor: Number(factor), shift: Number(shift), divisor: Number(divisor) };
}
