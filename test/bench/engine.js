// The library under test, and what this build of it can be told.
import { METHODS } from "../../dist/base/options.js";
import { Pool } from "../../dist/engine/pool.js";
import { filter, filterAsync, match, matchAsync, signalFrom } from "../../dist/index.js";
import { timed } from "./measure.js";
import { commandHelp } from "./program.js";

export const methods = METHODS.filter((m) => m !== "auto");

/** Summing f32 data in f32 is used where the program knows it. */
export const knowsFast = commandHelp().includes("--fast");

/** Threads that run already, as those of other libraries do; n → pool. */
const pools = new Map();
const poolOf = (threads) => {
  let pool = pools.get(threads);
  if (!pool) {
    pool = new Pool(threads);
    pool.start();
    pools.set(threads, pool);
  }
  return pool;
};

/** Ends the threads. */
export const closePools = () => Promise.all(Array.from(pools.values(), (pool) => pool.close()));

/** A picture or a signal from its samples; pictures extend by `replicate`, signals by zeros. */
export function inputSignal(samples, { width, height = 1, channels = 1 }) {
  return signalFrom(samples, { width, height, channels, rank: height === 1 ? 1 : 2 });
}

/** The same signal with its samples where threads reach them, so that neither they nor the results are copied. */
export function shared(signal) {
  const data = new signal.data.constructor(new SharedArrayBuffer(signal.data.byteLength));
  data.set(signal.data);
  return { ...signal, data };
}

/** The first `rows` rows of a picture, or the first `rows` samples of a signal. */
export function partOf(signal, rows) {
  if (signal.rank === 1) return { ...signal, data: signal.data.subarray(0, rows), width: rows };
  return { ...signal, data: signal.data.subarray(0, rows * signal.width * signal.channels), height: rows };
}

/** How many rows (or samples) there are to cut from. */
export const extentOf = (signal) => (signal.rank === 1 ? signal.width : signal.height);

/** One timed call on so many threads: { wall, cpu, result: { signal, report } }. */
export function filtered(signal, kernel, options = {}, threads = 1) {
  const kind = signal.rank === 1 ? "constant" : "replicate";
  const call = { mode: "xcorr", border: { kind, value: 0 }, ...options };
  if (threads === 1) return timed(() => filter(signal, [kernel], call));
  return timed(() => filterAsync(signal, [kernel], call, { pool: poolOf(threads) }));
}

/** The same for template matching; its map stands for the result. */
export function matched(signal, template, threads = 1) {
  const result = ({ map, report }) => ({ signal: map, report });
  if (threads === 1) return timed(() => result(match(signal, template)));
  return timed(async () => result(await matchAsync(signal, template, {}, { pool: poolOf(threads) })));
}
