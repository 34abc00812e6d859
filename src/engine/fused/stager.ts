/** Rows of the extended input, copied to where the routines read them. */
import { borderIndex } from "../../base/border.js";
import { type IntegerType, rangeOf, type Samples, typeOfSamples } from "../../base/element.js";
import type { Row } from "../../routines/band.js";
import { dilatedExtent } from "../geometry.js";
import type { Field, Problem } from "../problem.js";

/** Why borders keep a problem from being staged in the samples' own type, or undefined. */
export function unstageable(problem: Problem, of: Samples | readonly [number, number]): string | undefined {
  for (const { border } of [problem.x, problem.y]) {
    if (border.kind === "odd") return "an odd extension leaves the range of the samples";
    const { value } = border;
    if (border.kind === "constant" && !holds(of, value)) {
      return "the value outside is no sample";
    }
  }
  return undefined;
}

/** Whether samples of that type (or whole numbers of that range) may have this value, which is a number. */
function holds(of: Samples | readonly [number, number], value: number): boolean {
  if (of instanceof Float64Array) return Number.isFinite(value);
  if (of instanceof Float32Array) return Number.isFinite(value) && Math.fround(value) === value;
  const [least, greatest] = ArrayBuffer.isView(of) ? rangeOf(typeOfSamples(of) as IntegerType) : of;
  return Number.isInteger(value) && value >= least && value <= greatest;
}

/**
 * Copies row `at` (any integer) of the extended input, as far as windows of the outputs [x0, x1) reach, to the beginning
 * of a staged row.
 */
export function rowStager(problem: Problem, field: Field, x0: number, x1: number): (at: number, to: Row) => void {
  const { x, y, channels } = problem;
  const { width, height, data } = field;
  const first = x.origin + x0 * x.stride;
  const last = x.origin + (x1 - 1) * x.stride + dilatedExtent(x.taps, x.dilation);
  // The part inside the input is one straight copy; only the ends ask where they come from.
  const from = Math.min(Math.max(0, first), last);
  const to = Math.min(Math.max(width, first), last);
  const ends = [...span(first, from), ...span(to, last)];
  const sources = ends.map((at) => borderIndex(edge(x.border.kind), at, width));
  return (at, row) => {
    const line = borderIndex(edge(y.border.kind), at, height);
    if (line < 0) {
      row.fill(y.border.value, 0, (last - first) * channels);
      return;
    }
    const base = line * width * channels;
    if (from < to) row.set(data.subarray(base + from * channels, base + to * channels), (from - first) * channels);
    for (let i = 0; i < ends.length; i++) {
      const target = (ends[i] - first) * channels;
      const source = sources[i];
      for (let c = 0; c < channels; c++)
        row[target + c] = source < 0 ? x.border.value : data[base + source * channels + c];
    }
  };
}

/** What border `keep` extends is overwritten afterwards, so any sample serves there. */
const edge = (kind: Problem["x"]["border"]["kind"]): typeof kind => (kind === "keep" ? "replicate" : kind);

const span = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
