/**
 * The best places of a score map, each the best among its eight neighbours, and no two of them nearer to each other than
 * the overlap allows. Of equal neighbours the first in reading order counts.
 */
import type { Samples } from "../../base/element.js";
import type { Signal } from "../../base/signal.js";
import type { Place } from "./report.js";

export interface Peak extends Place {
  readonly score: number;
}

export interface PeakRequest {
  /** Small scores are the good ones. */
  readonly distance: boolean;
  /** Extent of the template. */
  readonly width: number;
  readonly height: number;
  /** The share of the template's area that two peaks may have in common. */
  readonly overlap: number;
  /** The worst score that counts. */
  readonly limit: number | undefined;
  /** How many; 0: all that count. */
  readonly top: number;
  /** The score of a place with all its digits, of which the map may hold fewer. */
  readonly exactly: (x: number, y: number) => number;
}

/** Places are looked at in squares of this size: only those with a score good enough are searched for peaks. */
const SQUARE = 16;

/**
 * @returns the peaks that count, best first, and the best two of all peaks whether they count or not
 */
export function findPeaks(map: Signal, request: PeakRequest): { peaks: Peak[]; best: Peak[] } {
  const scores = map.data;
  const sign = request.distance ? -1 : 1;
  const queue = new Queue();
  const columns = Math.ceil(map.width / SQUARE);
  for (const [i, v] of squareMaxima(scores, map.width, map.height, sign).entries()) {
    if (v > Number.NEGATIVE_INFINITY) queue.add({ value: v, at: i, square: true });
  }
  const peaks: Peak[] = [];
  const best: Peak[] = [];
  const taken = new Taken(map.width, map.height, request);
  const limit = request.limit === undefined ? Number.NEGATIVE_INFINITY : sign * request.limit;
  for (let next = queue.take(); next; next = queue.take()) {
    if (next.square) {
      const [x0, y0] = [(next.at % columns) * SQUARE, Math.floor(next.at / columns) * SQUARE];
      for (const at of peaksWithin(scores, map.width, map.height, x0, y0, sign)) {
        if (!taken.isNear(at)) queue.add({ value: sign * scores[at], at, square: false });
      }
      continue;
    }
    const full = request.top > 0 && peaks.length >= request.top;
    if ((full || next.value < limit - Math.abs(limit) * SINGLE) && best.length >= 2) break;
    if (taken.isNear(next.at)) continue;
    const [x, y] = [next.at % map.width, Math.floor(next.at / map.width)];
    const peak = { x, y, score: request.exactly(x, y) };
    taken.add(peak);
    if (best.length < 2) best.push(peak);
    if (!full && sign * peak.score >= limit) peaks.push(peak);
  }
  const order = (a: Peak, b: Peak): number => sign * (b.score - a.score);
  return { peaks: peaks.sort(order), best: best.sort(order) };
}

/** More than f32 rounds a score by, relatively. */
const SINGLE = 1e-7;

/**
 * Places that have more than the allowed share of the template's area in common with a peak that was taken, marked as peaks
 * are. Peaks are apart, so all marks together are a few a place, however many peaks there are.
 */
class Taken {
  private readonly marks: Uint8Array;
  /** For each distance in rows, the first distance in columns that is allowed. */
  private readonly reach: readonly number[];

  constructor(
    private readonly columns: number,
    private readonly rows: number,
    { width, height, overlap }: PeakRequest,
  ) {
    this.marks = new Uint8Array(columns * rows);
    this.reach = Array.from({ length: height }, (_, dy) => {
      let dx = 0;
      while (dx < width && (width - dx) * (height - dy) > overlap * width * height) dx++;
      return dx;
    });
  }

  isNear(at: number): boolean {
    return this.marks[at] === 1;
  }

  add({ x, y }: Place): void {
    const { columns, marks, reach, rows } = this;
    const last = Math.min(rows - 1, y + reach.length - 1);
    for (let row = Math.max(0, y - reach.length + 1); row <= last; row++) {
      const dx = reach[Math.abs(row - y)];
      if (dx > 0) marks.fill(1, row * columns + Math.max(0, x - dx + 1), row * columns + Math.min(columns, x + dx));
    }
  }
}

function squareMaxima(scores: Samples, width: number, height: number, sign: 1 | -1): Float64Array {
  const columns = Math.ceil(width / SQUARE);
  const maxima = new Float64Array(columns * Math.ceil(height / SQUARE)).fill(Number.NEGATIVE_INFINITY);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / SQUARE) * columns;
    for (let c = 0; c < columns; c++) {
      let most = maxima[row + c];
      const from = y * width + c * SQUARE;
      const to = y * width + Math.min(width, (c + 1) * SQUARE);
      for (let i = from; i < to; i++) {
        const v = sign * scores[i];
        if (v > most) most = v;
      }
      maxima[row + c] = most;
    }
  }
  return maxima;
}

function* peaksWithin(
  scores: Samples,
  width: number,
  height: number,
  x0: number,
  y0: number,
  sign: 1 | -1,
): Generator<number> {
  for (let y = y0; y < Math.min(height, y0 + SQUARE); y++) {
    for (let x = x0; x < Math.min(width, x0 + SQUARE); x++) {
      if (isPeak(scores, width, height, x, y, sign)) yield y * width + x;
    }
  }
}

function isPeak(scores: Samples, width: number, height: number, x: number, y: number, sign: 1 | -1): boolean {
  const v = sign * scores[y * width + x];
  if (Number.isNaN(v)) return false;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const [nx, ny] = [x + dx, y + dy];
      if ((dx === 0 && dy === 0) || nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
      const n = sign * scores[ny * width + nx];
      if (n > v || (n === v && (dy < 0 || (dy === 0 && dx < 0)))) return false;
    }
  }
  return true;
}

interface Entry {
  readonly value: number;
  readonly at: number;
  /** A square of places that is still to be searched, in place of one place. */
  readonly square: boolean;
}

/** Squares come before places of their score, so that all places of a score are there before one is taken. */
const before = (a: Entry, b: Entry): boolean =>
  a.value !== b.value ? a.value > b.value : a.square !== b.square ? a.square : a.at < b.at;

/** A binary heap: the greatest entry first. */
class Queue {
  private readonly entries: Entry[] = [];

  add(entry: Entry): void {
    const { entries } = this;
    let i = entries.push(entry) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, entries[parent])) break;
      entries[i] = entries[parent];
      i = parent;
    }
    entries[i] = entry;
  }

  take(): Entry | undefined {
    const { entries } = this;
    const first = entries.at(0);
    const last = entries.pop();
    if (!first || !last || entries.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && before(entries[child + 1], entries[child])) child++;
      if (!before(entries[child], last)) break;
      entries[i] = entries[child];
      i = child;
    }
    entries[i] = last;
    return first;
  }
}
