/** `delay`: load, compare, answer. */
import { usageError } from "../base/errors.js";
import { given } from "../base/given.js";
import type { Span } from "../base/options.js";
import { type Signal, signalOf } from "../base/signal.js";
import { samplesOf } from "../base/span.js";
import { printable } from "../base/text.js";
import { type DelayPair, delay, delays } from "../tasks/delay/delay.js";
import type { DelayOptions, DelayResult } from "../tasks/delay/options.js";
import type { Answer, Context } from "./context.js";
import { clockOffset, loadDelayInputs } from "./delay-inputs.js";
import { delayText } from "./delay-text.js";
import { checkPlot, saveFigure } from "./figure.js";
import { jsonText } from "./json-text.js";
import type { FileWords } from "./options/files.js";
import { packageVersion } from "./version.js";

export interface DelayWords extends FileWords, Omit<DelayOptions, "maxLag"> {
  readonly maxLag?: Span;
  readonly curve?: string;
  readonly plot?: string;
  readonly json?: boolean;
}

/** As `src/schemas/delay-report.schema.json` says. */
export interface DelayReport {
  readonly schema: 1;
  readonly program: { readonly name: "convxcorr"; readonly version: string };
  readonly options: Readonly<Required<Omit<DelayOptions, "maxLag" | "band" | "rate">>> & {
    readonly maxLag: number | null;
    readonly band: readonly [number, number] | null;
  };
  /** Samples per second. */
  readonly rate: number | null;
  readonly signals: readonly { readonly name: string; readonly samples: number }[];
  readonly pairs: readonly (Omit<DelayResult, "curve" | "rate" | "notes"> & {
    readonly a: number;
    readonly b: number;
    readonly intervalSeconds: readonly [number, number] | null;
    /** The delay by the clocks of two time columns that start apart. */
    readonly clockSeconds: number | null;
  })[];
  readonly notes: readonly string[];
}

export async function delayCommand(paths: readonly string[], words: DelayWords, context: Context): Promise<Answer> {
  checkCurve(words);
  const format = words.plot === undefined ? undefined : await checkPlot(words.plot, [["--curve", words.curve]]);
  const signals = await loadDelayInputs(paths, words, context);
  if (words.curve !== undefined) await checkTarget(words.curve, signals);
  const options = optionsOf(words, signals);
  const pairs: DelayPair[] =
    signals.length === 2
      ? [{ a: 0, b: 1, result: delay(signals[0], signals[1], options) }]
      : delays(signals[0], options);
  const report = reportOf(signals, pairs, options);

  if (words.curve !== undefined) await saveCurve(pairs[0].result, words.curve, context);
  if (words.plot !== undefined && format !== undefined) {
    const { delayFigure, pairsLeftOut } = await import("./plot-delay.js");
    await saveFigure(delayFigure(signals, pairs, options), words.plot, context, { format });
    const note = pairsLeftOut(pairs);
    if (note !== undefined) context.talk.note(note);
  }
  const text = words.json === true ? jsonText(report) : delayText(report);
  // Stdout may carry the curve, and in a batch it carries the answers, which have the report.
  if (words.curve === "-") context.talk.say(text);
  else if (context.claim === undefined) await context.stdout.write([new TextEncoder().encode(text)]);
  context.report?.(report);
  for (const note of report.notes) context.talk.warning(`${note}.`);
  return pairs.every(({ result }) => result.outcome === "delay") ? 0 : 1;
}

function checkCurve({ curve, json }: DelayWords): void {
  if (curve === "") throw usageError("--curve", "the path is empty", "Name a file");
  if (curve === "-" && json === true) {
    throw usageError("--json", "stdout carries the curve", "Give --curve FILE");
  }
}

/** Before the work: there is one curve to write, it can be written, and its format has a place for lags. */
async function checkTarget(curve: string, signals: readonly Signal[]): Promise<void> {
  if (signals.length === 1 && signals[0].channels > 2) {
    const { channels } = signals[0];
    const found = `there are ${(channels * (channels - 1)) / 2} pairs, and a curve is of one`;
    throw usageError("--curve", found, "Choose two signals with --columns");
  }
  const { outputFormat } = await import("../files/save.js");
  const { requireWritable } = await import("../files/writable.js");
  const format = await outputFormat(curve, "csv", undefined, (f) => f.medium === "table");
  if (format.medium !== "table") {
    throw usageError("--curve", `${format.name} has no place for lags`, "Write CSV, TSV or JSON");
  }
  await requireWritable(curve);
}

async function saveCurve({ curve, rate }: DelayResult, target: string, context: Context): Promise<void> {
  const { outputFormat, saveSignal } = await import("../files/save.js");
  const { first, scores } = curve;
  const about = {
    source: "scores",
    medium: "array",
    columns: ["score"],
    lags: { first, step: 1 },
    ...(rate === null ? {} : { sampleRate: rate }),
  } as const;
  const signal = signalOf(scores, { width: scores.length }, "f64", about);
  await saveSignal(signal, target, { format: await outputFormat(target, "csv"), stdout: context.stdout });
}

/** The task's options from commander's words. */
function optionsOf(words: DelayWords, signals: readonly Signal[]): DelayOptions {
  const { method, detrend, band, polarity, nan, maxSecond, rate } = words;
  return given({ method, detrend, band, polarity, nan, maxSecond, rate, maxLag: maxLagOf(words, signals) });
}

function maxLagOf({ maxLag, rate }: DelayWords, signals: readonly Signal[]): number | undefined {
  if (maxLag === undefined) return undefined;
  const known = signals.map(({ about }) => about.sampleRate).find((r) => r !== undefined) ?? rate;
  return samplesOf(maxLag, { place: "--max-lag", source: signals[0].about.source, rate: known }, "floor");
}

function reportOf(signals: readonly Signal[], pairs: readonly DelayPair[], options: DelayOptions): DelayReport {
  const { method = "cc", detrend = "mean", polarity = "either", nan = "error", maxSecond = 0.95 } = options;
  const rate = pairs[0].result.rate;
  const offset = signals.length === 2 ? clockOffset(signals) : undefined;
  const names =
    signals.length === 2
      ? signals.map(({ about }) => about.columns?.[0] ?? about.source)
      : Array.from({ length: signals[0].channels }, (_, c) => signals[0].about.columns?.[c] ?? `channel ${c + 1}`);
  return {
    schema: 1,
    program: { name: "convxcorr", version: packageVersion() },
    options: {
      method,
      detrend,
      polarity,
      nan,
      maxSecond,
      maxLag: options.maxLag ?? null,
      band: options.band ?? null,
    },
    rate,
    signals: names.map((name, i) => ({ name: printable(name), samples: signals[signals.length === 2 ? i : 0].width })),
    pairs: pairs.map(({ a, b, result: { curve: _, rate: _rate, notes: _notes, ...result } }) => ({
      a,
      b,
      ...result,
      intervalSeconds: result.interval === null || rate === null ? null : scaled(result.interval, 1 / rate),
      clockSeconds: offset === undefined || result.seconds === null ? null : result.seconds + offset,
    })),
    notes: [...new Set(pairs.flatMap(({ result }) => result.notes))],
  };
}

const scaled = ([from, to]: readonly [number, number], factor: number): readonly [number, number] => [
  from * factor,
  to * factor,
];
