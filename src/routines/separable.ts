/**
 * Bands of u8 pictures filtered along rows and then down columns in f32: staged input rows in, rounded and clipped output
 * rows out, and a mark on each sample that is too near a rounding boundary for f32 to decide.
 */
import { ROUNDINGS } from "../base/options.js";
import { align, instantiate, SLACK } from "./band.js";
import { bandAt, type DoubtfulBand, type DoubtfulSetup, plainBand } from "./doubtful.js";

export interface SeparableSetup extends DoubtfulSetup {
  /** Taps along a row, `stepX` elements apart, and down a column, `stepY` rows apart; as f32. */
  readonly tapsX: Float32Array;
  readonly stepX: number;
  readonly tapsY: Float32Array;
  readonly stepY: number;
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
  return bandAt(setup, buffer, layout, (rows) => {
    words.set(parameters(setup, layout, rows), 0);
    floats.set([setup.scale, setup.offset, setup.error], 19);
    separableBand(0);
  });
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

/** The same band in plain TypeScript, in f64: nearer to the exact values, and still within the stated error. */
export const referenceSeparable = (setup: SeparableSetup): DoubtfulBand =>
  plainBand(setup, (inputs, y, e) => {
    let sum = 0;
    for (const [j, ky] of setup.tapsY.entries()) {
      for (const [i, kx] of setup.tapsX.entries()) sum += kx * ky * inputs[y + j * setup.stepY][e + i * setup.stepX];
    }
    return sum;
  });
