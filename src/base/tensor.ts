/** Samples of any rank, row-major (the last axis fastest): volumes and the arrays of neural networks. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  /** Imaginary plane of complex data. */
  readonly imag?: Float64Array;
}
