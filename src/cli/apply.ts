/** One filter call from the command line: load, filter, save, report. */
import { isInteger } from "../base/element.js";
import { usageError } from "../base/errors.js";
import type { Kernel } from "../base/kernel.js";
import { type Laps, NO_LAPS, Stopwatch } from "../base/laps.js";
import type { FilterOptions, Mode } from "../base/options.js";
import type { Signal } from "../base/signal.js";
import type { Loaded } from "../files/load.js";
import { inputName } from "../files/read.js";
import type { Format } from "../formats/format.js";
import { fullScale as wavFullScale } from "../formats/wav/samples.js";
import { selfKernel } from "../tasks/filter/self.js";
import { startThreads } from "./ahead.js";
import type { Answer, Context } from "./context.js";
import { explain } from "./explain.js";
import { type FileWords, tableOptions } from "./options/files.js";
import { type FilterWords, filterOptions } from "./options/filter.js";
import { refuseUnused } from "./options/unused.js";
import { type CommandReport, commandReport, type FailOn, failures, jsonSafe, warningsOf } from "./report.js";
import { reproHash } from "./repro-hash.js";
import { loadInput, loadKernels, outputPlan, runAndSave, savePlot, saveReport } from "./steps.js";
import { checkTargets } from "./targets.js";
import { stopwatch, timingOf, timingText } from "./timing.js";

export interface ApplyWords extends FilterWords, FileWords {
  readonly kernel?: readonly string[];
  readonly withSelf?: boolean;
  readonly output?: string;
  readonly plot?: string;
  readonly explain?: boolean;
  readonly reproHash?: boolean;
  readonly timing?: boolean;
  readonly json?: boolean;
  readonly report?: string;
  readonly failOn?: readonly FailOn[];
}

/** Runs `apply INPUT`, or its short forms, for which `mode` is set. */
export async function apply(
  input: string,
  words: ApplyWords,
  mode: Mode | undefined,
  context: Context,
): Promise<Answer> {
  const laps = words.timing === true ? stopwatch(context) : NO_LAPS;
  const asked = selfOptions(words, filterOptions(words, mode));
  const { kernel: texts = [] } = words;
  if (texts.length === 0 && words.withSelf !== true) {
    throw usageError(
      "--kernel",
      "no kernel is given",
      "Give taps such as 1,2,1, a name such as gaussian:sigma=2, or a file",
    );
  }
  const table = tableOptions(words);
  await checkTargets(input, texts, words);
  await startThreads([input], words.threads);
  const loaded = await loadInput(input, texts, words, table, context, laps, true);
  try {
    return await applyTo(loaded, input, words, asked, context, laps);
  } finally {
    loaded.coming?.fail(new Error("the input is not wanted any more"));
  }
}

/** The same for an input that is loaded, or of which rows are still coming. */
async function applyTo(
  loaded: Loaded,
  input: string,
  words: ApplyWords,
  asked: FilterOptions,
  context: Context,
  laps: Laps,
): Promise<Answer> {
  const kernels = await kernelsFor(loaded, words, asked, context);
  const output = await outputPlan(words, loaded, context);
  refuseUnused(words, { signal: loaded.signal, from: loaded.format, to: output.format });
  const options = { ...asked, ...depthFor(loaded.signal, output.format, asked) };
  const { signal, report } = await runAndSave(loaded, kernels, options, output, inputName(input), words, context, laps);
  const plotted = await savePlot(loaded.signal, signal, kernels, words, context);

  const notes = [
    ...(loaded.note === undefined ? [] : [loaded.note]),
    ...(plotted === undefined ? [] : [plotted]),
    ...(loaded.signal.about.notes ?? []),
    ...scaleNote(loaded.signal, output.format, asked),
  ];
  const timing = laps instanceof Stopwatch ? timingOf(laps) : undefined;
  const whole: CommandReport = { ...commandReport(report, output, notes), ...(timing ? { timing } : {}) };
  const plain = jsonSafe(whole);
  await saveReport(plain, words, context);
  context.report?.(plain);
  if (timing) context.talk.say(timingText(timing));
  if (words.reproHash === true) context.talk.say(reproHash(signal));
  if (words.explain === true) context.talk.say(explain(whole));
  for (const note of notes) context.talk.note(note);
  for (const warning of warningsOf(whole, output.format)) context.talk.warning(warning);
  const failed = failures(whole, words.failOn ?? []);
  for (const why of failed) context.talk.error(why);
  return failed.length > 0 ? 1 : 0;
}

/** The kernels of a call: those that it names, or the input itself, which has to be there for that. */
async function kernelsFor(
  { signal, coming }: Loaded,
  words: ApplyWords,
  asked: FilterOptions,
  context: Context,
): Promise<readonly Kernel[]> {
  if (words.withSelf !== true) return loadKernels(words.kernel ?? [], signal, words, context);
  await coming?.reached(coming.count);
  return [selfKernel(signal, asked.nan)];
}

/** Autocorrelation has no other kernel, and all lags unless the call says which. */
function selfOptions(words: ApplyWords, asked: FilterOptions): FilterOptions {
  if (words.withSelf !== true) return asked;
  if (words.kernel !== undefined)
    throw usageError("--with-self", "the kernel is the input itself", "Leave --kernel out, or --with-self");
  if (asked.mode !== "xcorr")
    throw usageError("--with-self", "only a cross-correlation is meant by it", "Use xcorr, or --mode xcorr");
  const sized = asked.size !== undefined || asked.padding !== undefined || asked.anchor !== undefined;
  return sized ? asked : { ...asked, size: "full" };
}

/**
 * What the output's format decides where the caller does not: tables and JSON hold unrounded f64, and integer sound in a
 * float WAV is a share of its full scale.
 */
function depthFor(input: Signal, format: Format, asked: FilterOptions): Partial<FilterOptions> {
  if (format.medium === "table" && asked.depth === undefined && isInteger(input.type)) return { depth: "f64" };
  const scale = fullScale(input, format, asked);
  return scale === 1 ? {} : { scale: (asked.scale ?? 1) * scale };
}

function fullScale(input: Signal, format: Format, asked: FilterOptions): number {
  const toFloat = asked.depth === "f32" || asked.depth === "f64";
  if (input.about.medium !== "audio" || format.medium !== "audio" || !toFloat || !isInteger(input.type)) return 1;
  return wavFullScale(input.type, input.about.bits);
}

function scaleNote(input: Signal, format: Format, asked: FilterOptions): string[] {
  const scale = fullScale(input, format, asked);
  return scale === 1 ? [] : [`integer samples were divided by their full scale ${scale} for the float sound`];
}
