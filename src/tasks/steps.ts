/** Runs the steps of a task: at once, or without keeping the event loop from its work, and with threads. */
import type { Signal } from "../base/signal.js";
import { turn } from "../base/turn.js";
import type { Flow } from "../engine/flow.js";
import { Pool } from "../engine/pool.js";

/** Each step yields the share of the work done, 0 … 1, or, with a pool of threads only, a promise to wait for. */
export type Steps<T> = Generator<number | Promise<unknown>, T>;

export interface ThreadOptions {
  /** Threads, this one counted; default: as many as the machine offers, up to 8. They change no sample. */
  readonly threads?: number;
  /** Threads that run already, in place of ones for this call alone. */
  readonly pool?: Pool;
  /** Told the share that is done, 0 … 1. */
  readonly progress?: (share: number) => void;
  /** Called once, between planning and the work. */
  readonly planned?: () => void;
  /** Ends the call with its reason. */
  readonly signal?: Pick<AbortSignal, "throwIfAborted">;
  /** Of a filter call: rows of the input that are not there yet, and who waits for those of the output. */
  readonly flow?: Flow;
}

/** Milliseconds of work between two breaths; while rows are read or written, which each breath sends on. */
const BREATH = 50;
const FLOWING_BREATH = 1;

/** To the end, on this thread alone. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * To the end without blocking for long. Leaves no thread behind.
 * @param begin makes the steps for a pool, and for what flows while they are gone
 * @throws what the steps throw; and the reason of `signal` when it is aborted
 */
export async function runStepsAsync<T>(
  begin: (pool: Pool | undefined, flow: Flow | undefined) => Steps<T>,
  { threads, pool, progress, planned, signal, flow }: ThreadOptions,
): Promise<T> {
  const own = pool ? undefined : new Pool(threads);
  let flowing = flow?.coming !== undefined;
  const watched = watching(flow, () => {
    flowing = true;
  });
  const steps = begin(pool ?? own, watched);
  try {
    let first = true;
    let breath = Date.now();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (first) planned?.();
      first = false;
      if (typeof step.value !== "number") {
        await step.value;
        continue;
      }
      if (Date.now() - breath < (flowing ? FLOWING_BREATH : BREATH)) continue;
      progress?.(step.value);
      await turn();
      signal?.throwIfAborted();
      breath = Date.now();
    }
  } finally {
    // Where it ends early, threads that are not this call's own are given back.
    steps.return(undefined as T);
    await own?.close();
  }
}

/** The same flow, with `begun` called when somebody waits for rows of the output. */
function watching(flow: Flow | undefined, begun: () => void): Flow | undefined {
  const { grow } = flow ?? {};
  if (!grow) return flow;
  return {
    ...flow,
    grow: (out: Signal) => {
      const rows = grow(out);
      if (rows) begun();
      return rows;
    },
  };
}
