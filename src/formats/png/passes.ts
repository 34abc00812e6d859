/** Which pixels the rows of a PNG hold: all of one row, or every eighth, fourth or second one of a pass of Adam7. */
import type { Header } from "./header.js";

export interface Pass {
  /** The pixel that comes first, and how far apart they are. */
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
  /** Pixels of a row, rows, and bytes of a row without its filter type. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/** The first pixel and the steps of each pass of Adam7. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The passes that have pixels, in order. */
export function passesOf({ width, height, bits, stored, interlaced }: Header): Pass[] {
  const passes = (interlaced ? ADAM7 : [[0, 0, 1, 1] as const]).map(([x, y, stepX, stepY]) => {
    const columns = Math.ceil((width - x) / stepX);
    const rows = Math.ceil((height - y) / stepY);
    return { x, y, stepX, stepY, width: columns, height: rows, bytes: Math.ceil((columns * stored * bits) / 8) };
  });
  return passes.filter((pass) => pass.width > 0 && pass.height > 0);
}

/** Bytes of all rows, with the filter types. */
export const bytesOf = (passes: readonly Pass[]): number =>
  passes.reduce((sum, { height, bytes }) => sum + height * (1 + bytes), 0);
