/** Runs a plan from samples to finished samples, tile by tile, on this thread alone or with the help of others. */
import { copyInto } from "../base/copy.js";
import type { Signal } from "../base/signal.js";
import { type RoutineSet, routineSet } from "../routines/load.js";
import { ACCOUNTS_LENGTH, type Accounts, addAccounts, newAccounts, readAccounts, writeAccounts } from "./accounts.js";
import type { Runner } from "./algorithms/algorithm.js";
import { awaitHelpers, type Board, close, end, join, newBoard, take } from "./board.js";
import { ExactSums } from "./exact.js";
import { tilesWithin } from "./execute.js";
import { Extension, type Region } from "./extend.js";
import { type Finisher, type FinishRequest, finisherFor } from "./finish.js";
import { algorithmOf, type Plan } from "./planner.js";
import type { Pool } from "./pool.js";
import type { Field, Problem } from "./problem.js";
import { movingTime, sharedField, sharedOutput } from "./sharing.js";
import { gainOf, type ValueRule } from "./value.js";

export interface TileCall {
  readonly problem: Problem;
  readonly plan: Pick<Plan, "algorithm">;
  readonly field: Field;
  readonly request: FinishRequest;
  readonly out: Signal;
  /** Outputs that are made; absent: all. Regions do not overlap. */
  readonly regions?: readonly Region[];
}

/** A call as it is posted: plain data, samples and results in shared memory. */
export interface TileShare {
  readonly call: Omit<TileCall, "request">;
  readonly request: Omit<FinishRequest, "exact" | "encode" | "rule"> & {
    readonly rule: Omit<ValueRule, "gain" | "error"> & { readonly error: number };
  };
  readonly routines: RoutineSet;
  readonly board: Board;
  /** What each helper has counted. */
  readonly accounts: Float64Array;
}

/**
 * Fills the call's output. Yields the share that is done or, where other threads are waited for, a promise; returns how
 * many threads took part.
 *
 * @param work estimated nanoseconds of the whole
 * @param pool threads that may help: the field's own samples are the exact ones then
 */
export function* runTiles(
  call: TileCall,
  accounts: Accounts,
  work: number,
  pool?: Pool,
): Generator<number | Promise<unknown>, number> {
  const runner = algorithmOf(call.plan).prepare(call.problem);
  const tiles = tilesOf(runner, call);
  const shareable = tiles.length > 1 && call.request.encode === undefined;
  const helpers = pool && shareable ? pool.take(work, movingTime(call.field, call.out)) : 0;
  const { field, out } =
    helpers === 0 ? call : { field: sharedField(call.field, pool!.room), out: sharedOutput(call.out) };
  const board = newBoard();
  const counted = new Float64Array(new SharedArrayBuffer(8 * ACCOUNTS_LENGTH * helpers));
  const own = { ...call, field, out };
  let made = 0;
  try {
    if (helpers > 0) pool?.post(postable(own, board, counted));
    const make = makerOf(runner, own, finisherFor(out, call.request, accounts, field));
    for (const i of take(board, tiles.length)) {
      make(tiles[i]);
      made++;
      yield (i + 1) / tiles.length;
    }
    if (helpers > 0) yield* awaitHelpers(board, helpers, pool!);
  } finally {
    runner.end?.();
    // Where this call ends early, nobody goes on with it.
    close(board, tiles.length);
    if (helpers > 0) pool?.give();
  }
  for (let i = 0; i < helpers; i++) {
    addAccounts(accounts, readAccounts(counted.subarray(i * ACCOUNTS_LENGTH, (i + 1) * ACCOUNTS_LENGTH)));
  }
  if (out.data !== call.out.data) copyInto(call.out.data, out.data);
  if (out.imag && out.imag !== call.out.imag) call.out.imag?.set(out.imag);
  return made === tiles.length ? 1 : 1 + helpers;
}

/** All that a thread does that only helps: tiles until none is left. */
export function helpWithTiles({ call, request, board, accounts }: TileShare): void {
  const { problem, field, out, plan } = call;
  const number = join(board);
  const own = newAccounts();
  const runner = algorithmOf(plan).prepare(problem);
  try {
    const tiles = tilesOf(runner, call);
    const { error } = request.rule;
    const rule = { ...request.rule, gain: gainOf(problem.taps), error: () => error };
    const whole = { ...request, rule, exact: () => new ExactSums(problem, field) };
    const make = makerOf(runner, call, finisherFor(out, whole, own, field));
    for (const i of take(board, tiles.length)) make(tiles[i]);
  } finally {
    runner.end?.();
    writeAccounts(own, accounts.subarray(number * ACCOUNTS_LENGTH, (number + 1) * ACCOUNTS_LENGTH));
    end(board);
  }
}

const tilesOf = (runner: Runner, { regions }: Pick<TileCall, "regions">): Region[] => [
  ...(regions ? tilesWithin(runner, regions) : runner.tiles()),
];

function makerOf(runner: Runner, { problem, field }: Omit<TileCall, "request">, finisher: Finisher) {
  const extension = new Extension(field, problem.x.border, problem.y.border, problem.weighted);
  return (tile: Region): void => {
    finisher.write(tile, runner.run(extension, tile));
  };
}

/** The share of a call. What cannot be posted, or is not wanted elsewhere, is left out. */
function postable(
  { problem, plan, field, request, out, regions }: TileCall,
  board: Board,
  accounts: Float64Array,
): TileShare {
  const { gain: _, error, ...rule } = request.rule;
  const { finite, largest, grain } = problem.facts;
  const facts = { finite, largest, grain, error: problem.facts.error };
  const { exact: _exact, encode: _encode, ...rest } = request;
  const { bits, maxval } = out.about;
  const about = {
    source: "",
    medium: out.about.medium,
    ...(bits === undefined ? {} : { bits }),
    ...(maxval === undefined ? {} : { maxval }),
  };
  return {
    call: {
      problem: { ...problem, facts },
      plan: { algorithm: plan.algorithm },
      field,
      out: { ...out, about },
      ...(regions ? { regions } : {}),
    },
    request: { ...rest, rule: { ...rule, error: error() } },
    routines: routineSet(),
    board,
    accounts,
  };
}
