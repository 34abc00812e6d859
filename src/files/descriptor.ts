/** Everything that an open descriptor has to give. */
import { constants } from "node:buffer";
import type { Stats } from "node:fs";
import { isatty } from "node:tty";
import { inputError } from "../base/errors.js";
import { count } from "../base/text.js";
import { calls } from "./calls.js";
import { readFailure, systemCode } from "./failures.js";

/**
 * All bytes that an open descriptor still has. `place` is how messages name it. With `share`, samples that stay where
 * they are read come in memory that threads reach.
 */
export async function readDescriptor(fd: number, place: string, share = false): Promise<Uint8Array> {
  try {
    const stats = await calls().fstat(fd);
    await refuseDevices(fd, stats, place);
    const bytes = await readToEnd(fd, stats, place, share);
    if (bytes.length === 0) throw inputError(place, "is empty", "Give a file with data in it");
    return bytes;
  } catch (error) {
    throw readFailure(place, error);
  }
}

/** Folders have no bytes, and a device such as /dev/zero has no end. Terminals and /dev/null do. */
async function refuseDevices(fd: number, stats: Stats, place: string): Promise<void> {
  if (stats.isDirectory()) throw inputError(place, "is a folder", "Name a file in it");
  const device = stats.isBlockDevice() || (stats.isCharacterDevice() && !isatty(fd));
  if (device && stats.rdev !== (await calls().stat("/dev/null")).rdev) {
    throw inputError(place, "is a device", "Give a file, or a pipe that ends");
  }
}

const CHUNK = 64 * 1024 * 1024;
const BLOCK = 64 * 1024;

/** What an open descriptor still has, block by block, as soon as it comes. */
export async function* streamDescriptor(fd: number, place: string): AsyncGenerator<Uint8Array> {
  try {
    await refuseDevices(fd, await calls().fstat(fd), place);
    for (;;) {
      const block = new Uint8Array(BLOCK);
      const n = await readSome(fd, block, 0, BLOCK);
      if (n === 0) return;
      yield block.subarray(0, n);
    }
  } catch (error) {
    throw readFailure(place, error);
  }
}

async function readToEnd(fd: number, stats: Stats, place: string, share: boolean): Promise<Uint8Array> {
  const most = Math.min(constants.MAX_LENGTH, Number.MAX_SAFE_INTEGER) - 1;
  const tooLarge = (found: string): Error =>
    inputError(place, `${found}, and at most ${most} bytes can be read whole`, "Split it into smaller files");
  if (stats.isFile() && stats.size > most) throw tooLarge(`has ${stats.size} bytes`);
  let buffer: Uint8Array = new Uint8Array(0);
  let used = 0;
  const read = stats.isFile() && stats.size < LARGE ? calls().readNow : readSome;
  if (stats.isFile() && stats.size > 0) {
    const head = new Uint8Array(Math.min(HEAD, stats.size));
    used = !share || stats.size < LARGE ? 0 : await readSome(fd, head, 0, head.length);
    // One byte more than the size, so that the end is seen without growing.
    buffer = allocate(stats.size + 1, place, inPlace(head.subarray(0, used)));
    buffer.set(head.subarray(0, used));
  } else buffer = allocate(65536, place); // Files in /proc say size 0 and have content.
  for (;;) {
    if (used === buffer.length) {
      if (used > most) throw tooLarge("has more bytes than that");
      const larger = allocate(Math.min(2 * buffer.length, most + 1), place);
      larger.set(buffer);
      buffer = larger;
    }
    const n = await read(fd, buffer, used, Math.min(CHUNK, buffer.length - used));
    if (n === 0) return buffer.subarray(0, used);
    used += n;
  }
}

/** Bytes read into a part of `buffer`; 0 at the end. */
export async function readSome(fd: number, buffer: Uint8Array, offset: number, length: number): Promise<number> {
  for (let wait = 1; ; wait = Math.min(50, 2 * wait)) {
    try {
      return await calls().read(fd, buffer, offset, length);
    } catch (error) {
      // Another process may have made the shared pipe or terminal non-blocking.
      if (systemCode(error) !== "EAGAIN") throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** From here on, what the samples are kept in matters; and so many bytes tell the format. */
export const LARGE = 1 << 20;
const HEAD = 8;

/** Whether the samples of a file stay where they are read (PGM, PPM, NPY): threads should reach them there. */
const inPlace = (head: Uint8Array): boolean => /^(P[56]\s|\x93NUMPY)/.test(String.fromCharCode(...head));

/** Memory for so many bytes of the input that messages call `place`. @throws inputError when there is not so much */
export function allocate(length: number, place: string, shared = false): Uint8Array {
  try {
    if (shared) return new Uint8Array(new SharedArrayBuffer(length));
    const buffer = Buffer.allocUnsafeSlow(length);
    return new Uint8Array(buffer.buffer, buffer.byteOffset, length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw inputError(
      place,
      `needs ${count(length, "byte")} of memory, more than there is`,
      "Split it into smaller files",
    );
  }
}
