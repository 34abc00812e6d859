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

  /** @param out one channel of f32 or f64; windows in which something is missing are NaN there */
  constructor(
    private readonly out: Signal,
    private readonly request: ScoreRequest,
    private readonly accounts: Accounts,
    private readonly field: Field,
  ) {
    if (QuickScores.fits(request, field)) this.quick = new QuickScores(out, request, field);
    else if (!request.weights) {
      this.moments = request.whole ? new RunningMoments(field, request) : new MergingMoments(field, request);
    }
  }

  write(tile: Region, { real }: Sums): void {
    if (this.quick) {
      this.accounts.flat += this.quick.write(tile, real);
      return;
    }
    const pitch = (tile.x1 - tile.x0) * this.field.channels;
    this.moments?.begin(tile);
    for (let y = tile.y0; y < tile.y1; y++) {
      const sums = real.subarray((y - tile.y0) * pitch, (y - tile.y0 + 1) * pitch);
      this.writeRow(tile, y, sums, this.moments?.next() ?? this.momentsUnderMask(sums));
    }
  }

  /** With a mask the engine has made all sums. */
  private momentsUnderMask(sums: Float64Array): Moments {
    const { channels: n, weight, missing, whole } = this.request;
    const step = this.field.channels;
    const windows = sums.length / step;
    if (this.masked.spread.length !== windows) this.masked = blankMoments(windows, n);
    const { sum, spread, energy } = this.masked;
    spread.fill(0);
    energy.fill(0);
    for (let x = 0; x < windows; x++) {
      for (let c = 0; c < n; c++) {
        const [s, q] = [sums[x * step + n + c], sums[x * step + 2 * n + c]];
        sum[x * n + c] = s;
        spread[x] += whole ? wholeSpread(s, q, weight) : q - (s * s) / weight;
        energy[x] += q;
      }
    }
    if (!missing) return this.masked;
    return { ...this.masked, missing: Int32Array.from(spread, (_, x) => Math.round(sums[x * step + 3 * n])) };
  }

  private writeRow(tile: Region, y: number, sums: Float64Array, moments: Moments): void {
    const { accounts, field, out, request } = this;
    const { channels: n, error, method } = request;
    const { sum, spread, energy, missing } = moments;
    const to = y * out.width + tile.x0;
    const mayDoubt = error !== 0 || !request.whole;
    for (let x = 0; x < spread.length; x++) {
      if (missing && missing[x] !== 0) {
        out.data[to + x] = Number.NaN;
        accounts.nan++;
        continue;
      }
      let product = 0;
      let covariance = 0;
      for (let c = 0; c < n; c++) {
        const a = sums[x * field.channels + c];
        product += a;
        covariance += lessMeans(request, a, sum[x * n + c], request.residualSum[c]);
      }
      let score: number;
      if (mayDoubt && this.isDoubtful(moments, x, product)) {
        accounts.recomputed++;
        score = scoreOfWindow(field, request, tile.x0 + x, y);
      } else score = scoreOf(request, covariance, spread[x], this.flatness(sum, x), product, energy[x]);
      if (Number.isNaN(score)) {
        accounts.flat++;
        score = FLAT[method];
      }
      out.data[to + x] = score;
    }
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
    const { channels, error, method, spread: own, energy: ownEnergy, weight, weights } = this.request;
    const off = error * channels;
    if (method === "ssd" || method === "ssd-norm") {
      const distance = Math.max(0, energy[x] - 2 * product + ownEnergy);
      const lost = 2 * off + (weights ? off : 0) + ROUNDED * (energy[x] + ownEnergy);
      const size = method === "ssd" ? distance : Math.sqrt(energy[x] * ownEnergy);
      return !(lost <= SCORE_TOLERANCE * size);
    }
    const centred = isCentred(method);
    const [mine, theirs] = centred ? [spread[x], own] : [energy[x], ownEnergy];
    if (theirs === 0) return false;
    let lost = off / Math.sqrt(mine * theirs);
    if (weights) {
      // What is left of a difference of large sums may be anything.
      if (spread[x] <= 0) return true;
      let mean = 0;
      for (let c = 0; c < channels; c++) mean = Math.max(mean, Math.abs(sum[x * channels + c] / weight));
      lost += (off * (1 + 2 * mean) + ROUNDED * energy[x]) / (method === "ncc" ? spread[x] : mine);
    } else if (mine === 0) return false;
    return !(lost <= SCORE_TOLERANCE);
  }
}

/** A few roundings. */
const ROUNDED = 16 * UNIT;
