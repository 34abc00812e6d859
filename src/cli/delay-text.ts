/** The answer of `delay` in words: a sentence and its figures for one pair, a matrix and sentences for many. */
import { printable } from "../base/text.js";
import { decimals, secondsText } from "../tasks/delay/sentence.js";
import type { DelayReport } from "./delay.js";

type Pair = DelayReport["pairs"][number];

export function delayText(report: DelayReport): string {
  const { pairs } = report;
  const lines = pairs.length === 1 ? onePair(pairs[0], report) : [...matrix(report), "", ...pairs.flatMap(sentences)];
  return `${lines.join("\n")}\n`;
}

/** The sentence, and what else speaks against the answer. */
function sentences({ sentence, doubts }: Pair): string[] {
  return [capital(sentence), ...doubts.slice(1).map(({ because }) => capital(`also, ${because}`))].map(
    (text) => `${printable(text, 600)}.`,
  );
}

/** Rows are counted from the start of each table; the times in them may say something else. */
function clock({ a, b, clockSeconds }: Pair, signals: DelayReport["signals"]): string[] {
  if (clockSeconds === null) return [];
  const seconds = Number(clockSeconds.toPrecision(9));
  const than = `${seconds < 0 ? "earlier" : "later"} than ${signals[a].name}`;
  return [
    `By their time columns, which start at different times, ${signals[b].name} is ${Math.abs(seconds)} s ${than}.`,
  ];
}

/** Names of files keep their case. */
const capital = (text: string): string =>
  text.replace(/^(the delay|also)\b/, (word) => word[0].toUpperCase() + word.slice(1));

function onePair(pair: Pair, { options, rate, signals }: DelayReport): string[] {
  const { interval, lag, score, correlation, second, snr, overlap, falseAlarm } = pair;
  const shorter = Math.min(signals[pair.a].samples, signals[pair.b].samples);
  const r = correlation === null ? "" : `; r = ${rounded(correlation, 4)}`;
  const facts: [string, string][] = [
    [pair.outcome === "delay" ? "delay" : "candidate", delayFact(pair, rate)],
    ["lag", `${lag} (the best whole number of samples)`],
    ["score", `${rounded(score, 4)} by ${options.method}, ${overlap} of ${shorter} samples meet${r}`],
    [
      "second",
      second === null
        ? "no other peak"
        : `${rounded(second.score, 4)} at lag ${second.lag}: ${rounded(second.ratio, 3)} of the first`,
    ],
    [
      "noise",
      `${snr === null ? "" : `${noiseLevel(snr)}; `}chance of such a peak from noise alone ${chance(falseAlarm)}`,
    ],
  ];
  if (interval === null && pair.outcome === "delay") facts.push(["interval", "none: fewer than 128 samples meet"]);
  return [...sentences(pair), ...clock(pair, signals), "", ...facts.map(([name, text]) => `${name.padEnd(10)}${text}`)];
}

function delayFact({ delay, interval }: Pair, rate: number | null): string {
  const digits = digitsOf(interval);
  const shown = rounded(delay, digits);
  const range = interval === null ? "" : `, 95 % interval ${interval.map((v) => rounded(v, digits)).join(" to ")}`;
  if (rate === null) return `${shown} samples${range}`;
  const seconds = Number(shown) / rate;
  return `${shown} samples = ${seconds < 0 ? "-" : ""}${secondsText(Math.abs(seconds), digits, rate)}${range}`;
}

/** Decimals that the width of the interval allows; two without one. */
const digitsOf = (interval: Pair["interval"]): number =>
  decimals(interval === null ? 0.01 : (interval[1] - interval[0]) / 2);

function matrix({ signals, pairs }: DelayReport): string[] {
  const cell = (row: number, column: number): string => {
    if (row === column) return "0";
    const pair = pairs.find(({ a, b }) => a === Math.min(row, column) && b === Math.max(row, column))!;
    if (pair.outcome === "ambiguous") return "?";
    return rounded(row < column ? pair.delay : -pair.delay, digitsOf(pair.interval));
  };
  const names = signals.map(({ name }) => name);
  const table = [["", ...names], ...names.map((name, row) => [name, ...names.map((_, column) => cell(row, column))])];
  const widths = table[0].map((_, c) => Math.max(...table.map((row) => row[c].length)));
  const line = (row: readonly string[]): string =>
    row.map((text, c) => (c === 0 ? text.padEnd(widths[c]) : text.padStart(widths[c]))).join("  ");
  return [
    "By how many samples the signal of a column is later than that of a row (? is ambiguous):",
    ...table.map(line),
  ];
}

/** Fixed to so many decimals, without trailing zeros, and 0 never negative. */
const rounded = (x: number, digits: number): string => `${Number(x.toFixed(Math.min(12, digits))) + 0}`;

/** What both signals have besides each other, if it is as much in each. */
const noiseLevel = (snr: number): string => `${rounded(Math.abs(snr), 1)} dB ${snr < 0 ? "above" : "below"} the signal`;

const chance = (p: number): string =>
  p < 1e-12 ? "below 1e-12" : p < 1e-3 ? p.toExponential(1) : `${Number(p.toPrecision(2))}`;
