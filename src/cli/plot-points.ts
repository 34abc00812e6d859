/** `--points`: dots on the lines of a plot. */
import { inputError, usageError } from "../base/errors.js";
import { loadSignal } from "../files/load.js";
import type { LinePanel, Series } from "../plot/figure.js";
import { channelOf } from "../plot/from-signal.js";
import { DEFAULT_SPACING, isSpacing, placesOf } from "../plot/limits.js";
import type { Context } from "./context.js";
import { tableOptions } from "./options/files.js";
import type { PointsWord } from "./options/plot.js";
import type { PlotWords } from "./plot.js";

/** The panels with their dots. */
export async function withPoints(
  word: PointsWord,
  panels: readonly LinePanel[],
  words: PlotWords,
  context: Context,
): Promise<LinePanel[]> {
  if (panels.length === 0) throw usageError("--points", "there is no line to put them on", "Leave it out");
  const dots = "path" in word ? await fromTable(word.path, panels, words, context) : everyOf(word);
  return panels.map((panel) => ({ ...panel, series: [...panel.series, ...panel.series.map(dots)] }));
}

type Dots = (series: Series) => Series;

const everyOf =
  ({ start, step }: { start: number; step: number }): Dots =>
  (series) => {
    const place = placesOf(series);
    const at = Array.from(
      { length: Math.max(Math.ceil((series.y.length - start) / step), 0) },
      (_, n) => start + n * step,
    );
    return { style: "points", x: at.map(place), y: at.map((i) => series.y[i]) };
  };

/** A column of x, whose dots lie on the lines, or one of x and one of y. */
async function fromTable(
  path: string,
  panels: readonly LinePanel[],
  words: PlotWords,
  context: Context,
): Promise<Dots> {
  const { columns: _columns, rate: _rate, ...reading } = tableOptions(words);
  const { signal } = await loadSignal(path, { table: reading, stdin: context.stdin });
  if (signal.rank !== 1 || signal.channels > 2) {
    throw inputError(path, "is no table of points", "Give one column of x, or two of x and y");
  }
  const x = channelOf(signal, 0);
  if (signal.channels === 1) return (series) => ({ style: "points", x, y: Array.from(x, nearestSample(series)) });
  if (panels.length > 1 || panels[0].series.length > 1) {
    const found = `${path} has x and y, and there is more than one line`;
    throw usageError("--points", found, "Choose one column with --columns, or give points of x alone");
  }
  const y = channelOf(signal, 1);
  return () => ({ style: "points", x, y });
}

/** The sample whose place is nearest to x; NaN outside of all. */
function nearestSample(series: Series): (x: number) => number {
  const { x: places = DEFAULT_SPACING, y } = series;
  // NaN where x lies outside: no sample has such a number.
  if (isSpacing(places)) return (x) => y[Math.round((x - places.first) / places.step)] ?? NaN;
  const place = placesOf(series);
  const order = Array.from({ length: y.length }, (_, i) => i).filter((i) => Number.isFinite(place(i)));
  order.sort((a, b) => place(a) - place(b));
  return (x) => {
    if (order.length === 0 || !(x >= place(order[0]) && x <= place(order[order.length - 1]))) return NaN;
    let [low, high] = [0, order.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (place(order[middle]) <= x) low = middle;
      else high = middle;
    }
    const near = x - place(order[low]) <= place(order[high]) - x ? low : high;
    return y[order[near]];
  };
}
