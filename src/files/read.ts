/** Whole inputs: a path, or `-` for standard input. */
import { constants } from "node:fs";
import { inputError, usageError } from "../base/errors.js";
import { nearest, quoted } from "../base/text.js";
import { calls } from "./calls.js";
import { readDescriptor, streamDescriptor } from "./descriptor.js";
import { readFailure, systemCode } from "./failures.js";
import { liveDescriptor } from "./live.js";
import { type ByteSource, STDIN } from "./stdin.js";

/** How messages name an input: the path as written, or `stdin`. */
export const inputName = (path: string): string => (path === "-" ? "stdin" : path);

/**
 * All bytes of `path`, or of standard input for `-`; with `share`, samples that need no decoding in shared memory.
 * @throws inputError when it is missing, a folder, not readable, empty, or larger than memory can hold; usageError when
 * `-` is read a second time.
 */
export async function readBytes(path: string, stdin: ByteSource = STDIN, share = false): Promise<Uint8Array> {
  if (path === "-") return stdin.read();
  const fd = await openInput(path);
  try {
    return await readDescriptor(fd, path, share);
  } finally {
    await closeInput(fd);
  }
}

/** The bytes of `path`, or of standard input for `-`, block by block as they come. @throws as `readBytes` */
export async function* streamBytes(path: string, stdin: ByteSource = STDIN): AsyncGenerator<Uint8Array> {
  if (path === "-") {
    if (stdin.blocks) yield* stdin.blocks();
    else yield await stdin.read();
    return;
  }
  const fd = await openInput(path);
  try {
    yield* streamDescriptor(fd, path);
  } finally {
    await closeInput(fd);
  }
}

/** The same with the pauses of a pipe, as undefined (see `live.ts`). @throws as `readBytes` */
export async function* liveBytes(
  path: string,
  stdin: ByteSource = STDIN,
): AsyncGenerator<Uint8Array | undefined, void> {
  if (path === "-") {
    if (stdin.live) yield* stdin.live();
    else yield* streamBytes(path, stdin);
    return;
  }
  const fd = await openInput(path);
  try {
    yield* liveDescriptor(fd, path);
  } finally {
    await closeInput(fd);
  }
}

/** Node decodes arguments, so that bytes that are no UTF-8 are lost before they come here. */
const NOT_UTF8 = "Rename it if its name is not UTF-8, or read it as stdin: - < FILE";

/** @throws inputError where there is nothing that can be opened */
export async function openInput(path: string): Promise<number> {
  if (path === "") throw usageError("INPUT", "the path is empty", "Name a file, or - for stdin");
  try {
    return await calls().open(path, constants.O_RDONLY);
  } catch (error) {
    const missing = systemCode(error) === "ENOENT";
    if (missing && path.includes("\ufffd")) throw inputError(path, "there is no such file", NOT_UTF8, error);
    const twin = missing ? await similarName(path) : undefined;
    if (twin !== undefined) throw inputError(path, "there is no such file", `Did you mean ${quoted(twin)}?`, error);
    throw readFailure(path, error);
  }
}

/** Everything was read; a failing close of a file that was only read changes nothing. */
export const closeInput = (fd: number): Promise<void> =>
  calls()
    .close(fd)
    .catch(() => undefined);

/** A file in the same folder whose name is nearly that of `path`. */
async function similarName(path: string): Promise<string | undefined> {
  const cut = path.lastIndexOf("/") + 1;
  try {
    const twin = nearest(path.slice(cut), (await calls().readdir(path.slice(0, cut) || ".")).sort());
    return twin === undefined ? undefined : path.slice(0, cut) + twin;
  } catch {
    return undefined; // Only a help: without it the message says that the file is missing.
  }
}
