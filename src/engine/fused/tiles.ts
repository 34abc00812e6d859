/** The parts of an output that bands make, in rows from the top, and a thread's way to make them. */
import { borderIndex } from "../../base/border.js";
import type { Band, Frame } from "../../routines/band.js";
import { bandBytes, CompiledBand } from "../../routines/compiled-band.js";
import { routineSet } from "../../routines/load.js";
import { borrowStation, returnStation, type Station } from "../../routines/station.js";
import type { Fused, FusedCall } from "./fused.js";
import { edge, rowStager } from "./stager.js";

/** Outputs [x0, x1) of rows [y0, y1); `elements` counts the channels. The band begins at output (left, top). */
export interface Tile {
  readonly left: number;
  readonly top: number;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly elements: number;
}

/** What of a call the making of tiles needs; can be posted to another thread. */
export type TileCall = Pick<FusedCall, "problem" | "field"> & {
  readonly only?: FusedCall["request"]["only"];
  readonly out: FusedCall["out"]["data"];
};

/** Tiles of at most a frame's extent that cover what is asked for. */
export function tilesOf({ problem, only }: Pick<TileCall, "problem" | "only">, frame: Frame): Tile[] {
  const { x, y, channels } = problem;
  const [left, right] = only?.x ?? [0, x.outputs];
  const [top, bottom] = only?.y ?? [0, y.outputs];
  const width = frame.elements / channels;
  const { grid } = frame;
  const tiles: Tile[] = [];
  for (let fromY = grid ? before(top, y.origin, grid.rows) : top; fromY < bottom; fromY += frame.rows) {
    for (let fromX = grid ? before(left, x.origin, grid.columns) : left; fromX < right; fromX += width) {
      const [x0, x1] = [Math.max(left, fromX), Math.min(right, fromX + width)];
      const [y0, y1] = [Math.max(top, fromY), Math.min(bottom, fromY + frame.rows)];
      tiles.push({ left: fromX, top: fromY, x0, x1, y0, y1, elements: (x1 - x0) * channels });
    }
  }
  return tiles;
}

/** Rows of the extended input that a tile's windows meet: the first, and how many. */
function stagedRows(
  { problem }: Pick<TileCall, "problem">,
  { grid, rows, inputRows }: Frame,
  tile: Tile,
): [number, number] {
  const made = grid ? rows : tile.y1 - tile.y0;
  return [problem.y.origin + tile.top, made + inputRows - rows];
}

/** How many rows of the input, from its top, must be there before a tile can be made. */
export function rowsNeeded(call: TileCall, frame: Frame, tile: Tile): number {
  const [first, count] = stagedRows(call, frame, tile);
  const { height } = call.field;
  let last = -1;
  // Rows inside the input are in order, so only those beyond its edges are asked where they come from.
  const inside = Math.min(first + count, height) - 1;
  if (inside >= Math.max(0, first)) last = inside;
  const { kind } = call.problem.y.border;
  for (let at = first; at < first + count; at++) {
    if (at >= 0 && at < height) at = inside;
    else last = Math.max(last, borderIndex(edge(kind), at, height));
  }
  return last + 1;
}

/** The last output at or before `at` whose window begins at a whole multiple of `step` of the input. */
const before = (at: number, origin: number, step: number): number => Math.floor((origin + at) / step) * step - origin;

/** Makes tiles on the thread that it was made on: copies rows in, runs the routine, copies rows out. */
export class TileMaker {
  readonly band: Band;
  private readonly station: Station | undefined;
  private readonly stagers = new Map<number, ReturnType<typeof rowStager>>();
  private readonly frame: Frame;
  private readonly pitch: number;

  constructor(
    private readonly call: TileCall,
    way: Fused,
    setup: { readonly frame: Frame },
  ) {
    const { problem } = call;
    this.frame = setup.frame;
    this.pitch = problem.x.outputs * problem.channels;
    this.station = routineSet() === "compiled" ? borrowStation() : undefined;
    if (!this.station) {
      this.band = way.kind.reference(setup);
      return;
    }
    const plan = way.kind.plan(setup);
    this.station.reserve(bandBytes(plan));
    this.band = new CompiledBand(this.station, plan, 0);
  }

  make(tile: Tile): void {
    const { left, top, x0, x1, y0, y1, elements } = tile;
    const { band, call, frame } = this;
    const { problem, field, out } = call;
    const { channels } = problem;
    let stage = this.stagers.get(left);
    if (!stage) {
      stage = rowStager(problem, field, left, frame.grid ? left + frame.elements / channels : x1);
      this.stagers.set(left, stage);
    }
    const rows = y1 - y0;
    const [first, staged] = stagedRows(call, frame, tile);
    for (let r = 0; r < staged; r++) stage(first + r, band.inputRow(r));
    const skip = { rows: y0 - top, elements: (x0 - left) * channels };
    band.run(rows, elements, skip);
    for (let r = 0; r < rows; r++) {
      const row = band.outputRow(r);
      const at = (y0 + r) * this.pitch + x0 * channels;
      out.set(elements === row.length ? row : row.subarray(skip.elements, skip.elements + elements), at);
    }
  }

  /** Gives the memory back; the maker is not used after that. */
  end(): void {
    if (this.station) returnStation(this.station);
  }
}
