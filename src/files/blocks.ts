/** Blocks of bytes, and the loop that writes them all. */
import { calls, type FileCalls } from "./calls.js";
import { systemCode } from "./failures.js";

export type Blocks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Most bytes of one call: the system takes at most 2 GiB at once, and pipes and disks gain nothing from more. */
const PIECE = 16 * 1024 * 1024;

/** The blocks, each made while the one before it is written. For what is in memory: the last ones may be made in vain. */
export async function* ahead(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = blocks[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (let result = await next; result.done !== true; result = await next) {
      next = iterator.next();
      // Its failure is told in its turn; if the block before it cannot be written, nobody asks for it.
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Bytes after which what is written is sent on its way to the disk. */
const FLUSH = 4 * 1024 * 1024;

/** Bytes of a file that is written at once: a thread of the system would be started for it, and take as long. */
export const SMALL = 1024 * 1024;

/**
 * Writes every byte of every block to `fd`, however few the system takes at once, and returns how many there were. System
 * errors come through.
 * @param flush for files on a disk, sends there what is written: called from time to time, one call at a time, while more
 * is written
 */
export async function writeBlocks(fd: number, blocks: Blocks, flush?: () => Promise<void>): Promise<number> {
  let unsent = 0;
  let written = 0;
  let sending: Promise<unknown> | undefined;
  let failure: unknown;
  const send = async (): Promise<void> => {
    try {
      await flush?.();
    } catch (error) {
      // The system tells it once only.
      failure ??= error;
    }
    sending = undefined;
  };
  try {
    for await (const block of blocks) {
      // Not behind the last block, which is sent with the whole file.
      if (!sending && unsent >= FLUSH) {
        unsent = 0;
        sending = send();
      }
      written += block.length;
      await writeBlock(fd, block, flush && written < SMALL ? calls().writeNow : calls().write);
      unsent += block.length;
    }
  } finally {
    // Nobody closes the descriptor before that.
    await sending;
  }
  if (failure !== undefined) throw failure as Error;
  return written;
}

async function writeBlock(fd: number, block: Uint8Array, write: FileCalls["write"]): Promise<void> {
  let done = 0;
  let wait = 1;
  while (done < block.length) {
    try {
      const n = await write(fd, block, done, Math.min(PIECE, block.length - done));
      done += n;
      // Nothing taken and no error: a full disk on file systems that do not say so.
      if (n === 0) throw Object.assign(new Error("nothing was written"), { code: "ENOSPC" });
      wait = 1;
    } catch (error) {
      // A pipe or terminal that another process made non-blocking, and that is full.
      if (systemCode(error) !== "EAGAIN") throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(50, 2 * wait);
    }
  }
}
