/** The EXIF orientation undone: rows and columns of a picture as they are to be seen. */
import { allocate, isShared } from "../../base/element.js";
import { type Signal, signalOf } from "../../base/signal.js";

/**
 * By orientation 1 to 8: whether rows and columns change places, and whether x and y then run backwards in the stored
 * picture (EXIF 2.32, tag 274).
 */
const TURNS: readonly (readonly [swap: boolean, backX: boolean, backY: boolean])[] = [
  [false, false, false],
  [false, true, false],
  [false, true, true],
  [false, false, true],
  [true, false, false],
  [true, false, true],
  [true, true, true],
  [true, true, false],
];

/** The picture turned and mirrored as `orientation` says; the same one where that is 1. */
export function upright(signal: Signal, orientation: number): Signal {
  if (orientation === 1) return signal;
  const { width, height, channels, rank, type, about } = signal;
  const [swap, backX, backY] = TURNS[orientation - 1];
  const [columns, rows] = swap ? [height, width] : [width, height];
  const from = signal.data;
  const data = allocate(type, from.length, isShared(from));
  // Where the first pixel of the turned picture is stored, and how far a step along its x and y goes there.
  const along = swap ? (backY ? -width : width) : backX ? -1 : 1;
  const down = swap ? (backX ? -1 : 1) : backY ? -width : width;
  const first = (backY ? (height - 1) * width : 0) + (backX ? width - 1 : 0);
  for (let y = 0, to = 0; y < rows; y++) {
    for (let x = 0, at = (first + y * down) * channels; x < columns; x++, at += along * channels) {
      for (let c = 0; c < channels; c++) data[to++] = from[at + c];
    }
  }
  return signalOf(data, { width: columns, height: rows, channels, rank }, type, about);
}
