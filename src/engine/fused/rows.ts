/** Rows of the extended input, copied to where the routines read them. */
import { borderIndex } from "../../base/border.js";
import { dilatedExtent } from "../geometry.js";
import type { Field, Problem } from "../problem.js";

type Row = Uint8Array | Uint16Array | Int16Array;

/** Why borders keep a problem from being staged in the samples' own type, or undefined. */
export function unstageable(problem: Problem, range: readonly [number, number]): string | undefined {
  for (const { border } of [problem.x, problem.y]) {
    if (border.kind === "odd") return "an odd extension leaves the range of the samples";
    const { value } = border;
    if (border.kind === "constant" && !(Number.isInteger(value) && value >= range[0] && value <= range[1])) {
      return "the value outside is no sample";
    }
  }
  return undefined;
}

/** Copies row `y` (any integer) of the extended input, as far as windows of the outputs reach, into a staged row. */
export function rowStager(problem: Problem, field: Field): (y: number, to: Row) => void {
  const { x, y, channels } = problem;
  const { width, height, data } = field;
  const first = x.origin;
  const last = x.origin + x.outputs - 1 + dilatedExtent(x.taps, x.dilation);
  const inside = { from: Math.max(0, Math.min(first, width)), to: Math.min(width, Math.max(last, 0)) };
  const ends = [
    ...positions(first, Math.min(last, Math.max(first, 0))),
    ...positions(Math.max(first, Math.min(width, last)), last),
  ];
  const sources = ends.map((at) => (at >= 0 && at < width ? at : borderIndex(x.border.kind, at, width)));
  return (at, to) => {
    const row = at >= 0 && at < height ? at : borderIndex(y.border.kind, at, height);
    if (row < 0) {
      to.fill(y.border.value);
      return;
    }
    const base = row * width * channels;
    if (inside.from < inside.to) {
      to.set(
        data.subarray(base + inside.from * channels, base + inside.to * channels),
        (inside.from - first) * channels,
      );
    }
    for (const [i, position] of ends.entries()) {
      const target = (position - first) * channels;
      for (let c = 0; c < channels; c++) {
        to[target + c] = sources[i] < 0 ? x.border.value : data[base + sources[i] * channels + c];
      }
    }
  };
}

const positions = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
