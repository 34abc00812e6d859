/**
 * The classic example of cross-correlation as similarity: bits under noise, found again by a pulse of their own shape
 * (as in the documentation of SciPy's `signal.correlate`).
 */
import { kernelOf } from "../../base/kernel.js";
import { rational } from "../../base/rational.js";
import { normal } from "../../math/random.js";
import { correlate } from "../arrays.js";

export interface SimilarityOptions {
  /** Of the noise; default 1. */
  readonly seed?: number;
  /** Standard deviation of the noise, 0 or more; default 1. */
  readonly noise?: number;
}

export interface Similarity {
  /** The bits, 128 samples each. */
  readonly original: Float64Array;
  /** The same with Gaussian noise. */
  readonly noisy: Float64Array;
  /** `noisy` cross-correlated with 128 ones over 128, size same, zeros outside. */
  readonly correlated: Float64Array;
  /** Samples in the middle of the bits: 64 + 128·n. */
  readonly clock: readonly number[];
  readonly bits: readonly number[];
  /** 1 where `correlated` is above the threshold at the clock, else 0. */
  readonly recovered: readonly number[];
}

export const BITS = [0, 1, 1, 0, 1, 0, 0, 1] as const;
const SAMPLES = 128;
export const THRESHOLD = 0.5;

export function similarity({ seed = 1, noise = 1 }: SimilarityOptions = {}): Similarity {
  const original = Float64Array.from({ length: BITS.length * SAMPLES }, (_, i) => BITS[Math.floor(i / SAMPLES)]);
  const next = normal(seed);
  const noisy = original.map((v) => v + noise * next());
  const pulse = kernelOf(
    new Float64Array(SAMPLES).fill(1),
    { width: SAMPLES },
    { divisor: rational(BigInt(SAMPLES), 1n), name: "rectangular pulse" },
  );
  const correlated = Float64Array.from(correlate(noisy, pulse, { size: "same" }));
  const clock = BITS.map((_, n) => SAMPLES / 2 + n * SAMPLES);
  const recovered = clock.map((at) => (correlated[at] > THRESHOLD ? 1 : 0));
  return { original, noisy, correlated, clock, bits: BITS, recovered };
}
