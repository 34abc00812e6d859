/** The x axis of a plot. */
import { usageError } from "../base/errors.js";
import type { Signal } from "../base/signal.js";
import { nearest, quoted } from "../base/text.js";
import type { Spacing } from "../plot/figure.js";
import { channelName, channelOf } from "../plot/from-signal.js";
import type { PlotWords } from "./plot.js";

/** A signal with what is drawn of it. */
export interface Source {
  readonly signal: Signal;
  /** Channels that are drawn. */
  readonly channels: readonly number[];
  readonly x: ArrayLike<number> | Spacing;
  readonly label: string;
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** @throws usageError where the signal has no such axis */
export function axisOf(signal: Signal, { x: asked }: PlotWords): Omit<Source, "signal"> {
  const channels = range(signal.channels);
  const rate = signal.about.sampleRate;
  const column = asked === undefined ? undefined : columnOf(signal, asked);
  if (column !== undefined) {
    const x = channelOf(signal, column);
    const others = channels.filter((c) => c !== column);
    if (others.length === 0) {
      throw usageError(
        "--x",
        `${quoted(asked!)} is the only column of ${signal.about.source}`,
        "Name other columns with --columns",
      );
    }
    return { channels: others, x, label: channelName(signal, column) };
  }
  if (asked === "time" && rate === undefined) {
    throw usageError(
      "--x",
      `${signal.about.source} has no sample rate`,
      "Give --rate, or the column that has the times",
    );
  }
  if (asked !== undefined && asked !== "time" && asked !== "samples") throw unknownColumn(signal, asked);
  if (rate === undefined || asked === "samples") return { channels, x: { first: 0, step: 1 }, label: "sample" };
  return { channels, x: { first: 0, step: 1 / rate }, label: "time in s" };
}

/** The channel that a name or a number of a column means. */
function columnOf(signal: Signal, text: string): number | undefined {
  const { columns, table } = signal.about;
  const named = columns?.findIndex((name) => name.trim() === text.trim()) ?? -1;
  if (named >= 0) return named;
  const number = /^\d+$/.test(text.trim()) ? Number(text) - 1 : -1;
  const channel = table?.filtered.indexOf(number) ?? -1;
  return channel >= 0 ? channel : undefined;
}

function unknownColumn(signal: Signal, asked: string): Error {
  const names = (signal.about.columns ?? []).map((name) => name.trim()).filter((name) => name !== "");
  const near = nearest(asked, names);
  const found = `${signal.about.source} has no column of numbers ${quoted(asked)}`;
  const list =
    names.length > 0 && names.length < 20
      ? `Its columns are ${names.map((n) => quoted(n, 30)).join(", ")}`
      : "Use time, samples, or a column";
  return usageError("--x", found, near === undefined ? list : `Did you mean ${near}? ${list}`);
}

/** What the axis that all signals share is called. @throws usageError where they do not mean the same */
export function sharedAxis(sources: readonly Source[], asked: string | undefined): string {
  const lines = sources.filter(({ signal }) => signal.rank === 1);
  const labels = [...new Set(lines.map(({ label }) => label))];
  if (labels.length > 1 && asked === undefined) {
    const without = lines.find(({ signal }) => signal.about.sampleRate === undefined)!;
    throw usageError(
      "--x",
      `${without.signal.about.source} has no sample rate, and others have one`,
      "Say --x samples, or give --rate",
    );
  }
  return labels[0] ?? "";
}
