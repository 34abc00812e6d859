/** Blocks of bytes, and the loop that writes them all. */
import { calls } from "./calls.js";
import { systemCode } from "./failures.js";

export type Blocks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Most bytes of one call: the system takes at most 2 GiB at once, and pipes and disks gain nothing from more. */
const PIECE = 16 * 1024 * 1024;

/** Writes every byte of every block to `fd`, however few the system takes at once. System errors come through. */
export async function writeBlocks(fd: number, blocks: Blocks): Promise<void> {
  for await (const block of blocks) {
    let done = 0;
    let wait = 1;
    while (done < block.length) {
      try {
        const n = await calls().write(fd, block, done, Math.min(PIECE, block.length - done));
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
}
