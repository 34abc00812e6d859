/** `fit`: load both, find the kernel, tell and write it. */
import { usageError } from "../base/errors.js";
import type { FitOptions, SgdOptions } from "../base/fit.js";
import { given } from "../base/given.js";
import type { Mode } from "../base/options.js";
import { type Signal, signalOf } from "../base/signal.js";
import { kernelSuffix, saveKernel } from "../files/save-kernel.js";
import { type Fit, fitSteps } from "../tasks/fit/fit.js";
import { type Learnt, learnSteps } from "../tasks/fit/sgd.js";
import { runStepsAsync, type Steps } from "../tasks/steps.js";
import type { Answer, Context } from "./context.js";
import { checkPlot, type FigureFormat, saveFigure } from "./figure.js";
import { fitReport, fitText, learntReport, learntText } from "./fit-text.js";
import { jsonText } from "./json-text.js";
import { optionName } from "./options/common.js";
import { type FileWords, tableOptions } from "./options/files.js";
import { refuseUnused } from "./options/unused.js";

export interface FitWords extends FileWords, Omit<FitOptions, "width" | "height" | "anchor"> {
  readonly size?: readonly [width: number, height: number | undefined];
  readonly mode?: Mode | "both";
  readonly anchor?: readonly [number] | readonly [number, number];
  readonly sgd?: boolean;
  readonly seed?: number;
  readonly learningRate?: number;
  readonly epochs?: number;
  readonly batch?: number;
  readonly output?: string;
  readonly residual?: string;
  readonly curve?: string;
  readonly plot?: string;
  readonly json?: boolean;
}

export async function fitCommand(before: string, after: string, words: FitWords, context: Context): Promise<Answer> {
  checkWords(before, after, words);
  const plot = await checkTargets(words);
  const signals = await load([before, after], words, context);
  const report =
    words.sgd === true ? await learning(signals, words, context, plot) : await fitting(signals, words, context, plot);
  // Stdout may carry the kernel, and in a batch it carries the answers, which have the report.
  if (words.output === "-") context.talk.say(report.text);
  else if (context.claim === undefined)
    await context.stdout.write([new TextEncoder().encode(words.json === true ? jsonText(report.json) : report.text)]);
  context.report?.(report.json);
  return 0;
}

async function inSteps<T>(steps: () => Steps<T>, label: string, context: Context): Promise<T> {
  const { progress, signal } = context;
  const result = await runStepsAsync(steps, {
    signal,
    progress: (share) => {
      progress.report(share, label);
    },
  });
  progress.clear();
  return result;
}

interface Told {
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

async function fitting(
  [before, after]: readonly Signal[],
  words: FitWords,
  context: Context,
  plot?: FigureFormat,
): Promise<Told> {
  const mode = words.mode ?? "both";
  const options = fitOptions(before, words);
  const found = await inSteps(() => fitSteps(before, after, options), "fitting", context);
  if (words.output !== undefined && mode !== "both") await save(found[mode].kernel, words.output, context);
  if (words.residual !== undefined) {
    const { outputFormat, saveSignal } = await import("../files/save.js");
    const about = {
      ...found.rest.about,
      source: after.about.source,
      ...(after.about.columns ? { columns: after.about.columns } : {}),
    };
    const rest = { ...found.rest, about };
    await saveSignal(rest, words.residual, {
      format: await outputFormat(words.residual, "npy", undefined, holdsFloats),
    });
  }
  if (words.plot !== undefined && plot !== undefined) {
    const { fitFigure } = await import("./plot-fit.js");
    await saveFigure(fitFigure(found, mode), words.plot, context, { format: plot });
  }
  const names = { before: before.about.source, after: after.about.source };
  return { text: fitText(found, mode, names), json: fitReport(found, mode, names) };
}

async function learning(
  [before, after]: readonly Signal[],
  words: FitWords,
  context: Context,
  plot?: FigureFormat,
): Promise<Told> {
  const options = sgdOptions(before, words);
  const learnt = await inSteps(() => learnSteps(before, after, options), "learning", context);
  if (words.output !== undefined) await save(learnt.kernel, words.output, context);
  if (words.curve !== undefined) await saveCurve(learnt, words.curve);
  if (words.plot !== undefined && plot !== undefined) {
    const { learntFigure } = await import("./plot-fit.js");
    await saveFigure(learntFigure(learnt), words.plot, context, { format: plot });
  }
  const names = { before: before.about.source, after: after.about.source };
  return { text: learntText(learnt, options, names), json: learntReport(learnt, options, names) };
}

const SGD_ONLY = ["seed", "learningRate", "epochs", "batch", "curve"] as const;
const FIT_ONLY = ["symmetry", "sum", "offset", "ridge", "noise", "residual"] as const;

/** What is wrong with the call alone. */
function checkWords(before: string, after: string, words: FitWords): void {
  if (before === "-" && after === "-")
    throw usageError("-", "stdin is asked for twice, and it can be read once only", "Give a file for one of them");
  if (words.size === undefined)
    throw usageError("--size", "is missing", "Say how many taps the kernel has, such as --size 5");
  for (const word of words.sgd === true ? FIT_ONLY : SGD_ONLY) {
    if (words[word] === undefined) continue;
    const found = words.sgd === true ? "it is for least squares" : "it is for --sgd";
    throw usageError(
      `--${optionName(word)}`,
      found,
      words.sgd === true ? "Leave it or --sgd out" : "Add --sgd, or leave it out",
    );
  }
  const single = words.mode === "conv" || words.mode === "xcorr";
  if (words.sgd === true && !single)
    throw usageError("--mode", "a layer learns under one mode", "Say --mode xcorr, as networks do, or --mode conv");
  if (words.output !== undefined && !single)
    throw usageError("--output", "a kernel file is for one mode", "Say --mode conv or --mode xcorr");
  if (words.output === "-" && words.json === true)
    throw usageError("--json", "stdout carries the kernel", "Give -o FILE for it");
}

/** Every output can be written, before anything is read. */
async function checkTargets(words: FitWords): Promise<FigureFormat | undefined> {
  const { requireWritable } = await import("../files/writable.js");
  const { outputFormat } = await import("../files/save.js");
  const { output, residual, curve, plot } = words;
  if (output !== undefined) {
    await kernelSuffix(output);
    if (output !== "-") await requireWritable(output);
  }
  for (const [option, target] of [
    ["--residual", residual],
    ["--curve", curve],
  ] as const) {
    if (target === undefined) continue;
    if (target === "" || target === "-") throw usageError(option, "stdout carries the answer", "Name a file");
    if (option === "--residual") await outputFormat(target, "npy", undefined, holdsFloats);
    else await outputFormat(target, "csv", undefined, (f) => f.medium === "table");
    await requireWritable(target);
  }
  if (plot === undefined) return undefined;
  return checkPlot(plot, [
    ["--output", output],
    ["--residual", residual],
    ["--curve", curve],
  ]);
}

const holdsFloats = (format: { readonly holds: readonly string[] }): boolean => format.holds.includes("f64");

async function load(paths: readonly string[], words: FitWords, context: Context): Promise<Signal[]> {
  const { loadSignal } = await import("../files/load.js");
  const signals: Signal[] = [];
  for (const path of paths) {
    const { signal, format, note } = await loadSignal(path, {
      table: tableOptions(words),
      stdin: context.stdin,
      ...(words.inputFormat === undefined ? {} : { format: words.inputFormat }),
      ...(words.axes === undefined ? {} : { axes: words.axes }),
      ...(words.limitPixels === undefined ? {} : { limitPixels: words.limitPixels }),
    });
    refuseUnused(words, { signal, from: format, to: format });
    for (const text of [note, ...(signal.about.notes ?? [])]) if (text !== undefined) context.talk.note(text);
    signals.push(signal);
  }
  return signals;
}

function extentOf(before: Signal, { size }: FitWords): { width: number; height: number } {
  const [width, height] = size!;
  return { width, height: height ?? (before.rank === 1 ? 1 : width) };
}

/** The anchor as both numbers, for the kernel as `mode` writes it. */
function anchorOf({ anchor }: FitWords): readonly [number, number] | undefined {
  return anchor && [anchor[0], anchor[1] ?? 0];
}

function fitOptions(before: Signal, words: FitWords): FitOptions {
  const { symmetry, sum, offset, ridge, keepClipped, noise, mode } = words;
  const extent = extentOf(before, words);
  const own = anchorOf(words);
  // The task counts it in the xcorr kernel.
  const anchor = own && mode === "conv" ? ([extent.width - 1 - own[0], extent.height - 1 - own[1]] as const) : own;
  return { ...extent, ...given({ symmetry, sum, offset, ridge, keepClipped, noise, anchor }) };
}

/** @param words of a call with one mode */
function sgdOptions(before: Signal, words: FitWords): SgdOptions {
  const { keepClipped, seed, learningRate, epochs, batch } = words;
  const mode = words.mode as Mode;
  return {
    ...extentOf(before, words),
    mode,
    ...given({ keepClipped, seed, learningRate, epochs, batch, anchor: anchorOf(words) }),
  };
}

async function save(kernel: Fit["conv"]["kernel"], target: string, context: Context): Promise<void> {
  const note = await saveKernel(kernel, target, context.stdout);
  if (note !== undefined) context.talk.note(note);
}

async function saveCurve({ losses }: Learnt, target: string): Promise<void> {
  const { outputFormat, saveSignal } = await import("../files/save.js");
  const data = Float64Array.from(losses.flatMap((loss, epoch) => [epoch, loss]));
  const about = { source: "loss", medium: "table", columns: ["epoch", "loss"] } as const;
  const signal = signalOf(data, { width: losses.length, channels: 2 }, "f64", about);
  await saveSignal(signal, target, {
    format: await outputFormat(target, "csv", undefined, (f) => f.medium === "table"),
  });
}
