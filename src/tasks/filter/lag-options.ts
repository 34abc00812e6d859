/** `normalize` and `maxLag`: what they ask of a call, and the call with all that follows from them. */
import { isComplex } from "../../base/element.js";
import { inputError, usageError } from "../../base/errors.js";
import type { Kernel } from "../../base/kernel.js";
import type { FilterOptions, Span } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import { samplesOf } from "../../base/span.js";

/** Options with `maxLag` in samples, and `full` where lags are asked for and no size is. */
export type LagOptions = Omit<FilterOptions, "maxLag"> & { readonly maxLag?: number };

/** @throws UserError (2) for options that exclude each other, (3) for data that they are not for */
export function lagOptions(input: Signal, kernels: readonly Kernel[], options: FilterOptions): LagOptions {
  const { maxLag, ...rest } = options;
  if (normalizing(options)) checkNormalize(input, kernels, options);
  if (maxLag === undefined) return rest;
  requireLags("--max-lag", input, kernels, options);
  const sized = options.size === undefined && options.padding === undefined && options.anchor === undefined;
  return { ...rest, maxLag: lagOf(maxLag, input), ...(sized ? { size: "full" as const } : {}) };
}

export const normalizing = ({ normalize }: Pick<FilterOptions, "normalize">): boolean =>
  normalize !== undefined && normalize !== "none";

/** Samples that a span reaches over, whole ones. */
function lagOf(span: Span, { about }: Signal): number {
  if (typeof span === "number" && !(Number.isSafeInteger(span) && span >= 0)) {
    throw usageError("--max-lag", `${span} is no number of samples`, "Give a whole number from 0 up");
  }
  return samplesOf(span, { place: "--max-lag", source: about.source, rate: about.sampleRate }, "floor");
}

/** Lags are those of one kernel along a signal, in xcorr. */
function requireLags(option: string, input: Signal, kernels: readonly Kernel[], options: FilterOptions): void {
  if (options.mode !== "xcorr")
    throw usageError(option, "only a cross-correlation has lags", "Use xcorr, or leave it out");
  if (input.rank === 2)
    throw usageError(option, "it is for signals, and this is a plane", "Use convxcorr match for pictures");
  if (kernels.length > 1)
    throw usageError(option, `a chain of ${kernels.length} kernels has no lags of its own`, "Give one kernel");
}

/** Options that would change normalised values, or the windows that they are of. */
const EXCLUDED = ["stride", "dilation", "padding", "scale", "offset", "map", "round", "fast"] as const;

function checkNormalize(input: Signal, kernels: readonly Kernel[], options: FilterOptions): void {
  const option = `--normalize ${options.normalize ?? ""}`;
  requireLags(option, input, kernels, options);
  for (const name of EXCLUDED) {
    if (options[name] === undefined) continue;
    throw usageError(option, `it cannot be used together with --${name}`, "Leave one of them out");
  }
  const [kernel] = kernels;
  if ((kernel.offset ?? 0) !== 0)
    throw usageError(option, `the kernel ${kernel.name} has an offset of its own`, "Use a kernel without");
  if (options.nan === "omit")
    throw usageError(option, "sums that leave samples out have no normalisation", "Use another --nan policy");
  if (options.depth !== undefined && !isComplex(options.depth) && !options.depth.startsWith("f"))
    throw usageError(
      option,
      `its values are no integers, and --depth ${options.depth} asks for some`,
      "Use f32 or f64",
    );
  const { border } = options;
  const rule = border && ("kind" in border ? border : border.x);
  if (options.normalize === "zncc") {
    if ((options.method ?? "auto") !== "auto")
      throw usageError(option, "its products are summed in the way that suits the kernel", "Leave --method out");
    if (input.imag || kernel.imag)
      throw inputError(option, "it compares real samples, and these are complex", "Use coeff");
    if (rule?.kind === "renormalize" || rule?.kind === "keep")
      throw usageError(option, `a window over --border ${rule.kind} is no window of samples`, "Use another border");
  } else if (rule && !(rule.kind === "constant" && rule.value === 0 && (rule.imag ?? 0) === 0)) {
    throw usageError(option, "it counts samples that are there, so nothing stands outside", "Leave --border out");
  }
}
