/**
 * Bytes of a pipe as they come, with the pauses between them: what has come can then be worked on while nothing more is
 * there. No thread of the system hangs in a read when the search has found what it wanted: a pipe is opened a second time,
 * by a description of our own that does not wait, so that the pipe of others stays as it is; a socket (what other programs
 * of Node give) is read by the event loop.
 */
import { constants } from "node:fs";
import { Socket } from "node:net";
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
  try {
    const stats = await calls().fstat(fd);
    if (stats.isSocket()) yield* readSocket(fd);
    else {
      const own = stats.isFIFO() || stats.isCharacterDevice() ? await openAgain(fd) : undefined;
      if (own === undefined) yield* streamDescriptor(fd, place);
      else yield* readNow(own);
    }
  } catch (error) {
    throw readFailure(place, error);
  }
}

/** Where the system cannot open a descriptor again, it is read as it is. */
async function openAgain(fd: number): Promise<number | undefined> {
  try {
    return await calls().open(`/proc/self/fd/${fd}`, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}

/** When a pause is to be told: after something has come, and not too often. */
class Pauses {
  private told = -Infinity;
  private fresh = false;

  came(): void {
    this.fresh = true;
  }

  /** Milliseconds until the pause that is to be told, 0 where that is now; Infinity where none is. */
  get rest(): number {
    return this.fresh ? Math.max(0, this.told + APART - performance.now()) : Infinity;
  }

  tell(): void {
    this.fresh = false;
    this.told = performance.now();
  }
}

/** @param fd of our own; it is closed at the end */
async function* readNow(fd: number): AsyncGenerator<Uint8Array | undefined> {
  const pauses = new Pauses();
  try {
    for (let sleep = 1; ; ) {
      const block = new Uint8Array(BLOCK);
      const n = await readOrNothing(fd, block);
      if (n === 0) return;
      if (n !== undefined) {
        pauses.came();
        sleep = 1;
        yield block.subarray(0, n);
      } else if (pauses.rest === 0) {
        pauses.tell();
        yield undefined;
      } else {
        const wait = Math.min(sleep, pauses.rest);
        await new Promise((resolve) => setTimeout(resolve, wait));
        sleep = Math.min(SLEEP, 2 * sleep);
      }
    }
  } finally {
    await calls()
      .close(fd)
      .catch(() => undefined);
  }
}

/** Bytes read, 0 at the end; undefined where there is nothing for the moment. */
async function readOrNothing(fd: number, block: Uint8Array): Promise<number | undefined> {
  try {
    return await calls().read(fd, block, 0, block.length);
  } catch (error) {
    if (systemCode(error) !== "EAGAIN") throw error;
    return undefined;
  }
}

async function* readSocket(fd: number): AsyncGenerator<Uint8Array | undefined> {
  const socket = new Socket({ fd, readable: true, writable: false });
  const pauses = new Pauses();
  let failure: Error | undefined;
  socket.on("error", (error) => {
    failure = error;
  });
  try {
    for (;;) {
      const block = socket.read() as Buffer | null;
      if (failure) throw failure;
      if (block) {
        pauses.came();
        yield block;
      } else if (socket.readableEnded || socket.destroyed) return;
      else if (pauses.rest === 0) {
        pauses.tell();
        yield undefined;
      } else await somethingNew(socket, pauses.rest);
    }
  } finally {
    socket.destroy();
  }
}

/** Until there are bytes, the end, or a failure, at most `most` milliseconds. */
function somethingNew(socket: Socket, most: number): Promise<void> {
  const events = ["readable", "end", "close", "error"];
  return new Promise((resolve) => {
    const timer = most === Infinity ? undefined : setTimeout(done, most);
    function done(): void {
      clearTimeout(timer);
      for (const event of events) socket.removeListener(event, done);
      resolve();
    }
    for (const event of events) socket.on(event, done);
  });
}
