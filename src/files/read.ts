/** Whole inputs: a path, or `-` for standard input. */
import { constants } from "node:fs";
import { inputError, usageError } from "../base/errors.js";
import { nearest, quoted } from "../base/text.js";
import { calls } from "./calls.js";
import { readDescriptor } from "./descriptor.js";
import { readFailure, systemCode } from "./failures.js";
import { type ByteSource, STDIN } from "./stdin.js";

/** How messages name an input: the path as written, or `stdin`. */
export const inputName = (path: string): string => (path === "-" ? "stdin" : path);

/**
 * All bytes of `path`, or of standard input for `-`.
 * @throws inputError when it is missing, a folder, not readable, empty, or larger than memory can hold; usageError when
 * `-` is read a second time.
 */
export async function readBytes(path: string, stdin: ByteSource = STDIN): Promise<Uint8Array> {
  if (path === "-") return stdin.read();
  if (path === "") throw usageError("INPUT", "the path is empty", "Name a file, or - for stdin");
  let fd: number;
  try {
    fd = await calls().open(path, constants.O_RDONLY);
  } catch (error) {
    const twin = systemCode(error) === "ENOENT" ? await similarName(path) : undefined;
    if (twin !== undefined) throw inputError(path, "there is no such file", `Did you mean ${quoted(twin)}?`, error);
    throw readFailure(path, error);
  }
  try {
    return await readDescriptor(fd, path);
  } finally {
    await calls()
      .close(fd)
      .catch(() => undefined); // Everything was read; a failing close of a file that was only read changes nothing.
  }
}

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
