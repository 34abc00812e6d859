/** Pictures whose samples stay as they are stored, used while they are read. */
import { inputError } from "../base/errors.js";
import { Rows } from "../base/rows.js";
import type { Lying } from "../formats/format.js";
import { allocate, LARGE, readSome } from "./descriptor.js";
import { readFailure } from "./failures.js";
import { closeInput, openInput } from "./read.js";
import { inputSize } from "./size.js";
import { HEAD } from "./text-content.js";

/** A file whose rows are still being read: `bytes` has its whole length, in memory that threads share. */
export interface Coming {
  readonly bytes: Uint8Array;
  /** Rows of samples that are there; `fail` ends the reading. */
  readonly rows: Rows;
}

/** Bytes that are read at once. */
const PIECE = 1 << 21;

/**
 * Begins to read a large file.
 * @param lying where its samples lie, from its first bytes and its size
 * @returns undefined, with nothing held open, where the file is none that can be used so; then it is read as others are
 * @throws as `lying`; inputError where the file cannot be read
 */
export async function readComing(
  path: string,
  lying: (head: Uint8Array, size: number) => Lying | undefined,
): Promise<Coming | undefined> {
  // Pipes would lose what is read here.
  const size = (await inputSize(path)) ?? 0;
  if (size < LARGE) return undefined;
  const fd = await openInput(path);
  let reading = false;
  try {
    const head = new Uint8Array(HEAD);
    const used = await readSome(fd, head, 0, HEAD).catch((error: unknown) => {
      throw readFailure(path, error);
    });
    const found = lying(head.subarray(0, used), size);
    if (!found) return undefined;
    const bytes = allocate(size, path, true);
    bytes.set(head.subarray(0, used));
    const rows = new Rows(found.rows);
    reading = true;
    void readOn(fd, path, bytes, used, found, rows);
    return { bytes, rows };
  } finally {
    if (!reading) await closeInput(fd);
  }
}

/** Reads the rest, and says of each piece which rows it makes whole. Closes the file. */
async function readOn(
  fd: number,
  path: string,
  bytes: Uint8Array,
  from: number,
  { at, rowBytes }: Lying,
  rows: Rows,
): Promise<void> {
  try {
    for (let used = from; used < bytes.length && !rows.ended; ) {
      const n = await readSome(fd, bytes, used, Math.min(PIECE, bytes.length - used));
      if (n === 0) throw changed(path, `it ended after ${used} bytes, and had ${bytes.length}`);
      used += n;
      if (used === bytes.length && (await readSome(fd, new Uint8Array(1), 0, 1)) > 0)
        throw changed(path, `it has more than the ${bytes.length} bytes that it had`);
      rows.advance(Math.floor((used - at) / rowBytes));
    }
  } catch (error) {
    rows.fail(readFailure(path, error));
  } finally {
    await closeInput(fd);
  }
}

const changed = (path: string, how: string): Error =>
  inputError(path, `changed while it was read: ${how}`, "Run it again when the file is complete");
