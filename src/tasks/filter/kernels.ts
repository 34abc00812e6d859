/** Fits kernels to the input: which way a list lies, how many channels, and whether the mode may be left open. */
import { inputError, usageError } from "../../base/errors.js";
import { equalsItsFlip, flipDifference, type Kernel, kernelShapeText } from "../../base/kernel.js";
import type { FilterOptions, Mode } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import { normalizeKernel } from "../../kernels/algebra.js";

/** The kernel as it lies on the input: a list runs along the samples of a signal, or along x (or y) of a plane. */
export function orient(kernel: Kernel, input: Signal, options: FilterOptions): Kernel {
  const place = `--kernel ${kernel.name}`;
  const normalized = normalizeKernel(kernel, options.normalizeKernel ?? "none");
  if (kernel.channels !== 1 && kernel.channels !== input.channels) {
    const found = `the kernel has ${kernel.channels} channels, the input ${input.channels}`;
    throw usageError(place, found, "Use a kernel of one channel, or of as many as the input has");
  }
  if (
    kernel.sampleRate !== undefined &&
    input.about.sampleRate !== undefined &&
    kernel.sampleRate !== input.about.sampleRate
  ) {
    const found = `the kernel is sampled at ${kernel.sampleRate} Hz, the input at ${input.about.sampleRate} Hz`;
    throw inputError(place, found, "Resample one of them first");
  }
  if (input.rank === 1) {
    if (kernel.height === 1) return { ...normalized, rank: 1 };
    if (kernel.width === 1) return turned({ ...normalized, rank: 1 });
    const found = `a kernel of ${kernelShapeText(kernel)} cannot run along a signal`;
    const remedy =
      input.about.medium === "table"
        ? "Use --matrix to read the table as one plane, or a list of taps"
        : "Use a list of taps";
    throw usageError(place, found, remedy);
  }
  if (kernel.rank === 1 && options.axis === "y") return turned(normalized);
  return normalized;
}

const turned = (k: Kernel): Kernel => ({
  ...k,
  width: k.height,
  height: k.width,
  ...(k.anchor ? { anchor: [k.anchor[1], k.anchor[0]] as const } : {}),
});

export interface ResolvedMode {
  readonly mode: Mode;
  /** Whether conv and xcorr would differ, and the largest difference between a tap and its flipped counterpart. */
  readonly matters: boolean;
  readonly difference: number;
}

/** The mode that was given, or any where both give the same; a usage error where it is left out and matters. */
export function resolveMode(kernels: readonly Kernel[], options: FilterOptions): ResolvedMode {
  const conjugate = options.noConj !== true;
  const worst = kernels.reduce((d, k) => Math.max(d, flipDifference(k, conjugate)), 0);
  const asymmetric = kernels.find((k) => !equalsItsFlip(k, conjugate));
  const offCentre = kernels.find((k) => !anchorIsNeutral(k, options));
  const matters = asymmetric !== undefined || offCentre !== undefined;
  if (options.mode === undefined && matters) {
    const why = asymmetric
      ? `the kernel ${asymmetric.name} is not its own flip${conjugate && asymmetric.imag ? " (conjugated)" : ""}: taps differ by up to ${worst}`
      : "the anchor is off the middle";
    const meant = asymmetric?.mode ? ` (its file says ${asymmetric.mode})` : "";
    throw usageError(
      "--mode",
      `conv and xcorr give different results here, since ${why}`,
      `Say which: --mode conv flips the kernel, --mode xcorr does not${meant}`,
    );
  }
  return { mode: options.mode ?? "xcorr", matters, difference: worst };
}

/** Whether the anchor is the default one or lies in the middle: a = K − 1 − a on each axis. */
function anchorIsNeutral(k: Kernel, options: FilterOptions): boolean {
  const { x, y } = anchorFor(k, options);
  return (x === undefined || x === k.width - 1 - x) && (y === undefined || y === k.height - 1 - y);
}

/** The anchor that acts, where one is set: the option's, else that of the kernel's file; in `same` only. */
export function anchorFor(k: Kernel, options: FilterOptions): { readonly x?: number; readonly y?: number } {
  if ((options.size ?? "same") !== "same" || options.padding !== undefined) return {};
  const [x, y] = options.anchor ?? k.anchor ?? [];
  if (x === undefined) return {};
  // One number means the place in a list, which way ever the list lies.
  if (y === undefined) return k.width === 1 && k.height > 1 ? { y: x } : { x };
  return { x, y };
}

/** Taps that may be narrowed to those that count must not cancel: they share one sign. */
export function requireOneSign(kernels: readonly Kernel[], why: string): void {
  for (const k of kernels) {
    const negative = k.taps.some((t) => t < 0);
    if (k.imag || (negative && k.taps.some((t) => t > 0))) {
      const found = `the taps of ${k.name} have ${k.imag ? "imaginary parts" : "both signs"}, so the sum of those that count may vanish`;
      throw usageError(why, found, "Use a kernel whose taps share one sign, or another policy");
    }
  }
}
