/** The options that decide the numbers, the same for `apply`, `conv` and `xcorr`. */
import type { Command } from "commander";
import { ELEMENT_TYPES } from "../../base/element.js";
import {
  ALPHA_POLICIES,
  type FilterOptions,
  KERNEL_NORMS,
  METHODS,
  MODES,
  type Mode,
  NAN_POLICIES,
  NORMALIZATIONS,
  RANGE_MAPS,
  ROUNDINGS,
  SIZES,
  SPACES,
} from "../../base/options.js";
import { choice } from "./common.js";
import { numberParser, pairParser, parseAnchor, parseBorder, parsePadding, spanParser } from "./parse.js";

/** What commander collects; the names are the options' names. `conj` is false after `--no-conj`. */
export interface FilterWords extends Omit<FilterOptions, "noConj"> {
  readonly conj: boolean;
}

/** Adds the options of the operation; `mode` is left out where the command's name says it. */
export function addFilterOptions(command: Command, mode?: Mode): Command {
  command.optionsGroup("Operation:");
  if (mode === undefined) {
    command.addOption(
      choice("-m, --mode <mode>", MODES, "flip the kernel or not; may be left out where both give the same"),
    );
  }
  return command
    .addOption(choice("--size <size>", SIZES, "the output has the input's extent, N+K-1, or N-K+1 (default same)"))
    .option(
      "--border <rule>",
      "what lies outside: constant[:v], replicate, symmetric, reflect101, wrap, odd, renormalize, keep; or x=RULE,y=RULE (default: replicate for pictures, constant:0 for all else)",
      parseBorder,
    )
    .option(
      "--anchor <x[,y]>",
      "the tap on the output sample, counted from 0 in the kernel as written (default: the middle, by NumPy's rule)",
      parseAnchor,
    )
    .option("--stride <n|x,y>", "keep every n-th output", pairParser("--stride"))
    .option("--dilation <n|x,y>", "space the taps n samples apart", pairParser("--dilation"))
    .option(
      "--padding <p>",
      "CNN padding in place of --size and --anchor: same-upper, same-lower, left,top,right,bottom, or left,right for a signal",
      parsePadding,
    )
    .option(
      "--max-lag <n|s>",
      "only the lags -n to n of an xcorr of signals: samples, or a time such as 0.5s or 20ms; the size is then full unless it is said",
      spanParser("--max-lag", 0),
    )
    .addOption(choice("--axis <axis>", AXES, "along which axis of a plane a list of taps lies (default x)"))
    .option("--no-conj", "do not conjugate complex taps in xcorr")
    .addOption(choice("--method <method>", METHODS, "how it is computed (default auto)"))
    .option("--fast", "compute f32 data in f32: low bits may differ, no integer sample does")
    .optionsGroup("Numbers:")
    .option("--scale <s>", "divide the sums by s", numberParser("--scale"))
    .option("--offset <o>", "add o after the division", numberParser("--offset"))
    .addOption(choice("--normalize-kernel <how>", KERNEL_NORMS, "what the taps are divided by (default none)"))
    .addOption(
      choice(
        "--normalize <how>",
        NORMALIZATIONS,
        "of an xcorr of signals: sums over N, over the number of products in each, over the root of both energies, or the zero-mean normalised score of each window, -1 to 1 (default none)",
      ),
    )
    .addOption(
      choice(
        "--map <map>",
        RANGE_MAPS,
        "before rounding, leave values as they are, take magnitudes, put 0 in the middle of the output's range, or fit all values to it (default clip)",
      ),
    )
    .addOption(choice("--round <rule>", ROUNDINGS, "rounding to integer types (default half-even)"))
    .addOption(choice("--depth <type>", ELEMENT_TYPES, "element type of the output (default: the input's)"))
    .addOption(
      choice(
        "--nan <policy>",
        NAN_POLICIES,
        "missing samples make outputs missing, are left out, filled from their neighbours, count as 0, or end the run (default propagate)",
      ),
    )
    .optionsGroup("Pictures:")
    .addOption(
      choice(
        "--alpha <policy>",
        ALPHA_POLICIES,
        "leave alpha, weight colours by it, filter it like a colour, or drop it (default premultiply for smoothing kernels, else keep)",
      ),
    )
    .addOption(choice("--space <space>", SPACES, "filter the stored values or linear light (default encoded)"));
}

const AXES = ["x", "y"] as const;

/** The task's options from commander's words. */
export function filterOptions(words: FilterWords, mode: Mode | undefined): FilterOptions {
  const { conj, ...rest } = words;
  const picked: Record<string, unknown> = {};
  for (const name of NAMES) if (rest[name] !== undefined) picked[name] = rest[name];
  return { ...picked, ...(mode === undefined ? {} : { mode }), ...(conj ? {} : { noConj: true }) };
}

const NAMES = [
  "mode",
  "size",
  "border",
  "anchor",
  "stride",
  "dilation",
  "padding",
  "scale",
  "offset",
  "map",
  "round",
  "depth",
  "normalizeKernel",
  "nan",
  "alpha",
  "space",
  "axis",
  "lags",
  "normalize",
  "maxLag",
  "method",
  "fast",
] as const;
