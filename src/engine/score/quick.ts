/** Scores of whole samples without a mask, a row of windows in one pass (`routines/scores.ts`). */
import type { IntegerSamples } from "../../base/element.js";
import { powerOfTwo } from "../../base/rational.js";
import type { Signal } from "../../base/signal.js";
import { type ScoreCounts, type ScoreRows, type ScoreSetup, scoreRows } from "../../routines/scores.js";
import { UNIT } from "../algorithms/algorithm.js";
import type { Region } from "../extend.js";
import type { Field } from "../problem.js";
import { SCORE_TOLERANCE, type ScoreRequest } from "./request.js";

/** Whole numbers up to here, and a few of them added up, are exact in f64; and in 64 bits. */
const WHOLE = 4503599627370496;
const WIDE = powerOfTwo(62);
/** The few roundings of a score's terms. */
const ROUNDED = 8 * UNIT;

/** The largest square of a sample of one and of two bytes. */
const largestSquare = ({ data }: Field): number => (data.BYTES_PER_ELEMENT === 1 ? 65025 : 4294836225);

export class QuickScores {
  private readonly setup: ScoreSetup;
  private rows: ScoreRows | undefined;

  constructor(
    private readonly out: Signal,
    private readonly request: ScoreRequest,
    private readonly field: Field,
  ) {
    const { channels, energy, factor, height, kinds, method, residual, residualSum, spread, weight, width } = request;
    const terms = weight * Math.max(energy, channels * weight * largestSquare(field));
    const whole = terms < WHOLE && residual.every(Number.isInteger);
    this.setup = {
      method,
      channels,
      width,
      height,
      ownSums: residualSum,
      own: whole ? weight * energy - residualSum.reduce((sum, r) => sum + r * r, 0) : weight * spread,
      ownEnergy: energy,
      factor,
      lost: kinds.product.error,
      rounded: whole && kinds.product.error === 0 ? 0 : ROUNDED,
      tolerance: SCORE_TOLERANCE,
      wide: terms >= WHOLE,
    };
  }

  /** Whether these are scores of that kind. */
  static fits({ channels, weight, weights, whole }: ScoreRequest, field: Field): boolean {
    const energy = channels * weight * largestSquare(field);
    // A spread is at most a quarter of its first term.
    return whole && !weights && energy < WHOLE / 2 && weight * (energy / 4) < WIDE;
  }

  /**
   * Writes a tile of products, which are over then. `settle` makes the scores of windows that are in doubt.
   * @returns how many windows are flat, and in doubt, together
   */
  write(tile: Region, products: Float64Array, settle: (x: number, y: number) => void): ScoreCounts {
    const { channels, height, width } = this.request;
    const { field, out } = this;
    const windows = tile.x1 - tile.x0;
    const columns = windows + width - 1;
    const row = (y: number): IntegerSamples => {
      const from = (y * field.width + tile.x0) * channels;
      return field.data.subarray(from, from + columns * channels) as IntegerSamples;
    };
    this.rows ??= scoreRows(this.setup, products);
    this.rows.begin(columns);
    for (let y = tile.y0; y < tile.y0 + height - 1; y++) this.rows.take(row(y));
    let [flat, doubtful] = [0, 0];
    for (let y = tile.y0; y < tile.y1; y++) {
      this.rows.take(row(y + height - 1));
      const from = (y - tile.y0) * windows;
      const line = products.subarray(from, from + windows);
      const to = y * out.width + tile.x0;
      const counts = this.rows.score(line, out.data as Float32Array | Float64Array, to);
      flat += counts.flat;
      doubtful += counts.doubtful;
      if (counts.doubtful === 0) continue;
      for (let x = 0; x < windows; x++) if (Number.isNaN(out.data[to + x])) settle(tile.x0 + x, y);
    }
    return { flat, doubtful };
  }
}
