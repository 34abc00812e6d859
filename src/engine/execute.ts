/** Runs a plan: one stage from samples to sums, tile by tile. */
import { Extension, type Region } from "./extend.js";
import type { Sums } from "./lines.js";
import { algorithmOf, type Plan } from "./planner.js";
import type { Field, Problem } from "./problem.js";

/** The sums of all outputs, a tile at a time, each output in exactly one tile; `done` is the share reached, 0 … 1. */
export function* execute(
  problem: Problem,
  plan: Plan,
  field: Field,
): Iterable<{ tile: Region; sums: Sums; done: number }> {
  const runner = algorithmOf(plan).prepare(problem);
  const extension = new Extension(field, problem.x.border, problem.y.border, problem.weighted);
  const all = problem.x.outputs * problem.y.outputs;
  let done = 0;
  try {
    for (const tile of runner.tiles()) {
      const sums = runner.run(extension, tile);
      done += (tile.x1 - tile.x0) * (tile.y1 - tile.y0);
      yield { tile, sums, done: done / all };
    }
  } finally {
    runner.end?.();
  }
}
