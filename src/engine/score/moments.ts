/** What is known of each window of a row of windows: how many samples are missing, sums, spreads, energies. */
import type { Samples } from "../../base/element.js";
import type { Region } from "../extend.js";
import type { Field } from "../problem.js";
import type { ScoreRequest } from "./request.js";

/** One row of windows of a tile. */
export interface Moments {
  /** ΣwI of each channel, interleaved. */
  readonly sum: Float64Array;
  /** Σw(I−Ī)², over all channels. */
  readonly spread: Float64Array;
  /** ΣwI², over all channels. */
  readonly energy: Float64Array;
  /** Pixels of the window of which something is missing. */
  readonly missing?: Int32Array;
}

/** Goes down a tile of windows, a row at a time. */
export interface MomentsOf {
  begin(tile: Region): void;
  next(): Moments;
}

export const blankMoments = (windows: number, channels: number): Moments => ({
  sum: new Float64Array(windows * channels),
  spread: new Float64Array(windows),
  energy: new Float64Array(windows),
});

/** Greatest product of whole numbers that f64 surely holds. */
const WHOLE = 4503599627370496;

/**
 * Σ(I−Ī)² = ΣI² − (ΣI)²/W without losing digits: exact products where they fit f64, else with the whole number q nearest
 * to the mean, Σ(I−q)² − r²/W, r = ΣI − qW, of which only the last term is not whole.
 */
export function wholeSpread(sum: number, square: number, weight: number): number {
  if (weight * square < WHOLE) return (weight * square - sum * sum) / weight;
  const q = Math.round(sum / weight);
  const r = sum - q * weight;
  return square - q * (sum + r) - (r * r) / weight;
}

/**
 * Windows of whole samples without a mask: sums that run down the columns and along the rows. All are whole and fit f64,
 * so nothing is lost however far they run.
 */
export class RunningMoments implements MomentsOf {
  private columns = { sum: new Float64Array(0), square: new Float64Array(0) };
  private row: Moments = blankMoments(0, 1);
  private tile: Region = { x0: 0, x1: 0, y0: 0, y1: 0 };
  private at = 0;

  constructor(
    private readonly field: Field,
    private readonly request: ScoreRequest,
  ) {}

  begin(tile: Region): void {
    const { channels, width, height } = this.request;
    const windows = tile.x1 - tile.x0;
    const elements = (windows + width - 1) * channels;
    if (this.columns.sum.length !== elements) {
      this.columns = { sum: new Float64Array(elements), square: new Float64Array(elements) };
      this.row = blankMoments(windows, channels);
    } else {
      this.columns.sum.fill(0);
      this.columns.square.fill(0);
    }
    this.tile = tile;
    this.at = tile.y0;
    for (let y = tile.y0; y < tile.y0 + height - 1; y++) this.slide(undefined, y);
  }

  next(): Moments {
    const { height, channels } = this.request;
    const { at, row, tile } = this;
    this.slide(at > tile.y0 ? at - 1 : undefined, at + height - 1);
    this.at++;
    for (let c = 0; c < channels; c++) this.along(c, row);
    return row;
  }

  /** Columns take in one row and let go of another. */
  private slide(out: number | undefined, into: number): void {
    const { data, width, channels } = this.field;
    const from = (y: number): number => (y * width + this.tile.x0) * channels;
    const { sum, square } = this.columns;
    if (out === undefined) takeIn(data, from(into), sum, square);
    else exchange(data, from(out), from(into), sum, square);
  }

  /** Windows along the row, of one channel; the first one begins what the others add to. */
  private along(c: number, { sum, spread, energy }: Moments): void {
    const { channels, width, weight } = this.request;
    const { sum: sums, square: squares } = this.columns;
    const span = width * channels;
    const exact = weight * weight * LARGEST[elementSize(this.field.data)] < WHOLE;
    let s = 0;
    let q = 0;
    for (let i = c; i < span - channels; i += channels) {
      s += sums[i];
      q += squares[i];
    }
    for (let x = 0, i = c; x < spread.length; x++, i += channels) {
      s += sums[i + span - channels];
      q += squares[i + span - channels];
      const v = exact ? (weight * q - s * s) / weight : wholeSpread(s, q, weight);
      sum[i] = s;
      if (c === 0) {
        spread[x] = v;
        energy[x] = q;
      } else {
        spread[x] += v;
        energy[x] += q;
      }
      s -= sums[i];
      q -= squares[i];
    }
  }
}

/** The largest square of a sample of one and of two bytes. */
const LARGEST: Readonly<Record<1 | 2, number>> = { 1: 65025, 2: 4294836225 };
const elementSize = (data: Samples): 1 | 2 => (data.BYTES_PER_ELEMENT === 1 ? 1 : 2);

function takeIn(data: Samples, at: number, sum: Float64Array, square: Float64Array): void {
  for (let i = 0; i < sum.length; i++) {
    const v = data[at + i];
    sum[i] += v;
    square[i] += v * v;
  }
}

function exchange(data: Samples, out: number, into: number, sum: Float64Array, square: Float64Array): void {
  for (let i = 0; i < sum.length; i++) {
    const [a, b] = [data[out + i], data[into + i]];
    sum[i] += b - a;
    square[i] += b * b - a * a;
  }
}
