/** Threads beside this one. They wait without work and without keeping the process alive, and end with `close`. */
import { availableParallelism } from "node:os";
import { SHARE_ENV, Worker } from "node:worker_threads";
import { turn } from "../base/turn.js";
import { Room } from "./sharing.js";

/** Threads that are used where nobody says how many. */
export const defaultThreads = (): number => Math.min(8, availableParallelism());

/** Nanoseconds of work from which it pays to start threads, and to use ones that run already. */
const WORTH_STARTING = 40e6;
const WORTH_USING = 1e6;

export class Pool {
  private workers: Worker[] | undefined;
  private taken = false;
  private failure: Error | undefined;
  /** Of the call that has taken the threads. */
  readonly room = new Room();

  /** @param wanted threads, this one counted, so 1 starts none; absent: what the machine offers, asked when it matters */
  constructor(private readonly wanted?: number) {}

  get threads(): number {
    return this.wanted ?? defaultThreads();
  }

  /** Starts the threads, if they do not run yet: ahead of the work, where it is sure to come. */
  start(): void {
    this.workers ??= Array.from({ length: Math.max(0, this.threads - 1) }, () => {
      const worker = new Worker(new URL("./worker.js", import.meta.url), {
        // Options of this process, such as --input-type, are not for its threads.
        execArgv: [],
        // They have nothing to say and open nothing, and are there sooner without copies and streams of their own.
        env: SHARE_ENV,
        stdout: true,
        stderr: true,
        trackUnmanagedFds: false,
      });
      worker.unref();
      worker.on("error", (error: Error) => {
        this.failure ??= error;
      });
      worker.on("exit", (code) => {
        this.failure ??= new Error(`a thread ended with code ${code}`);
      });
      return worker;
    });
  }

  /**
   * Takes the threads for one call, until `give`, where so many nanoseconds of work pay for them, and for so many more that
   * samples take to get to where threads reach them; returns how many there are beside this one, 0 while another call has
   * them.
   */
  take(work: number, moving = 0): number {
    if (this.taken || work < (this.workers ? WORTH_USING : WORTH_STARTING) || this.threads < 2) return 0;
    if (moving > work - work / this.threads) return 0;
    this.start();
    this.taken = true;
    for (const worker of this.workers!) worker.ref();
    return this.workers!.length;
  }

  /** Hands a task to each of them. */
  post(task: object): void {
    for (const worker of this.workers!) worker.postMessage(task);
  }

  give(): void {
    this.taken = false;
    for (const worker of this.workers ?? []) worker.unref();
  }

  /** Lets the event loop turn once. Rejects where a thread has failed, so that nobody waits for it. */
  async turn(): Promise<void> {
    await turn();
    if (this.failure) throw this.failure;
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    const ended = this.workers ?? [];
    this.workers = undefined;
    await Promise.all(ended.map((w) => w.terminate()));
  }
}
