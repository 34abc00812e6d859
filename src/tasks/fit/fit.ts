/** The kernel that turns one signal into another, by least squares. */

import { inputError, usageError } from "../../base/errors.js";
import type { FitOptions } from "../../base/fit.js";
import { flipped, type Kernel, kernelOf } from "../../base/kernel.js";
import type { Mode } from "../../base/options.js";
import { type Signal, signalOf } from "../../base/signal.js";
import { levinson } from "../../math/toeplitz.js";
import { correlate } from "../arrays.js";
import { runSteps, type Steps } from "../steps.js";
import { identify, type Likeness } from "./identify.js";
import { momentsOf } from "./moments.js";
import { type Pair, type Pairs, pairsOf, type Window, windowOf } from "./pairs.js";
import { type Constraints, leastSquares, type Solution } from "./solve.js";

/** A kernel as one of the two modes writes it. */
export interface FittedKernel {
  readonly mode: Mode;
  readonly kernel: Kernel;
  /** Standard error of each tap, in the order of the taps; null where the noise is not known. */
  readonly errors: Float64Array | null;
}

export interface Fit {
  /** Each is the other's flip: both turn BEFORE into AFTER. */
  readonly xcorr: FittedKernel;
  readonly conv: FittedKernel;
  readonly solver: "cholesky" | "levinson";
  /** Added to every sum; 0 unless it was asked for. */
  readonly offset: number;
  readonly offsetError: number | null;
  /** How AFTER lies on BEFORE. */
  readonly size: Pairs["size"];
  /** Samples of AFTER that count, and those left out, by reason. */
  readonly used: number;
  readonly border: number;
  readonly clipped: number;
  readonly missing: number;
  /** Numbers that were found. */
  readonly unknowns: number;
  /** Root mean square of what the kernel leaves over, and the largest of it. */
  readonly residual: { readonly rms: number; readonly largest: number };
  /** Standard deviation of the errors of AFTER that the standard errors suppose. */
  readonly sigma: number;
  /** 1 − Σ residual² / Σ(AFTER − mean)²; null where AFTER does not vary. */
  readonly explained: number | null;
  /** What of AFTER no kernel explains: AFTER less the fitted values, NaN where a sample does not count. */
  readonly rest: Signal;
  /** The named kernel that it is, or is near to; null where none is. */
  readonly named: Likeness | null;
}

/** Most unknowns of a system that is solved by Cholesky's factors. */
const MOST_UNKNOWNS = 2500;
/** Errors of rounding to whole numbers are spread evenly over one unit. */
const ROUNDING = Math.sqrt(1 / 12);

/**
 * Least squares over all windows inside BEFORE whose sample of AFTER counts:
 * AFTER[p] ≈ Σ k[j]·BEFORE[p + j − a] (xcorr), the same kernel flipped for conv. Channels but alpha are pooled.
 *
 * @param before,after of one extent, or AFTER that of `valid` or `full`; see `FitOptions`
 * @throws UserError (2) for options, (3) for data that do not fit together or do not determine the kernel
 */
export const fitKernel = (before: Signal, after: Signal, options: FitOptions): Fit =>
  runSteps(fitSteps(before, after, options));

/** The same in steps. */
export function* fitSteps(before: Signal, after: Signal, options: FitOptions): Steps<Fit> {
  const window = windowOf(before, options);
  const constraints = constraintsOf(options, window);
  const pairs = pairsOf(before, after, window, options.keepClipped ?? false);
  const toeplitz = isToeplitz(pairs, window, constraints);
  const found = toeplitz
    ? byLevinson(pairs.planes[0], window.width, before)
    : yield* byCholesky(pairs, constraints, before, after);
  if (pairs.used <= found.unknowns) throw tooFew(after, pairs.used, found.unknowns);
  const rest = restOf(pairs.planes, found, window);
  const counted = restStatistics(rest, pairs);
  const sigma =
    options.noise === "rounding" ? ROUNDING : Math.sqrt(counted.squares / Math.max(1, pairs.used - found.unknowns));
  const errors = found.variances.map((v) => sigma * Math.sqrt(v));
  const kernels = both(found.taps, errors, window);
  return {
    ...kernels,
    solver: toeplitz ? "levinson" : "cholesky",
    offset: found.offset,
    offsetError: constraints.offset ? sigma * Math.sqrt(found.offsetVariance) : null,
    size: pairs.size,
    used: pairs.used,
    border: pairs.border,
    clipped: pairs.clipped,
    missing: pairs.missing,
    unknowns: found.unknowns,
    residual: { rms: Math.sqrt(counted.squares / pairs.used), largest: counted.largest },
    sigma,
    explained: counted.variation > 0 ? 1 - counted.squares / counted.variation : null,
    rest: signalOf(
      rest,
      { width: pairs.planes[0].across, height: pairs.planes[0].down, channels: pairs.planes.length, rank: after.rank },
      "f64",
      { source: "rest", medium: after.about.medium },
    ),
    named: identify(kernels.xcorr),
  };
}

function constraintsOf(options: FitOptions, { width, height }: Window): Constraints {
  const { ridge = 0, symmetry = "none", sum, offset = false } = options;
  if (!(ridge >= 0 && ridge < Infinity)) throw usageError("--ridge", `${ridge} is no weight`, "Give a number from 0");
  if (sum !== undefined && !Number.isFinite(sum)) throw usageError("--sum", `${sum} is no sum`, "Give a finite number");
  return { width, height, symmetry, ridge, offset, ...(sum === undefined ? {} : { sum }) };
}

/** Where every sample of BEFORE meets every tap, AᵀA is the autocorrelation itself. */
function isToeplitz(pairs: Pairs, { height }: Window, { symmetry, ridge, sum, offset }: Constraints): boolean {
  const plain = symmetry === "none" && ridge === 0 && sum === undefined && !offset;
  return plain && height === 1 && pairs.size === "full" && pairs.planes.length === 1 && !pairs.planes[0].keep;
}

function byLevinson({ before: padded, after }: Pair, taps: number, before: Signal): Solution {
  const inside = padded.subarray(taps - 1, padded.length - taps + 1);
  const few = { size: "valid", maxLag: taps - 1 } as const;
  const ahead = padded.subarray(taps - 1);
  const row = correlate(ahead, kernelOf(inside.slice(), { width: inside.length }), few);
  const right = correlate(padded, kernelOf(after, { width: after.length }), few);
  const solved = levinson(Float64Array.from(row), Float64Array.from(right));
  if (!solved) throw undetermined(before);
  return { taps: solved.x, offset: 0, variances: solved.diagonal, offsetVariance: 0, unknowns: taps };
}

function* byCholesky(pairs: Pairs, constraints: Constraints, before: Signal, after: Signal): Steps<Solution> {
  const { width, height } = constraints;
  if (width * height > MOST_UNKNOWNS) {
    const found = `${width * height} taps are more than the ${MOST_UNKNOWNS} that are solved for`;
    throw usageError("--size", found, "Give a smaller one, or a signal AFTER of size full, which needs no such limit");
  }
  const moments = yield* momentsOf(pairs.planes, constraints, constraints.offset);
  const found = leastSquares(moments, constraints);
  if (!found) throw pairs.used < width * height ? tooFew(after, pairs.used, width * height) : undetermined(before);
  return found;
}

const undetermined = (before: Signal): Error =>
  inputError(
    before.about.source,
    "its windows do not tell all taps apart, as where it is flat or repeats itself",
    "Give --ridge 1e-6, a smaller --size, or an input with more detail",
  );

const tooFew = (after: Signal, used: number, unknowns: number): Error =>
  inputError(
    after.about.source,
    `${used} samples count, and ${unknowns} numbers are to be found`,
    "Give a smaller --size, or more samples; --keep-clipped counts those at the ends of the range too",
  );

/** AFTER less the fitted values, the channels interleaved; NaN where a sample does not count. */
function restOf(planes: readonly Pair[], { taps, offset }: Solution, { width, height }: Window): Float64Array {
  const { length } = planes[0].after;
  const rest = new Float64Array(length * planes.length);
  const kernel = kernelOf(taps, { width, height, rank: 2 });
  for (const [c, pair] of planes.entries()) {
    const input = signalOf(pair.before, { width: pair.width, height: pair.height, rank: 2 }, "f64", {
      source: "before",
      medium: "array",
    });
    const fitted = correlate(input, kernel, { size: "valid" }).data;
    for (let i = 0; i < length; i++)
      rest[i * planes.length + c] = pair.keep?.[i] === 0 ? Number.NaN : pair.after[i] - fitted[i] - offset;
  }
  return rest;
}

function restStatistics(rest: Float64Array, { planes, used }: Pairs) {
  let [squares, largest, sum, variation] = [0, 0, 0, 0];
  for (const v of rest) {
    if (Number.isNaN(v)) continue;
    squares += v * v;
    largest = Math.max(largest, Math.abs(v));
  }
  const each = (visit: (v: number) => void): void => {
    for (const { after, keep } of planes) for (let i = 0; i < after.length; i++) if (keep?.[i] !== 0) visit(after[i]);
  };
  each((v) => {
    sum += v;
  });
  const mean = sum / used;
  each((v) => {
    variation += (v - mean) * (v - mean);
  });
  return { squares, largest, variation };
}

/** The kernel as both modes write it; an anchor that is not the default one goes with it. */
function both(taps: Float64Array, errors: Float64Array, { width, height, anchor: [x, y] }: Window) {
  const usual = x === width >> 1 && y === height >> 1;
  const about = { origin: "fit" };
  const xcorr = kernelOf(
    taps,
    { width, height },
    { mode: "xcorr", name: "fit", about, ...(usual ? {} : { anchor: [x, y] }) },
  );
  const turned = flipped(xcorr);
  const conv: Kernel = {
    ...turned,
    mode: "conv",
    ...(usual ? {} : { anchor: [width - 1 - x, height - 1 - y] as const }),
  };
  return {
    xcorr: { mode: "xcorr", kernel: xcorr, errors },
    conv: { mode: "conv", kernel: conv, errors: errors.slice().reverse() },
  } as const;
}
