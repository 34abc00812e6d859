/** Runs a plan: one stage from samples to sums, tile by tile. */
import type { Runner } from "./algorithms/algorithm.js";
import { Extension, type Region } from "./extend.js";
import type { Sums } from "./lines.js";
import { algorithmOf, type Plan } from "./planner.js";
import type { Field, Problem } from "./problem.js";

/**
 * The sums of all outputs, or of those in some regions that do not overlap: a tile at a time, each output in exactly one
 * tile; `done` is the share reached, 0 … 1.
 */
export function* execute(
  problem: Problem,
  plan: Plan,
  field: Field,
  regions?: readonly Region[],
): Iterable<{ tile: Region; sums: Sums; done: number }> {
  const runner = algorithmOf(plan).prepare(problem);
  const extension = new Extension(field, problem.x.border, problem.y.border, problem.weighted);
  const areas = regions ?? [{ x0: 0, x1: problem.x.outputs, y0: 0, y1: problem.y.outputs }];
  const all = areas.reduce((s, r) => s + sizeOf(r), 0);
  let done = 0;
  try {
    for (const tile of tilesWithin(runner, areas)) {
      const sums = runner.run(extension, tile);
      done += sizeOf(tile);
      yield { tile, sums, done: done / all };
    }
  } finally {
    runner.end?.();
  }
}

/** The parts of a runner's tiles that lie in some regions. */
export function* tilesWithin(runner: Runner, regions: readonly Region[]): Iterable<Region> {
  for (const whole of runner.tiles()) {
    for (const region of regions) {
      const tile = common(whole, region);
      if (tile) yield tile;
    }
  }
}

const sizeOf = ({ x0, x1, y0, y1 }: Region): number => (x1 - x0) * (y1 - y0);

function common(a: Region, b: Region): Region | undefined {
  const [x0, x1] = [Math.max(a.x0, b.x0), Math.min(a.x1, b.x1)];
  const [y0, y1] = [Math.max(a.y0, b.y0), Math.min(a.y1, b.y1)];
  return x0 < x1 && y0 < y1 ? { x0, x1, y0, y1 } : undefined;
}
