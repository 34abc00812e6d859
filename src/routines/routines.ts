/**
 * The façade of the inner loops. A routine reads and writes typed arrays, allocates nothing and knows nothing of
 * borders, types or modes. `reference.ts` has them in plain TypeScript; a faster build must give the same numbers.
 */
export interface Routines {
  readonly name: string;
  /**
   * `out[outAt + i] += Σ_t taps[t] · source[at + i·step + offsets[t]]` for i = 0 … count−1, the terms of each sum added
   * one after the other in the order of t, each product and each sum rounded to f64.
   */
  readonly accumulate: (
    out: Float64Array,
    outAt: number,
    count: number,
    source: Float64Array,
    at: number,
    step: number,
    taps: Float64Array,
    offsets: Int32Array,
  ) => void;
  /** The largest magnitude of some samples (NaN where one of them is), whether all are finite, and whether all are whole. */
  readonly inspect: (samples: Float64Array) => Inspected;
}

export interface Inspected {
  readonly largest: number;
  readonly finite: boolean;
  readonly whole: boolean;
}
