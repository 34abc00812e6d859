/** A signal to NPY. */
import { isComplex } from "../../base/element.js";
import type { Signal } from "../../base/signal.js";
import { littleEndian } from "../bytes.js";
import type { EncodeOptions } from "../format.js";
import { headerAndRows } from "../growing.js";
import { DESCR } from "./dtypes.js";
import { writeHeader } from "./header.js";

/** Complex samples are put together in pieces of this many. */
const PIECE = 1 << 16;

/**
 * Version 1.0, C order, little-endian, in the signal's type. Shapes: `(n,)`, `(n, channels)`, `(height, width)`,
 * `(height, width, channels)`.
 */
export function encodeNpy(
  signal: Signal,
  { growing }: Pick<EncodeOptions, "growing">,
): ReturnType<typeof headerAndRows> {
  const { data, imag, width, height, channels, rank, type } = signal;
  const shape = [...(rank === 2 ? [height] : []), width, ...(channels > 1 ? [channels] : [])];
  const header = writeHeader(DESCR[type], shape);
  if (!isComplex(type)) return headerAndRows(header, signal, littleEndian, growing);
  const blocks = [header];
  for (let from = 0; from < data.length; from += PIECE) {
    const n = Math.min(PIECE, data.length - from);
    const pairs = type === "c64" ? new Float32Array(2 * n) : new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      pairs[2 * i] = data[from + i];
      pairs[2 * i + 1] = imag?.[from + i] ?? 0;
    }
    blocks.push(littleEndian(pairs));
  }
  return blocks;
}
