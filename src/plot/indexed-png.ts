/** A PNG with a palette (ISO/IEC 15948), for maps inside drawings. */
import { deflateSync } from "node:zlib";
import type { Rgb } from "./colours.js";

/** @param most number of colours that there can be, at most 256 @param colour of pixel i, row by row */
export function indexedPng(width: number, height: number, most: number, colour: (i: number) => Rgb): Uint8Array {
  const palette = new Map<string, number>();
  const bytes: number[] = [];
  const rows = new Uint8Array((width + 1) * height);
  for (let i = 0; i < width * height; i++) {
    const rgb = colour(i);
    const key = rgb.join();
    let n = palette.get(key);
    if (n === undefined) {
      if (palette.size === most) throw new Error(`more than ${most} colours`);
      n = palette.size;
      palette.set(key, n);
      bytes.push(...rgb);
    }
    // Each row begins with a byte for its filter: none.
    rows[i + Math.floor(i / width) + 1] = n;
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint16(8, 0x0803); // 8 bits, a palette.
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("PLTE", Uint8Array.from(bytes)),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length);
  out.write(type, 4, "latin1");
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
