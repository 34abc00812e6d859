/** What threads of one run have in common: tiles that are taken one by one, and who has ended. */
import type { Pool } from "./pool.js";

/** Milliseconds that a thread may sleep before it lets the event loop turn. */
const NAP = 10;

const NEXT = 0;
const JOINED = 1;
const ENDED = 2;

/** Plain data in shared memory. */
export type Board = Int32Array;

export const newBoard = (): Board => new Int32Array(new SharedArrayBuffer(12));

/** Takes numbers below `count` that nobody has taken yet. */
export function* take(board: Board, count: number): Generator<number> {
  for (let i = Atomics.add(board, NEXT, 1); i < count; i = Atomics.add(board, NEXT, 1)) yield i;
}

/** The number of a thread that begins to help, from 0 on. */
export const join = (board: Board): number => Atomics.add(board, JOINED, 1);

/** Says that this thread, a helper, has found nothing left. */
export function end(board: Board): void {
  Atomics.add(board, ENDED, 1);
  Atomics.notify(board, ENDED);
}

/** Leaves nothing to take. */
export const close = (board: Board, count: number): void => {
  Atomics.store(board, NEXT, count);
};

/** Waits for so many helpers to end; yields promises to wait for, so that the event loop turns. */
export function* awaitHelpers(board: Board, helpers: number, pool: Pool): Generator<Promise<unknown>> {
  for (let ended = Atomics.load(board, ENDED); ended < helpers; ended = Atomics.load(board, ENDED)) {
    if (Atomics.wait(board, ENDED, ended, NAP) === "timed-out") yield pool.turn();
  }
}
