/**
 * Outputs are old or new, never torn: the bytes go to a temporary file beside the target, reach the disk, and take the
 * target's name in one step. So output = input is safe, and a run that fails leaves the old output as it was.
 */
import { constants, type Stats } from "node:fs";
import { dirname } from "node:path";
import { outputError, usageError } from "../base/errors.js";
import { type Blocks, SMALL, writeBlocks } from "./blocks.js";
import { calls } from "./calls.js";
import { systemCode, writeFailure } from "./failures.js";
import { standardOutput } from "./stdout.js";
import { forgetTemporary, noteTemporary, removeTemporary } from "./temporaries.js";

/**
 * Writes the blocks to `target`. A symbolic link stays one and its file is replaced; the mode and, where we may, the
 * owner of an existing file are kept; other hard links keep the old content. What is no regular file (a device, a pipe,
 * /dev/stdout) is written into as it is.
 * @throws outputError when anything fails; no temporary file is left and an old file is as it was
 */
export async function writeAtomically(target: string, blocks: Blocks): Promise<void> {
  if (target === "") throw usageError("OUTPUT", "the path is empty", "Name a file, or - for stdout");
  try {
    const { path, descriptor, stats } = await resolveTarget(target);
    if (descriptor !== undefined) await standardOutput(descriptor, target).write(blocks);
    else if (stats?.isDirectory() || target.endsWith("/"))
      throw outputError(target, "is a folder", "Name a file in it");
    else if (stats && !stats.isFile()) await writeInto(path, blocks);
    else await replace(path, stats, blocks);
  } catch (error) {
    throw writeFailure(target, error);
  }
}

/** Whether something other than a regular file or a folder stands at `target`: such outputs need no file name ending. */
export async function isSpecial(target: string): Promise<boolean> {
  const stats = await calls()
    .stat(target)
    .catch(() => undefined);
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

export interface Target {
  readonly path: string;
  /** An open descriptor of ours that the path stands for. */
  readonly descriptor?: number;
  /** What is there now; absent when nothing is. */
  readonly stats?: Stats;
}

const DESCRIPTOR = /^\/(?:dev|proc\/self|proc\/thread-self)\/fd\/(\d+)$/;

/** Follows symbolic links to the file that is meant, also where the last one leads to nothing yet. */
export async function resolveTarget(target: string): Promise<Target> {
  let path = target;
  for (let hops = 0; hops < 40; hops++) {
    // /dev/stdout and the like: reopening a redirected file would start at its beginning, so use what is open.
    if (path === "/dev/stdout") return { path, descriptor: 1 };
    if (path === "/dev/stderr") return { path, descriptor: 2 };
    const descriptor = DESCRIPTOR.exec(path);
    if (descriptor) return { path, descriptor: Number(descriptor[1]) };
    let stats: Stats;
    try {
      stats = await calls().lstat(path);
    } catch (error) {
      if (systemCode(error) === "ENOENT") return { path };
      throw error;
    }
    if (!stats.isSymbolicLink()) return { path, stats };
    const next = await calls().readlink(path);
    // Joined without tidying: `..` means the real parent of the folder, which the system finds out.
    path = next.startsWith("/") ? next : `${dirname(path)}/${next}`;
  }
  throw Object.assign(new Error("too many links"), { code: "ELOOP" });
}

/** Writes into what is there: a device or a pipe. */
async function writeInto(path: string, blocks: Blocks): Promise<void> {
  const fd = await calls().open(path, constants.O_WRONLY);
  try {
    await writeBlocks(fd, blocks);
  } catch (error) {
    // The reader of a named pipe has what it wanted.
    if (systemCode(error) !== "EPIPE") throw error;
  } finally {
    await calls().close(fd);
  }
}

async function replace(path: string, old: Stats | undefined, blocks: Blocks): Promise<void> {
  // Renaming needs no right to write the file itself, so a file that is write-protected is asked first.
  if (old) await calls().access(path, constants.W_OK);
  const { fd, temporary } = createBeside(path);
  let open = true;
  let small = false;
  try {
    small = (await writeBlocks(fd, blocks, () => synchronise(fd))) < SMALL;
    if (old) await keepIdentity(fd, old);
    await synchronise(fd, small);
    open = false;
    await calls().close(fd);
    await calls().rename(temporary, path);
    forgetTemporary(temporary);
  } catch (error) {
    if (open)
      await calls()
        .close(fd)
        .catch(() => undefined);
    removeTemporary(temporary);
    throw error;
  }
  await synchroniseFolder(dirname(path), small);
}

/** Twelve hexadecimal digits. Nobody need guess them: an existing file is never opened. */
const mark = (): string =>
  Math.floor(Math.random() * 281474976710656)
    .toString(16)
    .padStart(12, "0");

/** A new file in the folder of `path`, with the mode that the umask gives, under a name that nobody else has. */
function createBeside(path: string): { fd: number; temporary: string } {
  for (let tries = 0; ; tries++) {
    const temporary = `${dirname(path)}/.convxcorr-${process.pid}-${mark()}.tmp`;
    // Noted first: a signal that comes when the file is there finds its listener.
    noteTemporary(temporary);
    try {
      return { fd: calls().openNew(temporary, 0o666), temporary };
    } catch (error) {
      forgetTemporary(temporary);
      if (systemCode(error) !== "EEXIST" || tries === 8) throw error;
    }
  }
}

/** Owner first: changing it clears bits of the mode. Only a privileged process may, so a refusal is fine. */
async function keepIdentity(fd: number, old: Stats): Promise<void> {
  await calls()
    .fchown(fd, old.uid, old.gid)
    .catch(() => undefined);
  await calls().fchmod(fd, old.mode & 0o777);
}

/** Some file systems have no fsync; that is no reason to fail. A full or failing disk is. */
async function synchronise(fd: number, small = false): Promise<void> {
  try {
    await (small ? calls().fsyncNow(fd) : calls().fsync(fd));
  } catch (error) {
    if (!["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(systemCode(error) ?? "")) throw error;
  }
}

/** Makes the new name last through a power cut. The output is in place by then, so a refusal changes nothing. */
async function synchroniseFolder(folder: string, small: boolean): Promise<void> {
  try {
    const fd = await calls().open(folder, constants.O_RDONLY);
    try {
      await synchronise(fd, small);
    } finally {
      await calls().close(fd);
    }
  } catch {
    // See above.
  }
}
