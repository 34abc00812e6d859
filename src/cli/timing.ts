/** `--timing`: where the milliseconds of a call go. */
import { STAGES, type Stage, Stopwatch } from "../base/laps.js";
import type { Context } from "./context.js";

/** Milliseconds of each stage and of all together, rounded to microseconds. */
export type Timing = Readonly<Record<Stage | "total", number>>;

/** Runs from the start of the process; in a batch from that of the job. */
export const stopwatch = (context: Context): Stopwatch =>
  new Stopwatch(() => performance.now(), context.wholeProcess === true ? 0 : performance.now());

export function timingOf({ stages }: Stopwatch): Timing {
  const total = STAGES.reduce((sum, stage) => sum + stages[stage], 0);
  const rounded = Object.entries({ ...stages, total }).map(([name, ms]) => [name, Math.round(ms * 1000) / 1000]);
  return Object.fromEntries(rounded) as Timing;
}

/** One line a stage: `filter       8.2 ms`. */
export function timingText(timing: Timing): string {
  const names = [...STAGES, "total"] as const;
  const numbers = names.map((name) => timing[name].toFixed(1));
  const width = Math.max(...numbers.map((n) => n.length));
  return names.map((name, i) => `${name.padEnd(8)}${numbers[i].padStart(width)} ms`).join("\n");
}
