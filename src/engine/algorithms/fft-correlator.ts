/** Correlates one channel of a block with one channel of the kernel, exactly where the numbers are whole. */
import { powerOfTwo } from "../../base/rational.js";
import { commonGrain } from "../grain.js";
import type { Sums } from "../lines.js";
import type { Problem } from "../problem.js";
import type { BlockPlan } from "./fft-blocks.js";
import { transformError } from "./fft-error.js";
import type { Plane } from "./fft-special.js";
import { SpectralProduct } from "./fft-spectral.js";

/** Beyond this a product of spectra might leave the range of f64. */
const TOO_LARGE = 1e290;
/** A whole number within less than half is that number; a quarter leaves room for the error of the estimate itself. */
const CERTAIN = 0.25;
/** Pieces that whole taps and whole samples are split into, in the order of their cost. */
const SPLITS: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 2],
  [2, 2],
  [2, 3],
  [3, 3],
];

export class BlockCorrelator {
  private readonly real: Float64Array;
  private readonly imag: Float64Array | undefined;
  private readonly product: SpectralProduct;
  private readonly absolute: number;
  /** The taps as whole numbers times 2^-grain, where they are. */
  private readonly grain: number | undefined;
  private readonly whole = new Map<number, readonly { taps: Float64Array; norm: number; spectrum: number }[]>();

  constructor(
    problem: Problem,
    private readonly plan: BlockPlan,
    channel: number,
  ) {
    const { taps } = problem;
    const plane = (all: Float64Array): Float64Array => all.filter((_, i) => i % taps.channels === channel);
    this.real = plane(taps.real);
    this.imag = taps.imag ? plane(taps.imag) : undefined;
    this.product = new SpectralProduct(problem, plan);
    this.product.addKernel(this.real, this.imag);
    this.absolute = sumOfMagnitudes(this.real) + (this.imag ? sumOfMagnitudes(this.imag) : 0);
    this.grain = this.imag || problem.complex ? undefined : commonGrain(this.real);
  }

  /** Fills `sums` and returns true, or returns false where only the direct sum can do it. */
  correlate(plane: Plane, sums: Sums): boolean {
    const largest = Math.max(largestMagnitude(plane.real), plane.imag ? largestMagnitude(plane.imag) : 0);
    if (largest * this.absolute * plane.real.length > TOO_LARGE) return false;
    if (this.grain !== undefined) {
      const samples = commonGrain(plane.real);
      const fine = samples === undefined ? Number.POSITIVE_INFINITY : this.grain + samples;
      if (fine <= 120 && this.absolute * largest * powerOfTwo(fine) < Number.MAX_SAFE_INTEGER / 2) {
        return this.exactly(plane.real, samples!, largest, sums.real);
      }
    }
    this.product.correlate(0, plane.real, plane.imag, sums.real, sums.imag);
    return true;
  }

  /** Sums of whole numbers: each piece's sums are rounded to the whole numbers that they must be. */
  private exactly(samples: Float64Array, sampleGrain: number, largest: number, out: Float64Array): boolean {
    const unit = powerOfTwo(sampleGrain);
    const points = this.plan.columns * this.plan.rows;
    for (const [tapPieces, samplePieces] of SPLITS) {
      const taps = this.tapPieces(tapPieces);
      const parts = split(samples, unit, largest * unit, samplePieces);
      const norm = Math.max(...parts.map(euclidean));
      if (transformError(points, Math.max(...taps.map((t) => t.norm)), norm) >= CERTAIN) continue;
      out.fill(0);
      const piece = new Float64Array(out.length);
      for (const tap of taps) {
        for (const part of parts) {
          this.product.correlate(tap.spectrum, part, undefined, piece);
          for (let i = 0; i < out.length; i++) out[i] += Math.round(piece[i]);
        }
      }
      const scale = powerOfTwo(-sampleGrain - this.grain!);
      // Adding 0 turns the −0 that rounding may leave into 0, as a sum gives it.
      for (let i = 0; i < out.length; i++) out[i] = out[i] * scale + 0;
      return true;
    }
    return false;
  }

  private tapPieces(pieces: number): readonly { taps: Float64Array; norm: number; spectrum: number }[] {
    let made = this.whole.get(pieces);
    if (!made) {
      const unit = powerOfTwo(this.grain!);
      made = split(this.real, unit, largestMagnitude(this.real) * unit, pieces).map((taps) => ({
        taps,
        norm: euclidean(taps),
        spectrum: this.product.addKernel(taps, undefined),
      }));
      this.whole.set(pieces, made);
    }
    return made;
  }
}

/** `values·unit` (whole numbers up to `largest`) as sums of pieces of the same sign, each of fewer bits. */
function split(values: Float64Array, unit: number, largest: number, pieces: number): Float64Array[] {
  if (pieces === 1) return [unit === 1 ? values : values.map((v) => v * unit)];
  let bits = 1;
  while (powerOfTwo(bits) <= largest) bits++;
  const digit = powerOfTwo(Math.ceil(bits / pieces));
  const out: Float64Array[] = [];
  let rest = values.map((v) => v * unit);
  let weight = 1;
  for (let p = 1; p < pieces; p++) {
    const base = weight * digit;
    // The remainder has the sign of the value, so no piece is larger than the value itself.
    out.push(rest.map((v) => v % base));
    rest = rest.map((v) => v - (v % base));
    weight = base;
  }
  out.push(rest);
  return out;
}

const sumOfMagnitudes = (values: Float64Array): number => values.reduce((s, v) => s + Math.abs(v), 0);
const euclidean = (values: Float64Array): number => Math.sqrt(values.reduce((s, v) => s + v * v, 0));

function largestMagnitude(values: Float64Array): number {
  let largest = 0;
  for (const v of values) {
    const m = Math.abs(v);
    if (m > largest) largest = m;
  }
  return largest;
}
