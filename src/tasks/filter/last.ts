/** The last stage of a call: sums to samples, by the quickest way that gives the promised ones. */
import { isInteger, typeOfSamples } from "../../base/element.js";
import { usageError } from "../../base/errors.js";
import type { Method } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import type { Accounts } from "../../engine/accounts.js";
import { execute } from "../../engine/execute.js";
import { type FinishRequest, finisherFor } from "../../engine/finish.js";
import { FUSED } from "../../engine/fused/all.js";
import type { Fused, FusedCall } from "../../engine/fused/fused.js";
import { runFused } from "../../engine/fused/run.js";
import type { Candidate, Plan } from "../../engine/planner.js";
import type { Pool } from "../../engine/pool.js";
import type { Problem } from "../../engine/problem.js";
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
): Generator<number | Promise<unknown>, { plan: Plan; threads: number }> {
  const { problem, field } = stage;
  const call: FusedCall = { problem, field, request, out };
  const { plan, fused } = choose(stage.plan, call, method);
  if (fused) {
    const { threads, seen } = yield* runFused(fused.way, call, fused.setup, accounts, workOf(plan, problem), pool);
    if (seen && !isInteger(typeOfSamples(field.data))) stage.look.tell(seen);
    return { plan, threads };
  }
  const finisher = finisherFor(out, request, accounts);
  for (const { tile, sums, done } of execute(problem, plan, field)) {
    finisher.write(tile, sums);
    yield done;
  }
  return { plan, threads: 1 };
}

/** Estimated nanoseconds. */
function workOf(plan: Plan, problem: Problem): number {
  const verdict = plan.candidates.find((c) => c.name === plan.algorithm)?.verdict;
  const samples = problem.x.outputs * problem.y.outputs * problem.channels;
  return verdict && "cost" in verdict ? verdict.cost * samples : 0;
}

/**
 * The plan with the fused ways among its candidates. They give the same samples as every method for integer outputs
 * does, which is why the choice may follow the cost; a forced method is kept to.
 */
function choose(
  plan: Plan,
  call: FusedCall,
  method: Method,
): { plan: Plan; fused?: { way: Fused; setup: Parameters<Fused["kind"]["plan"]>[0]; error: () => number } } {
  const candidates: Candidate[] = [...plan.candidates];
  const chosen = plan.candidates.find((c) => c.name === plan.algorithm)?.verdict;
  let least = chosen && "cost" in chosen && method === "auto" ? chosen.cost : Number.POSITIVE_INFINITY;
  let fused: ReturnType<typeof choose>["fused"];
  for (const way of FUSED) {
    const prospect = way.consider(call);
    if ("because" in prospect) {
      candidates.push({ name: way.name, verdict: prospect });
      continue;
    }
    const { setup, cost, note, error = () => 0 } = prospect;
    candidates.push({ name: way.name, verdict: { cost, error: 0, note } });
    if ((method !== "auto" && method !== way.method) || cost >= least) continue;
    least = cost;
    fused = { way, setup, error };
  }
  if (!fused) {
    if (method === "separable")
      throw usageError("--method separable", reasons(candidates, call.out), "Leave the method to auto");
    return { plan: { ...plan, candidates } };
  }
  const forced = method !== "auto";
  return { plan: { ...plan, algorithm: fused.way.name, forced, error: fused.error, candidates }, fused };
}

/** Why no separable way can be gone: what the one says that takes most calls of this kind. */
function reasons(candidates: readonly Candidate[], out: Signal): string {
  const name = isInteger(out.type) ? "separable-near" : "separable-float";
  const verdict = candidates.find((c) => c.name === name)?.verdict;
  return verdict && "because" in verdict ? verdict.because : "it is not possible here";
}
