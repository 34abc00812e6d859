/**
 * The scores that are asked for most, in one pass: `zncc` of one channel of whole samples without a mask, where products of
 * sums are exact. Then the score is (W·ΣIT − ΣI·ΣT) / √((W·ΣI² − (ΣI)²)·(W·ΣT² − (ΣT)²)): all whole numbers but for one
 * product, one root and one division, so an exact copy of the template scores 1.
 */
import type { Samples } from "../../base/element.js";
import type { Signal } from "../../base/signal.js";
import type { Region } from "../extend.js";
import type { Field } from "../problem.js";
import type { ScoreRequest } from "./request.js";

/** Whole numbers up to here, and a few of them added up, are exact. */
const WHOLE = 4503599627370496;

export class QuickScores {
  private sum = new Float64Array(0);
  private square = new Float64Array(0);
  /** W·ΣT² − (ΣT)². */
  private readonly own: number;

  constructor(
    private readonly out: Signal,
    private readonly request: ScoreRequest,
    private readonly field: Field,
  ) {
    this.own = request.weight * request.energy - request.residualSum[0] * request.residualSum[0];
  }

  /** Whether these are scores of that kind. */
  static fits(
    { channels, energy, error, method, residual, weight, weights, whole }: ScoreRequest,
    { data }: Field,
  ): boolean {
    if (method !== "zncc" || channels !== 1 || weights || !whole || error !== 0) return false;
    const largest = data.BYTES_PER_ELEMENT === 1 ? 65025 : 4294836225;
    return weight * weight * largest < WHOLE && weight * energy < WHOLE && residual.every(Number.isInteger);
  }

  /** Writes a tile; returns how many of its windows are flat. */
  write(tile: Region, products: Float64Array): number {
    const { height, width } = this.request;
    const elements = tile.x1 - tile.x0 + width - 1;
    if (this.sum.length !== elements) {
      this.sum = new Float64Array(elements);
      this.square = new Float64Array(elements);
    } else {
      this.sum.fill(0);
      this.square.fill(0);
    }
    for (let y = tile.y0; y < tile.y0 + height - 1; y++) this.takeIn(this.from(tile, y));
    let flat = 0;
    for (let y = tile.y0; y < tile.y1; y++) {
      if (y === tile.y0) this.takeIn(this.from(tile, y + height - 1));
      else exchange(this.field.data, this.from(tile, y - 1), this.from(tile, y + height - 1), this.sum, this.square);
      flat += this.row(tile, y, products);
    }
    return flat;
  }

  private from({ x0 }: Region, y: number): number {
    return y * this.field.width + x0;
  }

  private takeIn(at: number): void {
    const { sum, square } = this;
    const { data } = this.field;
    for (let i = 0; i < sum.length; i++) {
      const v = data[at + i];
      sum[i] += v;
      square[i] += v * v;
    }
  }

  private row(tile: Region, y: number, products: Float64Array): number {
    const { out, own, request, square, sum } = this;
    const { width, weight } = request;
    const ownSum = request.residualSum[0];
    const scores = out.data as Float64Array;
    const windows = tile.x1 - tile.x0;
    const to = y * out.width + tile.x0;
    const from = (y - tile.y0) * windows;
    let [s, q, flat] = [0, 0, 0];
    for (let i = 0; i < width - 1; i++) {
      s += sum[i];
      q += square[i];
    }
    for (let x = 0; x < windows; x++) {
      s += sum[x + width - 1];
      q += square[x + width - 1];
      const spread = (weight * q - s * s) * own;
      if (spread === 0) {
        flat++;
        scores[to + x] = 0;
      } else {
        const score = (weight * products[from + x] - s * ownSum) / Math.sqrt(spread);
        scores[to + x] = score > 1 ? 1 : score < -1 ? -1 : score;
      }
      s -= sum[x];
      q -= square[x];
    }
    return flat;
  }
}

function exchange(data: Samples, out: number, into: number, sum: Float64Array, square: Float64Array): void {
  for (let i = 0; i < sum.length; i++) {
    const [a, b] = [data[out + i], data[into + i]];
    sum[i] += b - a;
    square[i] += b * b - a * a;
  }
}
