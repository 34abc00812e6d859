/** Writes tiles of sums as scores of template matching, and counts. */
import type { Signal } from "../../base/signal.js";
import type { Accounts } from "../accounts.js";
import { UNIT } from "../algorithms/algorithm.js";
import type { Region } from "../extend.js";
import type { Finisher } from "../finish.js";
import type { Sums } from "../lines.js";
import type { Field } from "../problem.js";
import { MergingMoments } from "./merging.js";
import { blankMoments, type Moments, type MomentsOf, RunningMoments, wholeSpread } from "./moments.js";
import { QuickScores } from "./quick.js";
import { isCentred, SCORE_TOLERANCE, type ScoreRequest } from "./request.js";
import { dust, FLAT, lessMeans, scoreOf } from "./score.js";
import { scoreOfWindow } from "./window.js";

export class ScoreFinisher implements Finisher {
  private readonly quick: QuickScores | undefined;
  private readonly moments: MomentsOf | undefined;
  private masked: Moments = blankMoments(0, 1);
  /** Sums of a window: one without a mask, else one for each channel of the field. */
  private readonly kinds: number;

  /** @param out one channel of f32 or f64; windows in which something is missing are NaN there */
  constructor(
    private readonly out: Signal,
    private readonly request: ScoreRequest,
    private readonly accounts: Accounts,
    private readonly field: Field,
  ) {
    this.kinds = request.weights ? field.channels : 1;
    if (QuickScores.fits(request, field)) this.quick = new QuickScores(out, request, field);
    else if (!request.weights) {
      this.moments = request.whole ? new RunningMoments(field, request) : new MergingMoments(field, request);
    }
  }

  write(tile: Region, { real }: Sums): void {
    const { accounts, moments, quick } = this;
    if (quick) {
      const { flat, doubtful } = quick.write(tile, real, this.settle.bind(this));
      accounts.flat += flat;
      accounts.recomputed += doubtful;
      return;
    }
    const pitch = (tile.x1 - tile.x0) * this.kinds;
    moments?.begin(tile);
    for (let y = tile.y0; y < tile.y1; y++) {
      const sums = real.subarray((y - tile.y0) * pitch, (y - tile.y0 + 1) * pitch);
      this.writeRow(tile, y, sums, moments?.next() ?? this.momentsUnderMask(sums));
    }
  }

  /** The score of a window by itself. */
  private settle(x: number, y: number): void {
    const { accounts, field, out, request } = this;
    const score = scoreOfWindow(field, request, x, y);
    if (Number.isNaN(score)) accounts.flat++;
    out.data[y * out.width + x] = Number.isNaN(score) ? FLAT[request.method] : score;
  }

  /** With a mask the engine has made all sums. */
  private momentsUnderMask(sums: Float64Array): Moments {
    const { channels: n, kinds, missing, split, weight, whole } = this.request;
    const step = this.field.channels;
    const windows = sums.length / step;
    if (this.masked.spread.length !== windows) this.masked = blankMoments(windows, n);
    const { sum, spread, energy } = this.masked;
    spread.fill(0);
    energy.fill(0);
    for (let x = 0; x < windows; x++) {
      for (let c = 0; c < n; c++) {
        const at = x * step + n + c;
        const s = this.made(sums[at], kinds.sum.rounded);
        const high = this.made(sums[at + n], kinds.square.rounded);
        const q = split ? high * 65536 + this.made(sums[at + 2 * n], kinds.square.rounded) : high;
        sum[x * n + c] = s;
        spread[x] += whole ? wholeSpread(s, q, weight) : q - (s * s) / weight;
        energy[x] += q;
      }
    }
    if (!missing) return this.masked;
    const counted = Int32Array.from(spread, (_, x) => Math.round(this.made(sums[(x + 1) * step - 1], true)));
    return { ...this.masked, missing: counted };
  }

  /** A sum of the engine as it is meant. */
  private made(sum: number, rounded: boolean): number {
    const value = sum / this.request.factor;
    return rounded ? Math.round(value) : value;
  }

  private writeRow(tile: Region, y: number, sums: Float64Array, moments: Moments): void {
    const { accounts, out, request } = this;
    const { channels: n, kinds, method } = request;
    const { sum, spread, energy, missing } = moments;
    const to = y * out.width + tile.x0;
    const mayDoubt = kinds.product.error + kinds.sum.error + kinds.square.error !== 0 || !request.whole;
    for (let x = 0; x < spread.length; x++) {
      if (missing && missing[x] !== 0) {
        out.data[to + x] = Number.NaN;
        accounts.nan++;
        continue;
      }
      if (mayDoubt && this.isDoubtful(moments, x, this.productOf(sums, x))) {
        accounts.recomputed++;
        this.settle(tile.x0 + x, y);
        continue;
      }
      const product = this.productOf(sums, x);
      const covariance = lessMeans(request, product, sum, x * n);
      const score = scoreOf(request, covariance, spread[x], this.flatness(sum, x), product, energy[x]);
      if (Number.isNaN(score)) accounts.flat++;
      out.data[to + x] = Number.isNaN(score) ? FLAT[method] : score;
    }
  }

  /** Σ of a window's products, over all channels. */
  private productOf(sums: Float64Array, x: number): number {
    const { channels, kinds, weights } = this.request;
    const together = weights ? channels : 1;
    let product = 0;
    for (let c = 0; c < together; c++) product += this.made(sums[x * this.kinds + c], kinds.product.rounded);
    return product;
  }

  /** The spread that rounding alone may make of a constant window. */
  private flatness(sum: Float64Array, x: number): number {
    const { centre, channels, weight, whole } = this.request;
    if (whole) return 0;
    let largest = 0;
    for (let c = 0; c < channels; c++) {
      largest = Math.max(largest, Math.abs(sum[x * channels + c] / weight + centre[c]));
    }
    return dust(this.request, largest);
  }

  /** Whether the bounds on sums say less of this window's score than is promised. */
  private isDoubtful({ spread, energy, sum }: Moments, x: number, product: number): boolean {
    const { channels, kinds, method, spread: own, energy: ownEnergy, weight, weights, whole } = this.request;
    const off = kinds.product.error * (weights ? channels : 1);
    const squares = kinds.square.error * channels + (whole ? 0 : ROUNDED * energy[x]);
    if (method === "ssd" || method === "ssd-norm") {
      const distance = Math.max(0, energy[x] - 2 * product + ownEnergy);
      const lost = 2 * off + squares + (whole ? 0 : ROUNDED * ownEnergy);
      const size = method === "ssd" ? distance : Math.sqrt(energy[x] * ownEnergy);
      return lost !== 0 && !(lost <= SCORE_TOLERANCE * size);
    }
    const [mine, theirs] = isCentred(method) ? [spread[x], own] : [energy[x], ownEnergy];
    if (theirs === 0) return false;
    let lost = off / Math.sqrt(mine * theirs);
    if (weights && (squares !== 0 || kinds.sum.error !== 0)) {
      // What is left of a difference of large sums may be anything.
      if (spread[x] <= 0) return true;
      let mean = 0;
      for (let c = 0; c < channels; c++) mean = Math.max(mean, Math.abs(sum[x * channels + c] / weight));
      lost += (squares + kinds.sum.error * channels * (1 + 2 * mean)) / (method === "ncc" ? spread[x] : mine);
    } else if (mine === 0) return false;
    return !(lost <= SCORE_TOLERANCE);
  }
}

/** A few roundings. */
const ROUNDED = 16 * UNIT;
