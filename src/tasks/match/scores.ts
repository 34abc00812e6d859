/** The scores of a template at all its places in a picture. */
import { axisBorder } from "../../base/border.js";
import { isSingle, type MatchAlgorithm } from "../../base/match.js";
import { ONE, ZERO } from "../../base/rational.js";
import { blankSignal, type Signal } from "../../base/signal.js";
import { type Accounts, newAccounts } from "../../engine/accounts.js";
import { UNIT } from "../../engine/algorithms/algorithm.js";
import { CERTAIN } from "../../engine/algorithms/fft-error.js";
import { factsOf } from "../../engine/facts.js";
import type { FinishRequest } from "../../engine/finish.js";
import { type AxisGeometry, axisGeometry } from "../../engine/geometry.js";
import { valueMap } from "../../engine/map.js";
import { errorOf, type Plan, planFor } from "../../engine/planner.js";
import type { Pool } from "../../engine/pool.js";
import { absoluteSum, type Problem, type Taps } from "../../engine/problem.js";
import { runTiles } from "../../engine/run.js";
import type { ScoreRequest, SumKind } from "../../engine/score/request.js";
import { windowScore } from "../../engine/score/window.js";
import { affineOf, gainOf } from "../../engine/value.js";
import type { Steps } from "../steps.js";
import type { Kind, Prepared } from "./prepare.js";

export interface Scores {
  /**
   * One a place, (W−w+1)×(H−h+1) of them, f32 where scores are bounded or nearly so and f64 elsewhere; NaN where a sample
   * under the template is missing.
   */
  readonly map: Signal;
  readonly accounts: Accounts;
  readonly plan: Plan;
  /** Bound on the error of each sum of products. */
  readonly error: number;
  readonly threads: number;
  /** The score of a place in f64, from its window alone. */
  readonly exactly: (x: number, y: number) => number;
}

/** Nanoseconds that the numbers of a window and its score take, on one thread: what a picture of 8 megapixels took. */
const WINDOW = 12;

/** @throws UserError (2) where the algorithm asked for cannot be */
export function* scoresOf(
  { field, taps, score, kinds }: Prepared,
  algorithm: MatchAlgorithm,
  about: Signal["about"],
  pool?: Pool,
): Steps<Scores> {
  const axis = (input: number, extent: number): AxisGeometry =>
    axisGeometry(
      input,
      extent,
      { mode: "xcorr", size: "valid", stride: 1, dilation: 1, border: axisBorder("constant") },
      about.source,
    );
  const [x, y] = [axis(field.width, taps.width), axis(field.height, taps.height)];
  // Without a mask only the sum over the channels is asked for.
  const merged = score.weights === undefined && score.channels > 1;
  const base = { x, y, channels: field.channels, complex: false, weighted: false, merged };
  const whole: Problem = { ...base, taps, facts: factsOf(field, x, y) };
  const plan = planFor(whole, algorithm);
  const bound = (factor: number) => kindsOf(plan, base, taps, kinds, score, factor);
  // Whole sums that one transform is certain of are the quickest. The engine would make all whole sums exact, at any
  // price; scores need no more than a bound, so taps are made such that no sum is whole. Under a mask the engine cannot
  // tell small samples from large squares: there sums are rounded when they are read.
  const certain = plan.algorithm !== "fft" || (score.weights === undefined && bound(BROKEN).product.rounded);
  const factor = certain ? 1 : BROKEN;
  const problem = certain ? whole : { ...whole, taps: { ...taps, real: taps.real.map((t) => t * BROKEN) } };
  const type = isSingle(score.method) ? "f32" : "f64";
  const map = blankSignal(
    { width: x.outputs, height: y.outputs, channels: 1, rank: 2 },
    type,
    about,
    pool !== undefined,
  );
  const scoring: ScoreRequest = { ...score, factor, kinds: bound(factor) };
  const request: FinishRequest = {
    rule: {
      affine: affineOf(ONE, ZERO),
      gain: gainOf(taps),
      prior: { exact: ONE, number: 1 },
      error: () => scoring.kinds.product.error,
      weightError: 0,
    },
    map: valueMap("clip", type, {}),
    rounding: "half-even",
    weighted: false,
    score: scoring,
    exact: () => {
      throw new Error("scores are not rounded");
    },
  };
  yield 0;
  const accounts = newAccounts();
  const work = timeOf(plan) + WINDOW * x.outputs * y.outputs * score.channels;
  const threads = yield* runTiles({ problem, plan, field, request, out: map }, accounts, work, pool);
  return {
    map,
    accounts,
    plan,
    error: scoring.kinds.product.error,
    threads,
    exactly: (px, py) => windowScore(field, scoring, px, py),
  };
}

/** No power of two, and no multiple of one with few digits. */
const BROKEN = 0.7;

/** The bounds on sums of each kind, with taps and weights times `factor`. */
function kindsOf(
  plan: Plan,
  base: Omit<Problem, "taps" | "facts">,
  { width, height }: Taps,
  kinds: Prepared["kinds"],
  { split, whole }: Pick<ScoreRequest, "split" | "whole">,
  factor: number,
): ScoreRequest["kinds"] {
  const kindOf = ({ taps, largest }: Kind): SumKind => {
    const integers = whole && taps.every((t) => t.every(Number.isInteger));
    const errors = taps.map((t) => {
      const real = t.map((v) => v * factor);
      const facts = { finite: true, largest, error: 0, ...(integers ? { grain: 0 } : {}) };
      const own: Problem = { ...base, channels: 1, taps: { real, width, height, channels: 1 }, facts };
      // The factor itself rounds each tap, and the sum once more.
      const lost = factor === 1 ? 0 : 4 * UNIT * absoluteSum(own.taps) * largest;
      return (errorOf(plan.algorithm, own)() + lost) / factor;
    });
    const each = errors.reduce((a, b) => Math.max(a, b), 0);
    const error = base.merged && taps.length > 1 ? errorTogether(each, taps, largest) : each;
    const rounded = integers && error < CERTAIN;
    return { error: rounded ? 0 : error, rounded };
  };
  const square = kindOf(kinds.square);
  // Two parts make a square: one of them stands for 65536 times its sum.
  const parts = split ? 65537 : 1;
  return { product: kindOf(kinds.product), sum: kindOf(kinds.sum), square: { ...square, error: square.error * parts } };
}

/** Bound on a sum over all channels, of which each is within `each`, and which are added up with roundings of their own. */
function errorTogether(each: number, taps: readonly Float64Array[], largest: number): number {
  if (each === 0) return 0;
  const most = taps.reduce((all, t) => all + t.reduce((s, v) => s + Math.abs(v), 0), 0) * largest;
  return taps.length * (each + UNIT * most);
}

function timeOf({ algorithm, candidates }: Plan): number {
  const verdict = candidates.find(({ name }) => name === algorithm)?.verdict;
  return verdict && "time" in verdict ? verdict.time : 0;
}
