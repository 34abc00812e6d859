/** Threads beside this one. They wait without work and without keeping the process alive, and end with `close`. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { routineSet } from "../routines/load.js";
import { type Accounts, newAccounts } from "./accounts.js";
import { type Course, chunksOf, mergeAccounts, type PlainCall, wholeCall } from "./chunks.js";
import type { Task } from "./worker.js";

/** Threads that are used where nobody says how many. */
export const defaultThreads = (): number => Math.min(8, availableParallelism());

/** Nanoseconds of work from which threads pay: they cost this much to start and to be told. */
export const WORTH = 40e6;

export class Pool {
  private workers: Worker[] | undefined;
  private serial = 0;

  /** @param threads this thread counted, so 1 starts none */
  constructor(readonly threads: number) {}

  /** Starts the threads, if they do not run yet: ahead of the work, where it is sure to come. */
  start(): void {
    this.workers ??= Array.from({ length: Math.max(0, this.threads - 1) }, () => {
      // Options of this process, such as --input-type, are not for its threads.
      const worker = new Worker(new URL("./worker.js", import.meta.url), { execArgv: [] });
      worker.unref();
      return worker;
    });
  }

  /**
   * Runs a call on all threads. The samples of its field and output lie in shared memory. Yields the share that this
   * thread has come to, then a promise to wait for; returns what was counted.
   */
  *run(call: PlainCall, course: Course): Generator<number | Promise<unknown>, Accounts> {
    const next = new Int32Array(new SharedArrayBuffer(4));
    const id = ++this.serial;
    this.start();
    const others = (this.workers ?? []).map((worker) =>
      answer(worker, { id, call, course, next, routines: routineSet() }),
    );
    // A failure that comes while this thread computes is told when it waits.
    for (const other of others) other.catch(() => undefined);
    const total = newAccounts();
    const chunks = chunksOf(wholeCall(call), course);
    for (let i = Atomics.add(next, 0, 1); i < chunks.count; i = Atomics.add(next, 0, 1)) {
      for (const share of chunks.run(i, total)) yield (i + share) / chunks.count;
    }
    const all = Promise.all(others);
    let counted: Accounts[] = [];
    yield all.then((accounts) => {
      counted = accounts;
    });
    for (const accounts of counted) mergeAccounts(total, accounts);
    return total;
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    const ended = this.workers ?? [];
    this.workers = undefined;
    await Promise.all(ended.map((w) => w.terminate()));
  }
}

/** What a thread has counted when no chunk is left. */
function answer(worker: Worker, task: Task): Promise<Accounts> {
  return new Promise((resolve, reject) => {
    worker.ref();
    const done = (): void => {
      worker.unref();
      worker.off("message", message).off("error", fail).off("exit", gone);
    };
    const message = (reply: { id: number; accounts: Accounts }): void => {
      if (reply.id !== task.id) return;
      done();
      resolve(reply.accounts);
    };
    const fail = (error: Error): void => {
      done();
      reject(error);
    };
    const gone = (code: number): void => {
      done();
      reject(new Error(`a thread ended with code ${code}`));
    };
    worker.on("message", message).on("error", fail).on("exit", gone);
    worker.postMessage(task);
  });
}

type Plain = Uint8Array | Int8Array | Uint16Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** An array like `data` in shared memory, zeroed. */
export function sharedLike<T extends Plain>(data: T): T {
  const make = data.constructor as new (buffer: SharedArrayBuffer) => T;
  return new make(new SharedArrayBuffer(data.byteLength));
}

/** A copy of samples in shared memory, or the samples where they lie in it already. */
export function shared<T extends Plain>(data: T): T {
  if (data.buffer instanceof SharedArrayBuffer) return data;
  const copy = sharedLike(data);
  copy.set(data);
  return copy;
}
