/**
 * The laws of convolution and cross-correlation, tried on somebody's own data: each with the error that was measured, the
 * bound that rounding sets it, and the place where it comes nearest to that.
 */
import { inputError, usageError } from "../../base/errors.js";
import { equalsItsFlip, type Kernel } from "../../base/kernel.js";
import type { Signal } from "../../base/signal.js";
import { quoted } from "../../base/text.js";
import { type Input, type KernelInput, kernelFrom, signalFrom } from "../arrays.js";
import { orient } from "../filter/kernels.js";
import { runSteps, runStepsAsync, type Steps, type ThreadOptions } from "../steps.js";
import { nearness } from "./compare.js";
import { absoluteSum, channelGrid, largest } from "./grid.js";
import type { Law } from "./law.js";
import { LAWS } from "./laws/all.js";
import { modeDifference } from "./laws/flip.js";
import { orderDifference } from "./laws/order.js";
import { LAW_NAMES, type LawName } from "./names.js";
import { cropped, middleOf } from "./region.js";
import type { Check, Difference, LawReport, VerifyReport } from "./report.js";
import { type Subject, seededKernel, subjectOf } from "./subject.js";

export interface VerifyOptions {
  /** The laws that are tried; default all. */
  readonly laws?: readonly LawName[];
  /** Seed of the signals, scalars and steps that the laws need besides; default 1. */
  readonly seed?: number;
  /** All of the input, in place of its middle, which has 65536 samples at most (fewer where the kernel is long). */
  readonly whole?: boolean;
}

/**
 * Tries the laws on an input x and a kernel k. The kernel's taps are taken without its divisor, scale and offset, which only
 * `methods` knows of; channels are tried each by itself.
 *
 * @param kernels the kernel, and perhaps a second one for `associative`, in whose place there is a seeded one
 * @returns for each law whether it holds: whether every error is at most its bound
 * @throws UserError (2) for a kernel that the input cannot take, laws that there are not, and a seed that is no whole number;
 *   (3) where there are no samples, or products would leave the range of f64
 */
export const verify = (
  input: Input,
  kernels: KernelInput | readonly [Kernel] | readonly [Kernel, Kernel],
  options: VerifyOptions = {},
): VerifyReport => {
  const signal = signalFrom(input);
  return runSteps(verifySteps(signal, isKernels(kernels) ? kernels : [kernelFrom(kernels, signal.rank)], options));
};

const isKernels = (given: KernelInput | readonly Kernel[]): given is readonly Kernel[] =>
  Array.isArray(given) && typeof given[0] === "object" && "taps" in given[0];

/** `verify` without blocking for long. @throws as `verify`; and the reason of `signal` when it is aborted */
export const verifyAsync = (
  input: Signal,
  kernels: readonly Kernel[],
  options: VerifyOptions = {},
  threads: Pick<ThreadOptions, "progress" | "signal"> = {},
): Promise<VerifyReport> => runStepsAsync(() => verifySteps(input, kernels, options), { ...threads, threads: 1 });

/** The steps of `verify`; each yields the share that is done, 0 … 1. */
export function* verifySteps(input: Signal, kernels: readonly Kernel[], options: VerifyOptions): Steps<VerifyReport> {
  const { seed = 1, whole = false } = options;
  const laws = lawsOf(options);
  check(input, kernels, seed);
  const [kernel, second = null] = kernels.map((k) => orient(k, input, {})) as [Kernel, Kernel?];
  const region = whole ? { x: 0, y: 0, width: input.width, height: input.height } : middleOf(input, kernel);
  const signal = cropped(input, region);
  const subjects = Array.from({ length: signal.channels }, (_, channel): Subject => {
    const [x, k] = [channelGrid(signal, channel), channelGrid(kernel, kernel.channels === 1 ? 0 : channel)];
    const k2 = second
      ? channelGrid(second, second.channels === 1 ? 0 : channel)
      : seededKernel(k, input.rank, seed + 6);
    return subjectOf({ x, k, k2, rank: input.rank, channel, seed, given: { signal, kernel } });
  });
  for (const subject of subjects) requireRange(subject, input);

  const found: LawReport[] = [];
  for (const law of laws) {
    const report = yield* tried(law, subjects, found.length, laws.length);
    found.push(report);
  }
  const missing = missingIn(signal);
  const { width, height, channels, type, about } = input;
  const allOf = region.width === width && region.height === height;
  const { k2 } = subjects[0];
  return {
    schema: 1,
    input: { source: about.source, width, height, channels, type },
    region: { ...region, whole: allOf },
    missing,
    kernel: {
      name: kernel.name,
      width: kernel.width,
      height: kernel.height,
      channels: kernel.channels,
      complex: kernel.imag !== undefined,
      equalsFlip: equalsItsFlip(kernel, true),
    },
    second: { name: second?.name ?? "seeded", width: k2.width, height: k2.height, seeded: second === null },
    seed,
    laws: found,
    holds: found.every(({ holds }) => holds),
    order: laws.some(({ name }) => name === "order") ? greatest(subjects.map(orderDifference)) : null,
    symmetry: laws.some(({ name }) => name === "symmetry") ? greatest(subjects.map(modeDifference)) : null,
    notes: notesOf(kernel, missing),
  };
}

function* tried(law: Law, subjects: readonly Subject[], at: number, of: number): Steps<LawReport> {
  const checks: Check[] = [];
  const skipped = new Set<string>();
  for (const [i, subject] of subjects.entries()) {
    for (const check of law.checks(subject)) {
      if ("because" in check) skipped.add(`${check.name}: ${check.because}`);
      else checks.push(check);
      yield (at + (i + 0.5) / subjects.length) / of;
    }
  }
  const worst = checks.reduce((a, b) => (nearness(b) > nearness(a) ? b : a));
  return {
    law: law.name,
    title: law.title,
    statement: law.statement,
    holds: checks.every(({ holds }) => holds),
    worst,
    checks,
    skipped: [...skipped],
  };
}

const greatest = (all: readonly Difference[]): Difference => all.reduce((a, b) => (b.largest > a.largest ? b : a));

function missingIn({ data, imag }: Signal): number {
  let n = 0;
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i]) || (imag && !Number.isFinite(imag[i]))) n++;
  return n;
}

function lawsOf({ laws }: VerifyOptions): readonly Law[] {
  if (laws === undefined) return LAWS;
  const unknown = laws.find((name) => !LAWS.some((law) => law.name === name));
  if (unknown !== undefined || laws.length === 0) {
    const found = unknown === undefined ? "no law is named" : `there is no law ${quoted(unknown)}`;
    throw usageError("--laws", found, `Use ${LAW_NAMES.join(", ")}`);
  }
  return LAWS.filter(({ name }) => laws.includes(name as LawName));
}

function check(input: Signal, kernels: readonly Kernel[], seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw usageError("--seed", `${seed} is no seed`, "Give a whole number from 0 up");
  if (kernels.length < 1 || kernels.length > 2) {
    const found = kernels.length === 0 ? "no kernel is given" : `${kernels.length} kernels are given`;
    throw usageError("--kernel", found, "Give one, and perhaps a second one for the law of chains");
  }
  if (input.width * input.height * input.channels === 0)
    throw inputError(input.about.source, "there are no samples", "Give at least one");
}

/** Bounds speak of rounding, not of numbers that leave the range. */
function requireRange({ x, k, k2 }: Subject, { about }: Signal): void {
  const most = absoluteSum(x) * absoluteSum(k) * Math.max(1, absoluteSum(k2));
  const least = largest(x) * largest(k);
  if (most < 1e290 && (least > 1e-280 || least === 0)) return;
  const found = `products of its samples and the taps are too ${most < 1e290 ? "small" : "large"} for f64`;
  throw inputError(about.source, found, "Scale the samples or the taps first");
}

function notesOf({ divisor, scale = 1, offset = 0, exactTaps }: Kernel, missing: number): string[] {
  const plain = divisor.num === 1n && divisor.den === 1n && scale === 1 && offset === 0 && exactTaps === undefined;
  return [
    ...(plain ? [] : ["the laws are tried on the kernel's taps in f64, without its divisor, scale and offset"]),
    ...(missing === 0
      ? []
      : [`samples that are missing or infinite count as 0 (${missing}), but in the law "methods"`]),
  ];
}
