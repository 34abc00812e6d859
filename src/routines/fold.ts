/** Taps as the routines with f32 sums take them: alone, or two that are equal, whose samples are added first. */

export interface Folded {
  readonly single: readonly (readonly [at: number, tap: number])[];
  readonly shared: readonly (readonly [at: number, far: number, tap: number])[];
}

/** Taps that read the same from both ends share; all others are alone. */
export function folded(taps: Float64Array): Folded {
  const n = taps.length;
  if (taps.some((t, i) => t !== taps[n - 1 - i])) return { single: Array.from(taps, (t, i) => [i, t]), shared: [] };
  const half = n >> 1;
  return {
    single: n % 2 === 1 ? [[half, taps[half]]] : [],
    shared: Array.from({ length: half }, (_, i) => [i, n - 1 - i, taps[i]]),
  };
}

/** The same as routines read it: offsets of `step` bytes, and taps (times `unit`) as the bits of f32. */
export function foldTable(
  taps: Float64Array,
  step: number,
  unit: number,
): { words: Int32Array; single: number; shared: number } {
  const { single, shared } = folded(taps);
  const words = [
    ...single.map(([at, tap]) => [at * step, bitsOf(tap * unit)]),
    ...shared.map(([at, far, tap]) => [at * step, far * step, bitsOf(tap * unit)]),
  ];
  return { words: Int32Array.from(words.flat()), single: single.length, shared: shared.length };
}

const bitsOf = (x: number): number => new Int32Array(Float32Array.of(x).buffer)[0];
