/** The checksum of the chunks of a PNG, CRC-32 (ISO 3309), and chunks with it. */
import * as zlib from "node:zlib";

type Crc = (data: Uint8Array, before: number) => number;

/** The system's own, from Node 20.15 and 22.2 on. */
const native = (): Crc | undefined => (zlib as { readonly crc32?: Crc }).crc32;

let table: Uint32Array | undefined;

/** The same where the system has none. */
export function plainCrc32(data: Uint8Array, before: number): number {
  table ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    return c;
  });
  let crc = ~before;
  for (const byte of data) crc = (crc >>> 8) ^ table[(crc ^ byte) & 255];
  return ~crc >>> 0;
}

/** CRC-32 of `data` behind data whose CRC-32 is `before` (0 at the beginning). */
export const crc32 = (data: Uint8Array, before: number): number => (native() ?? plainCrc32)(data, before);

/** A chunk in blocks: length, type, its parts one after the other, CRC-32 of type and parts. */
export function* chunk(type: string, ...parts: readonly Uint8Array[]): Generator<Uint8Array> {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(parts.reduce((sum, part) => sum + part.length, 0));
  head.write(type, 4, "latin1");
  yield head;
  let crc = crc32(head.subarray(4), 0);
  for (const part of parts) {
    crc = crc32(part, crc);
    if (part.length > 0) yield part;
  }
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc);
  yield tail;
}
