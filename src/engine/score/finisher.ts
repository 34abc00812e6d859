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
import { windowSums } from "./window.js";

/** What a window without contrast scores. Nothing is as near to it as the best of `ssd-norm` says. */
const FLAT: Readonly<Record<ScoreRequest["method"], number>> = {
  zncc: 0,
  ncc: 0,
  ccorr: 0,
  ccoeff: 0,
  ssd: 0,
  "ssd-norm": 1,
};

export class ScoreFinisher implements Finisher {
  private readonly quick: QuickScores | undefined;
  private readonly moments: MomentsOf | undefined;
  private masked: Moments = blankMoments(0, 1);

  /** @param out one channel of f64; windows in which something is missing are NaN there */
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
    const { accounts, out, request } = this;
    const { channels: n, error, method } = request;
    const step = this.field.channels;
    const { sum, spread, energy, missing } = moments;
    const to = y * out.width + tile.x0;
    for (let x = 0; x < spread.length; x++) {
      if (missing && missing[x] !== 0) {
        out.data[to + x] = Number.NaN;
        accounts.nan++;
        continue;
      }
      let product = 0;
      let covariance = 0;
      for (let c = 0; c < n; c++) {
        const a = sums[x * step + c];
        product += a;
        covariance += this.lessMeans(a, sum[x * n + c], request.residualSum[c]);
      }
      const doubtful = (error !== 0 || method === "ssd") && this.isDoubtful(moments, x, product);
      out.data[to + x] = doubtful
        ? this.settle(tile.x0 + x, y)
        : this.score(covariance, spread[x], product, energy[x], this.flatness(sum, x), undefined);
    }
  }

  /** Σw(I−Ī)(T−T̄) of ΣwI·residual, ΣwI and Σw·residual. Products that f64 holds exactly are taken first. */
  private lessMeans(product: number, sum: number, residualSum: number): number {
    const { weight, whole } = this.request;
    if (whole && Math.abs(weight * product) < EXACT) return (weight * product - sum * residualSum) / weight;
    return product - sum * (residualSum / weight);
  }

  /** The spread that rounding alone makes of a constant window. Whole samples have none. */
  private flatness(sum: Float64Array, x: number): number {
    const { centre, channels, weight, whole } = this.request;
    if (whole) return 0;
    let largest = 0;
    for (let c = 0; c < channels; c++) {
      largest = Math.max(largest, Math.abs(sum[x * channels + c] / weight + centre[c]));
    }
    return dust(largest, weight);
  }

  private score(
    covariance: number,
    spread: number,
    product: number,
    energy: number,
    flatness: number,
    distance: number | undefined,
  ): number {
    const { method, unit, spread: own, energy: ownEnergy } = this.request;
    switch (method) {
      case "zncc":
        if (spread <= flatness || own === 0) return this.flat();
        return bounded(covariance / Math.sqrt(spread * own));
      case "ncc":
        if (spread <= flatness || own === 0) return this.flat();
        return bounded(product / Math.sqrt(energy * ownEnergy));
      case "ccorr":
        return product / unit;
      case "ccoeff":
        return covariance / unit;
      case "ssd":
        return (distance ?? Math.max(0, energy - 2 * product + ownEnergy)) / unit;
      case "ssd-norm":
        if (energy === 0 || ownEnergy === 0) return this.flat();
        return (distance ?? Math.max(0, energy - 2 * product + ownEnergy)) / Math.sqrt(energy * ownEnergy);
    }
  }

  private flat(): number {
    this.accounts.flat++;
    return FLAT[this.request.method];
  }

  /** Whether the bounds on sums say less of this window's score than is promised. */
  private isDoubtful({ spread, energy, sum }: Moments, x: number, product: number): boolean {
    const { channels, error, method, spread: own, energy: ownEnergy, weight, weights, whole } = this.request;
    if (error === 0 && whole) return false;
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

  /** The score of a window summed by itself. */
  private settle(x: number, y: number): number {
    this.accounts.recomputed++;
    const { covariance, spread, product, energy, distance, mean } = windowSums(this.field, this.request, x, y);
    return this.score(covariance, spread, product, energy, dust(mean, this.request.weight), distance);
  }
}

const EXACT = 4503599627370496;
/** A few roundings. */
const ROUNDED = 16 * UNIT;

const bounded = (score: number): number => Math.max(-1, Math.min(1, score));

/** What rounding may make of the spread of samples that are all this large. */
const dust = (mean: number, weight: number): number => weight * (8 * UNIT * mean) * (8 * UNIT * mean);
