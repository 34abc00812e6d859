/** Taps as the routines that make two blocks of sums at a time take them (`assembly/sums.ts`). */

/** A tap, and where its sample lies in bytes from the beginning of the window. */
export interface Placed {
  readonly at: number;
  readonly tap: number;
}

/** Bytes of the two element types of sums. */
export type Size = 4 | 8;

export interface StepTable {
  readonly words: Int32Array;
  /** Bytes from the beginning to the steps of the upper block, of both, of the lower block, and to the end. */
  readonly bounds: readonly [number, number, number, number];
}

/** Instructions of a step for one block and for both. */
const ONE = 13;
const BOTH = 22;

interface Step {
  readonly at: number;
  readonly upper?: number;
  readonly lower?: number;
}

/**
 * The steps of two blocks whose windows begin `apart` bytes from one another; each block meets its taps in the order in
 * which they are given, from left to right. Where `strict`, no block meets a sample that is not of its window, for 0 times
 * what is no number is no 0.
 */
export function stepTable(taps: readonly Placed[], apart: number, size: Size, strict: boolean): StepTable {
  const joined = new Map<number, Step>();
  for (const { at, tap } of taps) joined.set(at, { at, upper: tap });
  for (const { at, tap } of taps) joined.set(at + apart, { ...joined.get(at + apart), at: at + apart, lower: tap });
  const steps = [...joined.values()].sort((a, b) => a.at - b.at);
  let from = steps.findIndex((s) => s.lower !== undefined);
  let to = steps.findLastIndex((s) => s.upper !== undefined) + 1;
  if (from > to) [from, to] = [to, from];
  const mixed = steps.slice(from, to).some((s) => s.upper === undefined || s.lower === undefined);
  const cost = ONE * (steps.length - to + from) + BOTH * (to - from);
  if (taps.length === 0) return pack([], [], [], size);
  if ((strict && mixed) || cost > 2 * ONE * taps.length || steps[from]?.lower === undefined) {
    const upper = taps.map(({ at, tap }) => ({ at, upper: tap }));
    return pack(
      upper,
      [],
      taps.map(({ at, tap }) => ({ at: at + apart, lower: tap })),
      size,
    );
  }
  return pack(steps.slice(0, from), steps.slice(from, to), steps.slice(to), size);
}

function pack(first: readonly Step[], both: readonly Step[], last: readonly Step[], size: Size): StepTable {
  const bytes = 3 * size;
  const steps = [...first, ...both, ...last];
  const view = new DataView(new ArrayBuffer(steps.length * bytes));
  const put = (at: number, tap = 0): void => {
    if (size === 4) view.setFloat32(at, tap, true);
    else view.setFloat64(at, tap, true);
  };
  for (const [i, { at, upper, lower }] of steps.entries()) {
    view.setInt32(i * bytes, at, true);
    put(i * bytes + size, upper);
    put(i * bytes + 2 * size, lower);
  }
  const [a, b] = [first.length * bytes, (first.length + both.length) * bytes];
  return { words: new Int32Array(view.buffer), bounds: [0, a, b, steps.length * bytes] };
}
