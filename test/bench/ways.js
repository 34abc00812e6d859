// Every way that can do a problem, forced in turn and timed in interleaved rounds.
import { probe } from "../../dist/engine/probe.js";
import { filter } from "../../dist/index.js";
import { shuffled } from "./measure.js";
import { least } from "./statistics.js";

/** Ways estimated to take so many times the least estimate, and more than so many nanoseconds, are not run at all. */
const UNKNOWN = Number.POSITIVE_INFINITY;
const HOPELESS = { times: 12, ns: 1e7 };

/** { chosen, candidates: [{ name, cost, time, work, possible… }] } of a problem, from one call that ends there. */
export function planned({ signal, kernel, fast = false }) {
  let plan;
  probe.way = undefined;
  probe.seen = (seen) => {
    plan = seen;
    // The plan is enough.
    throw seen;
  };
  try {
    filter(signal, [kernel], { mode: "xcorr", fast });
  } catch (error) {
    if (error !== plan) throw error;
  } finally {
    probe.seen = undefined;
  }
  const candidates = plan.candidates.flatMap(({ name, verdict }) =>
    "cost" in verdict ? [{ name, cost: verdict.cost, time: verdict.time, work: verdict.work }] : [],
  );
  return { chosen: plan.algorithm, candidates };
}

/** Nanoseconds that a call goes a way, from where the ways part: what comes before is the same for all of them. */
function timeOf({ signal, kernel, fast = false }, way) {
  let start = 0n;
  probe.way = way;
  probe.seen = () => {
    start = process.hrtime.bigint();
  };
  filter(signal, [kernel], { mode: "xcorr", fast });
  const wall = Number(process.hrtime.bigint() - start);
  probe.way = undefined;
  probe.seen = undefined;
  return wall;
}

/**
 * The candidates of a problem with `measured`, the least of interleaved runs in nanoseconds; undefined where a way was
 * too slow to be run. A way that took more than `far` times the least is not run again, but for the chosen one.
 */
export function timedWays(problem, { seconds, rounds, far, next, isWanted = () => true }) {
  const { chosen, candidates } = planned(problem);
  const best = Math.min(...candidates.map(({ time }) => time));
  const runs = candidates
    .filter(isWanted)
    .filter(
      ({ name, time }) => name === chosen || !(time < UNKNOWN && time > Math.max(HOPELESS.times * best, HOPELESS.ns)),
    )
    .map((candidate) => ({ ...candidate, walls: [] }));
  if (runs.length === 0) return { chosen, ways: [] };
  const end = performance.now() + 1000 * seconds;
  let open = runs;
  for (let round = 0; round < rounds.most && (round < rounds.least || performance.now() < end); round++) {
    for (const run of shuffled(open, next)) run.walls.push(timeOf(problem, run.name));
    const fastest = Math.min(...runs.map(({ walls }) => least(walls)));
    // The first runs may be slow because their code is not compiled yet.
    if (round >= 2) open = open.filter(({ name, walls }) => name === chosen || least(walls) < far * fastest);
  }
  return { chosen, ways: runs.map(({ walls, ...way }) => ({ ...way, measured: least(walls) })) };
}
