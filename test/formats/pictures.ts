/** Small pictures for the tests of the formats, and files put together byte by byte. */

import { allocate, type ElementType } from "../../src/base/element.js";
import { type About, type Signal, signalOf } from "../../src/base/signal.js";
import { DECODE_DEFAULTS, type DecodeOptions, type Format } from "../../src/formats/format.js";
import { crc32 } from "./crc32.js";
import { joined } from "./signals.js";

/** Pseudo-random bits, the same in each run (xorshift). */
export function randomBits(seed: number): () => number {
  let state = seed || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** A picture of random samples; every third pixel has alpha 0 where there is alpha. */
export function picture(
  type: ElementType,
  [width, height, channels]: readonly [number, number, number],
  about: Partial<About> = {},
): Signal {
  const next = randomBits(width * 7919 + height * 31 + channels);
  const data = allocate(type, width * height * channels);
  for (let i = 0; i < data.length; i++) data[i] = type.startsWith("f") ? (next() - 2147483648) / 1024 : next();
  const alpha = channels === 2 || channels === 4;
  if (alpha) for (let p = 0; p < width * height; p += 3) data[(p + 1) * channels - 1] = 0;
  return signalOf(data, { width, height, channels, rank: 2 }, type, {
    source: "test",
    medium: "raster",
    ...(alpha ? { alpha: true } : {}),
    ...about,
  });
}

export async function encoded(format: Format, signal: Signal, options = {}): Promise<Buffer> {
  return joined(await format.encode!(signal, { target: `out${format.suffixes[0]}`, ...options }));
}

export const decoded = (format: Format, bytes: Uint8Array, options: Partial<DecodeOptions> = {}): Promise<Signal> =>
  format.decode!(bytes, { ...DECODE_DEFAULTS, source: `in${format.suffixes[0]}`, ...options });

/** A PNG chunk. */
export function pngChunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** The PNG with a chunk behind its first one (IHDR). */
export const withChunk = (file: Buffer, chunk: Buffer): Buffer =>
  Buffer.concat([file.subarray(0, 33), chunk, file.subarray(33)]);

/** An EXIF block (a big-endian TIFF) that states an orientation only. */
export const exifOrientation = (orientation: number): Buffer =>
  Buffer.from([77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);

/** An RGB profile (P3), as the codec has it. */
export async function p3(): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  const file = await sharp(new Uint8Array(12), { raw: { width: 2, height: 2, channels: 3 } })
    .withIccProfile("p3")
    .png()
    .toBuffer();
  return (await sharp(file).metadata()).icc!;
}
