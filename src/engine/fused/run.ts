/** Runs a fused way, on this thread alone or with the help of others. */
import { copyInto } from "../../base/copy.js";
import { isInteger, isShared } from "../../base/element.js";
import type { Frame, Seen } from "../../routines/band.js";
import { routineSet } from "../../routines/load.js";
import type { Accounts } from "../accounts.js";
import { awaitHelpers, close, newBoard } from "../board.js";
import type { Flow } from "../flow.js";
import { dilatedExtent } from "../geometry.js";
import type { Pool } from "../pool.js";
import { movingTime, sharedField, sharedOutput } from "../sharing.js";
import type { Fused, FusedCall } from "./fused.js";
import { Settler } from "./settle.js";
import { allSeen, countsOf, DOUBTFUL, doubtsOf, keptDoubts, noteSeen, type Share, takeTiles } from "./share.js";
import { rowsNeeded, type Tile, type TileCall, TileMaker, tilesOf } from "./tiles.js";

/**
 * Fills the call's output. Yields the share that is done or, where other threads or rows are waited for, a promise; returns
 * how many threads took part and, for float outputs whose windows met every sample, what they saw.
 *
 * @param work estimated nanoseconds of the whole
 */
export function* runFused(
  way: Fused,
  call: FusedCall,
  setup: { readonly frame: Frame },
  accounts: Accounts,
  work: number,
  pool?: Pool,
  flow: Flow = {},
): Generator<number | Promise<unknown>, { threads: number; seen?: Seen }> {
  const { problem, request } = call;
  const { frame } = setup;
  const { coming } = flow;
  const tiles = tilesOf({ problem, ...onlyOf(request) }, frame);
  const helpers = tiles.length > 1 && pool ? pool.take(work, movingTime(call.field, call.out)) : 0;
  // A copy is made of what is there.
  if (coming && helpers > 0 && !isShared(call.field.data)) yield coming.reached(coming.count);
  const { field, out } =
    helpers === 0 ? call : { field: sharedField(call.field, pool!.room), out: sharedOutput(call.out) };
  const settler = new Settler({ ...call, field, out }, frame, accounts);
  const tileCall: TileCall = { problem, field, out: out.data, ...onlyOf(request) };
  const floats = !isInteger(out.type);
  const share: Share = {
    call: tileCall,
    way: way.name,
    setup,
    routines: routineSet(),
    board: newBoard(),
    counts: new Int32Array(new SharedArrayBuffer(helpers === 0 ? 0 : 8 * tiles.length * frame.rows)),
    doubts: doubtsOf(helpers === 0 || floats ? 0 : tiles.length),
    seen: new Float64Array(new SharedArrayBuffer(floats ? 16 * tiles.length : 0)),
    done: new Int32Array(new SharedArrayBuffer(4 * tiles.length)),
    ...(coming ? { coming: coming.there } : {}),
  };
  const growing = out.data === call.out.data && !request.only ? flow.grow?.(call.out) : undefined;
  const own = new Set<number>();
  // Tiles from the top that are made and settled, by whomever.
  let front = 0;
  const settleFront = (): void => {
    for (; front < tiles.length && (own.has(front) || Atomics.load(share.done, front) === 1); front++)
      if (!own.has(front)) settleHelped(share, front, tiles[front], settler, way);
    growing?.advance(front < tiles.length ? tiles[front].y0 : problem.y.outputs);
  };
  try {
    if (helpers > 0) pool?.post(share);
    for (const [i, maker] of takeTiles(share, tiles)) {
      const tile = tiles[i];
      const needed = coming ? rowsNeeded(tileCall, frame, tile) : 0;
      if (coming && !coming.has(needed)) yield coming.reached(needed);
      maker.make(tile);
      own.add(i);
      const { band } = maker;
      if (floats) {
        noteSeen(share, i, band);
        for (let r = 0; r < tile.y1 - tile.y0; r++) settler.special(band.nan(r), band.infinite(r));
      } else {
        settler.doubts(tile, band.doubts());
        for (let r = 0; r < tile.y1 - tile.y0; r++) settler.clipped(tile, tile.y0 + r, band.clipped(r));
      }
      settleFront();
      yield (i + 1) / tiles.length;
    }
    // Helpers wait for rows, which come while the event loop turns.
    if (coming) yield coming.reached(coming.count);
    if (helpers > 0) yield* awaitHelpers(share.board, helpers, pool!);
    settleFront();
  } finally {
    // Where this call ends early, nobody goes on with it.
    close(share.board, tiles.length);
    if (helpers > 0) pool?.give();
  }
  if (out.data !== call.out.data) copyInto(call.out.data, out.data);
  const seen = floats && meetsAll(tileCall, tiles) ? { seen: allSeen(share) } : {};
  return { threads: own.size === tiles.length ? 1 : 1 + helpers, ...seen };
}

/** What is left to do for a tile that a helper has made. */
function settleHelped(share: Share, i: number, tile: Tile, settler: Settler, way: Fused): void {
  const { call, setup } = share;
  const counts = countsOf(share, i);
  const rows = tile.y1 - tile.y0;
  if (share.seen.length > 0) {
    for (let r = 0; r < rows; r++) settler.special(counts[r], counts[setup.frame.rows + r]);
    return;
  }
  if (counts[0] === DOUBTFUL) {
    const maker = new TileMaker(call, way, setup);
    maker.make(tile);
    settler.doubts(tile, maker.band.doubts());
    for (let r = 0; r < rows; r++) counts[r] = maker.band.clipped(r);
    maker.end();
  } else settler.doubts(tile, keptDoubts(share, i));
  for (let r = 0; r < rows; r++) settler.clipped(tile, tile.y0 + r, counts[r]);
}

/** Whether the windows of these tiles reach every sample of the input. */
function meetsAll({ problem: { x, y } }: TileCall, tiles: readonly Tile[]): boolean {
  if (tiles.length === 0) return false;
  const [from, to] = [tiles[0], tiles[tiles.length - 1]];
  const reach = (axis: typeof x, first: number, last: number): boolean =>
    axis.origin + first <= 0 && axis.origin + last - 1 + dilatedExtent(axis.taps, axis.dilation) >= axis.input;
  return reach(x, from.x0, to.x1) && reach(y, from.y0, to.y1);
}

const onlyOf = ({ only }: FusedCall["request"]): Pick<TileCall, "only"> => (only ? { only } : {});
