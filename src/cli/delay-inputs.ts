/** What `delay` and `spectrum` compare: two files of one signal each, or the columns or channels of one file. */
import { inputError, usageError } from "../base/errors.js";
import { type Signal, signalOf } from "../base/signal.js";
import { count, quoted } from "../base/text.js";
import type { Loaded } from "../files/load.js";
import type { Context } from "./context.js";
import type { DelayWords } from "./delay.js";
import { type FileWords, tableOptions } from "./options/files.js";
import { refuseUnused } from "./options/unused.js";

/** The two signals, or one of two channels or more. */
export async function loadDelayInputs(
  paths: readonly string[],
  words: DelayWords,
  context: Context,
): Promise<readonly Signal[]> {
  const signals = await loadSignals(paths, words, context);
  return paths.length === 2 ? twoSignals(signals) : [manyChannels(signals[0])];
}

/** The signals of one file or two, with the channels that `--columns` chooses. */
export async function loadSignals(
  paths: readonly string[],
  words: FileWords,
  context: Context,
): Promise<readonly Signal[]> {
  if (paths.length === 2 && paths.every((path) => path === "-")) {
    throw usageError("-", "stdin is asked for twice, and it can be read once only", "Give a file for one of them");
  }
  if (paths.length === 2 && (words.columns?.length ?? 0) > 2) {
    throw usageError(
      "--columns",
      `it names ${words.columns!.length}, and there are two files`,
      "Name one for each file",
    );
  }
  const { maxJitter } = words;
  if (maxJitter !== undefined && words.timeColumn === undefined) {
    throw usageError("--max-jitter", "there is no time column", "Name it with --time-column, or leave this out");
  }
  if (maxJitter !== undefined && maxJitter < 0) {
    throw usageError("--max-jitter", `${maxJitter} is negative`, "Give a share of the usual step, such as 0.01");
  }
  const { loadSignal } = await import("../files/load.js");
  const loaded: Loaded[] = [];
  for (const [i, path] of paths.entries()) {
    const columns = paths.length === 2 && words.columns ? [words.columns[i] ?? words.columns[0]] : words.columns;
    const one = await loadSignal(path, {
      table: { ...tableOptions(words), ...(columns === undefined ? {} : { columns }) },
      stdin: context.stdin,
      ...(words.inputFormat === undefined ? {} : { format: words.inputFormat }),
      ...(words.axes === undefined ? {} : { axes: words.axes }),
    });
    const chosen = one.format.medium !== "table" && columns !== undefined;
    loaded.push(chosen ? { ...one, signal: channelsOf(one.signal, columns) } : one);
  }
  // Channels of sounds and arrays can be chosen here, so --columns is never unheard.
  const { columns: _, ...rest } = words;
  refuseUnused(rest, ...loaded.map(({ signal, format }) => ({ signal, from: format, to: format })));
  for (const { note } of loaded) if (note !== undefined) context.talk.note(note);
  return loaded.map(({ signal }) => signal);
}

/** The channels of these numbers, from 1, of what is no table. */
function channelsOf(signal: Signal, numbers: readonly string[]): Signal {
  const { channels, data, imag, width, height, rank, type, about } = signal;
  const chosen = numbers.map((word) => {
    const number = Number(word);
    if (/^\d+$/.test(word) && number >= 1 && number <= channels) return number - 1;
    const found = `${quoted(word)} is no channel of ${about.source}, which has ${count(channels, "channel")}`;
    throw usageError("--columns", found, "Give numbers from 1");
  });
  if (rank === 2) return signal;
  const picked = (plane: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: width * chosen.length }, (_, i) => {
      const c = i % chosen.length;
      return plane[((i - c) / chosen.length) * channels + chosen[c]];
    });
  const names = chosen.map((c) => about.columns?.[c] ?? `channel ${c + 1}`);
  const shape = { width, height, channels: chosen.length, rank };
  return signalOf(picked(data), shape, imag ? type : "f64", { ...about, columns: names }, imag && picked(imag));
}

/** Each of one channel. They are named by their files, or by their columns where that is the same file. */
export function twoSignals(signals: readonly Signal[]): readonly Signal[] {
  for (const { about, channels, rank } of signals) {
    if (channels === 1 || rank === 2) continue;
    throw inputError(
      about.source,
      `it has ${channels} signals${about.columns ? ` (${about.columns.slice(0, 20).join(", ")})` : ""}, and one of each file is compared`,
      "Choose one with --columns, or give this file alone to compare its signals with each other",
    );
  }
  const [a, b] = signals.map(({ about }) => about);
  if (a.source === b.source && a.columns?.[0] !== b.columns?.[0]) return signals;
  return signals.map((signal) => {
    const { columns: _, ...about } = signal.about;
    return { ...signal, about };
  });
}

function manyChannels(signal: Signal): Signal {
  if (signal.rank === 2 || signal.channels > 1) return signal;
  const { source } = signal.about;
  throw usageError("B", `is missing, and ${source} has one signal only`, "Give a second file, or two columns");
}

/**
 * By how many seconds the clock of B starts after that of A, where both tables have a time column: rows are counted from
 * the start of each, so this is to be added for a delay by the clock. Undefined where they start together.
 */
export function clockOffset([a, b]: readonly Signal[]): number | undefined {
  const [from, to] = [a, b].map(({ about: { table } }) => {
    const cells = table?.timeColumn === undefined ? undefined : table.others.get(table.timeColumn);
    const text = cells?.text(0).trim() ?? "";
    return Number(table?.decimalComma === true ? text.replace(",", ".") : text || Number.NaN);
  });
  return Number.isFinite(to - from) && to !== from ? to - from : undefined;
}
