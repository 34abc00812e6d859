/**
 * Integer outputs. The result is that of the exact value rounded once, whatever algorithm made the sums: where f64 cannot
 * decide, the sample is computed again exactly.
 */
import { type IntegerType, rangeOf } from "../base/element.js";
import { fromNumber, multiply } from "../base/rational.js";
import type { Signal } from "../base/signal.js";
import { BULK, type Rounding as QuickRounding, SumRounder } from "../routines/round.js";
import { type Accounts, isFirst } from "./accounts.js";
import { UNIT } from "./algorithms/algorithm.js";
import type { ExactSums } from "./exact.js";
import type { Region } from "./extend.js";
import type { Finisher, FinishRequest } from "./finish.js";
import { type Line, linesOf, mappedValue } from "./finish-lines.js";
import type { Sums } from "./lines.js";
import { mapExact, mapNumber } from "./map.js";
import { type Quotient, quotientOf } from "./quotient.js";
import { type RoundedRun, roundPlain } from "./round-plain.js";
import { plainRounding, wholeRounding } from "./round-quick.js";
import { isDoubtful, roundExact, roundNumber, roundQuotient } from "./rounding.js";
import { exactValue, valueError, valuesOf } from "./value.js";

export class IntegerFinisher implements Finisher {
  private readonly quotient: Quotient | undefined;
  private exact: ExactSums | undefined;
  private bulk: RoundedRun | undefined;
  private rounder: SumRounder | undefined;

  constructor(
    private readonly out: Signal,
    private readonly request: FinishRequest,
    private readonly accounts: Accounts,
  ) {
    this.quotient = quotientOf(request);
  }

  write(tile: Region, sums: Sums): void {
    if (this.quotient && !sums.weight) this.writeWhole(tile, sums.real, this.quotient);
    else this.writeRounded(tile, sums);
  }

  /** Integer outputs from sums that are whole multiples of a power of two: no step is inexact. */
  private writeWhole(tile: Region, sums: Float64Array, q: Quotient): void {
    const { out, request } = this;
    const { absolute } = request.map;
    const [least, greatest] = rangeOf(out.type as IntegerType, out.about);
    const rounder =
      request.rounding === "half-even"
        ? this.rounderOf(sums, () => wholeRounding(q, absolute, least, greatest))
        : undefined;
    if (rounder) {
      this.writeQuickly(rounder, tile, sums, (line, i) => {
        let v = sums[line.from + i] * q.factor + q.shift;
        if (absolute && v < 0) v = -v;
        v = roundQuotient(v, q.divisor, request.rounding);
        return v < least || v > greatest ? this.saturate(v, least, greatest, line, i) : v;
      });
      return;
    }
    for (const line of linesOf(tile, this.out, this.request)) {
      for (let i = 0; i < line.count; i++) {
        let v = sums[line.from + i] * q.factor + q.shift;
        if (absolute && v < 0) v = -v;
        if (q.divisor !== 1) v = roundQuotient(v, q.divisor, request.rounding);
        if (v < least || v > greatest) v = this.saturate(v, least, greatest, line, i);
        out.data[line.to + i] = v;
      }
    }
  }

  private rounderOf(sums: Float64Array, how: () => QuickRounding | undefined): SumRounder | undefined {
    if (this.rounder?.serves(sums)) return this.rounder;
    const rounding = how();
    this.rounder = rounding && SumRounder.for(sums, rounding, this.out.type as IntegerType);
    return this.rounder;
  }

  /** Rounds in bulk through the compiled routine; `decide` gives the samples that it leaves open. */
  private writeQuickly(
    rounder: SumRounder,
    tile: Region,
    sums: Float64Array,
    decide: (line: Line, i: number) => number,
  ): void {
    const { accounts, out } = this;
    for (const line of linesOf(tile, this.out, this.request)) {
      for (let start = 0; start < line.count; start += BULK) {
        const count = Math.min(BULK, line.count - start);
        const tell = isFirst(accounts, line.x + Math.floor(start / out.channels), line.y, 0);
        const to = line.to + start;
        const lie = out.data.byteOffset + to * out.data.BYTES_PER_ELEMENT;
        const { samples, told, clipped } = rounder.round(sums, line.from + start, count, tell, lie);
        accounts.clipped += clipped;
        out.data.set(samples, to);
        for (const i of told) out.data[to + i] = decide(line, start + i);
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
    const values = new Float64Array(sums.real.length);
    valuesOf(sums, channels, request.rule, values);
    const quickly = request.roughly && this.quickly(request.roughly);
    for (const line of linesOf(tile, this.out, this.request)) {
      for (let i = 0; i < line.count; i++) {
        const at = line.from + i;
        const quick = quickly ? quickly(values[at], i % channels) : Number.NaN;
        out.data[line.to + i] =
          quick >= least && quick <= greatest
            ? quick
            : this.rounded(line, i, values[at], errorOf(at, values[at]), least, greatest);
      }
    }
  }

  /** Light to samples where the rough values decide them; NaN elsewhere. */
  private quickly({ encode, error }: NonNullable<FinishRequest["roughly"]>): (value: number, c: number) => number {
    const { map, rounding } = this.request;
    const bound = error * Math.abs(map.f64.factor) + 4 * UNIT * Math.abs(map.f64.shift);
    return (value, c) => {
      const v = mapNumber(map, encode(value, c));
      return isDoubtful(v, bound, rounding) ? Number.NaN : roundNumber(v, rounding);
    };
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
    const { divisor, offset } = rule.affine.f64;
    const { factor, shift } = map.f64;
    const magnify = Math.max(1, Math.abs(factor));
    const { absolute } = map;
    const how = {
      divisor,
      offset,
      factor,
      shift,
      absolute,
      common,
      magnify,
      rounding,
      least,
      greatest,
      listClipped: false,
    };
    const { accounts } = this;
    const rounder = rounding === "half-even" ? this.rounderOf(sums, () => plainRounding(how)) : undefined;
    if (rounder) {
      this.writeQuickly(rounder, tile, sums, (line, i) => {
        const value = sums[line.from + i] / divisor + offset;
        return this.rounded(line, i, value, errorOf(line.from + i, value), least, greatest);
      });
      return;
    }
    this.bulk ??= { samples: new Int32Array(BULK), special: new Int32Array(BULK), found: 0, clipped: 0 };
    const { bulk } = this;
    for (const line of linesOf(tile, this.out, this.request)) {
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
    let v: number | undefined = mappedValue(this.request, value, c);
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
}
