/** One fused run as any number of threads share it: each takes the next tile until none is left. */
import type { Frame } from "../../routines/band.js";
import type { RoutineSet } from "../../routines/load.js";
import { FUSED } from "./all.js";
import type { Fused } from "./fused.js";
import { type Tile, type TileCall, TileMaker, tilesOf } from "./tiles.js";

/** Plain data; the samples and the board lie in shared memory. */
export interface Share {
  readonly call: TileCall;
  readonly way: string;
  readonly setup: { readonly frame: Frame };
  readonly routines: RoutineSet;
  /** The next tile that nobody has taken, and the threads that found none left. */
  readonly board: Int32Array;
  /** For each row of each tile the samples that were clipped; DOUBTFUL at the first row of a tile that has doubts. */
  readonly counts: Int32Array;
}

export const NEXT = 0;
export const ENDED = 1;
/** Such a tile is made again by the thread that can settle doubts. */
export const DOUBTFUL = -1;

export function wayOf(name: string): Fused {
  const way = FUSED.find((f) => f.name === name);
  if (!way) throw new Error(`there is no fused way ${name}`);
  return way;
}

/** Takes tiles and makes them; yields each that is made, while the maker still has its band. */
export function* takeTiles(
  { board, call, setup, way }: Share,
  tiles: readonly Tile[],
): Generator<readonly [number, TileMaker]> {
  const maker = new TileMaker(call, wayOf(way), setup);
  try {
    for (let i = Atomics.add(board, NEXT, 1); i < tiles.length; i = Atomics.add(board, NEXT, 1)) {
      maker.make(tiles[i]);
      yield [i, maker];
    }
  } finally {
    maker.end();
  }
}

/** All that a thread does that only helps: its tiles, and their counts. */
export function help(share: Share): void {
  const { board, call, counts, setup } = share;
  const tiles = tilesOf(call, setup.frame);
  for (const [i, { band }] of takeTiles(share, tiles)) {
    const { y0, y1 } = tiles[i];
    const at = i * setup.frame.rows;
    for (let r = 0; r < y1 - y0; r++) counts[at + r] = band.clipped(r);
    if (band.doubts().length > 0) counts[at] = DOUBTFUL;
  }
  Atomics.add(board, ENDED, 1);
  Atomics.notify(board, ENDED);
}
