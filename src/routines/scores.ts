/**
 * Scores of template matching, a row of windows after the other, of whole samples without a mask. With W pixels to a
 * window, and the outer sums over the channels, all scores follow from the products ΣIT and
 *
 * spread W·ΣI² − Σ(ΣI)², energy ΣI², mean Σ(ΣI·ΣT)
 *
 * Columns of windows hold their sums and squares; a row comes into them as another one goes. All of that is whole and
 * exact, the spread too: where f64 would not hold its terms, integers of 64 bits do, modulo 2^64. Roundings are few and come
 * in the same order in the compiled routines (`assembly/scores.ts`), which give the same bits.
 */
import type { IntegerSamples } from "../base/element.js";
import { isSingle, type MatchMethod } from "../base/match.js";
import { Arena } from "./arena.js";

export interface ScoreSetup {
  readonly method: MatchMethod;
  /** Interleaved samples to a pixel. */
  readonly channels: number;
  /** Columns and rows of a window. */
  readonly width: number;
  readonly height: number;
  /** ΣT of each channel. */
  readonly ownSums: Float64Array;
  /** W·ΣT² − Σ(ΣT)². */
  readonly own: number;
  /** ΣT². */
  readonly ownEnergy: number;
  /** What products were multiplied by. */
  readonly factor: number;
  /** Bound on the error of a product. */
  readonly lost: number;
  /** Bound on what roundings make of the terms of a score, relative to them; 0 where all are whole. */
  readonly rounded: number;
  /** What these may make of a score. */
  readonly tolerance: number;
  /** Terms of the spread want integers of 64 bits. */
  readonly wide: boolean;
}

/** Windows of a row: those without contrast, which score the least there is, and those in doubt, whose score is NaN. */
export interface ScoreCounts {
  readonly flat: number;
  readonly doubtful: number;
}

export interface ScoreRows {
  /** Empties columns of so many pixels. */
  begin(columns: number): void;
  /** Columns take in a row of samples and let go of the one that windows have left. */
  take(row: IntegerSamples): void;
  /** Writes the scores of the products of a row of windows, which are over then. */
  score(products: Float64Array, scores: Float32Array | Float64Array, to: number): ScoreCounts;
}

/** In the order of the compiled routine's numbers. */
const METHODS: readonly MatchMethod[] = ["zncc", "ncc", "ccorr", "ccoeff", "ssd", "ssd-norm"];

/** The rows for products that lie in `products`: compiled where these lie in an arena. */
export function scoreRows(setup: ScoreSetup, products: Float64Array): ScoreRows {
  const arena = Arena.of(products);
  return arena ? new CompiledRows(setup, arena) : new PlainRows(setup);
}

/** What a window has, by the names above. */
interface Window {
  readonly spread: number;
  readonly energy: number;
  readonly mean: number;
}

export class PlainRows implements ScoreRows {
  private sums = new Float64Array(0);
  private squares = new Float64Array(0);
  private readonly rows: IntegerSamples[] = [];

  constructor(private readonly setup: ScoreSetup) {}

  begin(columns: number): void {
    this.sums = new Float64Array(columns * this.setup.channels);
    this.squares = new Float64Array(columns * this.setup.channels);
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

  score(products: Float64Array, scores: Float32Array | Float64Array, to: number): ScoreCounts {
    const { squares, sums } = this;
    const { channels, width } = this.setup;
    const span = width * channels;
    const [sum, square] = [new Float64Array(channels), new Float64Array(channels)];
    for (let i = 0; i < span; i++) {
      sum[i % channels] += sums[i];
      square[i % channels] += squares[i];
    }
    let [flat, doubtful] = [0, 0];
    for (let x = 0; x < products.length; x++) {
      const { score, certain } = scoreOfWindow(this.setup, this.windowOf(sum, square), products[x] / this.setup.factor);
      if (score === undefined) flat++;
      else if (!certain) doubtful++;
      scores[to + x] = score === undefined ? leastOf(this.setup.method) : certain ? score : Number.NaN;
      for (let c = 0, i = x * channels; c < channels; c++, i++) {
        sum[c] += sums[i + span] - sums[i];
        square[c] += squares[i + span] - squares[i];
      }
    }
    return { flat, doubtful };
  }

  private windowOf(sum: Float64Array, square: Float64Array): Window {
    const { height, ownSums, wide, width } = this.setup;
    const weight = width * height;
    const energy = square.reduce((a, b) => a + b, 0);
    const mean = sum.reduce((a, s, c) => a + s * ownSums[c], 0);
    const spread = wide
      ? Number(BigInt(weight) * BigInt(energy) - sum.reduce((a, s) => a + BigInt(s) * BigInt(s), 0n))
      : weight * energy - sum.reduce((a, s) => a + s * s, 0);
    return { spread, energy, mean };
  }
}

const leastOf = (method: MatchMethod): number => (method === "ssd-norm" ? 1 : 0);

/** The score, undefined of windows that count as flat, and whether it is within the tolerance. */
function scoreOfWindow(
  { height, lost, method, own, ownEnergy, rounded, tolerance, width }: ScoreSetup,
  { energy, mean, spread }: Window,
  product: number,
): { readonly score: number | undefined; readonly certain: boolean } {
  const weight = width * height;
  const size = Math.abs(product);
  if (method === "zncc" || method === "ccoeff") {
    const norm = Math.sqrt(spread * own);
    const likeness = weight * product - mean;
    const error = weight * lost + rounded * (weight * size + Math.abs(mean));
    const certain = !(error > tolerance * norm);
    if (method === "zncc") return { score: norm === 0 ? undefined : bounded(likeness / norm), certain };
    return norm === 0 ? { score: 0, certain: true } : { score: likeness / weight, certain };
  }
  const norm = Math.sqrt(energy * ownEnergy);
  if (method === "ssd" || method === "ssd-norm") {
    const distance = Math.max(0, energy - (product + product) + ownEnergy);
    const error = lost + lost + rounded * (energy + (size + size) + ownEnergy);
    const certain = !(error > tolerance * (method === "ssd" ? distance : norm));
    if (method === "ssd") return { score: distance, certain };
    return { score: norm === 0 ? undefined : distance / norm, certain };
  }
  const certain = !(lost + rounded * size > tolerance * norm);
  if (method === "ncc") {
    return { score: spread * own === 0 || norm === 0 ? undefined : bounded(product / norm), certain };
  }
  return norm === 0 ? { score: 0, certain: true } : { score: product, certain };
}

const bounded = (score: number): number => Math.max(-1, Math.min(1, score));

class CompiledRows implements ScoreRows {
  private columns = 0;
  /** Rows of samples, one more than a window has: what comes in stays until it goes. */
  private rows: Uint8Array[] = [];
  private next = 0;
  private sums: Float64Array;
  private squares: Float64Array;
  /** Three rows of what windows have, so many bytes apart. */
  private windows = 0;
  private pitch = 0;
  private readonly constants: number;
  private readonly ownSums: number;
  private readonly counts: Int32Array;

  constructor(
    private readonly setup: ScoreSetup,
    private readonly arena: Arena,
  ) {
    const { factor, height, lost, own, ownEnergy, ownSums, rounded, tolerance, width } = setup;
    this.sums = arena.doubles(0);
    this.squares = arena.doubles(0);
    this.constants = arena.place(Float64Array.of(width * height, own, ownEnergy, factor, lost, rounded, tolerance));
    this.ownSums = arena.place(ownSums);
    this.counts = arena.ints(2);
  }

  begin(columns: number): void {
    const { arena } = this;
    const { channels, height } = this.setup;
    // Vectors may reach so far beyond the last column.
    const elements = (columns + 2) * channels + 8;
    if (this.sums.length < elements) {
      this.sums = arena.doubles(elements);
      this.squares = arena.doubles(elements);
      this.pitch = 8 * (columns + 2);
      this.windows = arena.take(3 * this.pitch);
      const bytes = 2 * elements;
      const at = Array.from({ length: height + 1 }, () => arena.take(bytes));
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
    const elements = columns * this.setup.channels;
    const { byteOffset } = sums;
    const type = typeOf(row);
    arena.station.routines.slideColumns(
      byteOffset,
      squares.byteOffset,
      elements,
      out.byteOffset,
      into.byteOffset,
      type,
    );
  }

  score(products: Float64Array, scores: Float32Array | Float64Array, to: number): ScoreCounts {
    const { arena, constants, counts, ownSums, pitch, setup, squares, sums, windows } = this;
    const { byteOffset: at, length } = products;
    const { channels, height, method, wide, width } = setup;
    const { buffer, routines } = arena.station;
    const [sum, square, weight] = [sums.byteOffset, squares.byteOffset, width * height];
    routines.gatherWindows(sum, square, length, width, channels, weight, ownSums, windows, pitch, wide ? 1 : 0);
    routines.scoreWindows(METHODS.indexOf(method), at, length, windows, pitch, constants, counts.byteOffset);
    scores.set(isSingle(method) ? new Float32Array(buffer, at, length) : new Float64Array(buffer, at, length), to);
    return { flat: counts[0], doubtful: counts[1] };
  }
}

function typeOf(row: IntegerSamples): number {
  if (row instanceof Uint8Array) return 0;
  if (row instanceof Int8Array) return 1;
  return row instanceof Uint16Array ? 2 : 3;
}
