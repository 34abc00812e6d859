/** Symmetric positive definite Toeplitz systems, A[i, j] = r[|i − j|], in n² steps and n numbers of memory. */

export interface ToeplitzSolution {
  readonly x: Float64Array;
  /** The diagonal of A⁻¹. */
  readonly diagonal: Float64Array;
}

/**
 * x with A·x = b by the recursion of N. Levinson (1947), and the diagonal of A⁻¹ by that of W. Trench (1964).
 *
 * @param r the first row of A
 * @returns undefined where A is not definite within rounding
 */
export function levinson(r: Float64Array, b: Float64Array): ToeplitzSolution | undefined {
  const n = r.length;
  // a: the filter that predicts a sample from those before it, a[0] = 1; `error` is the power of what it leaves.
  const a = new Float64Array(n);
  const before = new Float64Array(n);
  const x = new Float64Array(n);
  let error = r[0];
  if (!(error > 0)) return undefined;
  a[0] = 1;
  x[0] = b[0] / error;
  for (let m = 1; m < n; m++) {
    let reflection = 0;
    for (let i = 0; i < m; i++) reflection -= a[i] * r[m - i];
    reflection /= error;
    before.set(a.subarray(0, m + 1));
    for (let i = 1; i <= m; i++) a[i] = before[i] + reflection * before[m - i];
    error *= 1 - reflection * reflection;
    if (!(error > 64 * n * Number.EPSILON * r[0])) return undefined;
    let lacking = b[m];
    for (let i = 0; i < m; i++) lacking -= x[i] * r[m - i];
    const step = lacking / error;
    for (let i = 0; i <= m; i++) x[i] += step * a[m - i];
  }
  const diagonal = new Float64Array(n);
  diagonal[0] = 1 / error;
  for (let i = 1; i < n; i++) diagonal[i] = diagonal[i - 1] + (a[i] * a[i] - a[n - i] * a[n - i]) / error;
  return { x, diagonal };
}
