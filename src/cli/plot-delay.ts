/** `--plot` of `delay`: the two signals laid over each other, and the scores of the lags. */
import type { Signal } from "../base/signal.js";
import { count, printable } from "../base/text.js";
import type { Axis, Figure, LinePanel, Series } from "../plot/figure.js";
import { numberText } from "../plot/ticks.js";
import { aligned } from "../tasks/delay/aligned.js";
import { cyclesOf } from "../tasks/delay/checks.js";
import type { DelayPair } from "../tasks/delay/delay.js";
import type { DelayOptions, DelayResult } from "../tasks/delay/options.js";
import { heightOf } from "../tasks/delay/peaks.js";
import { type Line, lineOf } from "../tasks/delay/prepare.js";
import { decimals } from "../tasks/delay/sentence.js";

/** Pairs that have a panel each. */
const MOST = 6;

/**
 * Of one pair the signals, B moved by the delay, the scores of all lags and those around the best one; of several pairs
 * their scores below one another. Lags are in seconds where there is a rate.
 */
export function delayFigure(signals: readonly Signal[], pairs: readonly DelayPair[], options: DelayOptions): Figure {
  if (pairs.length > 1) {
    const panels = pairs.slice(0, MOST).map(({ result }) => ({ ...curve(result), title: titleOf(result) }));
    return { panels, x: lagAxis(pairs[0].result) };
  }
  const [{ a, b, result }] = pairs;
  const lines: [Line, Line] = [
    lineOf(signals[0], a, options.nan ?? "error"),
    signals.length === 2
      ? lineOf(signals[1], 0, options.nan ?? "error")
      : lineOf(signals[0], b, options.nan ?? "error"),
  ];
  const x = lagAxis(result);
  const panels = [
    ...overlaid(lines, result, options),
    { ...curve(result), title: "score of each lag", x },
    ...around(result, options),
  ];
  // A sentence would leave no room for the reason.
  const title = result.outcome === "delay" ? titleOf(result) : `ambiguous: ${printable(result.doubts[0].because, 600)}`;
  return { title, panels };
}

/** What the figure leaves out, to be told. */
export const pairsLeftOut = (pairs: readonly DelayPair[]): string | undefined =>
  pairs.length > MOST ? `the plot shows the first ${count(MOST, "pair")} of ${pairs.length}` : undefined;

const titleOf = ({ sentence }: DelayResult): string => printable(sentence, 600);

const lagAxis = ({ rate }: DelayResult): Axis => ({ label: rate === null ? "lag in samples" : "lag in s" });

/** The scores, with dots at the best lag and the second peak and a dotted line at the delay. */
function curve({ curve: { first, scores }, delay, lag, rate, score, second }: DelayResult): LinePanel {
  const step = 1 / (rate ?? 1);
  const dot = (name: string, at: number, y: number, colour?: string): Series => ({
    name: `${name}: ${numberText(at)}${rate === null ? "" : " samples"}`,
    style: "points",
    x: [at * step],
    y: [y],
    ...(colour === undefined ? {} : { colour }),
  });
  return {
    kind: "lines",
    series: [
      { y: scores, x: { first: first * step, step } },
      ...(second === null ? [] : [dot("second peak", second.lag, second.score, SECOND)]),
      dot("best lag", lag, score),
    ],
    thresholds: [{ x: delay * step }],
    y: { label: "score" },
  };
}

const SECOND = "#e69f00";
/** A peak is shown with so many times its width on both sides, and with so many lags at least. */
const [WIDTHS, LEAST] = [3, 6];

/** The scores around the best lag, each as a dot: a delay lies between them. Nothing where all lags are as few. */
function around(result: DelayResult, { polarity = "either" }: DelayOptions): LinePanel[] {
  const { curve: all, delay, lag, rate, score } = result;
  const { first, scores } = all;
  const height = (at: number): number => heightOf(scores[at - first], polarity);
  const last = first + scores.length - 1;
  let [low, high] = [lag, lag];
  while (low > first && height(low) > height(lag) / 2) low--;
  while (high < last && height(high) > height(lag) / 2) high++;
  const reach = Math.max(LEAST, WIDTHS * Math.max(lag - low, high - lag));
  const [from, to] = [Math.max(first, lag - reach), Math.min(last, lag + reach)];
  if (2 * (to - from) > last - first) return [];
  const step = 1 / (rate ?? 1);
  const shown = { y: scores.subarray(from - first, to - first + 1), x: { first: from * step, step } };
  const dots: Series[] = to - from > DOTS ? [] : [{ ...shown, style: "points", colour: BLUE }];
  return [
    {
      kind: "lines",
      title: `around the best lag; dotted: the delay, ${delayText(result)}`,
      series: [{ ...shown, colour: BLUE }, ...dots, { style: "points", x: [lag * step], y: [score] }],
      thresholds: [{ x: delay * step }],
      x: lagAxis(result),
      y: { label: "score" },
    },
  ];
}

const BLUE = "#0072b2";
/** Lags that have dots. */
const DOTS = 80;

function overlaid([a, b]: readonly [Line, Line], result: DelayResult, options: DelayOptions): LinePanel[] {
  const { delay, lag, polarity, rate } = result;
  const band = options.band && cyclesOf(options.band, rate);
  const both = aligned(a.samples, b.samples, result, options.detrend ?? "mean", band);
  if (both === undefined) return [];
  const step = 1 / (rate ?? 1);
  const turned = polarity === "negative" ? ", upside down" : "";
  return [
    {
      kind: "lines",
      title: `where they are most alike, ${b.name} moved by ${delayText(result, -1)}`,
      series: [
        { name: a.name, y: both.a, x: { first: both.first * step, step } },
        { name: `${b.name}, moved${turned}`, y: both.b, x: { first: (both.first + lag - delay) * step, step } },
      ],
      x: { label: `${rate === null ? "sample" : "time"} of ${a.name}${rate === null ? "" : " in s"}` },
      y: { label: "deviations" },
    },
  ];
}

/** In samples, to the digits that the interval allows. */
function delayText({ delay, interval }: DelayResult, sign: 1 | -1 = 1): string {
  const digits = decimals(interval === null ? 0.01 : (interval[1] - interval[0]) / 2);
  const rounded = sign * Number(delay.toFixed(digits));
  return `${numberText(rounded, 12)} sample${Math.abs(rounded) === 1 ? "" : "s"}`;
}
