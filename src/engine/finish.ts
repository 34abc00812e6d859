/**
 * Turns sums into output samples: value, map, rounding, saturation. For integer types the result is that of the exact
 * value rounded once, whatever algorithm made the sums: where f64 cannot decide, the sample is computed again exactly.
 */
import { type IntegerType, isInteger, rangeOf, type Samples } from "../base/element.js";
import type { Rounding } from "../base/options.js";
import { fromNumber, multiply, toNumber } from "../base/rational.js";
import type { Signal } from "../base/signal.js";
import { type Accounts, isFirst } from "./accounts.js";
import { UNIT } from "./algorithms/algorithm.js";
import type { ExactSums } from "./exact.js";
import type { Region } from "./extend.js";
import type { Sums } from "./lines.js";
import { mapExact, mapNumber, type ValueMap } from "./map.js";
import { type Quotient, quotientOf } from "./quotient.js";
import { quotients, type RoundedRun, roundPlain } from "./round-plain.js";
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
  /** Outputs that are written; absent: all. (Border `keep` writes the others itself.) */
  readonly only?: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  /** Light to counts, before the map; its results are no exact values. */
  readonly encode?: (value: number, channel: number) => number;
  /** Made when the first doubtful sample is met. */
  readonly exact: () => ExactSums;
}

/** Samples that are rounded in one go. */
const BULK = 4096;

/** Writes tiles of sums into one output signal. */
export class Finisher {
  private readonly quotient: Quotient | undefined;
  private exact: ExactSums | undefined;
  private values = new Float64Array(0);
  private bulk: RoundedRun | undefined;

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
    if (sums.imag && out.imag) this.writeComplex(tile, sums, sums.imag, out.imag);
    else if (this.isPlain && !sums.weight) {
      this.writePlain(tile, sums.real, out.data, toNumber(this.request.rule.affine.offset), true);
    } else this.writePlane(tile, this.valuesFor(sums), out.data);
  }

  /** Both parts of a tile; a sample with two special parts counts once. */
  private writeComplex(tile: Region, sums: Sums, imagSums: Float64Array, outImag: Float64Array): void {
    const { out } = this;
    this.writeParts(tile, sums, imagSums, outImag);
    for (const line of this.lines(tile)) {
      for (let i = line.to; i < line.to + line.count; i++) {
        const [re, im] = [out.data[i], outImag[i]];
        if (re - re === 0 && im - im === 0) continue;
        if (Number.isNaN(re) || Number.isNaN(im)) this.accounts.nan++;
        else this.accounts.infinite++;
      }
    }
  }

  private writeParts(tile: Region, sums: Sums, imagSums: Float64Array, outImag: Float64Array): void {
    const { out } = this;
    if (this.isPlain && !sums.weight) {
      this.writePlain(tile, sums.real, out.data, toNumber(this.request.rule.affine.offset), false);
      this.writePlain(tile, imagSums, outImag, 0, false);
      return;
    }
    this.copyValues(tile, this.valuesFor(sums), out.data);
    // The offset is real; both parts share the divisor.
    const rule = { ...this.request.rule, affine: { ...this.request.rule.affine, offset: { num: 0n, den: 1n } } };
    const imag = { real: imagSums, ...(sums.weight ? { weight: sums.weight } : {}) };
    const values = new Float64Array(imagSums.length);
    valuesOf(imag, out.channels, rule, values);
    this.copyValues(tile, values, outImag);
  }

  /** Whether values are sums over one divisor, and are written as they are. */
  private get isPlain(): boolean {
    const { map, rule, alpha, encode } = this.request;
    const { factor, shift } = map.f64;
    return rule.alpha === undefined && factor === 1 && shift === 0 && !map.absolute && !alpha && !encode;
  }

  /** Float outputs in one go: what `valuesOf` and `writePlane` give of plain values. */
  private writePlain(tile: Region, sums: Float64Array, to: Samples, offset: number, counted: boolean): void {
    const divisor = toNumber(this.request.rule.affine.divisor);
    for (const line of this.lines(tile)) {
      if (this.values.length < line.count) this.values = new Float64Array(line.count);
      const own = to instanceof Float64Array;
      const [target, start] = own ? [to, line.to] : [this.values, 0];
      const special = quotients(sums, line.from, target, start, line.count, divisor, offset);
      if (special && counted) this.countSpecial(target, start, line.count);
      // Typed arrays convert as a store of each number does.
      if (!own) to.set(this.values.subarray(0, line.count), line.to);
    }
  }

  private countSpecial(values: Float64Array, from: number, count: number): void {
    for (let i = from; i < from + count; i++) {
      const v = values[i];
      if (v - v === 0) continue;
      if (Number.isNaN(v)) this.accounts.nan++;
      else this.accounts.infinite++;
    }
  }

  private valuesFor(sums: Sums): Float64Array {
    if (this.values.length < sums.real.length) this.values = new Float64Array(sums.real.length);
    const values = this.values.subarray(0, sums.real.length);
    valuesOf(sums, this.out.channels, this.request.rule, values);
    return values;
  }

  /** Values as they are: complex results have no map. */
  private copyValues(tile: Region, values: Float64Array, to: Samples): void {
    for (const line of this.lines(tile)) to.set(values.subarray(line.from, line.from + line.count), line.to);
  }

  /** Float outputs: mapped values as they are. */
  private writePlane(tile: Region, values: Float64Array, to: Samples): void {
    const { accounts, out, request } = this;
    const { factor, shift } = request.map.f64;
    const plain = factor === 1 && shift === 0 && !request.map.absolute && !request.alpha && !request.encode;
    for (const line of this.lines(tile)) {
      for (let i = 0; i < line.count; i++) {
        const v = values[line.from + i];
        const mapped = plain ? v : this.mapped(v, i % out.channels);
        to[line.to + i] = mapped;
        if (mapped - mapped !== 0) {
          if (Number.isNaN(mapped)) accounts.nan++;
          else accounts.infinite++;
        }
      }
    }
  }

  private mapped(v: number, c: number): number {
    const { alpha, map, encode } = this.request;
    if (alpha?.channel === c) return v * alpha.factor;
    return mapNumber(map, encode ? encode(v, c) : v);
  }

  /** Integer outputs from sums that are whole multiples of a power of two: no step is inexact. */
  private writeWhole(tile: Region, sums: Float64Array, q: Quotient): void {
    const { out, request } = this;
    const { absolute } = request.map;
    const [least, greatest] = rangeOf(out.type as IntegerType, out.about);
    for (const line of this.lines(tile)) {
      for (let i = 0; i < line.count; i++) {
        let v = sums[line.from + i] * q.factor + q.shift;
        if (absolute && v < 0) v = -v;
        if (q.divisor !== 1) v = roundQuotient(v, q.divisor, request.rounding);
        if (v < least || v > greatest) v = this.saturate(v, least, greatest, line, i);
        out.data[line.to + i] = v;
      }
    }
  }

  private writeRounded(tile: Region, sums: Sums): void {
    const { out, request } = this;
    const { channels } = out;
    const [least, greatest] = rangeOf(out.type as IntegerType, out.about);
    // One bound for all plain values; quotients have one each.
    const plain = request.rule.alpha === undefined && !sums.weight;
    const common = plain ? valueError(sums, 0, channels, 0, request.rule) : 0;
    const errorOf = (at: number, value: number): number =>
      plain ? common + 8 * UNIT * Math.abs(value) : valueError(sums, at, channels, value, request.rule);
    if (plain && !request.alpha && !request.encode) {
      this.writeBulk(tile, sums.real, common, errorOf);
      return;
    }
    const values = this.valuesFor(sums);
    for (const line of this.lines(tile)) {
      for (let i = 0; i < line.count; i++) {
        const at = line.from + i;
        out.data[line.to + i] = this.rounded(line, i, values[at], errorOf(at, values[at]), least, greatest);
      }
    }
  }

  /** Plain values: in bulk what is decided there, one by one the rest. */
  private writeBulk(
    tile: Region,
    sums: Float64Array,
    common: number,
    errorOf: (at: number, value: number) => number,
  ): void {
    const { out, request } = this;
    const { rule, map, rounding } = request;
    const [least, greatest] = rangeOf(out.type as IntegerType, out.about);
    const [divisor, offset] = [toNumber(rule.affine.divisor), toNumber(rule.affine.offset)];
    const { factor, shift } = map.f64;
    const magnify = Math.max(1, Math.abs(factor));
    const { absolute } = map;
    const how = { divisor, offset, factor, shift, absolute, common, magnify, rounding, least, greatest };
    const { accounts } = this;
    this.bulk ??= { samples: new Int32Array(BULK), special: new Int32Array(BULK), found: 0, clipped: 0 };
    const { bulk } = this;
    for (const line of this.lines(tile)) {
      for (let start = 0; start < line.count; start += BULK) {
        const count = Math.min(BULK, line.count - start);
        const listClipped = isFirst(accounts, line.x + Math.floor(start / out.channels), line.y, 0);
        roundPlain(sums, line.from + start, count, { ...how, listClipped }, bulk);
        accounts.clipped += bulk.clipped;
        for (let n = 0; n < bulk.found; n++) {
          const i = bulk.special[n];
          const at = line.from + start + i;
          const value = sums[at] / divisor + offset;
          bulk.samples[i] = this.rounded(line, start + i, value, errorOf(at, value), least, greatest);
        }
        out.data.set(count === BULK ? bulk.samples : bulk.samples.subarray(0, count), line.to + start);
      }
    }
  }

  /** The sample of one value that is within `own` of the exact one. */
  private rounded(line: Line, i: number, value: number, own: number, least: number, greatest: number): number {
    const { accounts, request } = this;
    const { channels } = this.out;
    const { map, rounding } = request;
    const c = i % channels;
    let v: number | undefined = this.mapped(value, c);
    const scale = request.alpha?.channel === c ? request.alpha.factor : Math.max(1, Math.abs(map.f64.factor));
    const error = scale * own + 4 * UNIT * (Math.abs(v) + Math.abs(map.f64.shift));
    // Far outside the range the result is the end of the range, whatever the error.
    const near = v > least - 1 - error && v < greatest + 1 + error;
    if (!request.encode && near && isDoubtful(v, error, rounding)) {
      accounts.recomputed++;
      v = this.exactly(line.x + (i - c) / channels, line.y, c);
    } else v = Number.isNaN(v) ? undefined : roundNumber(v, rounding);
    if (v === undefined) {
      accounts.nan++;
      v = 0;
    }
    return v < least || v > greatest ? this.saturate(v, least, greatest, line, i) : v;
  }

  /** The rounded exact value of one output; undefined where no tap counted. */
  private exactly(x: number, y: number, c: number): number | undefined {
    const { request } = this;
    this.exact ??= request.exact();
    const value = exactValue(this.exact, x, y, c, request.rule, request.weighted);
    if (value === undefined) return undefined;
    const { alpha, map, rounding } = request;
    return roundExact(
      alpha?.channel === c ? multiply(value, fromNumber(alpha.factor)) : mapExact(map, value),
      rounding,
    );
  }

  private saturate(v: number, least: number, greatest: number, line: Line, i: number): number {
    const { accounts, out, request } = this;
    accounts.clipped++;
    const channel = i % out.channels;
    const x = line.x + (i - channel) / out.channels;
    if (isFirst(accounts, x, line.y, channel)) {
      // The value that is told is the exact one, however far outside it lies.
      const told = this.quotient || request.encode || !Number.isFinite(v) ? v : (this.exactly(x, line.y, channel) ?? v);
      accounts.firstClipped = { x, y: line.y, channel, value: told };
    }
    return v < least ? least : greatest;
  }

  /** The rows of a tile, cut to the outputs that are written. */
  private *lines(tile: Region): Iterable<Line> {
    const { out, request } = this;
    const { channels, width } = out;
    const [x0, x1] = request.only?.x ?? [tile.x0, tile.x1];
    const [y0, y1] = request.only?.y ?? [tile.y0, tile.y1];
    const from = Math.max(tile.x0, x0);
    const count = (Math.min(tile.x1, x1) - from) * channels;
    if (count <= 0) return;
    for (let y = Math.max(tile.y0, y0); y < Math.min(tile.y1, y1); y++) {
      const row = (y - tile.y0) * (tile.x1 - tile.x0);
      yield { x: from, y, from: (row + from - tile.x0) * channels, to: (y * width + from) * channels, count };
    }
  }
}

/** Part of a row: elements `from …` of a tile go to `to …` of the output, which begins at output (x, y). */
interface Line {
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}
