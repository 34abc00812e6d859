import type { Samples } from "./element.js";

/** Samples of any rank, row-major (the last axis fastest): volumes and the arrays of neural networks. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  /** Imaginary plane of complex data. */
  readonly imag?: Float64Array;
}

/** The same for real samples in the element type that they have. */
export interface TypedTensor {
  readonly shape: readonly number[];
  readonly data: Samples;
}

/** `1×64×56×56`; an array without axes is `one number`. */
export const shapeWords = (shape: readonly number[]): string => (shape.length === 0 ? "one number" : shape.join("×"));

/** How many elements a shape has. */
export const sizeOfShape = (shape: readonly number[]): number => shape.reduce((n, s) => n * s, 1);
