/** A filter call that leaves the event loop alone now and then, and may use threads. */
import { setImmediate } from "node:timers/promises";
import type { Kernel } from "../../base/kernel.js";
import type { FilterOptions } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import { Pool } from "../../engine/pool.js";
import { type Filtered, filterSteps } from "./filter.js";

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
  readonly signal?: AbortSignal;
}

/** Milliseconds of work between two breaths. */
const BREATH = 50;

/**
 * `filter` without blocking for long. Leaves no thread behind.
 * @throws as `filter`; and the reason of `signal` when it is aborted
 */
export async function filterAsync(
  input: Signal,
  kernels: readonly Kernel[],
  options: FilterOptions = {},
  { threads, pool, progress, planned, signal }: ThreadOptions = {},
): Promise<Filtered> {
  const own = pool ? undefined : new Pool(threads);
  try {
    const steps = filterSteps(input, kernels, options, pool ?? own);
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
      if (Date.now() - breath < BREATH) continue;
      progress?.(step.value);
      await setImmediate();
      signal?.throwIfAborted();
      breath = Date.now();
    }
  } finally {
    await own?.close();
  }
}
