/** Rows of the extended input, copied to where the routines read them. */
import { borderIndex } from "../../base/border.js";
import { copyInto } from "../../base/copy.js";
import { type IntegerType, rangeOf, type Samples, typeOfSamples } from "../../base/element.js";
import type { Row } from "../../routines/band.js";
import { dilatedExtent } from "../geometry.js";
import type { Field, Problem } from "../problem.js";

/** Why borders keep a problem from being staged in the samples' own type, or undefined. */
export function unstageable(problem: Problem, data: Samples): string | undefined {
  for (const { border } of [problem.x, problem.y]) {
    if (border.kind === "odd") return "an odd extension leaves the range of the samples";
    const { value } = border;
    if (border.kind === "constant" && !holds(data, value)) {
      return "the value outside is no sample";
    }
  }
  return undefined;
}

/** Whether samples of that type may have this value, which is a number. */
function holds(data: Samples, value: number): boolean {
  if (data instanceof Float64Array) return Number.isFinite(value);
  if (data instanceof Float32Array) return Number.isFinite(value) && Math.fround(value) === value;
  const [least, greatest] = rangeOf(typeOfSamples(data) as IntegerType);
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
  const ends = [...piecesOf(first, from), ...piecesOf(to, last)];
  const { value } = x.border;
  return (at, row) => {
    const line = borderIndex(edge(y.border.kind), at, height);
    if (line < 0) {
      row.fill(y.border.value, 0, (last - first) * channels);
      return;
    }
    const base = line * width * channels;
    if (from < to)
      copyInto(row, data.subarray(base + from * channels, base + to * channels), (from - first) * channels);
    for (const { target, source, pixels, again } of ends) {
      const start = base + source * channels;
      const [own, all] = [(again ? 1 : pixels) * channels, pixels * channels];
      if (source < 0) row.fill(value, target, target + all);
      else if (own <= FEW) for (let i = 0; i < own; i++) row[target + i] = data[start + i];
      else row.set(data.subarray(start, start + own), target);
      // What is the same again is doubled until there is enough of it.
      for (let done = own; done < all && source >= 0; done *= 2)
        row.copyWithin(target + done, target, target + Math.min(done, all - done));
    }
  };

  /** The pixels [start, end) beyond an edge, in pieces. */
  function piecesOf(start: number, end: number): Piece[] {
    const pieces: Piece[] = [];
    for (let at = start; at < end; ) {
      const sourceAt = (i: number): number => borderIndex(edge(x.border.kind), i, width);
      const source = sourceAt(at);
      let next = at + 1;
      const again = next < end && sourceAt(next) === source;
      while (next < end && sourceAt(next) === (again ? source : source + next - at)) next++;
      pieces.push({ target: (at - first) * channels, source, pixels: next - at, again });
      at = next;
    }
    return pieces;
  }
}

/** Pixels beyond an edge, from element `target` of a row on: the input's from `source` on, that one again and again, or −1. */
interface Piece {
  readonly target: number;
  readonly source: number;
  readonly pixels: number;
  readonly again: boolean;
}

/** Elements that are copied one by one sooner than at once. */
const FEW = 16;

/** What border `keep` extends is overwritten afterwards, so any sample serves there. */
export const edge = (kind: Problem["x"]["border"]["kind"]): typeof kind => (kind === "keep" ? "replicate" : kind);
