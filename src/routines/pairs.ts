/** Taps as the routines that go through pairs of rows take them. */
import { align } from "./band.js";

/** One tap of a dense filter: how many rows below, and elements to the right of, the first one it lies. */
export interface Tap {
  readonly row: number;
  readonly element: number;
  readonly tap: number;
}

/** Elements of a strip: its pairs of rows stay in a near cache. */
export const STRIP = 512;

/** Bytes of a row of pairs: one i16 of either row for each element of a strip and its halo. */
export const pairPitchOf = (halo: number): number => align((STRIP + halo + 32) * 4);

/** Rows of pairs that a band has: an odd one reads one pair more, and keeps nothing of it. */
export const pairRowsOf = (rows: number, span: number): number => Math.ceil((rows + span + 2) / 2) + 1;

/** Two i16 as one i32. */
export const packed = (low: number, high: number): number => (low & 0xffff) | (high << 16);

export interface PairTable {
  /** Three for each step: the offset of its samples in bytes, and the taps (i16 × 2) of the upper and the lower output. */
  readonly words: Int32Array;
  readonly steps: number;
}

/** Taps that one step multiplies: two for the upper and two for the lower of two output rows, 0 where there is none. */
export type Quad = readonly [number, number, number, number];

/** A step: the pair of rows and the element that it reads. */
export interface PairStep {
  readonly pair: number;
  readonly element: number;
  readonly taps: Quad;
}

/** The taps by the pairs of rows in which the two output rows of a pass meet them; pairs without a tap are left out. */
export function pairSteps(taps: readonly Tap[]): PairStep[] {
  const beyond = 1 + taps.reduce((most, { element }) => Math.max(most, element), 0);
  const steps = new Map<number, { pair: number; element: number; taps: [number, number, number, number] }>();
  for (const { row, element, tap } of taps) {
    for (const [side, at] of [row, row + 1].entries()) {
      const pair = at >> 1;
      const key = pair * beyond + element;
      const step = steps.get(key) ?? { pair, element, taps: [0, 0, 0, 0] };
      step.taps[2 * side + (at & 1)] = tap;
      steps.set(key, step);
    }
  }
  return [...steps].sort(([a], [b]) => a - b).map(([, step]) => step);
}

/** Steps as the routines read them. */
export const pairWords = (steps: readonly PairStep[], pitch: number): Int32Array =>
  Int32Array.from(
    steps.flatMap(({ pair, element, taps: [a, b, c, d] }) => [pair * pitch + element * 4, packed(a, b), packed(c, d)]),
  );

export function pairTable(taps: readonly Tap[], pitch: number): PairTable {
  const steps = pairSteps(taps);
  return { words: pairWords(steps, pitch), steps: steps.length };
}
