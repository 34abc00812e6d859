/** Correlates one channel of a block with one channel of the kernel, exactly where the numbers are whole. */
import { powerOfTwo } from "../../base/rational.js";
import { commonGrain } from "../grain.js";
import type { Problem } from "../problem.js";
import type { BlockPlan } from "./fft-blocks.js";
import { transformError } from "./fft-error.js";
import { inspect, type Plane } from "./fft-special.js";
import { type Spectral, SpectralProduct } from "./fft-spectral.js";
import { type WorkspaceProduct, workspaceProduct } from "./fft-workspace.js";

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
  private readonly taps: Plane;
  private readonly product: Spectral;
  private readonly compiled: WorkspaceProduct | undefined;
  private readonly total: Plane;
  /** Σ|k| of the largest of both parts. */
  private readonly absolute: number;
  /** The taps as whole numbers times 2^-grain, where they are. */
  private readonly grain: number | undefined;
  private readonly whole = new Map<number, readonly { norm: number; spectrum: number }[]>();

  constructor(
    problem: Problem,
    private readonly plan: BlockPlan,
    channel: number,
  ) {
    const { real, imag, channels } = problem.taps;
    const kept = plan.stepX * plan.stepY;
    this.total = {
      real: new Float64Array(kept),
      ...(problem.complex ? { imag: new Float64Array(kept) } : {}),
    };
    const plane = (all: Float64Array): Float64Array => all.filter((_, i) => i % channels === channel);
    this.taps = { real: plane(real), ...(imag ? { imag: plane(imag) } : {}) };
    this.absolute = sumOfMagnitudes(this.taps.real) + (this.taps.imag ? sumOfMagnitudes(this.taps.imag) : 0);
    this.grain = grainOfPlane(this.taps);
    this.compiled = workspaceProduct(problem, plan, this.grain !== undefined);
    this.product = this.compiled ?? new SpectralProduct(problem, plan);
    this.product.addKernel(this.taps.real, this.taps.imag);
  }

  /** Memory in which samples need no copy, where there is such. */
  get memory(): Plane | undefined {
    return this.compiled?.input;
  }

  /** The stepX × stepY sums, which last until the next call; undefined where only the direct sum can do it. */
  correlate(plane: Plane): Plane | undefined {
    const { largest, whole } = inspect(plane);
    if (largest * this.absolute * plane.real.length > TOO_LARGE) return undefined;
    const samples = this.grain === undefined ? undefined : whole ? 0 : grainOfPlane(plane);
    if (samples !== undefined && this.grain !== undefined) {
      // A complex sum is two sums of products of parts.
      const reach = 2 * this.absolute * largest * powerOfTwo(this.grain + samples);
      if (reach < Number.MAX_SAFE_INTEGER) return this.exactly(plane, samples, largest);
    }
    return this.product.correlate(0, plane.real, plane.imag);
  }

  /** Sums of whole numbers: each piece's sums are rounded to the whole numbers that they must be. */
  private exactly(plane: Plane, sampleGrain: number, largest: number): Plane | undefined {
    const points = this.plan.columns * this.plan.rows;
    const { total } = this;
    for (const [tapPieces, samplePieces] of SPLITS) {
      const taps = this.tapPieces(tapPieces);
      const parts = split(plane, powerOfTwo(sampleGrain), samplePieces, largest);
      const norm = Math.max(...parts.map(euclidean));
      if (transformError(points, Math.max(...taps.map((t) => t.norm)), norm) >= CERTAIN) continue;
      total.real.fill(0);
      total.imag?.fill(0);
      for (const tap of taps) {
        for (const part of parts) {
          const sums = this.product.correlate(tap.spectrum, part.real, part.imag);
          addRounded(total.real, sums.real);
          if (total.imag && sums.imag) addRounded(total.imag, sums.imag);
        }
      }
      const scale = powerOfTwo(-sampleGrain - this.grain!);
      rescale(total.real, scale);
      if (total.imag) rescale(total.imag, scale);
      return total;
    }
    return undefined;
  }

  private tapPieces(pieces: number): readonly { norm: number; spectrum: number }[] {
    let made = this.whole.get(pieces);
    if (!made) {
      made = split(this.taps, powerOfTwo(this.grain!), pieces, inspect(this.taps).largest).map((taps) => ({
        norm: euclidean(taps),
        spectrum: this.product.addKernel(taps.real, taps.imag),
      }));
      this.whole.set(pieces, made);
    }
    return made;
  }
}

function addRounded(to: Float64Array, from: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += Math.round(from[i]);
}

/** Adding 0 turns the −0 that rounding may leave into 0, as a sum gives it. */
function rescale(values: Float64Array, scale: number): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i] * scale + 0;
}

function grainOfPlane(plane: Plane): number | undefined {
  const real = commonGrain(plane.real);
  const imag = plane.imag ? commonGrain(plane.imag) : 0;
  return real === undefined || imag === undefined ? undefined : Math.max(real, imag);
}

/** `plane·unit` (whole numbers) as sums of pieces of the same signs, each of fewer bits. */
function split(plane: Plane, unit: number, pieces: number, most: number): Plane[] {
  if (pieces === 1 && unit === 1) return [plane];
  const largest = most * unit;
  let bits = 1;
  while (powerOfTwo(bits) <= largest) bits++;
  const digit = powerOfTwo(Math.ceil(bits / pieces));
  const real = digits(plane.real, unit, digit, pieces);
  const imag = plane.imag ? digits(plane.imag, unit, digit, pieces) : undefined;
  return real.map((part, i) => (imag ? { real: part, imag: imag[i] } : { real: part }));
}

function digits(values: Float64Array, unit: number, digit: number, pieces: number): Float64Array[] {
  const out: Float64Array[] = [];
  let rest = values.map((v) => v * unit);
  let base = digit;
  for (let p = 1; p < pieces; p++, base *= digit) {
    // The remainder has the sign of the value, so no piece is larger than the value itself.
    const modulus = base;
    out.push(rest.map((v) => v % modulus));
    rest = rest.map((v) => v - (v % modulus));
  }
  out.push(rest);
  return out;
}

const sumOfMagnitudes = (values: Float64Array): number => values.reduce((s, v) => s + Math.abs(v), 0);
const squares = (values: Float64Array): number => values.reduce((s, v) => s + v * v, 0);
const euclidean = (plane: Plane): number => Math.sqrt(squares(plane.real) + (plane.imag ? squares(plane.imag) : 0));
