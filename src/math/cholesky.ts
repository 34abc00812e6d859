/** Symmetric positive definite systems by Cholesky's factors (N. Higham, Accuracy and Stability, chapter 10). */

export interface Cholesky {
  readonly size: number;
  /** L with L·Lᵀ = A, row by row; nothing is read above the diagonal. */
  readonly lower: Float64Array;
}

/** A pivot this small against the diagonal is what rounding leaves of 0. */
const VANISHED = 64 * Number.EPSILON;

/** The factor of A (n×n, row by row; its lower half counts); undefined where A is not definite within rounding. */
export function cholesky(a: Float64Array, size: number): Cholesky | undefined {
  const lower = a.slice();
  for (let j = 0; j < size; j++) {
    const rowJ = j * size;
    for (let i = 0; i < j; i++) {
      const rowI = i * size;
      let sum = lower[rowJ + i];
      for (let k = 0; k < i; k++) sum -= lower[rowJ + k] * lower[rowI + k];
      lower[rowJ + i] = sum / lower[rowI + i];
    }
    let pivot = lower[rowJ + j];
    for (let k = 0; k < j; k++) pivot -= lower[rowJ + k] * lower[rowJ + k];
    if (!(pivot > VANISHED * Math.sqrt(size) * a[rowJ + j])) return undefined;
    lower[rowJ + j] = Math.sqrt(pivot);
  }
  return { size, lower };
}

/** x with A·x = b. */
export function solve({ size, lower }: Cholesky, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= lower[i * size + k] * x[k];
    x[i] = sum / lower[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    x[i] /= lower[i * size + i];
    for (let k = 0; k < i; k++) x[k] -= lower[i * size + k] * x[i];
  }
  return x;
}

/** The inverse of A, row by row: Mᵀ·M with M = L⁻¹. */
export function inverse({ size, lower }: Cholesky): Float64Array {
  // Column j of L⁻¹ as row j, so that all loops run along rows.
  const m = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    m[j * size + j] = 1 / lower[j * size + j];
    for (let i = j + 1; i < size; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= lower[i * size + k] * m[j * size + k];
      m[j * size + i] = sum / lower[i * size + i];
    }
  }
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < size; k++) sum += m[i * size + k] * m[j * size + k];
      out[i * size + j] = sum;
      out[j * size + i] = sum;
    }
  }
  return out;
}
