/** Float and complex outputs: values as they are, mapped where a map is asked for, never rounded. */
import type { Samples } from "../base/element.js";
import { ZERO } from "../base/rational.js";
import type { Signal } from "../base/signal.js";
import type { Accounts } from "./accounts.js";
import type { Region } from "./extend.js";
import type { Finisher, FinishRequest } from "./finish.js";
import { linesOf, mappedValue } from "./finish-lines.js";
import type { Sums } from "./lines.js";
import { quotients } from "./round-plain.js";
import { affineOf, valuesOf } from "./value.js";

export class FloatFinisher implements Finisher {
  private values = new Float64Array(0);

  constructor(
    private readonly out: Signal,
    private readonly request: FinishRequest,
    private readonly accounts: Accounts,
  ) {}

  write(tile: Region, sums: Sums): void {
    const { out } = this;
    if (sums.imag && out.imag) this.writeComplex(tile, sums, sums.imag, out.imag);
    else if (this.isPlain && !sums.weight) {
      this.writePlain(tile, sums.real, out.data, this.request.rule.affine.f64.offset, true);
    } else this.writePlane(tile, this.valuesFor(sums), out.data);
  }

  /** Both parts of a tile; a sample with two special parts counts once. */
  private writeComplex(tile: Region, sums: Sums, imagSums: Float64Array, outImag: Float64Array): void {
    const { out } = this;
    this.writeParts(tile, sums, imagSums, outImag);
    for (const line of linesOf(tile, this.out, this.request)) {
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
      this.writePlain(tile, sums.real, out.data, this.request.rule.affine.f64.offset, false);
      this.writePlain(tile, imagSums, outImag, 0, false);
      return;
    }
    this.copyValues(tile, this.valuesFor(sums), out.data);
    // The offset is real; both parts share the divisor.
    const { rule: real } = this.request;
    const rule = { ...real, affine: affineOf(real.affine.divisor, ZERO) };
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
    const divisor = this.request.rule.affine.f64.divisor;
    for (const line of linesOf(tile, this.out, this.request)) {
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
    for (const line of linesOf(tile, this.out, this.request))
      to.set(values.subarray(line.from, line.from + line.count), line.to);
  }

  /** Float outputs: mapped values as they are. */
  private writePlane(tile: Region, values: Float64Array, to: Samples): void {
    const { accounts, out, request } = this;
    const { factor, shift } = request.map.f64;
    const plain = factor === 1 && shift === 0 && !request.map.absolute && !request.alpha && !request.encode;
    for (const line of linesOf(tile, this.out, this.request)) {
      for (let i = 0; i < line.count; i++) {
        const v = values[line.from + i];
        const mapped = plain ? v : mappedValue(this.request, v, i % out.channels);
        to[line.to + i] = mapped;
        if (mapped - mapped !== 0) {
          if (Number.isNaN(mapped)) accounts.nan++;
          else accounts.infinite++;
        }
      }
    }
  }
}
