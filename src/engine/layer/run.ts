/** Runs a layer, on this thread alone or with the help of others. */

import { isShared } from "../../base/element.js";
import { given } from "../../base/given.js";
import { LAYER_BLOCK } from "../../routines/layer.js";
import { type RoutineSet, routineSet } from "../../routines/load.js";
import { awaitHelpers, type Board, close, end, newBoard, take } from "../board.js";
import type { Pool } from "../pool.js";
import { type Room, reachable } from "../sharing.js";
import { type LayerArrays, TileMaker } from "./maker.js";
import { type LayerProblem, type LayerTile, type Pass, passesOfLayer, termsOf, tilesOfLayer } from "./tiles.js";

/** What threads share; arrays and board lie in shared memory. */
export interface LayerShare {
  readonly layer: LayerProblem;
  readonly arrays: LayerArrays;
  /** How many threads the tiles are cut for. */
  readonly threads: number;
  readonly routines: RoutineSet;
  readonly board: Board;
}

/** Nanoseconds of a multiply-add in f32 and in f64, and of a sample that is staged or copied out. */
const PER_TERM = { single: 0.06, double: 0.12 };
const PER_SAMPLE = 1.5;
/** The same of a byte that is copied to fresh memory, where threads reach it. */
const PER_BYTE = 0.25;

/** Products that are added up before their sum goes to the total. */
export const LAYER_TERMS_AT_ONCE = LAYER_BLOCK;

/** Which routines a layer would run on now. */
export const routinesInUse = (): RoutineSet => routineSet();

/** Multiply-adds of a layer, those with zeros outside the input counted. */
export function termsOfLayer(problem: LayerProblem): number {
  const perOutput = passesOfLayer(problem).reduce(
    (n, pass) => n + termsOf(problem, pass) * pass.x.count * pass.y.count * pass.z.count,
    0,
  );
  return problem.batch * problem.groups * problem.outputs * perOutput;
}

/**
 * Fills `arrays.out`. Yields the share that is done or, where other threads are waited for, a promise; returns how many
 * threads took part.
 *
 * @param meanwhile done on this thread as soon as the others are at work
 */
export function* runLayer(
  problem: LayerProblem,
  arrays: LayerArrays,
  pool: Pool | undefined,
  meanwhile: () => void,
): Generator<number | Promise<unknown>, number> {
  const samples = arrays.input.length + arrays.out.length;
  const work = termsOfLayer(problem) * (problem.single ? PER_TERM.single : PER_TERM.double) + samples * PER_SAMPLE;
  const moved = [arrays.input, arrays.weights, arrays.out].filter((a) => !isShared(a));
  const moving = moved.reduce((n, a) => n + a.byteLength * PER_BYTE, 0);
  const helpers = pool ? pool.take(work, moving) : 0;
  const share: LayerShare = {
    layer: problem,
    arrays: helpers === 0 ? arrays : sharedArrays(arrays, pool!.room),
    threads: 1 + helpers,
    routines: routineSet(),
    board: newBoard(),
  };
  const cut = cutLayer(share);
  let own = 0;
  try {
    if (helpers > 0) pool?.post(share);
    meanwhile();
    for (const done of makeTiles(share, cut)) {
      own++;
      yield done;
    }
    if (helpers > 0) yield* awaitHelpers(share.board, helpers, pool!);
  } finally {
    // Where this call ends early, nobody goes on with it.
    close(share.board, cut.tiles.length);
    if (helpers > 0) pool?.give();
  }
  if (share.arrays.out !== arrays.out) arrays.out.set(share.arrays.out);
  return own === cut.tiles.length ? 1 : 1 + helpers;
}

interface Cut {
  readonly passes: readonly Pass[];
  readonly tiles: readonly LayerTile[];
}

function cutLayer({ layer, threads }: LayerShare): Cut {
  const passes = passesOfLayer(layer);
  return { passes, tiles: tilesOfLayer(layer, passes, threads) };
}

/** Takes tiles and makes them; yields the share of all that is taken. */
function* makeTiles({ layer, arrays, board }: LayerShare, { passes, tiles }: Cut): Generator<number> {
  const maker = new TileMaker(layer, arrays, passes, tiles);
  try {
    for (const i of take(board, tiles.length)) {
      maker.make(tiles[i]);
      yield (i + 1) / tiles.length;
    }
  } finally {
    maker.end();
  }
}

/** All that a thread does that only helps. */
export function helpWithLayer(share: LayerShare): void {
  try {
    for (const _ of makeTiles(share, cutLayer(share)));
  } finally {
    end(share.board);
  }
}

function sharedArrays(arrays: LayerArrays, room: Room): LayerArrays {
  const { input, weights, bias, out } = arrays;
  return { ...arrays, ...room.copied(given({ input, weights, bias })), out: reachable(out) };
}
