/** Taps as the routines that work on pairs of rows take them. */
import type { PairStep } from "../../routines/band.js";
import type { Problem } from "../problem.js";

/**
 * The taps by the pairs of rows in which both output rows of a pass meet them; pairs without a tap are left out.
 * `used` says which taps count as one: parts of taps keep the places of the whole.
 */
export function stepsOf(
  { taps, x, y, channels }: Problem,
  whole: Float64Array,
  used: Float64Array = whole,
): PairStep[] {
  const steps = new Map<string, { pair: number; element: number; upper: [number, number]; lower: [number, number] }>();
  for (let j = 0; j < taps.height; j++) {
    for (let i = 0; i < taps.width; i++) {
      const tap = whole[j * taps.width + i];
      if (used[j * taps.width + i] === 0) continue;
      const element = i * x.dilation * channels;
      for (const [side, row] of [
        ["upper", j * y.dilation],
        ["lower", j * y.dilation + 1],
      ] as const) {
        const pair = Math.floor(row / 2);
        const key = `${pair} ${element}`;
        const step = steps.get(key) ?? { pair, element, upper: [0, 0], lower: [0, 0] };
        step[side][row % 2] = tap;
        steps.set(key, step);
      }
    }
  }
  return [...steps.values()].sort((a, b) => a.pair - b.pair || a.element - b.element);
}
