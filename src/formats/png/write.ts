/**
 * A PNG (W3C Portable Network Graphics, third edition) from samples, without the picture codec: strips of rows are
 * compressed side by side on the threads of the system and written as they are done, so neither the file nor a second
 * copy of the samples is ever whole in memory. Rows are not filtered, as the codec leaves them by default.
 */
import { promisify } from "node:util";
import { constants, deflateRaw, deflateSync, type ZlibOptions } from "node:zlib";
import type { Signal } from "../../base/signal.js";
import { adler32, chunk } from "./checks.js";

/** Bytes of rows in one strip, and strips that are compressed at the same time. */
const STRIP = 256 * 1024;
const AT_ONCE = 12;
/** How far back deflate looks: the end of a strip is known to the next, so cutting costs nothing. */
const WINDOW = 32768;

const MARK = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
/** Colour types of 1 to 4 channels: grey, grey with alpha, RGB, RGB with alpha. */
const COLOUR_TYPES = [0, 4, 2, 6];

/** Bytes that are handed over at once: a write waits for a thread as a strip does, so there should be few. */
const BLOCK = 4 * 1024 * 1024;

/** The blocks of the file. @param level of zlib, 0–9 */
export async function* pngBlocks(signal: Signal, level: number): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of pieces(signal, level)) {
    parts.push(part);
    size += part.length;
    if (size < BLOCK) continue;
    yield Buffer.concat(parts);
    [parts, size] = [[], 0];
  }
  yield Buffer.concat(parts);
}

async function* pieces(signal: Signal, level: number): AsyncGenerator<Uint8Array> {
  const { width, height, channels, type, about } = signal;
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, type === "u16" ? 16 : 8);
  header.setUint8(9, COLOUR_TYPES[channels - 1]);
  yield MARK;
  yield* chunk("IHDR", new Uint8Array(header.buffer));
  if (about.icc)
    yield* chunk("iCCP", Buffer.concat([Buffer.from("ICC Profile\0\0", "latin1"), deflateSync(about.icc)]));
  if (about.density) yield* chunk("pHYs", density(about.density));
  yield* samples(signal, level);
  yield* chunk("IEND", new Uint8Array(0));
}

const METRE = 1 / 0.0254;

/** Pixels per metre on both axes. */
function density(dotsPerInch: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(9));
  const dots = Math.max(1, Math.round(dotsPerInch * METRE));
  view.setUint32(0, dots);
  view.setUint32(4, dots);
  view.setUint8(8, 1);
  return new Uint8Array(view.buffer);
}

/** The compressed rows, a chunk a strip. Together they are one stream of zlib (RFC 1950). */
async function* samples(signal: Signal, level: number): AsyncGenerator<Uint8Array> {
  const waiting: Promise<Uint8Array>[] = [];
  let check = 1;
  let first = true;
  const next = async function* (last: boolean): AsyncGenerator<Uint8Array> {
    const body = await waiting.shift()!;
    const head = first ? zlibHeader(level) : new Uint8Array(0);
    first = false;
    yield* chunk("IDAT", ...(head.length > 0 ? [head] : []), body, ...(last ? [bigEndian(check)] : []));
  };
  let before: Uint8Array | undefined;
  for (const { rows, last } of strips(signal)) {
    const options: ZlibOptions = {
      level,
      finishFlush: last ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
      ...(before && level > 0 ? { dictionary: before.subarray(-WINDOW) } : {}),
    };
    const body = compress(rows, options);
    // It is waited for in its turn; until then a failure is nobody's.
    body.catch(() => undefined);
    waiting.push(body);
    check = adler32(rows, check);
    before = rows;
    if (waiting.length === AT_ONCE && !last) yield* next(false);
  }
  while (waiting.length > 0) yield* next(waiting.length === 1);
}

const compress = (rows: Uint8Array, options: ZlibOptions): Promise<Uint8Array> =>
  (promisify(deflateRaw) as (data: Uint8Array, options: ZlibOptions) => Promise<Uint8Array>)(rows, options);

/** Rows as the file has them: a filter type, which is 0, and samples with the high byte first. */
function* strips({ data, width, height, channels, type }: Signal): Generator<{ rows: Uint8Array; last: boolean }> {
  const wide = type === "u16";
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const row = width * channels * (wide ? 2 : 1);
  const count = Math.max(1, Math.floor(STRIP / (row + 1)));
  for (let top = 0; top < height; top += count) {
    const end = Math.min(height, top + count);
    const rows = Buffer.alloc((end - top) * (row + 1));
    for (let y = top, at = 1; y < end; y++, at += row + 1) {
      rows.set(bytes.subarray(y * row, (y + 1) * row), at);
      if (wide && LITTLE) swap(rows, at, row);
    }
    yield { rows, last: end === height };
  }
}

const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function swap(bytes: Uint8Array, at: number, length: number): void {
  for (let i = at; i < at + length; i += 2) {
    const low = bytes[i];
    bytes[i] = bytes[i + 1];
    bytes[i + 1] = low;
  }
}

/** Deflate with a window of 32 KiB, and roughly how hard it was tried; the two bytes are a multiple of 31. */
const zlibHeader = (level: number): Uint8Array =>
  Uint8Array.of(0x78, level < 2 ? 0x01 : level < 6 ? 0x5e : level === 6 ? 0x9c : 0xda);

const bigEndian = (value: number): Uint8Array =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
