/** The last stage of a call: sums to samples, by the quickest way that gives the promised ones. */
import { usageError } from "../../base/errors.js";
import type { Method } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import type { Accounts } from "../../engine/accounts.js";
import { type Course, chunksOf, mergeAccounts } from "../../engine/chunks.js";
import type { FinishRequest } from "../../engine/finish.js";
import { FUSED } from "../../engine/fused/all.js";
import type { Fused, FusedCall } from "../../engine/fused/fused.js";
import type { Candidate, Plan } from "../../engine/planner.js";
import { type Pool, shared, sharedLike, WORTH } from "../../engine/pool.js";
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
  const course: Course = fused ? { kind: "fused", way: fused.way.name, setup: fused.setup } : { kind: "tiles", plan };
  if (!pool || pool.threads < 2 || !isShareable(stage, request) || workOf(plan, problem) < WORTH) {
    const chunks = chunksOf(call, course);
    for (let i = 0; i < chunks.count; i++)
      for (const share of chunks.run(i, accounts)) yield (i + share) / chunks.count;
    return { plan, threads: 1 };
  }
  const { exact: _exact, ...plain } = request;
  const sharedOut = inSharedMemory(out);
  const sharedField = {
    ...field,
    data: shared(field.data),
    ...(field.imag ? { imag: shared(field.imag) } : {}),
    ...(field.mask ? { mask: shared(field.mask) } : {}),
  };
  const counted = yield* pool.run({ problem, field: sharedField, request: plain, out: sharedOut }, course);
  mergeAccounts(accounts, counted);
  out.data.set(sharedOut.data);
  if (out.imag && sharedOut.imag) out.imag.set(sharedOut.imag);
  return { plan, threads: pool.threads };
}

/** Whether other threads can do it: they have no function of this one, and no earlier stage. */
const isShareable = (stage: Stage, request: FinishRequest): boolean => !stage.chained && request.encode === undefined;

/** Estimated nanoseconds. */
function workOf(plan: Plan, problem: Problem): number {
  const verdict = plan.candidates.find((c) => c.name === plan.algorithm)?.verdict;
  const samples = problem.x.outputs * problem.y.outputs * problem.channels;
  return verdict && "cost" in verdict ? verdict.cost * samples : 0;
}

/** An output of the same shape whose samples all threads can write. */
function inSharedMemory(out: Signal): Signal {
  const { imag } = out;
  const { source, medium, bits, maxval } = out.about;
  // Only what decides the range: a table's cells cannot travel.
  const about = {
    source,
    medium,
    ...(bits === undefined ? {} : { bits }),
    ...(maxval === undefined ? {} : { maxval }),
  };
  return { ...out, about, data: sharedLike(out.data), ...(imag ? { imag: sharedLike(imag) } : {}) };
}

/**
 * The plan with the fused ways among its candidates. They give the same samples as every method for integer outputs
 * does, which is why the choice may follow the cost; a forced method is kept to.
 */
function choose(plan: Plan, call: FusedCall, method: Method): { plan: Plan; fused?: { way: Fused; setup: unknown } } {
  const candidates: Candidate[] = [...plan.candidates];
  const chosen = plan.candidates.find((c) => c.name === plan.algorithm)?.verdict;
  let least = chosen && "cost" in chosen && method === "auto" ? chosen.cost : Number.POSITIVE_INFINITY;
  let fused: { way: Fused; setup: unknown } | undefined;
  for (const way of FUSED) {
    const prospect = way.consider(call);
    if ("because" in prospect) {
      candidates.push({ name: way.name, verdict: prospect });
      continue;
    }
    const { setup, cost, note } = prospect;
    candidates.push({ name: way.name, verdict: { cost, error: 0, note } });
    if ((method !== "auto" && method !== way.method) || cost >= least) continue;
    least = cost;
    fused = { way, setup };
  }
  if (!fused) {
    if (method === "separable") throw usageError("--method separable", reasons(candidates), "Leave the method to auto");
    return { plan: { ...plan, candidates } };
  }
  const forced = method !== "auto";
  return { plan: { ...plan, algorithm: fused.way.name, forced, error: 0, candidates }, fused };
}

/** Why a way that was asked for cannot be gone. */
function reasons(candidates: readonly Candidate[]): string {
  const verdict = candidates.find((c) => c.name === "separable")?.verdict;
  return verdict && "because" in verdict ? verdict.because : "it is not possible here";
}
