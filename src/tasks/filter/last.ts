/** The last stage of a call: sums to samples, by the quickest way that gives the promised ones. */
import { isInteger, typeOfSamples } from "../../base/element.js";
import type { Method } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import type { Accounts } from "../../engine/accounts.js";
import type { FinishRequest } from "../../engine/finish.js";
import type { Flow } from "../../engine/flow.js";
import { choose } from "../../engine/fused/choose.js";
import type { FusedCall } from "../../engine/fused/fused.js";
import { runFused } from "../../engine/fused/run.js";
import { type Plan, planFor } from "../../engine/planner.js";
import type { Pool } from "../../engine/pool.js";
import { runTiles } from "../../engine/run.js";
import { insideCall, outsideOf } from "./inside.js";
import type { Stage } from "./stage.js";

/**
 * Fills `out`. Yields the share that is done, or a promise to wait for before going on (with a pool only); returns the
 * plan that was followed and the threads that followed it.
 */
export function* runLast(
  stage: Stage,
  request: FinishRequest,
  out: Signal,
  accounts: Accounts,
  method: Method,
  pool?: Pool,
  flow: Flow = {},
): Generator<number | Promise<unknown>, { plan: Plan; threads: number }> {
  const { problem, field } = stage;
  const call: FusedCall = { problem, field, request, out };
  const inside = insideCall(call);
  // Samples that stand for others have exact values that only this thread knows.
  const helpers = stage.plain ? pool : undefined;
  const { plan, fused, time } = choose(stage.plan, inside ?? call, method);
  let threads = 1;
  yield 0;
  if (fused) {
    const ended = yield* runFused(fused.way, inside ?? call, fused.setup, accounts, time, pool, flow);
    threads = ended.threads;
    if (ended.seen && !isInteger(typeOfSamples(field.data))) stage.look.tell(ended.seen);
    if (!inside) return { plan, threads };
  }
  if (flow.coming) yield flow.coming.reached(flow.coming.count);
  // A frame is too thin for blocks of a transform.
  const general = fused ? planFor(problem, "direct") : plan;
  const { whole, ...rest } = request;
  const rule = { ...request.rule, error: general.error };
  const given = { ...rest, rule, ...(whole && general.error() === 0 ? { whole } : {}) };
  const part = fused && inside ? { regions: outsideOf(inside) } : {};
  const used = yield* runTiles({ ...call, ...part, request: given, plan: general }, accounts, time, helpers);
  // Floats of the frame are as far off as the sums that made them; whole numbers are settled either way.
  const bounded = fused && !isInteger(out.type);
  const followed = bounded ? { ...plan, error: () => Math.max(plan.error(), general.error()) } : plan;
  return { plan: followed, threads: Math.max(threads, used) };
}
