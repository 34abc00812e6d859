/** What the system said about a file, in words that help: errno codes to messages. */
import { inputError, outputError, UserError } from "../base/errors.js";

/** The code of a system error (`ENOENT`), or undefined for every other thrown thing. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return /^E[A-Z0-9]+$/.test(error.code) || error.code === "ERR_INVALID_ARG_VALUE" ? error.code : undefined;
}

type Words = readonly [found: string, remedy: string];

const BOTH: ReadonlyMap<string, Words> = new Map<string, Words>([
  ["ENOTDIR", ["a part of the path is a file, not a folder", "Check the path"]],
  ["ELOOP", ["the symbolic links lead in a circle", "Check the path"]],
  ["ENAMETOOLONG", ["the name is too long for the file system", "Use a shorter one"]],
  ["EMFILE", ["too many files are open", "Raise the limit (ulimit -n) or run fewer jobs at once"]],
  ["ENFILE", ["too many files are open on this machine", "Try again later"]],
  ["ENXIO", ["is a socket, or a device that is not there", "Use a file or a pipe"]],
  ["ENODEV", ["is a device that is not there", "Use a file or a pipe"]],
  ["ERR_INVALID_ARG_VALUE", ["the path has a NUL character in it", "Check the path"]],
]);

const READING: ReadonlyMap<string, Words> = new Map<string, Words>([
  ["ENOENT", ["there is no such file", "Check the path"]],
  ["EACCES", ["it may not be read (permission denied)", "Check its permissions"]],
  ["EPERM", ["it may not be read (operation not permitted)", "Check its permissions"]],
  ["EISDIR", ["is a folder", "Name a file in it"]],
  ["EIO", ["the device failed while it was read", "Check the disk or the connection"]],
]);

const WRITING: ReadonlyMap<string, Words> = new Map<string, Words>([
  ["ENOENT", ["its folder does not exist", "Create the folder first"]],
  ["EACCES", ["it may not be written (permission denied)", "Check the permissions of the file and its folder"]],
  ["EPERM", ["it may not be written (operation not permitted)", "Check the permissions of the file and its folder"]],
  ["EROFS", ["lies on a read-only file system", "Write somewhere else"]],
  ["EISDIR", ["is a folder", "Name a file in it"]],
  ["ENOSPC", ["no space is left on the device", "Free some space or write somewhere else"]],
  ["EDQUOT", ["the disk quota is used up", "Free some space or write somewhere else"]],
  [
    "EFBIG",
    ["the file would be larger than the limit for files", "Raise the limit (ulimit -f) or write somewhere else"],
  ],
  ["EIO", ["the device failed while it was written", "Check the disk or the connection"]],
  ["EBADF", ["is closed", "Open it, or write to a file with -o FILE"]],
  ["EBUSY", ["is in use and cannot be replaced", "Write to another file"]],
  ["ETXTBSY", ["is a program that is running", "Write to another file"]],
]);

/** The error for something that went wrong while `place` was read. What is no system error comes back as it is. */
export function readFailure(place: string, error: unknown): unknown {
  const code = systemCode(error);
  if (error instanceof UserError || code === undefined) return error;
  const words = READING.get(code) ?? BOTH.get(code) ?? [`it cannot be read (${code})`, "Check the path and the device"];
  return inputError(place, words[0], words[1], error);
}

/** The error for something that went wrong while `place` was written. What is no system error comes back as it is. */
export function writeFailure(place: string, error: unknown): unknown {
  const code = systemCode(error);
  if (error instanceof UserError || code === undefined) return error;
  const words = WRITING.get(code) ??
    BOTH.get(code) ?? [`it cannot be written (${code})`, "Check the path and the device"];
  return outputError(place, words[0], words[1], error);
}
