/** The scores of a template at all its places in a picture. */
import { axisBorder } from "../../base/border.js";
import type { MatchAlgorithm } from "../../base/match.js";
import { ONE, ZERO } from "../../base/rational.js";
import { blankSignal, type Signal } from "../../base/signal.js";
import { type Accounts, newAccounts } from "../../engine/accounts.js";
import { factsOf } from "../../engine/facts.js";
import type { FinishRequest } from "../../engine/finish.js";
import { type AxisGeometry, axisGeometry } from "../../engine/geometry.js";
import { valueMap } from "../../engine/map.js";
import { type Plan, planFor } from "../../engine/planner.js";
import type { Pool } from "../../engine/pool.js";
import type { Problem } from "../../engine/problem.js";
import { runTiles } from "../../engine/run.js";
import type { ScoreRequest } from "../../engine/score/request.js";
import { windowScore } from "../../engine/score/window.js";
import { affineOf, gainOf } from "../../engine/value.js";
import type { Steps } from "../steps.js";
import type { Prepared } from "./prepare.js";

export interface Scores {
  /**
   * One a place, (W−w+1)×(H−h+1) of them, f32 where scores are bounded or nearly so and f64 elsewhere; NaN where a sample
   * under the template is missing.
   */
  readonly map: Signal;
  readonly accounts: Accounts;
  readonly plan: Plan;
  readonly threads: number;
  /** The score of a place in f64, from its window alone. */
  readonly exactly: (x: number, y: number) => number;
}

/** Nanoseconds that the numbers of a window and its score take, on one thread: what a picture of 8 megapixels took. */
const WINDOW = 12;

/** @throws UserError (2) where the algorithm asked for cannot be */
export function* scoresOf(
  { field, taps, score }: Prepared,
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
  const problem: Problem = {
    taps,
    x,
    y,
    channels: field.channels,
    complex: false,
    weighted: false,
    facts: factsOf(field, x, y),
  };
  const plan = planFor(problem, algorithm);
  const type = score.method === "ccorr" || score.method === "ccoeff" || score.method === "ssd" ? "f64" : "f32";
  const map = blankSignal(
    { width: x.outputs, height: y.outputs, channels: 1, rank: 2 },
    "f64",
    about,
    pool !== undefined,
  );
  const scoring: ScoreRequest = { ...score, error: plan.error() };
  const request: FinishRequest = {
    rule: {
      affine: affineOf(ONE, ZERO),
      gain: gainOf(taps),
      prior: { exact: ONE, number: 1 },
      error: plan.error,
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
  return { map, accounts, plan, threads, exactly: (px, py) => windowScore(field, scoring, px, py) };
}

function timeOf({ algorithm, candidates }: Plan): number {
  const verdict = candidates.find(({ name }) => name === algorithm)?.verdict;
  return verdict && "time" in verdict ? verdict.time : 0;
}
