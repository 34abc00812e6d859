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

/** The taps by the pairs of rows in which the two output rows of a pass meet them; pairs without a tap are left out. */
export function pairTable(taps: readonly Tap[], pitch: number): PairTable {
  const steps = new Map<number, { upper: [number, number]; lower: [number, number] }>();
  for (const { row, element, tap } of taps) {
    for (const [side, at] of [
      ["upper", row],
      ["lower", row + 1],
    ] as const) {
      const key = (at >> 1) * pitch + element * 4;
      const step = steps.get(key) ?? { upper: [0, 0], lower: [0, 0] };
      step[side][at & 1] = tap;
      steps.set(key, step);
    }
  }
  const sorted = [...steps].sort(([a], [b]) => a - b);
  return {
    words: Int32Array.from(sorted.flatMap(([at, { upper, lower }]) => [at, packed(...upper), packed(...lower)])),
    steps: sorted.length,
  };
}
