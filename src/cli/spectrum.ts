/** `spectrum`: load, transform, write. */
import { inputError, usageError } from "../base/errors.js";
import { given } from "../base/given.js";
import { type Kernel, kernelShapeText } from "../base/kernel.js";
import type { Mode, Span } from "../base/options.js";
import { type Signal, signalOf } from "../base/signal.js";
import { samplesOf } from "../base/span.js";
import { count, printable } from "../base/text.js";
import { type Line, lineOf, rateOf, requireAlike } from "../tasks/spectrum/line.js";
import type {
  Frequencies,
  PhaseFrom,
  PlainScaling,
  SpectrumOptions,
  WelchOptions,
  WelchScaling,
} from "../tasks/spectrum/options.js";
import { frequencyResponse } from "../tasks/spectrum/response.js";
import { crossed, spectraOf } from "../tasks/spectrum/spectrum.js";
import { welchOf } from "../tasks/spectrum/welch.js";
import type { Answer, Context } from "./context.js";
import { loadSignals, twoSignals } from "./delay-inputs.js";
import { checkPlot, saveFigure } from "./figure.js";
import { jsonText } from "./json-text.js";
import type { FileWords } from "./options/files.js";
import { checkSpectrumWords, type Overlap } from "./options/spectrum.js";
import { responseColumns, type SpectrumColumn, spectrumColumns, welchColumns } from "./spectrum-columns.js";
import { packageVersion } from "./version.js";

export interface SpectrumWords
  extends FileWords,
    Pick<SpectrumOptions, "window" | "detrend">,
    Pick<WelchOptions, "average"> {
  readonly welch?: boolean;
  readonly scaling?: PlainScaling | WelchScaling;
  readonly segment?: Span;
  readonly overlap?: Overlap;
  readonly db?: boolean;
  readonly kernel?: string;
  readonly mode?: Mode;
  readonly phase?: PhaseFrom;
  readonly rank?: "1" | "2";
  readonly points?: number;
  readonly output?: string;
  readonly plot?: string;
  readonly json?: boolean;
}

/** What was computed, by whichever of the three ways. */
export interface SpectrumAnswer {
  readonly kind: "spectrum" | "welch" | "response";
  /** What decides the numbers, defaults named too. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly signals: readonly { readonly name: string; readonly samples: number }[];
  readonly frequencies: readonly Frequencies[];
  readonly columns: readonly SpectrumColumn[];
  readonly notes: readonly string[];
}

/** As `src/schemas/spectrum-report.schema.json` says. */
export interface SpectrumReport extends Pick<SpectrumAnswer, "kind" | "settings" | "signals" | "notes"> {
  readonly schema: 1;
  readonly program: { readonly name: "convxcorr"; readonly version: string };
  /** Samples per second. */
  readonly rate: number | null;
  readonly columns: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

export async function spectrumCommand(
  paths: readonly string[],
  words: SpectrumWords,
  context: Context,
): Promise<Answer> {
  checkSpectrumWords(paths, words);
  const target = words.output ?? (words.json === true ? undefined : "-");
  const { outputFormat, saveSignal } = await import("../files/save.js");
  const { requireWritable } = await import("../files/writable.js");
  if (target === "") throw usageError("--output", "the path is empty", "Name a file");
  if (target === "-" && words.json === true) throw usageError("--json", "stdout carries the table", "Give -o FILE");
  const format = target === undefined ? undefined : await outputFormat(target, "csv", words.outputFormat, holdsColumns);
  if (format !== undefined && !holdsColumns(format)) {
    throw usageError("--output", `${format.name} has no place for columns`, "Write CSV, TSV, JSON or NPY");
  }
  if (target !== undefined) await requireWritable(target);
  const figure = words.plot === undefined ? undefined : await checkPlot(words.plot, [["--output", words.output]]);

  const answer = words.kernel === undefined ? await ofSignals(paths, words, context) : await ofKernel(words, context);
  const report = reportOf(answer);
  if (target !== undefined && format !== undefined) {
    await saveSignal(tableOf(answer.columns), target, { format, stdout: context.stdout });
  }
  if (words.plot !== undefined && figure !== undefined) {
    const { spectrumFigure } = await import("./plot-spectrum.js");
    await saveFigure(spectrumFigure(answer), words.plot, context, { format: figure });
  }
  if (words.json === true && context.claim === undefined) {
    await context.stdout.write([new TextEncoder().encode(jsonText(report))]);
  }
  context.report?.(report);
  for (const note of answer.notes) context.talk.note(`${note}.`);
  return 0;
}

const holdsColumns = ({ name, medium }: { readonly name: string; readonly medium?: string }): boolean =>
  medium === "table" || name === "npy";

async function ofKernel(words: SpectrumWords, context: Context): Promise<SpectrumAnswer> {
  const { loadKernel } = await import("../files/kernel.js");
  const kernel = await loadKernel(words.kernel!, { rank: words.rank === "2" ? 2 : 1, stdin: context.stdin });
  const { mode = kernel.mode ?? "conv", phase = "tap", points, rate } = words;
  if (kernel.channels > 1) throw inputError(kernel.name, `it has ${kernel.channels} channels`, "Give a kernel of one");
  const response = frequencyResponse(kernel, given({ mode, phase, points, rate }));
  const from = phase === "tap" ? "its first tap" : "its anchor";
  return {
    kind: "response",
    settings: { kernel: printable(kernel.name), mode, phase, points: points ?? (kernel.rank === 1 ? 512 : 64) },
    signals: [],
    frequencies: response.fy === null ? [response.fx] : [response.fx, response.fy],
    columns: responseColumns(response, words.db === true),
    notes: [
      `the response of ${printable(kernel.name)} (${kernelShapeText(kernel)}) under ${mode}, phases from ${from}`,
      ...offsetNote(kernel),
    ],
  };
}

const offsetNote = ({ offset = 0 }: Kernel): string[] =>
  offset === 0 ? [] : [`its offset ${offset} is no part of a response`];

async function ofSignals(paths: readonly string[], words: SpectrumWords, context: Context): Promise<SpectrumAnswer> {
  const loaded = await loadSignals(paths, words, context);
  const signals = paths.length === 2 ? twoSignals(loaded) : loaded;
  const lines = signals.flatMap((signal) => Array.from({ length: signal.channels }, (_, c) => lineOf(signal, c)));
  for (const line of lines.slice(1)) requireAlike(lines[0], line);
  const names = namesOf(lines, signals);
  const { window, detrend, rate, db = false } = words;
  const common = { window, detrend, rate: rateOf(lines, rate) ?? undefined };
  const base = {
    signals: lines.map(({ name, re }) => ({ name: printable(name), samples: re.length })),
    notes: [] as string[],
  };
  if (words.welch === true) return { ...base, ...welchAnswer(lines, names, words, given(common)) };
  const options: SpectrumOptions = given({ ...common, scaling: words.scaling as PlainScaling | undefined });
  const spectra = spectraOf(lines, options);
  const cross = spectra.length === 2 ? crossed(spectra[0], spectra[1]) : undefined;
  const settings = { window: window ?? "boxcar", detrend: detrend ?? "none", scaling: options.scaling ?? "dft" };
  const columns = spectrumColumns(spectra, cross, names, db);
  return { ...base, kind: "spectrum", settings, frequencies: [spectra[0].frequencies], columns };
}

function welchAnswer(
  lines: readonly Line[],
  names: readonly string[],
  words: SpectrumWords,
  common: Pick<WelchOptions, "window" | "detrend" | "rate">,
): Omit<SpectrumAnswer, "signals"> {
  const length = lines[0].re.length;
  const where = { place: "--segment", source: lines[0].source, rate: common.rate };
  const segment = words.segment === undefined ? Math.min(256, length) : samplesOf(words.segment, where, "floor");
  const { average = "mean" } = words;
  const share = typeof words.overlap === "object" ? words.overlap.share : 0.5;
  const overlap = typeof words.overlap === "number" ? words.overlap : Math.floor(share * segment);
  const scaling = (words.scaling ?? "density") as WelchScaling;
  const options: WelchOptions = { ...common, segment, overlap, average, scaling };
  const results =
    lines.length === 2 ? [welchOf(lines[0], lines[1], options)] : lines.map((l) => welchOf(l, undefined, options));
  const { frequencies, segments } = results[0];
  const { window = "hann", detrend = "constant" } = common;
  const per = frequencies.rate === null ? "cycle per sample" : "Hz";
  const settings = { window, segment, overlap, segments, detrend, scaling, average };
  const said = `Welch: ${count(segments, "segment")} of ${segment} samples, overlap ${overlap}, window ${window}, detrend ${detrend}, ${average}, ${scaling === "density" ? `power per ${per}` : "power"}`;
  const alone = segments === 1 && lines.length === 2 ? ["the coherence of one segment is 1 at all frequencies"] : [];
  const quantity = scaling === "density" ? "power density" : "power";
  const columns = welchColumns(results, names, quantity, words.db === true);
  return { kind: "welch", settings, frequencies: [frequencies], columns, notes: [said, ...alone] };
}

/** Short names for headers: those of columns, or a and b of two files; nothing where there is one signal. */
function namesOf(lines: readonly Line[], signals: readonly Signal[]): string[] {
  if (lines.length === 1) return [""];
  const named = signals.every(({ about }) => about.columns !== undefined);
  return lines.map(({ name }, i) => (named ? name : lines.length === 2 ? "ab"[i] : `channel_${i + 1}`));
}

function tableOf(columns: readonly SpectrumColumn[]): Signal {
  const [width, channels] = [columns[0].values.length, columns.length];
  const data = new Float64Array(width * channels);
  for (const [c, { values }] of columns.entries()) for (let i = 0; i < width; i++) data[i * channels + c] = values[i];
  const about = { source: "spectrum", medium: "table", columns: columns.map(({ name }) => name) } as const;
  return signalOf(data, { width, channels }, "f64", about);
}

function reportOf({ kind, settings, signals, columns, frequencies, notes }: SpectrumAnswer): SpectrumReport {
  return {
    schema: 1,
    program: { name: "convxcorr", version: packageVersion() },
    kind,
    settings,
    rate: frequencies[0].rate,
    signals,
    columns: columns.map(({ name, values }) => ({
      name: printable(name),
      values: Array.from(values, (v) => (Number.isFinite(v) ? v : null)),
    })),
    notes,
  };
}
