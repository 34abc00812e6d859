/**
 * The normal equations AᵀA·k = Aᵀb of a pair: row p of A is the window of BEFORE at p, b its sample of AFTER. So
 *
 *     (AᵀA)[i, j] = Σ_p x[p + i]·x[p + j],   (Aᵀb)[i] = Σ_p x[p + i]·b[p],
 *
 * the autocorrelation of x at lag j − i, less the products that no window meets, and the cross-correlation of b with x.
 * Both correlations are made by the engine.
 */
import { kernelOf } from "../../base/kernel.js";
import { correlate } from "../arrays.js";
import type { Steps } from "../steps.js";
import type { Pair } from "./pairs.js";

export interface Moments {
  readonly taps: number;
  /** AᵀA, row by row, both halves. */
  readonly gram: Float64Array;
  /** Aᵀb. */
  readonly right: Float64Array;
  /** The products with a column of ones, Σ_p x[p + i] and Σ b, and the number of rows; where a constant is wanted. */
  readonly ones?: { readonly sums: Float64Array; readonly sum: number; readonly rows: number };
}

/** @param extent of the kernel @param constant whether a constant is wanted too */
export function* momentsOf(pairs: readonly Pair[], extent: Extent, constant: boolean): Steps<Moments> {
  const taps = extent.width * extent.height;
  const gram = new Float64Array(taps * taps);
  const right = new Float64Array(taps);
  for (const [done, pair] of pairs.entries()) {
    const share = (part: number): number => (done + part) / pairs.length;
    addGram(pair, extent, gram);
    yield share(0.4);
    addRight(pair, extent, right);
    yield share(0.5);
    if (pair.keep) for (const part of leaveOut(pair, extent, gram)) yield share(0.5 + 0.5 * part);
  }
  for (let i = 0; i < taps; i++) for (let j = 0; j < i; j++) gram[i * taps + j] = gram[j * taps + i];
  return { taps, gram, right, ...(constant ? { ones: onesOf(pairs, extent) } : {}) };
}

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Σ_q x[q]·x[q + d] over all of the plane, d = (dx, dy), |dx| < width, 0 ≤ dy < height: one correlation of the rows in a line. */
function autocorrelation({ before, width, height }: Pair, extent: Extent): (dx: number, dy: number) => number {
  const pitch = width + extent.width - 1;
  const line = new Float64Array(height * pitch);
  for (let y = 0; y < height; y++) line.set(before.subarray(y * width, (y + 1) * width), y * pitch);
  const side = extent.width - 1;
  const lags = side + (extent.height - 1) * pitch + side + 1;
  const input = new Float64Array(line.length + lags - 1);
  input.set(line, side);
  const kernel = kernelOf(line, { width: line.length });
  const sums = correlate(input, kernel, { size: "valid", maxLag: lags - 1 });
  return (dx, dy) => sums[side + dy * pitch + dx];
}

/** The upper half of AᵀA, as if every output counted. */
function addGram(pair: Pair, extent: Extent, gram: Float64Array): void {
  const whole = autocorrelation(pair, extent);
  const taps = extent.width * extent.height;
  for (let dy = 0; dy < extent.height; dy++) {
    for (let dx = dy === 0 ? 0 : 1 - extent.width; dx < extent.width; dx++) {
      const inside = insideSums(pair, extent, dx, dy, whole(dx, dy));
      const first = Math.max(0, -dx);
      const last = extent.width - 1 - Math.max(0, dx);
      for (let y = 0; y < extent.height - dy; y++) {
        for (let x = first; x <= last; x++) {
          const i = y * extent.width + x;
          gram[i * taps + i + dy * extent.width + dx] += inside(x, y);
        }
      }
    }
  }
}

/**
 * Σ x[q]·x[q + d] over the outputs' rectangle moved to (x, y), from the sum over the whole plane: rows above and below, and
 * columns on the left and right within the rows, are taken off.
 */
function insideSums(
  { before, width, height, across, down }: Pair,
  extent: Extent,
  dx: number,
  dy: number,
  whole: number,
): (x: number, y: number) => number {
  const step = dy * width + dx;
  const [from, to] = [Math.max(0, -dx), Math.min(width, width - dx)];
  const bottom = height - dy;
  const rowSum = (y: number): number => {
    let sum = 0;
    for (let q = y * width + from, end = y * width + to; q < end; q++) sum += before[q] * before[q + step];
    return sum;
  };
  // Rows above y, and rows from y + down on.
  const turns = extent.height - dy;
  const above = new Float64Array(turns + 1);
  const below = new Float64Array(turns + 1);
  for (let y = 0; y < turns; y++) above[y + 1] = above[y] + rowSum(y);
  for (let y = bottom - 1; y >= down; y--) below[y - down] = below[y - down + 1] + rowSum(y);
  // Columns left of x, and those from x + across on, over the rows [y, y + down).
  const columns = to - from - across + 1;
  const left = Array.from({ length: turns }, () => new Float64Array(columns));
  const right = Array.from({ length: turns }, () => new Float64Array(columns));
  const product = (x: number, y: number): number => before[y * width + x] * before[y * width + x + step];
  const slide = (x: number, put: (y: number, sum: number) => void): void => {
    let sum = 0;
    for (let y = 0; y < down; y++) sum += product(x, y);
    for (let y = 0; ; y++) {
      put(y, sum);
      if (y + 1 >= turns) return;
      sum += product(x, y + down) - product(x, y);
    }
  };
  for (let c = 1; c < columns; c++) {
    slide(from + c - 1, (y, sum) => {
      left[y][c] = left[y][c - 1] + sum;
    });
    slide(to - c, (y, sum) => {
      right[y][columns - 1 - c] = right[y][columns - c] + sum;
    });
  }
  return (x, y) => whole - above[y] - below[y] - left[y][x - from] - right[y][x - from];
}

/** Aᵀb: b in a line is the kernel, the outputs that do not count are 0 in it. */
function addRight({ before, width, after, across, down }: Pair, extent: Extent, right: Float64Array): void {
  const kernel = new Float64Array((down - 1) * width + across);
  for (let y = 0; y < down; y++) kernel.set(after.subarray(y * across, (y + 1) * across), y * width);
  const lags = (extent.height - 1) * width + extent.width;
  const sums = correlate(before, kernelOf(kernel, { width: kernel.length }), { size: "valid", maxLag: lags - 1 });
  for (let y = 0; y < extent.height; y++)
    for (let x = 0; x < extent.width; x++) right[y * extent.width + x] += sums[y * width + x];
}

function onesOf(pairs: readonly Pair[], extent: Extent): NonNullable<Moments["ones"]> {
  const sums = new Float64Array(extent.width * extent.height);
  let [sum, rows] = [0, 0];
  for (const { before, width, after, across, keep } of pairs) {
    for (let p = 0; p < after.length; p++) {
      if (keep?.[p] === 0) continue;
      sum += after[p];
      rows++;
      const at = Math.floor(p / across) * width + (p % across);
      for (let y = 0, i = 0; y < extent.height; y++)
        for (let x = 0; x < extent.width; x++, i++) sums[i] += before[at + y * width + x];
    }
  }
  return { sums, sum, rows };
}

/** Windows whose products are added up at a time. */
const TOGETHER = 8;

/** Takes the windows of outputs that do not count off again. */
function* leaveOut({ before, width, across, keep }: Pair, extent: Extent, gram: Float64Array): Generator<number> {
  const taps = extent.width * extent.height;
  // Window n in column n: the products of two taps over all of them lie side by side.
  const windows = new Float64Array(taps * TOGETHER);
  let n = 0;
  for (let p = 0; p < keep!.length; p++) {
    if (keep![p] !== 0) continue;
    const at = Math.floor(p / across) * width + (p % across);
    for (let i = 0; i < taps; i++) {
      windows[i * TOGETHER + n] = before[at + Math.floor(i / extent.width) * width + (i % extent.width)];
    }
    if (++n < TOGETHER) continue;
    takeOff(windows, gram, taps);
    windows.fill(0);
    n = 0;
    yield p / keep!.length;
  }
  if (n > 0) takeOff(windows, gram, taps);
}

function takeOff(w: Float64Array, gram: Float64Array, taps: number): void {
  for (let i = 0, a = 0; i < taps; i++, a += TOGETHER) {
    const [a0, a1, a2, a3] = [w[a], w[a + 1], w[a + 2], w[a + 3]];
    const [a4, a5, a6, a7] = [w[a + 4], w[a + 5], w[a + 6], w[a + 7]];
    const row = i * taps;
    for (let j = i, b = a; j < taps; j++, b += TOGETHER) {
      const first = a0 * w[b] + a1 * w[b + 1] + a2 * w[b + 2] + a3 * w[b + 3];
      gram[row + j] -= first + (a4 * w[b + 4] + a5 * w[b + 5] + a6 * w[b + 6] + a7 * w[b + 7]);
    }
  }
}
