/** The compressed samples, decompressed block by block on a thread of the system while former blocks are used. */
import { createInflate, type ZlibOptions } from "node:zlib";

/** Bytes of a block; how many of them wait at most; and of what is decompressed at once. */
const BLOCK = 256 * 1024;
const WAITING = 4;
const PIECE = 512 * 1024;

export interface Inflated {
  readonly blocks: AsyncIterable<Uint8Array>;
  /** Bytes of the parts that belong to the stream, once it has ended. */
  used(): number;
}

/** @param parts of one stream of zlib (RFC 1950), whose errors come through `blocks` */
export function inflated(parts: readonly Uint8Array[]): Inflated {
  const options: ZlibOptions & { readonly readableHighWaterMark: number } = {
    chunkSize: BLOCK,
    readableHighWaterMark: WAITING * BLOCK,
  };
  const stream = createInflate(options);
  const pieces = joined(parts);
  const feed = (error?: Error | null): void => {
    if (error) return; // It comes through the blocks.
    const piece = pieces.next();
    if (piece.done === true) stream.end();
    else stream.write(piece.value, feed);
  };
  feed();
  return { blocks: stream, used: () => stream.bytesWritten };
}

/** Parts of a few kilobytes, as most files have them, in pieces that are worth handing over. */
function* joined(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  for (let i = 0; i < parts.length; ) {
    const first = i;
    for (let size = 0; i < parts.length && size < PIECE; i++) size += parts[i].length;
    yield i === first + 1 ? parts[first] : Buffer.concat(parts.slice(first, i));
  }
}
