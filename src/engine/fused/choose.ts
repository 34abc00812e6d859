/**
 * Which way a last stage goes. Integer outputs are the same samples by every way, so the choice follows the estimated
 * time of the call, sizes and all. Float outputs may differ in their last bits between methods: there it follows from the
 * kernel alone, so that a part gives the bits of the whole.
 */
import { isInteger } from "../../base/element.js";
import { usageError } from "../../base/errors.js";
import type { Method } from "../../base/options.js";
import type { Verdict } from "../algorithms/algorithm.js";
import { type Candidate, errorOf, type Plan } from "../planner.js";
import { type Estimate, priceOf } from "../pricing.js";
import { probe } from "../probe.js";
import { quotientOf } from "../quotient.js";
import { FUSED } from "./all.js";
import type { Fused, FusedCall } from "./fused.js";

export interface Choice {
  /** With the fused ways among its candidates. */
  readonly plan: Plan;
  /** Estimated nanoseconds on one thread. */
  readonly time: number;
  readonly fused?: { readonly way: Fused; readonly setup: Parameters<Fused["kind"]["plan"]>[0] };
}

/** A choice whose way has not been asked for its setup. */
type Unset = Omit<Choice, "fused"> & {
  readonly fused?: { readonly way: Fused; readonly setup: () => NonNullable<Choice["fused"]>["setup"] };
};

/**
 * Blocks of transforms are as long as the kernel alone wants them, and pictures and signals of usual sizes do not fill them:
 * those of f64, which are larger, by half or so.
 */
const NOT_FULL = new Map([
  ["fft", 1.5],
  ["fft-fast", 1.25],
]);

/** @throws UserError (2) where `method` is separable and no such way is possible */
export function choose(plan: Plan, call: FusedCall, method: Method): Choice {
  const whole = isInteger(call.out.type);
  const measure = ({ time, cost }: Estimate, name: string): number => (whole ? time : cost * (NOT_FULL.get(name) ?? 1));
  const candidates: Candidate[] = [];
  const choices: { readonly choice: Unset; readonly least: number; readonly allowed: boolean }[] = [];
  for (const { name, verdict: given } of plan.candidates) {
    if ("because" in given) {
      candidates.push({ name, verdict: given });
      continue;
    }
    const verdict = whole ? withRounding(name, given, call) : given;
    const { time } = verdict;
    candidates.push({ name, verdict });
    // Which algorithm a float output takes was decided from the kernel, before anything was known of this call.
    const allowed = method === "auto" ? whole || name === plan.algorithm : name === method;
    const choice = { plan: { ...plan, algorithm: name, error: errorOf(name, call.problem), candidates }, time };
    choices.push({ choice, least: measure(verdict, name), allowed });
  }
  for (const way of FUSED) {
    const { name } = way;
    const prospect = way.consider(call);
    if ("because" in prospect) {
      candidates.push({ name, verdict: prospect });
      continue;
    }
    const { setup: _, error = () => 0, ...estimated } = prospect;
    const { time } = estimated;
    const verdict = { ...estimated, error: 0 };
    candidates.push({ name, verdict });
    const followed = { ...plan, algorithm: name, forced: method !== "auto", error, candidates };
    choices.push({
      choice: { plan: followed, time, fused: { way, setup: prospect.setup } },
      least: measure(verdict, name),
      allowed: method === "auto" || method === way.method,
    });
  }
  const forced = choices.filter(({ choice }) => choice.plan.algorithm === probe.way);
  const open = forced.length > 0 ? forced : choices.filter(({ allowed }) => allowed);
  if (open.length === 0) throw usageError(`--method ${method}`, reason(candidates, whole), "Leave the method to auto");
  const { choice } = open.reduce((a, b) => (b.least < a.least ? b : a));
  probe.seen?.(choice.plan);
  const { fused, ...rest } = choice;
  return fused ? { ...rest, fused: { way: fused.way, setup: fused.setup() } } : rest;
}

/** An algorithm leaves sums, which are rounded after it; a fused way has done so. */
function withRounding<V extends Extract<Verdict, Estimate>>(name: string, verdict: V, call: FusedCall): V {
  const { x, y, channels } = call.problem;
  const samples = x.outputs * y.outputs * channels;
  const quotient = quotientOf(call.request);
  const kind = !quotient ? "rounded" : quotient.divisor === 1 ? "whole" : "divided";
  return {
    ...verdict,
    cost: verdict.cost + priceOf(name, { [kind]: 1 }),
    time: verdict.time + priceOf(name, { [kind]: samples }),
    work: { ...verdict.work, [kind]: samples },
  };
}

/** Why no separable way can be gone: what the one says that takes most calls of this kind. */
function reason(candidates: readonly Candidate[], whole: boolean): string {
  const name = whole ? "separable-near" : "separable-float";
  const verdict = candidates.find((c) => c.name === name)?.verdict;
  return verdict && "because" in verdict ? verdict.because : "it is not possible here";
}
