/** The threads of this process. */
import { Pool } from "../engine/pool.js";

/** By how many were asked for, if anybody did; they wait for the next job of a batch, and end with the process. */
const pools = new Map<number | undefined, Pool>();

export function poolOf(threads: number | undefined): Pool {
  let pool = pools.get(threads);
  if (!pool) {
    pool = new Pool(threads);
    pools.set(threads, pool);
  }
  return pool;
}
