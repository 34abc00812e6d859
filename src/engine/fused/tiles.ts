/** The parts of an output that bands make, in rows from the top, and a thread's way to make them. */
import type { Band, Frame } from "../../routines/band.js";
import { bandBytes, CompiledBand } from "../../routines/compiled-band.js";
import { routineSet } from "../../routines/load.js";
import { borrowStation, returnStation, type Station } from "../../routines/station.js";
import type { Fused, FusedCall } from "./fused.js";
import { rowStager } from "./stager.js";

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

/** The last output at or before `at` whose window begins at a whole multiple of `step` of the input. */
const before = (at: number, origin: number, step: number): number => Math.floor((origin + at) / step) * step - origin;

/** Makes tiles on the thread that it was made on: copies rows in, runs the routine, copies rows out. */
export class TileMaker {
  readonly band: Band;
  private readonly station: Station | undefined;
  private readonly stagers = new Map<number, ReturnType<typeof rowStager>>();
  private readonly frame: Frame;
  private readonly halo: number;
  private readonly pitch: number;

  constructor(
    private readonly call: TileCall,
    way: Fused,
    setup: { readonly frame: Frame },
  ) {
    const { problem } = call;
    this.frame = setup.frame;
    this.halo = setup.frame.inputRows - setup.frame.rows;
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

  make({ left, top, x0, x1, y0, y1, elements }: Tile): void {
    const { band, call, frame, halo } = this;
    const { problem, field, out } = call;
    const { channels } = problem;
    let stage = this.stagers.get(left);
    if (!stage) {
      stage = rowStager(problem, field, left, frame.grid ? left + frame.elements / channels : x1);
      this.stagers.set(left, stage);
    }
    const rows = y1 - y0;
    const staged = (frame.grid ? frame.rows : rows) + halo;
    for (let r = 0; r < staged; r++) stage(problem.y.origin + top + r, band.inputRow(r));
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
