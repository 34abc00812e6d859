/**
 * Bytes of a pipe as they come, with the pauses between them: what has come can then be worked on while nothing more is
 * there. A pipe is opened a second time for that, by a description of our own that does not wait, so that no thread of
 * the system hangs in a read when the search has found what it wanted, and the pipe of others stays as it is.
 */
import { constants } from "node:fs";
import { calls } from "./calls.js";
import { streamDescriptor } from "./descriptor.js";
import { readFailure, systemCode } from "./failures.js";

const BLOCK = 64 * 1024;
/** Least milliseconds between two pauses that are told. */
const APART = 40;
/** Most milliseconds to sleep before the pipe is asked again. */
const SLEEP = 20;

/** Blocks as they come; undefined stands for a pause, once after each run of blocks. Files have none. */
export async function* liveDescriptor(fd: number, place: string): AsyncGenerator<Uint8Array | undefined> {
  const own = await openAgain(fd, place);
  if (own === undefined) {
    yield* streamDescriptor(fd, place);
    return;
  }
  try {
    yield* readNow(own);
  } catch (error) {
    throw readFailure(place, error);
  } finally {
    await calls()
      .close(own)
      .catch(() => undefined);
  }
}

/** Where the system cannot open a descriptor again, it is read as it is. */
async function openAgain(fd: number, place: string): Promise<number | undefined> {
  try {
    const stats = await calls().fstat(fd);
    if (!stats.isFIFO() && !stats.isCharacterDevice()) return undefined;
  } catch (error) {
    throw readFailure(place, error);
  }
  try {
    return await calls().open(`/proc/self/fd/${fd}`, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}

async function* readNow(fd: number): AsyncGenerator<Uint8Array | undefined> {
  let told = -Infinity;
  let fresh = false;
  for (let sleep = 1; ; ) {
    const block = new Uint8Array(BLOCK);
    let n: number;
    try {
      n = await calls().read(fd, block, 0, BLOCK);
    } catch (error) {
      if (systemCode(error) !== "EAGAIN") throw error;
      const rest = told + APART - performance.now();
      if (fresh && rest <= 0) {
        fresh = false;
        told = performance.now();
        yield undefined;
        continue;
      }
      const wait = sleep;
      await new Promise((resolve) => setTimeout(resolve, wait));
      sleep = Math.min(SLEEP, 2 * sleep);
      continue;
    }
    if (n === 0) return;
    fresh = true;
    sleep = 1;
    yield block.subarray(0, n);
  }
}
