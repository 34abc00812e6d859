/** How `find` tells what it found: a line of text, or of JSON as `src/schemas/find-event.schema.json` says. */
import { printable } from "../base/text.js";
import type { RowHead } from "../formats/rows.js";
import { quotedCell } from "../formats/table/encode.js";
import type { Occurrence } from "../tasks/find/finder.js";

/** An occurrence with all that is told of it. */
export interface Told {
  readonly occurrence: Occurrence;
  /** Of its first sample, in seconds. */
  readonly time?: number;
  /** With context: the rows around it, those of the match among them. */
  readonly around?: { readonly first: number; readonly rows: readonly number[][] };
}

/** What all lines of an input share. */
export interface Telling {
  readonly file: string;
  /** Whether lines of text begin with the file's name. */
  readonly named: boolean;
  readonly head: RowHead;
  /** Samples of the template. */
  readonly length: number;
}

/** `120: 1.2 s, score 0.9531, column flow`, and the rows around it below. */
export function foundText({ occurrence, time, around }: Told, { file, named, head, length }: Telling): string {
  const prefix = named ? `${printable(file)}:` : "";
  const { sample, channel, score } = occurrence;
  const parts = [
    ...(time === undefined ? [] : [`${rounded(time)} s`]),
    `score ${shortScore(score)}`,
    ...(head.columns
      ? [`column ${printable(head.columns[channel])}`]
      : head.channels > 1
        ? [`channel ${channel + 1}`]
        : []),
  ];
  const rows = (around?.rows ?? []).map((row, i) => {
    const at = around!.first + i;
    const mark = at >= sample && at < sample + length ? ":" : "-";
    return `  ${at}${mark} ${row.join(",")}\n`;
  });
  return `${prefix}${sample}: ${parts.join(", ")}\n${rows.join("")}`;
}

/** Microseconds are told, and not what division leaves behind them. */
const rounded = (time: number): number => Number(time.toFixed(6));

/** Cut, not rounded, to six digits: 1 is said of 1 only, and a threshold is never said to be reached where it is not. */
const shortScore = (score: number): number => Math.trunc(score * 1e6) / 1e6;

export function foundJson({ occurrence, time, around }: Told, { file, head, length }: Telling): object {
  const { sample, channel, score, polarity } = occurrence;
  return {
    schema: 1,
    event: "found",
    file: printable(file),
    sample,
    ...(time === undefined ? {} : { time }),
    length,
    channel: channel + 1,
    ...(head.columns ? { column: head.columns[channel] } : {}),
    score,
    polarity,
    ...(around ? { context: { first: around.first, rows: around.rows.map((row) => row.map(jsonNumber)) } } : {}),
  };
}

/** The row of a table; what is not known of an occurrence is empty. */
export function foundRow({ occurrence, time }: Told, { file, head }: Telling, delimiter: string): string {
  const { sample, channel, score, polarity } = occurrence;
  const column = head.columns?.[channel] ?? "";
  return tableLine([file, sample, time ?? "", channel + 1, column, score, polarity], delimiter);
}

export const tableLine = (cells: readonly (string | number)[], delimiter: string): string =>
  `${cells.map((cell, i) => quotedCell(`${cell}`, { delimiter }, i === 0)).join(delimiter)}\n`;

/** JSON has no word for NaN and infinity; a missing sample is null, as in tables. */
const jsonNumber = (v: number): number | string | null =>
  Number.isNaN(v) ? null : v - v === 0 ? v : v > 0 ? "inf" : "-inf";

/** What is told of an input at its end. */
export interface Ending {
  readonly found: number;
  /** Whether the input was read to its end: not where `--max-count` was reached. The counts are then left out. */
  readonly complete: boolean;
  readonly samples?: number;
  readonly windows?: number;
  readonly flat?: number;
  readonly missing?: number;
}

export const endJson = (ending: Ending, { file, head }: Telling): object => ({
  schema: 1,
  event: "end",
  file: printable(file),
  channels: head.channels,
  ...(head.sampleRate === undefined ? {} : { sampleRate: head.sampleRate }),
  ...ending,
});
