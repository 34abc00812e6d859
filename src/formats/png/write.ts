/**
 * A PNG (W3C Portable Network Graphics, third edition) from samples, without the picture codec: strips of rows are
 * compressed side by side on the threads of the system and written as they are done, so neither the file nor a second
 * copy of the samples is ever whole in memory.
 */
import { constants, deflateSync } from "node:zlib";
import type { Signal } from "../../base/signal.js";
import { chunk } from "./checks.js";
import { Strips } from "./strips.js";
import { deflated, STORED, type Way, wayFor } from "./way.js";

/** Strips that are compressed at the same time, and those that are compressed in one way: 8 MiB of rows. */
const AT_ONCE = 12;
const DECIDE = 32;
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
  const strips = new Strips(signal);
  let way: Way = STORED;
  let before: Uint8Array | undefined;
  for (let i = 0; i < strips.count; i++) {
    if (i % DECIDE === 0 && level > 0) {
      const middle = Math.min(i + DECIDE, strips.count) + i;
      way = await wayFor(strips, Math.floor(middle / 2), level);
    }
    const last = i === strips.count - 1;
    const { rows, checksum } = strips.strip(i, way.filtered, check);
    const body = deflated(rows, {
      ...way.options,
      finishFlush: last ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
      ...(before && way.matches ? { dictionary: before.subarray(-WINDOW) } : {}),
    });
    // It is waited for in its turn; until then a failure is nobody's.
    body.catch(() => undefined);
    waiting.push(body);
    check = checksum;
    before = rows;
    if (waiting.length === AT_ONCE && !last) yield* next(false);
  }
  while (waiting.length > 0) yield* next(waiting.length === 1);
}

/** Deflate with a window of 32 KiB, and roughly how hard it was tried; the two bytes are a multiple of 31. */
const zlibHeader = (level: number): Uint8Array =>
  Uint8Array.of(0x78, level < 2 ? 0x01 : level < 6 ? 0x5e : level === 6 ? 0x9c : 0xda);

const bigEndian = (value: number): Uint8Array =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
