/** One fused run as any number of threads share it: each takes the next tile until none is left. */
import { awaitRows } from "../../base/rows.js";
import type { Band, Frame, Seen } from "../../routines/band.js";
import type { RoutineSet } from "../../routines/load.js";
import { type Board, end, take } from "../board.js";
import { FUSED } from "./all.js";
import type { Fused } from "./fused.js";
import { rowsNeeded, type Tile, type TileCall, TileMaker, tilesOf } from "./tiles.js";

/** Plain data; the samples and the board lie in shared memory. */
export interface Share {
  readonly call: TileCall;
  readonly way: string;
  readonly setup: { readonly frame: Frame };
  readonly routines: RoutineSet;
  readonly board: Board;
  /**
   * For each row of each tile the samples that were clipped (DOUBTFUL at the first row of a tile with more doubts than are
   * kept) or, of floats, that are NaN; after those of a tile the infinite ones.
   */
  readonly counts: Int32Array;
  /** For each tile how many doubts it has, and up to DOUBTS_KEPT of their places. */
  readonly doubts: Int32Array;
  /** For each tile of floats what had been seen when it was made: the largest magnitude, and a sum of NO_NUMBER and BROKEN. */
  readonly seen: Float64Array;
  /** For each tile whether a helper has made it, and noted the above. */
  readonly done: Int32Array;
  /** How many rows of the input are there, where they are still coming. */
  readonly coming?: Int32Array;
}

/** Such a tile is made again by the thread that can settle doubts. */
export const DOUBTFUL = -1;
const DOUBTS_KEPT = 255;

/** Room for the doubts of so many tiles. */
export const doubtsOf = (tiles: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(4 * (1 + DOUBTS_KEPT) * tiles));

/** The doubts of a tile that were kept. */
export function keptDoubts({ doubts }: Share, tile: number): Int32Array {
  const at = tile * (1 + DOUBTS_KEPT);
  return doubts.subarray(at + 1, at + 1 + doubts[at]);
}

function keepDoubts({ doubts }: Share, tile: number, places: Int32Array): void {
  const at = tile * (1 + DOUBTS_KEPT);
  doubts[at] = places.length;
  doubts.set(places, at + 1);
}

const NONE = new Int32Array(0);
const NO_NUMBER = 1;
const BROKEN = 2;

/** The counts of a tile. */
export const countsOf = ({ counts, setup }: Share, tile: number): Int32Array =>
  counts.subarray(2 * tile * setup.frame.rows, 2 * (tile + 1) * setup.frame.rows);

export function noteSeen({ seen }: Share, tile: number, band: Band): void {
  const { largest, finite, whole } = band.seen();
  seen[2 * tile] = largest;
  seen[2 * tile + 1] = (finite ? 0 : NO_NUMBER) + (whole ? 0 : BROKEN);
}

/** What all threads have seen. */
export function allSeen({ seen }: Share): Seen {
  let largest = 0;
  let flags = 0;
  for (let i = 0; i < seen.length; i += 2) {
    largest = Math.max(largest, seen[i]);
    flags |= seen[i + 1];
  }
  return { finite: (flags & NO_NUMBER) === 0, whole: (flags & BROKEN) === 0, largest };
}

export function wayOf(name: string): Fused {
  const way = FUSED.find((f) => f.name === name);
  if (!way) throw new Error(`there is no fused way ${name}`);
  return way;
}

/** Takes tiles; yields each with a maker that can make it. */
export function* takeTiles(
  { board, call, setup, way }: Share,
  tiles: readonly Tile[],
): Generator<readonly [number, TileMaker]> {
  const maker = new TileMaker(call, wayOf(way), setup);
  try {
    for (const i of take(board, tiles.length)) yield [i, maker];
  } finally {
    maker.end();
  }
}

/** All that a thread does that only helps: its tiles, and their counts. */
export function help(share: Share): void {
  const { board, call, setup, done, coming } = share;
  const floats = share.seen.length > 0;
  const tiles = tilesOf(call, setup.frame);
  for (const [i, maker] of takeTiles(share, tiles)) {
    if (coming) awaitRows(coming, rowsNeeded(call, setup.frame, tiles[i]));
    maker.make(tiles[i]);
    const { band } = maker;
    const { y0, y1 } = tiles[i];
    const counts = countsOf(share, i);
    if (floats) {
      noteSeen(share, i, band);
      for (let r = 0; r < y1 - y0; r++) counts[setup.frame.rows + r] = band.infinite(r);
    }
    for (let r = 0; r < y1 - y0; r++) counts[r] = floats ? band.nan(r) : band.clipped(r);
    const places = floats ? NONE : band.doubts();
    if (places.length > DOUBTS_KEPT) counts[0] = DOUBTFUL;
    else if (!floats) keepDoubts(share, i, places);
    Atomics.store(done, i, 1);
  }
  end(board);
}
