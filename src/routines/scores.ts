/**
 * Scores of template matching, a row of windows after the other: `zncc` of one channel of whole samples, where W·ΣI² and
 * its like are exact:
 *
 * (W·ΣIT − ΣI·ΣT) / √((W·ΣI² − (ΣI)²)·(W·ΣT² − (ΣT)²)), W the samples of a window
 *
 * Columns of windows hold their sums and squares; a row comes into them as another one goes. All of that is whole, so only
 * one product, one root and one division are rounded, and the compiled routine (`assembly/scores.ts`) gives the same bits.
 */
import type { IntegerSamples } from "../base/element.js";
import { Arena } from "./arena.js";

export interface ScoreSetup {
  /** Columns and rows of a window. */
  readonly width: number;
  readonly height: number;
  readonly weight: number;
  /** W·ΣT² − (ΣT)². */
  readonly own: number;
  readonly ownSum: number;
}

export interface ScoreRows {
  /** Empties so many columns. */
  begin(columns: number): void;
  /** Columns take in a row of samples and let go of the one that windows have left. */
  take(row: IntegerSamples): void;
  /** Writes the scores of the products ΣIT of a row of windows; returns how many of them are flat, which score 0. */
  score(products: Float64Array, scores: Float32Array, to: number): number;
}

/** The rows for products that lie in `products`: compiled where these lie in an arena. */
export function scoreRows(setup: ScoreSetup, products: Float64Array): ScoreRows {
  const arena = Arena.of(products);
  return arena ? new CompiledRows(setup, arena) : new PlainRows(setup);
}

export class PlainRows implements ScoreRows {
  private sums = new Float64Array(0);
  private squares = new Float64Array(0);
  private readonly rows: IntegerSamples[] = [];

  constructor(private readonly setup: ScoreSetup) {}

  begin(columns: number): void {
    this.sums = new Float64Array(columns);
    this.squares = new Float64Array(columns);
    this.rows.length = 0;
  }

  take(into: IntegerSamples): void {
    const { rows, squares, sums } = this;
    rows.push(into);
    const out = rows.length > this.setup.height ? rows.shift() : undefined;
    for (let i = 0; i < sums.length; i++) {
      const [a, b] = [out ? out[i] : 0, into[i]];
      sums[i] += b - a;
      squares[i] += b * b - a * a;
    }
  }

  score(products: Float64Array, scores: Float32Array, to: number): number {
    const { squares, sums } = this;
    const { own, ownSum, weight, width } = this.setup;
    let [s, q, flat] = [0, 0, 0];
    for (let i = 0; i < width - 1; i++) {
      s += sums[i];
      q += squares[i];
    }
    for (let x = 0; x < products.length; x++) {
      s += sums[x + width - 1];
      q += squares[x + width - 1];
      const spread = (weight * q - s * s) * own;
      if (spread === 0) {
        flat++;
        scores[to + x] = 0;
      } else {
        const score = (weight * products[x] - s * ownSum) / Math.sqrt(spread);
        scores[to + x] = score > 1 ? 1 : score < -1 ? -1 : score;
      }
      s -= sums[x];
      q -= squares[x];
    }
    return flat;
  }
}

class CompiledRows implements ScoreRows {
  private columns = 0;
  /** Rows of samples, one more than a window has: what comes in stays until it goes. */
  private rows: Uint8Array[] = [];
  private next = 0;
  private sums: Float64Array;
  private squares: Float64Array;

  constructor(
    private readonly setup: ScoreSetup,
    private readonly arena: Arena,
  ) {
    this.sums = arena.doubles(0);
    this.squares = arena.doubles(0);
  }

  begin(columns: number): void {
    const { arena } = this;
    if (this.sums.length < columns + SPARE) {
      this.sums = arena.doubles(columns + SPARE);
      this.squares = arena.doubles(columns + SPARE);
      const bytes = 2 * (columns + SPARE);
      const at = Array.from({ length: this.setup.height + 1 }, () => arena.take(bytes));
      this.rows = at.map((address) => new Uint8Array(arena.station.buffer, address, bytes));
    }
    this.columns = columns;
    this.next = 0;
    this.sums.fill(0);
    this.squares.fill(0);
    for (const row of this.rows) row.fill(0);
  }

  take(row: IntegerSamples): void {
    const { arena, columns, next, rows, squares, sums } = this;
    const [into, out] = [rows[next % rows.length], rows[(next + 1) % rows.length]];
    this.next++;
    into.set(row instanceof Uint8Array ? row : new Uint8Array(row.buffer, row.byteOffset, row.byteLength));
    const { byteOffset } = sums;
    const type = typeOf(row);
    arena.station.routines.slideColumns(byteOffset, squares.byteOffset, columns, out.byteOffset, into.byteOffset, type);
  }

  score(products: Float64Array, scores: Float32Array, to: number): number {
    const { arena, setup, squares, sums } = this;
    const { byteOffset: at, length } = products;
    const { own, ownSum, weight, width } = setup;
    const { buffer, routines } = arena.station;
    const flat = routines.scoreRow(sums.byteOffset, squares.byteOffset, at, length, width, weight, own, ownSum);
    scores.set(new Float32Array(buffer, at, length), to);
    return flat;
  }
}

/** Vectors may reach so far beyond the last column. */
const SPARE = 8;

function typeOf(row: IntegerSamples): number {
  if (row instanceof Uint8Array) return 0;
  if (row instanceof Int8Array) return 1;
  return row instanceof Uint16Array ? 2 : 3;
}
