/** Runs a fused way, on this thread alone or with the help of others. */
import { allocate, isShared, type Samples, typeOfSamples } from "../../base/element.js";
import type { Frame } from "../../routines/band.js";
import { routineSet } from "../../routines/load.js";
import type { Accounts } from "../accounts.js";
import type { Pool } from "../pool.js";
import type { Fused, FusedCall } from "./fused.js";
import { Settler } from "./settle.js";
import { DOUBTFUL, ENDED, NEXT, type Share, takeTiles } from "./share.js";
import { type TileCall, TileMaker, tilesOf } from "./tiles.js";

/** Milliseconds that this thread may sleep before it lets the event loop turn. */
const NAP = 10;

/**
 * Fills the call's output. Yields the share that is done or, where other threads are waited for, a promise; returns how
 * many threads took part.
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
): Generator<number | Promise<unknown>, number> {
  const { problem, request } = call;
  const { frame } = setup;
  const tiles = tilesOf({ problem, ...onlyOf(request) }, frame);
  const helpers = tiles.length > 1 && pool ? pool.take(work) : 0;
  const { field, out } = helpers === 0 ? call : shareable(call);
  const settler = new Settler({ ...call, field, out }, frame, accounts);
  const tileCall: TileCall = { problem, field, out: out.data, ...onlyOf(request) };
  const share: Share = {
    call: tileCall,
    way: way.name,
    setup,
    routines: routineSet(),
    board: new Int32Array(new SharedArrayBuffer(8)),
    counts: new Int32Array(new SharedArrayBuffer(helpers === 0 ? 0 : 4 * tiles.length * frame.rows)),
  };
  const own = new Set<number>();
  try {
    if (helpers > 0) pool?.post(share);
    for (const [i, { band }] of takeTiles(share, tiles)) {
      own.add(i);
      const tile = tiles[i];
      settler.doubts(tile, band.doubts());
      for (let r = 0; r < tile.y1 - tile.y0; r++) settler.clipped(tile, tile.y0 + r, band.clipped(r));
      yield (i + 1) / tiles.length;
    }
    while (helpers > 0 && Atomics.load(share.board, ENDED) < helpers) {
      const ended = Atomics.load(share.board, ENDED);
      if (ended < helpers && Atomics.wait(share.board, ENDED, ended, NAP) === "timed-out") yield pool!.turn();
    }
  } finally {
    // Where this call ends early, nobody goes on with it.
    Atomics.store(share.board, NEXT, tiles.length);
    if (helpers > 0) pool?.give();
  }
  if (helpers === 0) return 1;
  for (const [i, tile] of tiles.entries()) {
    if (own.has(i)) continue;
    const counts = share.counts.subarray(i * frame.rows, (i + 1) * frame.rows);
    if (counts[0] === DOUBTFUL) {
      const maker = new TileMaker(tileCall, way, setup);
      maker.make(tile);
      settler.doubts(tile, maker.band.doubts());
      for (let r = 0; r < tile.y1 - tile.y0; r++) counts[r] = maker.band.clipped(r);
      maker.end();
    }
    for (let r = 0; r < tile.y1 - tile.y0; r++) settler.clipped(tile, tile.y0 + r, counts[r]);
  }
  if (out !== call.out) call.out.data.set(out.data);
  return own.size === tiles.length ? 1 : 1 + helpers;
}

const onlyOf = ({ only }: FusedCall["request"]): Pick<TileCall, "only"> => (only ? { only } : {});

/** Input and output where threads can reach them. */
const shareable = ({ field, out }: FusedCall): Pick<FusedCall, "field" | "out"> => ({
  field: isShared(field.data) ? field : { ...field, data: shared(field.data) },
  out: isShared(out.data) ? out : { ...out, data: sharedLike(out.data) },
});

function shared(data: Samples): Samples {
  const copy = sharedLike(data);
  copy.set(data);
  return copy;
}

const sharedLike = (data: Samples): Samples => allocate(typeOfSamples(data), data.length, true);
