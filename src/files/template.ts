/** What stands after `--template`: samples in the text itself, the name of a kernel, or (a part of) a signal in a file. */
import { inputError, UserError, usageError } from "../base/errors.js";
import type { Kernel } from "../base/kernel.js";
import type { Span } from "../base/options.js";
import { type Signal, signalOf } from "../base/signal.js";
import { samplesOf } from "../base/span.js";
import { count } from "../base/text.js";
import { buildNamed, isNamed } from "../kernels/parse-named.js";
import { parseKernelText } from "../kernels/text.js";
import { isInline } from "./kernel.js";
import { type Loaded, type LoadOptions, loadSignal } from "./load.js";
import { inputName } from "./read.js";

export interface TemplateOptions extends Pick<LoadOptions, "stdin"> {
  /** The columns of a table to take, by name or number; absent: all numeric ones. */
  readonly columns?: readonly string[];
  /** A column with times, for parts in seconds; a table that does not have it is read without. */
  readonly timeColumn?: string;
  /** Samples per second, for parts in seconds of files that do not say it. */
  readonly rate?: number;
  /** Names the template in messages. */
  readonly place?: string;
}

/**
 * The signal that `text` means: `0,1,2,1` are samples, `gaussian:sigma=5` the taps of a kernel as it lies on a signal,
 * all else a path (`-` is stdin). `PATH@FROM:TO` is a part, from FROM up to and without TO, in samples from 0 or in seconds
 * (`beat.csv@1.5s:2s`, `beat.csv@120:`).
 * @throws usageError for text, inputError for files
 */
export async function loadTemplate(text: string, options: TemplateOptions = {}): Promise<Signal> {
  const { place = "--template" } = options;
  if (text.trim() === "") throw usageError(place, "it is empty", "Give samples such as 0,1,2,1, or a file");
  if (isInline(text)) return fromKernel(parseKernelText(text, place), place);
  if (isNamed(text)) return fromKernel(buildNamed(text, 1), place);
  const { path, from, to } = partOf(text);
  const { columns } = options;
  const { signal } = await loadTable(path, options);
  const name = inputName(path);
  if (columns && signal.about.medium !== "table")
    throw usageError("--template-column", `${name} is no table`, "Leave it out");
  if (signal.rank !== 1)
    throw inputError(name, "is a plane, and find compares signals", "Give a table, a sound or a line of samples");
  if (signal.imag) throw inputError(name, "the samples are complex", "Give real ones, such as magnitudes");
  return from === undefined && to === undefined ? signal : cut(signal, from, to, place);
}

async function loadTable(path: string, { columns, rate, stdin, timeColumn }: TemplateOptions): Promise<Loaded> {
  const from = stdin ? { stdin } : {};
  const table = { ...(columns ? { columns } : {}), ...(rate === undefined ? {} : { rate }) };
  if (timeColumn === undefined || path === "-") return loadSignal(path, { ...from, table });
  try {
    return await loadSignal(path, { table: { ...table, timeColumn } });
  } catch (error) {
    // The time column of the inputs need not be one of the template.
    if (!(error instanceof UserError) || error.place !== "--time-column") throw error;
    return loadSignal(path, { table });
  }
}

function fromKernel(kernel: Kernel, place: string): Signal {
  const { taps, imag, width, height, name } = kernel;
  if (imag) throw usageError(place, "the template is complex", "Give real samples");
  if (height !== 1 && width !== 1)
    throw usageError(place, `the template has ${height} rows of ${width}`, "Give one line of samples");
  return signalOf(taps, { width: taps.length }, "f64", { source: name, medium: "array" });
}

const PART = /^(.+)@(\d+(?:\.\d+)?(?:s|ms)?)?:(\d+(?:\.\d+)?(?:s|ms)?)?$/;

function partOf(text: string): { path: string; from?: Span; to?: Span } {
  const match = PART.exec(text) as readonly (string | undefined)[] | null;
  if (!match) return { path: text };
  const [from, to] = [match[2], match[3]].map((word) => (word === undefined ? undefined : spanOf(word)));
  return { path: match[1]!, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function spanOf(word: string): Span {
  const number = Number(word.replace(/m?s$/, ""));
  return word.endsWith("ms") ? { seconds: number / 1000 } : word.endsWith("s") ? { seconds: number } : number;
}

function cut(signal: Signal, from: Span = 0, to: Span = signal.width, place: string): Signal {
  const { data, channels, width, about } = signal;
  const at = (span: Span): number => samplesOf(span, { place, source: about.source, rate: about.sampleRate }, "round");
  const [first, end] = [at(from), at(to)];
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(end) || first >= end || end > width)
    throw inputError(
      place,
      `the part ${first}:${end} does not lie in the ${count(width, "sample")} of ${about.source}`,
      "Give FROM:TO with 0 <= FROM < TO <= the number of samples",
    );
  return signalOf(data.slice(first * channels, end * channels), { width: end - first, channels }, signal.type, about);
}
