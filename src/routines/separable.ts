/**
 * Bands of u8 pictures filtered along rows and then down columns in f32: staged input rows in, rounded and clipped output
 * rows out, and a mark on each sample that is too near a rounding boundary for f32 to decide.
 */
import { ROUNDINGS, type Rounding } from "../base/options.js";
import { align, type Band, instantiate, SLACK } from "./band.js";

export interface SeparableSetup {
  /** Output elements a row, and elements that windows reach beyond. */
  readonly elements: number;
  readonly halo: number;
  /** Most output rows of a band, and input rows that they need. */
  readonly rows: number;
  readonly inputRows: number;
  /** Taps along a row, `stepX` elements apart, and down a column, `stepY` rows apart; as f32. */
  readonly tapsX: Float32Array;
  readonly stepX: number;
  readonly tapsY: Float32Array;
  readonly stepY: number;
  /** `value = sum·scale + offset`, as f32, within `error` of the exact value. */
  readonly scale: number;
  readonly offset: number;
  readonly error: number;
  readonly absolute: boolean;
  readonly rounding: Rounding;
  readonly range: readonly [number, number];
}

/** A band whose samples may be in doubt: those are neither right nor counted as clipped. */
export interface DoubtfulBand extends Band {
  /** Samples of output row i that are in doubt. */
  doubtful(i: number): number;
  /** 1 where element e of output row i is in doubt. Read it before the next run. */
  doubts(i: number): Uint8Array;
}

const STRIP = 256;
/** Bytes of a filtered row of a strip. */
const PITCH = (STRIP + 16) * 4;
/** Unit roundoff of f32, 2^-24. */
const UNIT = 2 / 33554432;

/** The compiled band. */
export function compiledSeparable(setup: SeparableSetup): DoubtfulBand {
  const layout = layoutOf(setup);
  const { buffer, exports } = instantiate(layout.end);
  const separableBand = exports["separableBand"] as (at: number) => void;
  const words = new Int32Array(buffer);
  const floats = new Float32Array(buffer);
  floats.set(setup.tapsX, layout.tapsX / 4);
  for (const [i, t] of smallestFirst(setup.tapsY).entries()) {
    words[layout.tapsY / 4 + 2 * i] = t * setup.stepY * PITCH;
    floats[layout.tapsY / 4 + 2 * i + 1] = setup.tapsY[t];
  }
  const counts = new Int32Array(buffer, layout.counts, 2 * setup.rows);
  const rows = (at: number, pitch: number, count: number, length: number): Uint8Array[] =>
    Array.from({ length: count }, (_, i) => new Uint8Array(buffer, at + i * pitch, length));
  const inputs = rows(layout.source, layout.sourcePitch, setup.inputRows, setup.elements + setup.halo);
  const outputs = rows(layout.out, layout.outPitch, setup.rows, setup.elements);
  const doubts = rows(layout.doubt, layout.outPitch, setup.rows, setup.elements);
  return {
    inputRow: (i) => inputs[i],
    outputRow: (i) => outputs[i],
    clipped: (i) => counts[2 * i],
    doubtful: (i) => counts[2 * i + 1],
    doubts: (i) => doubts[i],
    run: (count) => {
      // Marks of the run before are taken away where there are any.
      for (let i = 0; i < setup.rows; i++) if (counts[2 * i + 1] > 0) doubts[i].fill(0);
      counts.fill(0);
      words.set(parameters(setup, layout, count), 0);
      floats.set([setup.scale, setup.offset, setup.error], 19);
      separableBand(0);
    },
  };
}

type Layout = ReturnType<typeof layoutOf>;

function layoutOf(setup: SeparableSetup) {
  const sourcePitch = align(setup.elements + setup.halo + SLACK);
  const outPitch = align(setup.elements + SLACK);
  const pitch = PITCH;
  const tapsX = 256;
  const tapsY = align(tapsX + setup.tapsX.length * 4);
  const counts = align(tapsY + setup.tapsY.length * 8);
  const sums = align(counts + (setup.rows + 1) * 8);
  const wide = sums + 2 * pitch;
  const filtered = align(wide + (STRIP + setup.halo + SLACK) * 4);
  // One row more than there are: the last pass of an odd band reads it and keeps nothing of it.
  const source = align(filtered + (setup.inputRows + 1) * pitch);
  const doubt = source + (setup.inputRows + 1) * sourcePitch;
  const out = doubt + (setup.rows + 1) * outPitch;
  return {
    tapsX,
    tapsY,
    counts,
    sums,
    wide,
    filtered,
    source,
    sourcePitch,
    doubt,
    out,
    outPitch,
    end: out + (setup.rows + 1) * outPitch,
  };
}

/** The block that `assembly/separable.ts` reads; its three f32 are written after it. */
function parameters(setup: SeparableSetup, layout: Layout, rows: number): Int32Array {
  return Int32Array.of(
    layout.source,
    layout.sourcePitch,
    setup.inputRows - setup.rows + rows,
    layout.wide,
    layout.filtered,
    layout.tapsX,
    setup.tapsX.length,
    setup.stepX,
    fold(setup.tapsX),
    layout.tapsY,
    setup.tapsY.length,
    0,
    layout.sums,
    layout.out,
    layout.outPitch,
    rows,
    setup.elements,
    layout.doubt,
    layout.counts,
    0,
    0,
    0,
    setup.absolute ? 1 : 0,
    ROUNDINGS.indexOf(setup.rounding),
    setup.range[0],
    setup.range[1],
  );
}

/** Places of the taps, by their size: the order in which columns are summed. */
const smallestFirst = (taps: Float32Array): number[] =>
  Array.from(taps.keys()).sort((a, b) => Math.abs(taps[a]) - Math.abs(taps[b]) || a - b);

/**
 * Bound on the rounding errors of both passes for samples up to 1, beside the exact taps: each tap, product and partial
 * sum is off by at most 2^-24 of its size, in the very order in which the routine adds them.
 */
export function separableError(row: Float64Array, column: Float64Array): number {
  const inPass = (sizes: number[], folded: boolean): { sum: number; error: number } => {
    let sum = 0;
    let error = 0;
    for (const size of sizes) {
      sum += size;
      error += (folded ? 3 : 2) * size + sum;
    }
    return { sum, error: error * UNIT };
  };
  const sizes = Array.from(row, Math.abs);
  const folds = fold(Float32Array.from(row)) !== 0;
  const half = sizes.length >> 1;
  const along = folds
    ? [...sizes.slice(0, half).map((s) => 2 * s), ...(sizes.length % 2 === 1 ? [sizes[half]] : [])]
    : sizes;
  const x = inPass(along, folds);
  const y = inPass(
    Array.from(column, Math.abs).sort((a, b) => a - b),
    false,
  );
  // The second pass works on sums that are already off; 1.01 covers the products of small errors.
  return 1.01 * (x.error * y.sum + x.sum * y.error);
}

/** 1 for taps that are the same from both ends, 2 for opposite ones, 0 for others. */
function fold(taps: Float32Array): 0 | 1 | 2 {
  if (taps.length < 3) return 0;
  if (taps.every((t, i) => t === taps[taps.length - 1 - i])) return 1;
  return taps.every((t, i) => t === -taps[taps.length - 1 - i]) ? 2 : 0;
}

/** The same band in plain TypeScript, in f64: nearer to the exact values, so it marks no more samples than it must. */
export function referenceSeparable(setup: SeparableSetup): DoubtfulBand {
  const { elements, range, tapsX, tapsY } = setup;
  const blank = (count: number, length: number): Uint8Array[] =>
    Array.from({ length: count }, () => new Uint8Array(length));
  const inputs = blank(setup.inputRows, elements + setup.halo);
  const outputs = blank(setup.rows, elements);
  const doubts = blank(setup.rows, elements);
  const clipped = new Int32Array(setup.rows);
  const doubtful = new Int32Array(setup.rows);
  const valueAt = (y: number, e: number): number => {
    let sum = 0;
    for (const [j, ky] of tapsY.entries()) {
      for (const [i, kx] of tapsX.entries()) sum += kx * ky * inputs[y + j * setup.stepY][e + i * setup.stepX];
    }
    const value = sum * setup.scale + setup.offset;
    return setup.absolute ? Math.abs(value) : value;
  };
  return {
    inputRow: (i) => inputs[i],
    outputRow: (i) => outputs[i],
    clipped: (i) => clipped[i],
    doubtful: (i) => doubtful[i],
    doubts: (i) => doubts[i],
    run: (rows) => {
      clipped.fill(0);
      doubtful.fill(0);
      for (let y = 0; y < rows; y++) {
        for (let e = 0; e < elements; e++) {
          const value = valueAt(y, e);
          const rounded = roundedBy(value, setup.rounding);
          const boundary =
            setup.rounding === "trunc" || setup.rounding === "floor" ? Math.round(value) : Math.floor(value) + 0.5;
          const unsure =
            Math.abs(value - boundary) <= setup.error &&
            value > range[0] - 1 - setup.error &&
            value < range[1] + 1 + setup.error;
          doubts[y][e] = unsure ? 1 : 0;
          if (unsure) doubtful[y]++;
          else if (rounded < range[0] || rounded > range[1]) clipped[y]++;
          outputs[y][e] = Math.min(range[1], Math.max(range[0], rounded));
        }
      }
    },
  };
}

const roundedBy = (v: number, rounding: Rounding): number =>
  rounding === "trunc" ? Math.trunc(v) : rounding === "floor" ? Math.floor(v) : Math.round(v);
