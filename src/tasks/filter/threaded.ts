/** A filter call that leaves the event loop alone now and then, and may use threads. */
import type { Kernel } from "../../base/kernel.js";
import type { FilterOptions } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import { runStepsAsync, type ThreadOptions } from "../steps.js";
import { type Filtered, filterSteps } from "./filter.js";

export type { ThreadOptions } from "../steps.js";

/**
 * `filter` without blocking for long. Leaves no thread behind.
 * @throws as `filter`; and the reason of `signal` when it is aborted
 */
export function filterAsync(
  input: Signal,
  kernels: readonly Kernel[],
  options: FilterOptions = {},
  threads: ThreadOptions = {},
): Promise<Filtered> {
  return runStepsAsync((pool, flow) => filterSteps(input, kernels, options, pool, flow), threads);
}
