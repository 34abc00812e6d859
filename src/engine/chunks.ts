/** A run cut into chunks that any number of threads take one after the other; each chunk's result is its own. */
import { type Accounts, isFirst } from "./accounts.js";
import { ExactSums } from "./exact.js";
import { Extension } from "./extend.js";
import { type FinishRequest, finisherFor } from "./finish.js";
import { FUSED } from "./fused/all.js";
import type { FusedCall } from "./fused/fused.js";
import { algorithmOf, type Plan } from "./planner.js";

/** How the last stage is run: by a fused way over rows, or tile by tile through sums. Plain data. */
export type Course =
  | { readonly kind: "fused"; readonly way: string; readonly setup: unknown }
  | { readonly kind: "tiles"; readonly plan: Plan };

/** A call that can be posted: what cannot travel is made again on the other side. */
export type PlainCall = Omit<FusedCall, "request"> & { readonly request: Omit<FinishRequest, "exact"> };

/** Chunks of output rows or of tiles, in their order. */
export interface Chunks {
  readonly count: number;
  /** Runs chunk i, filling its part of the output; yields the share of the chunk that is done. */
  run(i: number, accounts: Accounts): Generator<number>;
}

/** Output rows of a fused chunk: enough to be worth a turn, few enough to share. */
const ROWS = 96;
/** Chunks that tiles are shared out in. */
const TURNS = 64;

/** The chunks of a course. One object serves one thread. */
export function chunksOf(call: FusedCall, course: Course): Chunks {
  return course.kind === "fused" ? fusedChunks(call, course.way, course.setup) : tileChunks(call, course.plan);
}

function fusedChunks(call: FusedCall, name: string, setup: unknown): Chunks {
  const way = FUSED.find((f) => f.name === name);
  if (!way) throw new Error(`there is no fused way ${name}`);
  const rows = call.problem.y.outputs;
  return {
    count: Math.ceil(rows / ROWS),
    *run(i, accounts) {
      const from = i * ROWS;
      const to = Math.min(rows, from + ROWS);
      for (const row of way.run(call, setup, accounts, from, to)) yield (row - from) / (to - from);
    },
  };
}

function tileChunks({ problem, field, out, request }: FusedCall, plan: Plan): Chunks {
  const runner = algorithmOf(plan).prepare(problem);
  const extension = new Extension(field, problem.x.border, problem.y.border, problem.weighted);
  const tiles = [...runner.tiles()];
  const size = Math.ceil(tiles.length / TURNS);
  return {
    count: Math.ceil(tiles.length / size),
    *run(i, accounts) {
      const finisher = finisherFor(out, request, accounts);
      const own = tiles.slice(i * size, (i + 1) * size);
      for (const [n, tile] of own.entries()) {
        finisher.write(tile, runner.run(extension, tile));
        yield (n + 1) / own.length;
      }
    },
  };
}

/** The call with what was left behind: exact sums of the field's own numbers. */
export const wholeCall = (call: PlainCall): FusedCall => ({
  ...call,
  request: { ...call.request, exact: () => new ExactSums(call.problem, call.field) },
});

/** Adds the accounts of one thread to those of all. */
export function mergeAccounts(to: Accounts, from: Accounts): void {
  to.clipped += from.clipped;
  to.nan += from.nan;
  to.infinite += from.infinite;
  to.recomputed += from.recomputed;
  const first = from.firstClipped;
  if (first && isFirst(to, first.x, first.y, first.channel)) to.firstClipped = first;
}
