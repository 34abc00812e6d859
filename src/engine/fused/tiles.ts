/** The parts of an output that bands make, in rows from the top, and a thread's way to make them. */
import type { Band, Frame } from "../../routines/band.js";
import { bandBytes, CompiledBand } from "../../routines/compiled-band.js";
import { routineSet } from "../../routines/load.js";
import { borrowStation, returnStation, type Station } from "../../routines/station.js";
import type { Fused, FusedCall } from "./fused.js";
import { rowStager } from "./stager.js";

/** Outputs [x0, x1) of rows [y0, y1); `elements` counts the channels. */
export interface Tile {
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
  const tiles: Tile[] = [];
  for (let y0 = top; y0 < bottom; y0 += frame.rows) {
    for (let x0 = left; x0 < right; x0 += width) {
      const x1 = Math.min(right, x0 + width);
      tiles.push({ x0, x1, y0, y1: Math.min(bottom, y0 + frame.rows), elements: (x1 - x0) * channels });
    }
  }
  return tiles;
}

/** Makes tiles on the thread that it was made on: copies rows in, runs the routine, copies rows out. */
export class TileMaker {
  readonly band: Band;
  private readonly station: Station | undefined;
  private readonly stagers = new Map<number, ReturnType<typeof rowStager>>();
  private readonly halo: number;
  private readonly pitch: number;

  constructor(
    private readonly call: TileCall,
    way: Fused,
    setup: { readonly frame: Frame },
  ) {
    const { problem } = call;
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

  make({ x0, x1, y0, y1, elements }: Tile): void {
    const { band, call } = this;
    const { problem, field, out } = call;
    let stage = this.stagers.get(x0);
    if (!stage) {
      stage = rowStager(problem, field, x0, x1);
      this.stagers.set(x0, stage);
    }
    const rows = y1 - y0;
    for (let r = 0; r < rows + this.halo; r++) stage(problem.y.origin + y0 + r, band.inputRow(r));
    band.run(rows, elements);
    for (let r = 0; r < rows; r++) {
      const row = band.outputRow(r);
      const at = (y0 + r) * this.pitch + x0 * problem.channels;
      out.set(elements === row.length ? row : row.subarray(0, elements), at);
    }
  }

  /** Gives the memory back; the maker is not used after that. */
  end(): void {
    if (this.station) returnStation(this.station);
  }
}
