/**
 * Windows of float samples without a mask. Nothing is ever subtracted: a window is the end of one block of samples and the
 * beginning of the next (van Herk's scheme), each with its mean and its spread, and two such parts are merged by Chan's
 * rule (Chan, Golub and LeVeque 1983). So a window's numbers lose no digits to what lies beside it, nor to its own mean.
 */
import type { Region } from "../extend.js";
import type { Field } from "../problem.js";
import { blankMoments, type Moments, type MomentsOf } from "./moments.js";
import type { ScoreRequest } from "./request.js";

/** Means and spreads of many parts. */
interface Parts {
  readonly mean: Float64Array;
  readonly spread: Float64Array;
}

const partsOf = (length: number): Parts => ({ mean: new Float64Array(length), spread: new Float64Array(length) });

export class MergingMoments implements MomentsOf {
  private tile: Region = { x0: 0, x1: 0, y0: 0, y1: 0 };
  private at = 0;
  /** Elements of a row of samples that the windows of a row reach. */
  private elements = 0;
  /** For each row of the block where windows begin: the part of each column from there to the block's end. */
  private ends = partsOf(0);
  /** The part of each column from the beginning of the next block down to the last row that was met. */
  private begins = partsOf(0);
  private column = partsOf(0);
  private right = partsOf(0);
  private row: Moments = blankMoments(0, 1);
  private readonly gaps: MissingCount | undefined;

  constructor(
    private readonly field: Field,
    private readonly request: ScoreRequest,
  ) {
    this.gaps = request.missing && new MissingCount(request.missing, field.width, request);
  }

  begin(tile: Region): void {
    const { channels, width, height } = this.request;
    const windows = tile.x1 - tile.x0;
    const elements = (windows + width - 1) * channels;
    if (elements !== this.elements) {
      this.elements = elements;
      this.ends = partsOf(elements * height);
      this.begins = partsOf(elements);
      this.column = partsOf(elements);
      this.right = partsOf(elements);
      this.row = blankMoments(windows, channels);
    }
    this.tile = tile;
    this.at = 0;
    this.gaps?.begin(tile);
  }

  next(): Moments {
    const { height } = this.request;
    const { at, begins } = this;
    const within = at % height;
    if (within === 0) {
      this.readBlock(at);
      begins.mean.fill(0);
      begins.spread.fill(0);
    } else this.takeRow(at + height - 1, begins, within);
    this.at++;
    this.mergeColumns(within);
    this.mergeRow();
    const missing = this.gaps?.next();
    return missing ? { ...this.row, missing } : this.row;
  }

  /** The ends of the block that begins at a row, from its last row upwards. */
  private readBlock(at: number): void {
    const { height } = this.request;
    const { elements, ends } = this;
    for (let r = height - 1; r >= 0; r--) {
      const part = slice(ends, r * elements, elements);
      if (r === height - 1) {
        part.mean.fill(0);
        part.spread.fill(0);
      } else {
        const below = slice(ends, (r + 1) * elements, elements);
        part.mean.set(below.mean);
        part.spread.set(below.spread);
      }
      this.takeRow(at + r, part, height - r);
    }
  }

  /** One more row for a part of each column, which then has `count` of them (Welford's rule). */
  private takeRow(row: number, { mean, spread }: Parts, count: number): void {
    const { data, width, channels } = this.field;
    const from = ((this.tile.y0 + row) * width + this.tile.x0) * channels;
    const share = 1 / count;
    for (let i = 0; i < mean.length; i++) {
      const d = data[from + i] - mean[i];
      mean[i] += d * share;
      spread[i] += d * d * (1 - share);
    }
  }

  /** Whole columns of windows whose first row is row `within` of its block. */
  private mergeColumns(within: number): void {
    const { height } = this.request;
    const { begins, column, elements, ends } = this;
    const end = within * elements;
    const share = within / height;
    const common = share * (height - within);
    for (let i = 0; i < elements; i++) {
      const mean = ends.mean[end + i];
      const d = begins.mean[i] - mean;
      column.mean[i] = mean + d * share;
      column.spread[i] = ends.spread[end + i] + begins.spread[i] + d * d * common;
    }
  }

  /** Windows along the row: columns merged in blocks as rows are. */
  private mergeRow(): void {
    const { channels } = this.request;
    this.row.spread.fill(0);
    this.row.energy.fill(0);
    for (let c = 0; c < channels; c++) this.mergeChannel(c);
  }

  private mergeChannel(c: number): void {
    const { channels, width, height, weight } = this.request;
    const { column, elements, right, row } = this;
    const windows = row.spread.length;
    const columns = elements / channels;
    for (let x = columns - 1; x >= 0; x--) {
      const i = x * channels + c;
      // From here to the end of its block; the last block may be shorter, and is then no window's.
      const count = width - (x % width);
      if (count === 1 || x === columns - 1) {
        right.mean[i] = column.mean[i];
        right.spread[i] = column.spread[i];
        continue;
      }
      const d = column.mean[i] - right.mean[i + channels];
      right.mean[i] = right.mean[i + channels] + d / count;
      right.spread[i] = right.spread[i + channels] + column.spread[i] + d * d * height * ((count - 1) / count);
    }
    let mean = 0;
    let spread = 0;
    for (let x = 0; x < windows; x++) {
      const within = x % width;
      const i = x * channels + c;
      if (within === 0) {
        mean = 0;
        spread = 0;
      } else {
        const last = i + (width - 1) * channels;
        const d = column.mean[last] - mean;
        mean += d / within;
        spread += column.spread[last] + d * d * height * ((within - 1) / within);
      }
      const d = mean - right.mean[i];
      const share = within / width;
      const m = right.mean[i] + d * share;
      const v = right.spread[i] + spread + d * d * height * share * (width - within);
      row.sum[i] = m * weight;
      row.spread[x] += v;
      row.energy[x] += v + m * m * weight;
    }
  }
}

const slice = ({ mean, spread }: Parts, at: number, length: number): Parts => ({
  mean: mean.subarray(at, at + length),
  spread: spread.subarray(at, at + length),
});

/** Counts missing pixels of windows, by sums that run. */
class MissingCount {
  private columns = new Int32Array(0);
  private row = new Int32Array(0);
  private tile: Region = { x0: 0, x1: 0, y0: 0, y1: 0 };
  private at = 0;

  constructor(
    private readonly missing: Uint8Array,
    private readonly width: number,
    private readonly request: ScoreRequest,
  ) {}

  begin(tile: Region): void {
    this.tile = tile;
    this.at = tile.y0;
    this.row = new Int32Array(tile.x1 - tile.x0);
    this.columns = new Int32Array(this.row.length + this.request.width - 1);
    for (let y = 0; y < this.request.height - 1; y++) this.add(tile.y0 + y, 1);
  }

  next(): Int32Array {
    const { columns, request, row } = this;
    if (this.at > this.tile.y0) this.add(this.at - 1, -1);
    this.add(this.at + request.height - 1, 1);
    this.at++;
    let n = 0;
    for (let x = 0; x < request.width - 1; x++) n += columns[x];
    for (let x = 0; x < row.length; x++) {
      n += columns[x + request.width - 1];
      row[x] = n;
      n -= columns[x];
    }
    return row;
  }

  private add(y: number, sign: 1 | -1): void {
    const from = y * this.width + this.tile.x0;
    for (let x = 0; x < this.columns.length; x++) this.columns[x] += sign * this.missing[from + x];
  }
}
