/** The scores that are asked for most, in one pass (`routines/scores.ts`): `zncc` of one channel of whole samples. */
import type { IntegerSamples } from "../../base/element.js";
import type { Signal } from "../../base/signal.js";
import { type ScoreRows, type ScoreSetup, scoreRows } from "../../routines/scores.js";
import type { Region } from "../extend.js";
import type { Field } from "../problem.js";
import type { ScoreRequest } from "./request.js";

/** Whole numbers up to here, and a few of them added up, are exact. */
const WHOLE = 4503599627370496;

export class QuickScores {
  private readonly setup: ScoreSetup;
  private rows: ScoreRows | undefined;

  constructor(
    private readonly out: Signal,
    private readonly request: ScoreRequest,
    private readonly field: Field,
  ) {
    const { energy, height, residualSum, weight, width } = request;
    const ownSum = residualSum[0];
    this.setup = { width, height, weight, ownSum, own: weight * energy - ownSum * ownSum };
  }

  /** Whether these are scores of that kind. */
  static fits(request: ScoreRequest, { data }: Field): boolean {
    const { channels, energy, factor, kinds, method, residual, weight, weights, whole } = request;
    if (method !== "zncc" || channels !== 1 || weights || !whole) return false;
    if (kinds.product.error !== 0 || factor !== 1) return false;
    const largest = data.BYTES_PER_ELEMENT === 1 ? 65025 : 4294836225;
    return weight * weight * largest < WHOLE && weight * energy < WHOLE && residual.every(Number.isInteger);
  }

  /** Writes a tile of products, which are over then; returns how many of its windows are flat. */
  write(tile: Region, products: Float64Array): number {
    const { height, width } = this.request;
    const { out } = this;
    const windows = tile.x1 - tile.x0;
    const columns = windows + width - 1;
    const row = (y: number): IntegerSamples => {
      const from = y * this.field.width + tile.x0;
      return this.field.data.subarray(from, from + columns) as IntegerSamples;
    };
    this.rows ??= scoreRows(this.setup, products);
    this.rows.begin(columns);
    for (let y = tile.y0; y < tile.y0 + height - 1; y++) this.rows.take(row(y));
    let flat = 0;
    for (let y = tile.y0; y < tile.y1; y++) {
      this.rows.take(row(y + height - 1));
      const from = (y - tile.y0) * windows;
      const line = products.subarray(from, from + windows);
      flat += this.rows.score(line, out.data as Float32Array, y * out.width + tile.x0);
    }
    return flat;
  }
}
