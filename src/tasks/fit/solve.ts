/** The least-squares kernel under its constraints, and how certain its taps are. */
import type { Symmetry } from "../../base/fit.js";
import { cholesky, inverse, solve } from "../../math/cholesky.js";
import type { Moments } from "./moments.js";

export interface Constraints {
  readonly width: number;
  readonly height: number;
  readonly symmetry: Symmetry;
  /** A share of the mean of the diagonal. */
  readonly ridge: number;
  readonly sum?: number;
  /** Whether a constant is found too. */
  readonly offset: boolean;
}

export interface Solution {
  readonly taps: Float64Array;
  readonly offset: number;
  /** Variance of each tap, and of the constant, for errors of variance 1. */
  readonly variances: Float64Array;
  readonly offsetVariance: number;
  /** Numbers that were free. */
  readonly unknowns: number;
}

/**
 * k of least Σ(A·k + c − b)² + ridge·|k|²; with k = S·θ where taps are held equal, and 1ᵀk held by a Lagrange multiplier.
 * The variances are the diagonal of H⁻¹(AᵀA)H⁻¹, H = AᵀA + ridge·I (both without what a constraint holds).
 *
 * @returns undefined where the samples do not tell the taps apart
 */
export function leastSquares(moments: Moments, constraints: Constraints): Solution | undefined {
  const { taps } = moments;
  const groups = groupsOf(constraints);
  const count = Math.max(...groups) + 1;
  const size = count + (constraints.offset ? 1 : 0);
  const normal = reduced(moments, groups, count, size);
  const { ridge } = constraints;
  const damped = ridge === 0 ? normal.gram : withRidge(normal.gram, size, count, groups, ridge);
  const factor = cholesky(damped, size);
  if (!factor) return undefined;
  const inverted = inverse(factor);
  const theta = refined(damped, size, normal.right, (b) => solve(factor, b));
  if (constraints.sum !== undefined) hold(theta, inverted, size, normal.counts, constraints.sum);
  const variances = ridge === 0 ? diagonalOf(inverted, size) : sandwich(inverted, normal.gram, size);
  return {
    taps: Float64Array.from({ length: taps }, (_, i) => theta[groups[i]]),
    offset: constraints.offset ? theta[count] : 0,
    variances: Float64Array.from({ length: taps }, (_, i) => variances[groups[i]]),
    offsetVariance: constraints.offset ? variances[count] : 0,
    unknowns: size - (constraints.sum === undefined ? 0 : 1),
  };
}

/** The unknown that each tap is. */
function groupsOf({ width, height, symmetry }: Constraints): number[] {
  const numbers = new Map<number, number>();
  return Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const [u, v] = [width - 1 - x, height - 1 - y];
    const same = {
      none: [i],
      point: [i, v * width + u],
      horizontal: [i, y * width + u],
      vertical: [i, v * width + x],
      both: [i, y * width + u, v * width + x, v * width + u],
    }[symmetry];
    const least = Math.min(...same);
    if (!numbers.has(least)) numbers.set(least, numbers.size);
    return numbers.get(least)!;
  });
}

/** SᵀAᵀA·S and SᵀAᵀb, with a row for the constant at the end where there is one. */
function reduced({ taps, gram, right, ones }: Moments, groups: readonly number[], count: number, size: number) {
  const small = new Float64Array(size * size);
  const side = new Float64Array(size);
  const counts = new Float64Array(size);
  for (let i = 0; i < taps; i++) {
    const row = groups[i] * size;
    for (let j = 0; j < taps; j++) small[row + groups[j]] += gram[i * taps + j];
    side[groups[i]] += right[i];
    counts[groups[i]]++;
    if (!ones) continue;
    small[row + count] += ones.sums[i];
    small[count * size + groups[i]] += ones.sums[i];
  }
  if (ones) {
    small[size * size - 1] = ones.rows;
    side[count] = ones.sum;
  }
  return { gram: small, right: side, counts };
}

function withRidge(
  gram: Float64Array,
  size: number,
  count: number,
  groups: readonly number[],
  ridge: number,
): Float64Array {
  const out = gram.slice();
  let trace = 0;
  for (let i = 0; i < count; i++) trace += gram[i * size + i];
  // The mean over the taps: a tap that stands for several has as many shares.
  for (const g of groups) out[g * size + g] += (ridge * trace) / groups.length;
  return out;
}

/** One step of refinement: the residual of the normal equations is solved for again. */
function refined(
  a: Float64Array,
  size: number,
  b: Float64Array,
  solved: (b: Float64Array) => Float64Array,
): Float64Array {
  const x = solved(b);
  const rest = b.map((v, i) => {
    for (let j = 0; j < size; j++) v -= a[i * size + j] * x[j];
    return v;
  });
  const step = solved(rest);
  return x.map((v, i) => v + step[i]);
}

/** Holds Σ counts·θ: θ and the inverse move along H⁻¹·counts. */
function hold(theta: Float64Array, inverted: Float64Array, size: number, counts: Float64Array, sum: number): void {
  const along = counts.map((_, i) => {
    let v = 0;
    for (let j = 0; j < size; j++) v += inverted[i * size + j] * counts[j];
    return v;
  });
  const scale = along.reduce((s, v, i) => s + v * counts[i], 0);
  const lack = (sum - theta.reduce((s, v, i) => s + v * counts[i], 0)) / scale;
  for (let i = 0; i < size; i++) {
    theta[i] += lack * along[i];
    for (let j = 0; j < size; j++) inverted[i * size + j] -= (along[i] * along[j]) / scale;
  }
}

const diagonalOf = (a: Float64Array, size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => Math.max(0, a[i * size + i]));

function sandwich(inverted: Float64Array, gram: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) {
      let row = 0;
      for (let k = 0; k < size; k++) row += gram[j * size + k] * inverted[i * size + k];
      sum += inverted[i * size + j] * row;
    }
    return Math.max(0, sum);
  });
}
