/**
 * Chooses the algorithm. The automatic choice follows from the kernel, the type, the mode and the options only: never
 * from the amount of data, the number of threads or a clock, so that a part gives the same bits as the whole.
 */
import { usageError } from "../base/errors.js";
import type { Method } from "../base/options.js";
import type { Algorithm, Verdict } from "./algorithms/algorithm.js";
import { ALGORITHMS } from "./algorithms/all.js";
import type { Problem, SampleFacts } from "./problem.js";

export interface Candidate {
  readonly name: string;
  readonly verdict: Verdict;
}

export interface Plan {
  readonly algorithm: string;
  readonly forced: boolean;
  /** Bound on the error of each sum; 0 where all are exact. Asks for facts of the samples. */
  readonly error: () => number;
  readonly candidates: readonly Candidate[];
}

export function planFor(problem: Problem, method: Method): Plan {
  // What follows from the samples is asked for when it is known which algorithm is to run, or never.
  const blind: Problem = { ...problem, facts: UNSEEN };
  const candidates = ALGORITHMS.map((a): Candidate => ({ name: a.name, verdict: a.consider(blind) }));
  const possible = candidates.flatMap(({ name, verdict }) => ("cost" in verdict ? [{ name, ...verdict }] : []));
  if (method !== "auto") {
    const forced = possible.find((c) => c.name === method);
    if (!forced) {
      const verdict = candidates.find((c) => c.name === method)?.verdict;
      const because = verdict && "because" in verdict ? verdict.because : "there is no such method";
      throw usageError(`--method ${method}`, because, "Leave the method to auto or choose another");
    }
    return { algorithm: forced.name, forced: true, error: errorOf(forced.name, problem), candidates };
  }
  const best = possible.filter(({ byTime }) => !byTime).reduce((a, b) => (b.cost < a.cost ? b : a));
  return { algorithm: best.name, forced: false, error: errorOf(best.name, problem), candidates };
}

/** The plan that takes the least time for all outputs of the problem, of those that one has considered. */
export function quickest(plan: Plan, problem: Problem): Plan {
  const timed = plan.candidates.flatMap(({ name, verdict }) =>
    "time" in verdict ? [{ name, time: verdict.time }] : [],
  );
  const { name } = timed.reduce((a, b) => (b.time < a.time ? b : a));
  return { ...plan, algorithm: name, error: errorOf(name, problem) };
}

const UNSEEN: SampleFacts = { finite: true, largest: 0, error: 0 };

/** The bound on an algorithm's error, found when it is first asked for. */
export function errorOf(name: string, problem: Problem): () => number {
  let known: number | undefined;
  return () => {
    if (known !== undefined) return known;
    const verdict = ALGORITHMS.find((a) => a.name === name)?.consider(problem);
    known = verdict && "error" in verdict ? verdict.error : 0;
    return known;
  };
}

export function algorithmOf(plan: Pick<Plan, "algorithm">): Algorithm {
  const found = ALGORITHMS.find((a) => a.name === plan.algorithm);
  if (!found) throw new Error(`the plan names an unknown algorithm ${plan.algorithm}`);
  return found;
}
