/** PNG files put together byte by byte. */
import { deflateSync } from "node:zlib";
import type { Signal } from "../../src/base/signal.js";
import { DECODE_DEFAULTS } from "../../src/formats/format.js";
import { readPicture } from "../../src/formats/raster/read.js";
import { pngChunk } from "./pictures.js";

export const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
export const END = pngChunk("IEND", Buffer.alloc(0));

export interface HeaderFields {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly colour: number;
  readonly interlace?: number;
  readonly compression?: number;
  readonly filter?: number;
}

export function pngHeader({ width, height, bits, colour, ...methods }: HeaderFields): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, colour, methods.compression ?? 0, methods.filter ?? 0, methods.interlace ?? 0], 8);
  return pngChunk("IHDR", header);
}

/** A PNG from its header fields, further chunks and filtered rows. */
export const pngFile = (fields: HeaderFields, rows: ArrayLike<number>, ...chunks: Buffer[]): Buffer =>
  Buffer.concat([SIGNATURE, pngHeader(fields), ...chunks, pngChunk("IDAT", deflateSync(Uint8Array.from(rows))), END]);

/** Samples of a pixel by colour type. */
const STORED: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Rows of random bytes, which are right whatever they are: row after row has the filter 0, 1, 2, 3, 4, 0 …. Widths of
 * the passes of Adam7 are counted pixel by pixel, from the picture in the standard.
 */
export function randomRows({ width, height, bits, colour, interlace }: HeaderFields, next: () => number): number[] {
  const rows: number[] = [];
  let filter = 0;
  const row = (pixels: number): void => {
    const bytes = Math.ceil((pixels * STORED[colour] * bits) / 8);
    rows.push(filter++ % 5);
    for (let i = 0; i < bytes; i++) rows.push(next() & 255);
  };
  if (interlace !== 1) for (let y = 0; y < height; y++) row(width);
  for (let pass = 1; interlace === 1 && pass <= 7; pass++) {
    for (let y = 0; y < height; y++) {
      const pixels = Array.from({ length: width }, (_, x) => ADAM7[y % 8][x % 8]).filter((p) => p === pass).length;
      if (pixels > 0) row(pixels);
    }
  }
  return rows;
}

/** In which pass each pixel of a square of 8 × 8 comes. */
const ADAM7 = [
  [1, 6, 4, 6, 2, 6, 4, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
  [5, 6, 5, 6, 5, 6, 5, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
  [3, 6, 4, 6, 3, 6, 4, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
  [5, 6, 5, 6, 5, 6, 5, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
];

/** What the picture codec makes of the file. */
export const byCodec = (file: Buffer): Promise<Signal> =>
  readPicture(
    file,
    { ...DECODE_DEFAULTS, source: "in.png" },
    { name: "png", title: "PNG", density: (m) => (file.includes("pHYs") ? m.density : undefined) },
  );

/** A picture of two pixels. */
export const RGB: HeaderFields = { width: 2, height: 1, bits: 8, colour: 2 };
export const ROW = [0, 1, 2, 3, 4, 5, 6];
export const SAMPLES = pngChunk("IDAT", deflateSync(Uint8Array.from(ROW)));

/** The chunks behind the signature. */
export const put = (...chunks: Buffer[]): Buffer => Buffer.concat([SIGNATURE, ...chunks]);

export function densityChunk(x: number, y: number, unit = 1): Buffer {
  const data = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, unit]);
  data.writeUInt32BE(x, 0);
  data.writeUInt32BE(y, 4);
  return pngChunk("pHYs", data);
}
