/**
 * Discrete Fourier transforms of any length in f64: X[k] = Σ_n x[n]·exp(−2πi·kn/N). The inverse is not scaled.
 *
 * Self-sorting mixed-radix transforms after Stockham (Van Loan, Computational Frameworks for the Fast Fourier
 * Transform, §1.7) with butterflies for 4, 2, 3, 5 and any small prime; lengths with a large prime factor go through
 * Bluestein's convolution. Twiddles are table values within half an ulp, none is built up by products.
 */

import { otherRadix, type Pass, radix2, radix3, radix4, radix5 } from "./butterflies.js";
import { cosPiRatio, sinPiRatio } from "./elementary.js";

interface Plane {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Largest prime factor that gets a butterfly of its own; beyond it Bluestein is faster. */
const LARGEST_PRIME = 31;

/** A transform that can be run many times. It holds scratch memory, so it serves one thread. */
export interface Transform {
  readonly length: number;
  /**
   * Transforms `batch` interleaved sequences in place: element j of sequence b is at `j·batch + b`. `inverse` takes the
   * conjugate transform, unscaled.
   */
  run(re: Float64Array, im: Float64Array, batch?: number, inverse?: boolean): void;
}

/** Plans a transform of `length` ≥ 1. */
export function planFft(length: number): Transform {
  const factors = factorize(length);
  return factors.every((f) => f <= LARGEST_PRIME) ? new MixedRadix(length, factors) : new Bluestein(length);
}

/** Radices of the passes: fours first, then 2, 3, 5 and the other primes. */
function factorize(length: number): number[] {
  const factors: number[] = [];
  let rest = length;
  for (const f of [4, 2, 3, 5]) {
    while (rest % f === 0) {
      factors.push(f);
      rest /= f;
    }
  }
  for (let f = 7; f * f <= rest; f += 2) {
    while (rest % f === 0) {
      factors.push(f);
      rest /= f;
    }
  }
  if (rest > 1) factors.push(rest);
  return factors;
}

/** cos and −sin of 2πj/N for j = 0 … N−1. */
export function twiddleTable(length: number): { re: Float64Array; im: Float64Array } {
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  for (let j = 0; j < length; j++) {
    re[j] = cosPiRatio(2 * j, length);
    im[j] = -sinPiRatio(2 * j, length);
  }
  return { re, im };
}

const passFor = (radix: number): Pass =>
  radix === 4 ? radix4 : radix === 2 ? radix2 : radix === 3 ? radix3 : radix === 5 ? radix5 : otherRadix(radix);

class MixedRadix implements Transform {
  private readonly table: { re: Float64Array; im: Float64Array };
  private readonly passes: readonly { radix: number; pass: Pass }[];
  private scratch: Plane = { re: new Float64Array(0), im: new Float64Array(0) };

  constructor(
    readonly length: number,
    factors: readonly number[],
  ) {
    this.table = twiddleTable(length);
    this.passes = factors.map((radix) => ({ radix, pass: passFor(radix) }));
  }

  run(re: Float64Array, im: Float64Array, batch = 1, inverse = false): void {
    const size = this.length * batch;
    if (this.scratch.re.length < size) this.scratch = { re: new Float64Array(size), im: new Float64Array(size) };
    // The inverse is the forward transform with the parts exchanged on both sides.
    let from: Plane = inverse ? { re: im, im: re } : { re, im };
    let to: Plane = { re: this.scratch.re, im: this.scratch.im };
    let left = this.length;
    let stride = batch;
    for (const { radix, pass } of this.passes) {
      left /= radix;
      pass(from.re, from.im, to.re, to.im, left, stride, this.table.re, this.table.im, stride / batch);
      stride *= radix;
      [from, to] = [to, from];
    }
    if (from.re !== this.scratch.re) return;
    (inverse ? im : re).set(this.scratch.re.subarray(0, size));
    (inverse ? re : im).set(this.scratch.im.subarray(0, size));
  }
}

/** Any length as a convolution with a chirp (Bluestein 1970): nk = (n² + k² − (k − n)²)/2. */
class Bluestein implements Transform {
  private readonly inner: Transform;
  private readonly chirp: { re: Float64Array; im: Float64Array };
  private readonly filter: { re: Float64Array; im: Float64Array };

  constructor(readonly length: number) {
    const n = length;
    const size = goodLength(2 * n - 1);
    this.inner = planFft(size);
    this.chirp = { re: new Float64Array(n), im: new Float64Array(n) };
    this.filter = { re: new Float64Array(size), im: new Float64Array(size) };
    for (let j = 0; j < n; j++) {
      // j² mod 2n without leaving the exact integers.
      const angle = Number((BigInt(j) * BigInt(j)) % BigInt(2 * n));
      this.chirp.re[j] = cosPiRatio(angle, n);
      this.chirp.im[j] = -sinPiRatio(angle, n);
      for (const at of j === 0 ? [0] : [j, size - j]) {
        this.filter.re[at] = this.chirp.re[j] / size;
        this.filter.im[at] = -this.chirp.im[j] / size;
      }
    }
    this.inner.run(this.filter.re, this.filter.im);
  }

  run(re: Float64Array, im: Float64Array, batch = 1, inverse = false): void {
    const n = this.length;
    const size = this.inner.length;
    const [sourceRe, sourceIm] = inverse ? [im, re] : [re, im];
    const a = new Float64Array(size);
    const b = new Float64Array(size);
    const { chirp, filter } = this;
    for (let s = 0; s < batch; s++) {
      a.fill(0);
      b.fill(0);
      for (let j = 0; j < n; j++) {
        const x = sourceRe[j * batch + s];
        const y = sourceIm[j * batch + s];
        a[j] = x * chirp.re[j] - y * chirp.im[j];
        b[j] = x * chirp.im[j] + y * chirp.re[j];
      }
      this.inner.run(a, b);
      for (let j = 0; j < size; j++) {
        const x = a[j];
        a[j] = x * filter.re[j] - b[j] * filter.im[j];
        b[j] = x * filter.im[j] + b[j] * filter.re[j];
      }
      this.inner.run(a, b, 1, true);
      for (let j = 0; j < n; j++) {
        sourceRe[j * batch + s] = a[j] * chirp.re[j] - b[j] * chirp.im[j];
        sourceIm[j * batch + s] = a[j] * chirp.im[j] + b[j] * chirp.re[j];
      }
    }
  }
}

/** The least number ≥ n of the form 2^a·3^b·5^c, a even numbers of which transform fast. */
export function goodLength(n: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let five = 1; five < best; five *= 5) {
    for (let three = five; three < best; three *= 3) {
      let candidate = three;
      while (candidate < n) candidate *= 2;
      best = Math.min(best, candidate);
      if (three >= n) break;
    }
    if (five >= n) break;
  }
  return best;
}
