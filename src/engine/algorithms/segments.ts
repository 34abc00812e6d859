/**
 * Few outputs of a long kernel, such as a few lags of the autocorrelation of a long signal: the kernel is cut into segments
 * that are little longer than the outputs are many, each is correlated with the samples that it meets through a transform,
 * and the products are added up before they are transformed back.
 *
 * Of real data two segments make a circle of complex numbers: with z = x_a + i·x_b and w = k_a + i·k_b, the real part of
 * Σ_n z[n + l]·conj(w[n]) is Σ_n x_a[n + l]·k_a[n] + Σ_n x_b[n + l]·k_b[n], the sum of both.
 */
import { powerOfTwo } from "../../base/rational.js";
import type { Arena } from "../../routines/arena.js";
import { borrowArena } from "../../routines/load.js";
import type { Extension, Region } from "../extend.js";
import { commonGrain } from "../grain.js";
import { blankSums, type Sums, scatter } from "../lines.js";
import { estimate } from "../pricing.js";
import { absoluteSum, euclideanNorm, type Problem } from "../problem.js";
import { type Algorithm, type Runner, UNIT, type Verdict } from "./algorithm.js";
import { sumsAreExact } from "./direct.js";
import { CERTAIN, transformError } from "./fft-error.js";
import { euclidean, split } from "./fft-pieces.js";
import { inspect, type Plane } from "./fft-special.js";
import { planSegments, type SegmentPlan } from "./segment-plan.js";
import { directly, planeOf, put, times, withoutSpecial } from "./segment-planes.js";
import { type SegmentSpectra, segmentSpectra } from "./segment-spectra.js";

/** Beyond this a product of spectra might leave the range of f64. */
const TOO_LARGE = 1e290;
/** Pieces of taps and of samples whose sums are certain, in the order of their cost. */
const SPLITS = [
  [1, 2],
  [2, 2],
  [2, 3],
  [3, 3],
] as const;

export const segments: Algorithm = {
  name: "segments",
  title: "the kernel in segments, through fast Fourier transforms, for few lags",
  consider(problem) {
    const because = refusal(problem);
    if (because !== undefined) return { because };
    const plan = planSegments(problem);
    const { x, channels } = problem;
    const tiles = Math.ceil(x.outputs / plan.outputs);
    const all = { output: plan.cost * channels * tiles };
    return {
      ...estimate("segments", { output: all.output / (x.outputs * channels) }, all),
      error: segmentError(problem, plan),
      note: `${plan.circles} circles of ${plan.points} points, ${plan.taps} taps each`,
      byTime: true,
    } satisfies Verdict;
  },
  prepare: (problem) => new SegmentRunner(problem),
};

function refusal({ taps, weighted, x, y }: Problem): string | undefined {
  if (y.input !== 1 || y.outputs !== 1 || taps.height !== 1) return "it is for signals";
  if (weighted) return "it leaves no sample out";
  if (x.stride !== 1 || x.dilation !== 1) return "it takes every sample and every tap";
  return x.outputs > x.taps ? "it is for fewer outputs than taps" : undefined;
}

/**
 * Bound on the error of each sum: that of the transforms of each circle (`transformError`), and one rounding for each circle
 * that is added, of ‖k_p‖·‖x_p‖ at most; by Cauchy and Schwarz these add up to ‖k‖ times the norm of all samples met.
 */
function segmentError(problem: Problem, plan: SegmentPlan): number {
  const { facts, taps } = problem;
  const inherited = absoluteSum(taps) * facts.error;
  if (inherited === 0 && sumsAreExact(problem)) return 0;
  const largest = facts.largest + facts.error;
  const bound = circleError(plan, euclideanNorm(taps), largest * Math.sqrt(2 * plan.points * plan.circles));
  if (!isLarge(problem, plan, largest)) return bound + inherited;
  const n = taps.real.length / taps.channels + 2;
  return Math.max(bound, 2 * n * UNIT * absoluteSum(taps) * largest) + inherited;
}

const circleError = ({ points, circles }: SegmentPlan, taps: number, samples: number): number =>
  transformError(points, taps, samples) + circles * UNIT * taps * samples;

const isLarge = ({ taps }: Problem, { points }: SegmentPlan, largest: number): boolean =>
  absoluteSum(taps) * largest * 2 * points > TOO_LARGE;

class SegmentRunner implements Runner {
  private readonly plan: SegmentPlan;
  private arena: Arena | undefined;
  private spectra: SegmentSpectra | undefined;
  /** Where blocks of samples go. */
  private memory: Plane | undefined;
  /** Units of taps and of samples where every sum is a whole number of their product, and is to be so. */
  private readonly units: { readonly taps: number; readonly samples: number } | undefined;
  /** Bound on the error of what was added and not yet taken, in units. */
  private pending = 0;
  private added = false;

  constructor(private readonly problem: Problem) {
    this.plan = planSegments(problem);
    const { facts, taps } = problem;
    if (facts.error === 0 && sumsAreExact(problem)) {
      const grain = Math.max(commonGrain(taps.real)!, taps.imag ? commonGrain(taps.imag)! : 0);
      this.units = { taps: powerOfTwo(grain), samples: powerOfTwo(facts.grain!) };
    }
  }

  *tiles(): Iterable<Region> {
    const { outputs } = this.problem.x;
    for (let x0 = 0; x0 < outputs; x0 += this.plan.outputs)
      yield { x0, x1: Math.min(outputs, x0 + this.plan.outputs), y0: 0, y1: 1 };
  }

  run(extension: Extension, tile: Region): Sums {
    const { problem, plan } = this;
    const { channels, taps, x } = problem;
    this.spectra ??= this.start();
    const count = tile.x1 - tile.x0;
    const all = blankSums(problem, count * channels, false);
    const lines = Array.from({ length: channels }, () => blankSums(problem, count, false));
    for (let c = 0; c < channels; c++) {
      for (let first = 0; first < x.taps; first += plan.taps) {
        const used = Math.min(plan.taps, x.taps - first);
        const from = x.origin + tile.x0 + first;
        const width = used + count - 1;
        const block = extension.block({ x0: from, x1: from + width, y0: 0, y1: 1 }, this.blockMemory(width * channels));
        const samples = planeOf(block, channels, c);
        const own = planeOf(taps, taps.channels, taps.channels === 1 ? 0 : c, first, used);
        this.circle(samples, own, lines[c]);
      }
      this.settle(lines[c]);
      scatter(lines[c], all, c, channels);
    }
    return all;
  }

  private start(): SegmentSpectra {
    const { problem, plan } = this;
    this.arena = borrowArena();
    if (this.arena) {
      const length = (plan.taps + plan.outputs - 1) * problem.channels;
      const plane = (): Float64Array => this.arena!.doubles(length);
      this.memory = problem.complex ? { real: plane(), imag: plane() } : { real: plane() };
    }
    return segmentSpectra(plan.points, this.arena);
  }

  private blockMemory(length: number): Plane | undefined {
    if (!this.memory) return undefined;
    const { real, imag } = this.memory;
    return { real: real.subarray(0, length), ...(imag ? { imag: imag.subarray(0, length) } : {}) };
  }

  end(): void {
    this.arena?.end();
  }

  /** Adds the sums of some taps with the samples that they meet: to `line`, or to what is not yet taken. */
  private circle(given: Plane, taps: Plane, line: Sums): void {
    const seen = inspect(given);
    const samples = seen.finite ? given : withoutSpecial(given, taps, line);
    const { largest } = seen.finite ? seen : inspect(samples);
    if (largest === 0) return;
    if (isLarge(this.problem, this.plan, largest)) directly(samples, taps, line);
    else if (!this.units) this.add(samples, taps);
    else if (!this.exactly(times(samples, this.units.samples), times(taps, this.units.taps), line))
      directly(samples, taps, line);
  }

  /** The same where sums are to be whole; false where no transform is certain of them. */
  private exactly(x: Plane, k: Plane, line: Sums): boolean {
    const bound = circleError(this.plan, euclidean(k), euclidean(x));
    if (this.pending + bound >= CERTAIN) this.settle(line);
    if (bound < CERTAIN) {
      this.pending += bound;
      this.add(x, k);
      return true;
    }
    for (const [tapPieces, samplePieces] of SPLITS) {
      const parts = split(x, 1, samplePieces, inspect(x).largest);
      const pieces = split(k, 1, tapPieces, inspect(k).largest);
      const most = (planes: Plane[]): number => Math.max(...planes.map(euclidean));
      if (circleError(this.plan, most(pieces), most(parts)) >= CERTAIN) continue;
      for (const piece of pieces) {
        for (const part of parts) {
          this.add(part, piece);
          this.settle(line);
        }
      }
      return true;
    }
    return false;
  }

  /** Puts samples and taps on circles, two segments of real ones side by side, and adds their products. */
  private add(samples: Plane, taps: Plane): void {
    const { segment } = this.plan;
    const { samples: x, taps: k } = this.spectra!;
    this.added = true;
    if (this.problem.complex) {
      put(samples.real, 0, x.real);
      put(samples.imag, 0, x.imag);
      put(taps.real, 0, k.real);
      put(
        taps.imag?.map((v) => -v),
        0,
        k.imag,
      );
    } else {
      const reach = Math.min(samples.real.length, this.plan.points);
      put(samples.real.subarray(0, reach), 0, x.real);
      put(samples.real, segment, x.imag);
      put(taps.real.subarray(0, segment), 0, k.real);
      put(taps.real, segment, k.imag);
    }
    this.spectra!.add();
  }

  /** Takes what was added: whole numbers of units where sums are to be exact. */
  private settle(line: Sums): void {
    if (!this.added) return;
    const { real, imag } = this.spectra!.take();
    const unit = this.units ? this.units.taps * this.units.samples : undefined;
    const into = (sums: Float64Array, from: Float64Array): void => {
      for (let i = 0; i < sums.length; i++) sums[i] += unit === undefined ? from[i] : Math.round(from[i]) / unit;
    };
    into(line.real, real);
    if (line.imag) into(line.imag, imag);
    this.added = false;
    this.pending = 0;
  }
}
