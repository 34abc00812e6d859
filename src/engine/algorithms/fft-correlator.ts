/** Correlates one channel of a block with one channel of the kernel, exactly where the numbers are whole. */
import { powerOfTwo } from "../../base/rational.js";
import type { Arena } from "../../routines/arena.js";
import type { Region } from "../extend.js";
import type { Problem } from "../problem.js";
import type { BlockPlan } from "./fft-blocks.js";
import { CERTAIN, circlePoints, fftError, transformError } from "./fft-error.js";
import { euclidean, grainOfPlane, split } from "./fft-pieces.js";
import { inspect, type Plane } from "./fft-special.js";
import { type Grid, type RawGrid, type Spectral, SpectralProduct } from "./fft-spectral.js";
import { workspaceProduct } from "./fft-workspace.js";

/** Beyond this a product of spectra might leave the range of f64. */
const TOO_LARGE = 1e290;
/** Pieces that whole taps and whole samples are split into, in the order of their cost. */
const SPLITS: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 2],
  [2, 2],
  [2, 3],
  [3, 3],
];

export class BlockCorrelator {
  /** What holds for every block of the problem, so that none need be looked at: sums are whole, or not to be made so. */
  readonly sure: "whole" | "plain" | undefined;
  private readonly taps: Plane;
  private readonly product: Spectral;
  /** Whether blocks may be raw samples. */
  readonly takesRaw: boolean;
  private readonly points: number;
  /** Samples that are transformed together: two circles where the data are real. */
  private readonly together: number;
  /** Σ|k| of the largest of both parts. */
  private readonly absolute: number;
  /** The taps as whole numbers times 2^-grain, where they are. */
  private readonly grain: number | undefined;
  private readonly whole = new Map<number, readonly { norm: number; spectrum: number }[]>();
  /** Sums are promised to be exact: what no transform can make so is left to the direct sum. */
  private readonly exact: boolean;
  private own: number | undefined;

  constructor(problem: Problem, plan: BlockPlan, channel: number, arena: Arena | undefined) {
    const { real, imag, channels } = problem.taps;
    const plane = (all: Float64Array): Float64Array => all.filter((_, i) => i % channels === channel);
    this.taps = { real: plane(real), ...(imag ? { imag: plane(imag) } : {}) };
    this.absolute = sumOfMagnitudes(this.taps.real) + (this.taps.imag ? sumOfMagnitudes(this.taps.imag) : 0);
    this.grain = grainOfPlane(this.taps);
    this.points = circlePoints(plan);
    this.together = 2 * this.points;
    const compiled = arena && workspaceProduct(arena, problem, plan);
    this.product = compiled ?? new SpectralProduct(problem, plan);
    this.sure = this.certainty(problem);
    this.exact = fftError(problem, plan) === 0;
    this.takesRaw = compiled !== undefined && plan.half !== undefined && this.sure !== undefined;
  }

  /** Fills `sums` with a part of a block's sums; returns false where only the direct sum can do that. */
  correlate(block: Grid | RawGrid, part: Region, sums: Grid): boolean {
    if (this.sure === "whole") {
      const [{ spectrum }] = this.tapPieces(1);
      this.product.correlate(spectrum, block, part, sums, { scale: powerOfTwo(-this.grain!), add: false });
      return true;
    }
    if (this.sure === undefined && "real" in block) {
      const { largest, whole } = inspect(block);
      if (largest * this.absolute * block.real.length > TOO_LARGE) return false;
      // Samples that are no whole numbers take bits besides.
      if (this.grain !== undefined && this.reach(largest, 0) < Number.MAX_SAFE_INTEGER) {
        // Whole samples are promised exact sums. Fractions get them where one transform is certain of them.
        const samples = whole ? 0 : grainOfPlane(block, this.finest(largest));
        if (samples !== undefined && this.reach(largest, samples) < Number.MAX_SAFE_INTEGER) {
          const done = this.exactly(block, part, sums, samples, largest, whole ? SPLITS : SPLITS.slice(0, 1));
          if (done || whole) return done;
        }
      }
      // An odd extension grows, so a block may hold larger samples than any window that is asked for.
      if (this.exact) return false;
    }
    this.own ??= this.product.addKernel(this.taps.real, this.taps.imag);
    this.product.correlate(this.own, block, part, sums);
    return true;
  }

  /** The finest grain of samples up to `largest` whose sums one transform is certain of; −1 where there is none. */
  private finest(largest: number): number {
    const norm = euclidean(this.taps) * powerOfTwo(this.grain!);
    const error = transformError(this.points, norm, largest * Math.sqrt(this.together));
    let grain = -1;
    while (grain < 53 && error * powerOfTwo(grain + 1) < CERTAIN) grain++;
    return grain;
  }

  /** Bound on a sum in units of both grains; a complex sum is two sums of products of parts. */
  private reach(largest: number, samples: number): number {
    return 2 * this.absolute * largest * powerOfTwo((this.grain ?? 0) + samples);
  }

  private certainty({ facts, x, y }: Problem): "whole" | "plain" | undefined {
    const outside = [x.border, y.border].every((b) => b.kind !== "constant" || Number.isFinite(b.value));
    if (!facts.finite || !outside || facts.largest * this.absolute * this.together > TOO_LARGE) return undefined;
    // A block of zeros has zero sums either way; in any other one a sample is at least one unit of its grain.
    if (this.grain === undefined || 2 * this.absolute * powerOfTwo(this.grain) >= Number.MAX_SAFE_INTEGER)
      return "plain";
    if (facts.grain !== 0 || this.reach(facts.largest, 0) >= Number.MAX_SAFE_INTEGER) return undefined;
    const norm = euclidean(this.taps) * powerOfTwo(this.grain);
    return transformError(this.points, norm, facts.largest * Math.sqrt(this.together)) < CERTAIN ? "whole" : undefined;
  }

  /** Sums of whole numbers: each piece's sums are rounded to the whole numbers that they must be. */
  private exactly(
    block: Grid,
    part: Region,
    sums: Grid,
    sampleGrain: number,
    largest: number,
    splits: typeof SPLITS,
  ): boolean {
    const scale = powerOfTwo(-sampleGrain - this.grain!);
    for (const [tapPieces, samplePieces] of splits) {
      const taps = this.tapPieces(tapPieces);
      const parts = split(block, powerOfTwo(sampleGrain), samplePieces, largest);
      const norm = Math.max(...parts.map(euclidean));
      if (transformError(this.points, Math.max(...taps.map((t) => t.norm)), norm) >= CERTAIN) continue;
      let add = false;
      for (const tap of taps) {
        for (const piece of parts) {
          this.product.correlate(tap.spectrum, { ...block, ...piece }, part, sums, { scale, add });
          add = true;
        }
      }
      return true;
    }
    return false;
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

const sumOfMagnitudes = (values: Float64Array): number => values.reduce((s, v) => s + Math.abs(v), 0);
