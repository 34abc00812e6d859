/** What both kinds of finishers do: go through the rows of a tile, and map its values. */
import type { Signal } from "../base/signal.js";
import type { Region } from "./extend.js";
import type { FinishRequest } from "./finish.js";
import { mapNumber } from "./map.js";

/** Part of a row: elements `from …` of a tile go to `to …` of the output, which begins at output (x, y). */
export interface Line {
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The rows of a tile, cut to the outputs that are written. */
export function* linesOf(tile: Region, out: Signal, request: FinishRequest): Iterable<Line> {
  const { channels, width } = out;
  const [x0, x1] = request.only?.x ?? [tile.x0, tile.x1];
  const [y0, y1] = request.only?.y ?? [tile.y0, tile.y1];
  const from = Math.max(tile.x0, x0);
  const count = (Math.min(tile.x1, x1) - from) * channels;
  if (count <= 0) return;
  for (let y = Math.max(tile.y0, y0); y < Math.min(tile.y1, y1); y++) {
    const row = (y - tile.y0) * (tile.x1 - tile.x0);
    yield { x: from, y, from: (row + from - tile.x0) * channels, to: (y * width + from) * channels, count };
  }
}

/** A value as its channel has it: alpha on its own scale, colours mapped, light as counts. */
export function mappedValue(request: FinishRequest, v: number, c: number): number {
  const { alpha, map, encode } = request;
  if (alpha?.channel === c) return v * alpha.factor;
  return mapNumber(map, encode ? encode(v, c) : v);
}
