/** Which columns a written table has: lags, channels in their old places, and the cells between them. */
import type { ElementType } from "../../base/element.js";
import type { Signal } from "../../base/signal.js";
import type { Cells } from "../../base/table.js";

export type Column =
  | { readonly kind: "lag" }
  /** The lag in seconds. */
  | { readonly kind: "seconds" }
  | { readonly kind: "channel"; readonly channel: number }
  | { readonly kind: "cells"; readonly cells: Cells | undefined };

export interface Layout {
  readonly columns: readonly Column[];
  readonly names: readonly string[] | null;
  readonly rows: number;
}

/**
 * The columns of `signal` as a table. A plane is written row by row, its columns being channels here. A signal that was
 * read from a table has its channels in their old columns and the other columns around them; one that was not is its
 * channels, named where they have names. Lags come first.
 */
export function layoutOf(signal: Signal): Layout {
  const { about, channels } = signal;
  const channelColumns = (n: number): Column[] =>
    Array.from({ length: n }, (_, channel) => ({ kind: "channel", channel }));
  if (signal.rank === 2) {
    const header = about.table?.header;
    return {
      columns: channelColumns(signal.width),
      names: header?.length === signal.width ? header : null,
      rows: signal.height,
    };
  }
  const { table } = about;
  const placed = table !== undefined && table.filtered.length === channels;
  let columns = channelColumns(channels);
  let names = about.columns?.length === channels ? about.columns : null;
  if (placed) {
    const channelAt = new Map(table.filtered.map((column, channel) => [column, channel]));
    columns = Array.from({ length: table.width }, (_, c): Column => {
      const channel = channelAt.get(c);
      return channel === undefined ? { kind: "cells", cells: table.others.get(c) } : { kind: "channel", channel };
    });
    names = table.header;
  }
  if (about.lags !== undefined) {
    const seconds = about.sampleRate !== undefined;
    columns = [{ kind: "lag" }, ...(seconds ? [{ kind: "seconds" } as const] : []), ...columns];
    if (names === null && !placed)
      names = channels === 1 ? ["value"] : Array.from({ length: channels }, (_, c) => `channel_${c + 1}`);
    if (names !== null) names = ["lag", ...(seconds ? ["lag_s"] : []), ...names];
  }
  return { columns, names, rows: signal.width };
}

/** The row of the input that output row `row` lies on, whose other cells it carries. */
export const inputRow = (signal: Signal, row: number): number =>
  signal.about.rows === undefined ? row : signal.about.rows.first + row * signal.about.rows.step;

/** The lag of output sample `row`, in samples of the input. */
export const lagOf = (signal: Signal, row: number): number =>
  signal.about.lags === undefined ? row : signal.about.lags.first + row * signal.about.lags.step;

/**
 * The lag in seconds. The signal's rate is that of its own samples, which are `step` samples of the input apart.
 */
export const lagSeconds = (signal: Signal, row: number): number =>
  lagOf(signal, row) / ((signal.about.sampleRate ?? 1) * (signal.about.lags?.step ?? 1));

/** Tables hold any numbers, as signals or as planes of one channel. */
export function tableCannotHold(
  signal: Pick<Signal, "type" | "channels" | "width" | "height" | "rank">,
): string | undefined {
  return signal.rank === 2 && signal.channels > 1
    ? `holds signals and planes of one channel, not planes of ${signal.channels} channels`
    : undefined;
}

/** c64 samples become pairs of f32 when they are written; all others are written as they are. */
export const writtenValue = (type: ElementType, value: number): number => (type === "c64" ? Math.fround(value) : value);
