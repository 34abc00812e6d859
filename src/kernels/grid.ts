/** Taps as an aligned grid for people. */
import { count } from "../base/text.js";
import type { ChannelDescription, KernelDescription } from "./describe.js";

/** Characters of a line. */
const LINE = 100;
/** Cells with more characters are rounded, unless all digits are asked for. */
const WIDE = 10;
/** Significant digits of the largest tap, once taps are rounded. */
const DIGITS = 5;
const GAP = 2;

/**
 * A heading and the rows. Short taps are shown exactly, before the divisor; long ones are divided by it and rounded to as
 * many decimals as give the largest five digits. A list is broken into lines, a wide matrix into blocks of columns.
 * @param what begins the heading: `taps of channel 1`
 */
export function grid(what: string, channel: ChannelDescription, d: KernelDescription, exact: boolean): string[] {
  const { taps } = channel;
  if (taps === undefined) {
    const taken = count(d.width * d.height, "tap");
    return [`${what}: ${taken} are too many to be shown; -o FILE writes them, and --json lists up to a million`];
  }
  if (exact || taps.every((row) => row.every((t) => t.length <= WIDE))) {
    const over = d.divisor === "1" ? "" : d.divisor.length <= WIDE ? `, to be divided by ${d.divisor}` : BEFORE;
    return [`${what}${over}:`, ...layOut(taps, d.rank)];
  }
  const divided = d.divisor === "1" ? "" : ", divided";
  return [`${what}${divided}, rounded (--exact shows all digits):`, ...layOut(rounded(channel), d.rank)];
}

const BEFORE = ", before the divisor";

function rounded({ values = [], imagValues, peak }: ChannelDescription): string[][] {
  const text = rounder(peak);
  if (!imagValues) return values.map((row) => row.map(text));
  return values.map((row, y) =>
    row.map((v, x) => {
      const imag = imagValues[y][x];
      return `${text(v)}${imag < 0 ? "-" : "+"}${text(Math.abs(imag))}i`;
    }),
  );
}

/** Fixed decimals where the largest value is neither huge nor tiny, so that the points stand below one another. */
function rounder(peak: number): (v: number) => string {
  const exponent = Number(peak.toExponential().split("e")[1]);
  const plain = exponent >= -6 && exponent <= 8;
  const decimals = Math.max(0, DIGITS - 1 - exponent);
  // A tap that is 0 says so; one that only rounds to 0 keeps its decimals.
  return (v) => (v === 0 ? "0" : plain ? v.toFixed(decimals) : v.toExponential(DIGITS - 1));
}

function layOut(rows: readonly (readonly string[])[], rank: 1 | 2): string[] {
  const wide = rows.reduce((most, row) => row.reduce((m, t) => Math.max(m, t.length), most), 0);
  const line = (cells: readonly string[]): string => cells.map((t) => t.padStart(wide)).join(" ".repeat(GAP));
  const perLine = Math.max(1, Math.floor((LINE + GAP) / (wide + GAP)));
  const columns = rows[0].length;
  const starts = Array.from({ length: Math.ceil(columns / perLine) }, (_, i) => i * perLine);
  if (rank === 1 || starts.length === 1) {
    return starts.flatMap((from) => rows.map((row) => line(row.slice(from, from + perLine))));
  }
  return starts.flatMap((from, i) => {
    const to = Math.min(columns, from + perLine);
    const heading = to - from === 1 ? `column ${from}:` : `columns ${from} to ${to - 1}:`;
    return [...(i === 0 ? [] : [""]), heading, ...rows.map((row) => line(row.slice(from, to)))];
  });
}
