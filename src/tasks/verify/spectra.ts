/**
 * Spectra for the laws of Fourier, F[x][f] = Σ x[n]·exp(−2πi·(f_x·n_x/L_x + f_y·n_y/L_y)), in two ways: all frequencies by a
 * transform in f64, and any one of them as the plain sum in about 106 bits, which no transform has a part in.
 */
import { powerOfTwo } from "../../base/rational.js";
import { UNIT } from "../../engine/algorithms/algorithm.js";
import { log2Ceil } from "../../engine/algorithms/fft-error.js";
import { type DoubleDouble, double, plus, productOf } from "../../math/double-double.js";
import { twiddleTable } from "../../math/fft.js";
import { PlaneFft } from "../../math/plane-fft.js";
import { absoluteSum, type Computed, type Grid, norm } from "./grid.js";

/** Points of the transforms on each axis: powers of two. */
export type Points = readonly [x: number, y: number];

/** Points that hold every output of size full without wrapping around. */
export const pointsFor = (x: Grid, k: Grid): Points => {
  const power = (n: number): number => powerOfTwo(log2Ceil(n));
  return [power(x.width + k.width - 1), power(x.height + k.height - 1)];
};

const around = (i: number, n: number): number => ((i % n) + n) % n;

/**
 * The spectrum of a grid that begins at position `first` of each axis (the rest is zeros, positions count round the circle).
 *
 * The bound: a transform of L = 2^t points is within t·η/(1 − t·η) of its result in the 2-norm, η ≤ 8u (Higham, Accuracy
 * and Stability, Theorem 24.2), which is √L·‖x‖₂; no single frequency can be farther off.
 */
export function spectrum(grid: Grid, points: Points, first: readonly [number, number] = [0, 0]): Computed {
  const [width, height] = points;
  const real = new Float64Array(width * height);
  const imag = new Float64Array(width * height);
  for (let y = 0; y < grid.height; y++) {
    const row = around(y + first[1], height) * width;
    for (let x = 0; x < grid.width; x++) {
      const at = row + around(x + first[0], width);
      real[at] = grid.real[y * grid.width + x];
      if (grid.imag) imag[at] = grid.imag[y * grid.width + x];
    }
  }
  new PlaneFft(width, height).run(real, imag);
  const steps = log2Ceil(width * height) * 8 * UNIT;
  return { real, imag, width, height, error: (steps / (1 - steps)) * Math.sqrt(width * height) * norm(grid) };
}

/** Cosines and negative sines of all angles that frequencies of such points have: both numbers are powers of two. */
export const anglesOf = (points: Points): ReturnType<typeof twiddleTable> => twiddleTable(Math.max(...points));

/**
 * One frequency by the sum as it is written. Sines and cosines are within u of themselves and the rest is carried in twice
 * the digits, so each part is within 2u·Σ|x| of the truth.
 */
export function frequency(
  grid: Grid,
  [fx, fy]: readonly [number, number],
  [px, py]: Points,
  angles: ReturnType<typeof anglesOf>,
  first: readonly [number, number] = [0, 0],
): Computed {
  const { real, imag, width, height } = grid;
  const turn = angles.re.length;
  let [re, im]: DoubleDouble[] = [double(0), double(0)];
  for (let y = 0; y < height; y++) {
    const down = around(fy * (y + first[1]), py) * (turn / py);
    for (let x = 0; x < width; x++) {
      const at = (around(fx * (x + first[0]), px) * (turn / px) + down) % turn;
      const [c, s] = [angles.re[at], angles.im[at]];
      const [a, b] = [real[y * width + x], imag?.[y * width + x] ?? 0];
      re = plus(re, productOf(a, c));
      im = plus(im, productOf(a, s));
      if (b === 0) continue;
      re = plus(re, productOf(b, -s));
      im = plus(im, productOf(b, c));
    }
  }
  const error = 2 * UNIT * absoluteSum(grid);
  return { real: Float64Array.of(re.high), imag: Float64Array.of(im.high), width: 1, height: 1, error };
}

/**
 * The product of two spectra, `b` conjugated where asked. With A and B the largest |re| + |im| of each, e and f their
 * errors: each part is within A·f + B·e + 2·e·f + 4u·A·B.
 */
export function product(a: Computed, b: Computed, conjugate: boolean): Computed {
  const sign = conjugate ? -1 : 1;
  const [ai, bi] = [a.imag!, b.imag!];
  const real = a.real.map((v, i) => v * b.real[i] - ai[i] * sign * bi[i]);
  const imag = a.real.map((v, i) => v * sign * bi[i] + ai[i] * b.real[i]);
  const [A, B] = [most(a) + a.error, most(b) + b.error];
  const error = A * b.error + B * a.error + 2 * a.error * b.error + 4 * UNIT * A * B;
  return { real, imag, width: a.width, height: a.height, error };
}

function most({ real, imag }: Grid): number {
  let m = 0;
  for (let i = 0; i < real.length; i++) m = Math.max(m, Math.abs(real[i]) + Math.abs(imag![i]));
  return m;
}
