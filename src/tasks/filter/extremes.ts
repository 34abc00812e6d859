/** The range of all results, for `--map stretch`: a run of the last stage that keeps nothing else. */
import { compare, fromNumber, type Rational, toNumber } from "../../base/rational.js";
import { execute } from "../../engine/execute.js";
import type { Extremes } from "../../engine/map.js";
import { exactValue, valuesOf } from "../../engine/value.js";
import type { Stage } from "./stage.js";

/** Least and greatest value of all outputs; exact where the sums are. */
export function* findExtremes(stage: Stage, colours: number): Generator<number, Extremes> {
  const { channels } = stage.problem;
  let least: { value: number; at: readonly [number, number, number] } | undefined;
  let greatest = least;
  for (const { tile, sums, done } of execute(stage.problem, stage.plan, stage.field)) {
    const values = new Float64Array(sums.real.length);
    valuesOf(sums, channels, stage.rule, values);
    const width = tile.x1 - tile.x0;
    for (let i = 0; i < values.length; i++) {
      const v = values[i];
      const c = i % channels;
      if (c >= colours || v - v !== 0) continue;
      if (least && greatest && v >= least.value && v <= greatest.value) continue;
      const p = (i - c) / channels;
      const at = [tile.x0 + (p % width), tile.y0 + Math.floor(p / width), c] as const;
      if (!least || v < least.value) least = { value: v, at };
      if (!greatest || v > greatest.value) greatest = { value: v, at };
    }
    yield done;
  }
  if (!least || !greatest) return { least: fromNumber(0), greatest: fromNumber(0) };
  const exact = (one: { value: number; at: readonly [number, number, number] }): Rational =>
    (stage.whole() ? exactValue(stage.exact(), ...one.at, stage.rule, stage.problem.weighted) : undefined) ??
    fromNumber(one.value);
  const [a, b] = [exact(least), exact(greatest)];
  return compare(a, b) <= 0 ? { least: a, greatest: b } : { least: b, greatest: a };
}

/** The range in counts of a range of light. */
export const encodedExtremes = ({ least, greatest }: Extremes, encode: (value: number) => number): Extremes => ({
  least: fromNumber(encode(toNumber(least))),
  greatest: fromNumber(encode(toNumber(greatest))),
});
