/** What `--plot` of match, delay and find draws: as data, and as committed drawings, which `npx vitest -u` writes again. */
import { describe, expect, it } from "vitest";
import { signalOf } from "../../src/base/signal.js";
import { delayFigure, pairsLeftOut } from "../../src/cli/plot-delay.js";
import { FindPlot } from "../../src/cli/plot-find.js";
import { matchFigure } from "../../src/cli/plot-match.js";
import type { Figure, HeatPanel, LinePanel } from "../../src/plot/figure.js";
import { figureSvg } from "../../src/plot/figure-svg.js";
import { type DelayPair, delay, delays } from "../../src/tasks/delay/delay.js";
import type { DelayOptions } from "../../src/tasks/delay/options.js";
import { Finder, type FindOptions } from "../../src/tasks/find/finder.js";
import { match } from "../../src/tasks/match/match.js";
import { faults } from "../support/faults.js";
import { mulberry } from "../support/random.js";

const about = { source: "a.csv", medium: "array" } as const;

// A saw tooth with a shape in it at 3,4 and, half as large, at 16,9.
const SHAPE = [9, 1, 0, 2, 8, 1, 0, 3, 9, 7, 9, 2];
const picture = (() => {
  const data = Uint8Array.from({ length: 24 * 16 }, (_, i) => 20 + (((i % 24) * 5 + Math.floor(i / 24) * 3) % 17));
  for (const [x, y, size] of [
    [3, 4, 8],
    [16, 9, 4],
  ]) {
    for (const [i, v] of SHAPE.entries()) data[(y + Math.floor(i / 4)) * 24 + x + (i % 4)] = v * size;
  }
  return signalOf(data, { width: 24, height: 16, rank: 2 }, "u8", { source: "picture.png", medium: "raster" });
})();
const template = signalOf(Uint8Array.from(SHAPE), { width: 4, height: 3, rank: 2 }, "u8", {
  source: "shape.png",
  medium: "raster",
});

const next = mulberry(5);
const whole = Array.from({ length: 200 }, () => Math.floor(next() * 9) - 4);
const moved = (by: number, size: number): number[] => whole.map((_, i) => size * (whole[i - by] ?? 0) + (i % 3));

function ofColumns(columns: readonly (readonly number[])[], rate?: number) {
  const names = columns.map((_, c) => "xyzuv"[c]);
  const data = Float64Array.from(columns[0].flatMap((_, i) => columns.map((column) => column[i])));
  return signalOf(data, { width: columns[0].length, channels: columns.length }, "f64", {
    ...about,
    columns: names,
    ...(rate === undefined ? {} : { sampleRate: rate }),
  });
}

function delayOf(columns: readonly (readonly number[])[], options: DelayOptions = {}, rate?: number): Figure {
  const signal = ofColumns(columns, rate);
  return delayFigure([signal], delays(signal, options), options);
}

/** What is drawn of lines of samples, each an input. */
function findOf(
  inputs: readonly (readonly number[])[],
  t: readonly number[],
  options: FindOptions = {},
  { rate, channels = 1, start }: { rate?: number; channels?: number; start?: number } = {},
): { figure: Figure; plot: FindPlot } {
  const plot = new FindPlot();
  let found = 0;
  for (const [i, samples] of inputs.entries()) {
    const head = { channels, ...(rate === undefined ? {} : { sampleRate: rate }) };
    const trace = plot.begin(`${i}.csv`, head, t.length);
    const finder = new Finder(channels, [Float64Array.from(t)], options, (c, at, score) => {
      trace.score(c, at, score);
    });
    const data = Float64Array.from(samples);
    trace.push({ samples: data, ...(start === undefined ? {} : { times: Float64Array.of(start) }) });
    for (const occurrence of [...finder.push(data), ...finder.end()]) {
      trace.found(occurrence);
      found++;
    }
  }
  return { figure: plot.figure(t.join(), found, options), plot };
}

const bumps = [0, 0, 1, 3, 2, 0, 0, 5, 3, -1, 1, 5, 5, 5, 2, 6, 4, 0, 1, 0];

const FIGURES: Readonly<Record<string, Figure>> = {
  match: matchFigure(picture, match(picture, template, { top: 0 })),
  "match-none": matchFigure(picture, match(picture, template, { method: "ssd", maxScore: 0, top: 3 })),
  delay: delayOf([whole, moved(7, 2)], {}, 100),
  "delay-ambiguous": delayOf([
    [0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1],
    [1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1, 0],
  ]),
  "delay-pairs": delayOf([whole, moved(7, 2), moved(3, -1)]),
  find: findOf([bumps], [0, 1, 3, 2, 0], { polarity: "either" }).figure,
  "find-two": findOf([bumps, bumps.slice(0, 6)], [0, 1, 3, 2, 0], { minScore: 0.9 }, { rate: 2, start: 10 }).figure,
};

describe.each(Object.entries(FIGURES))("%s", (name, figure) => {
  it("is drawn as it was", async () => {
    await expect(figureSvg(figure)).toMatchFileSnapshot(`golden/${name}.svg`);
  });

  it("has all texts inside, and none on another", () => {
    expect(faults(figure)).toEqual([]);
  });
});

describe("match", () => {
  const panels = FIGURES["match"].panels as HeatPanel[];

  it("has a frame round each match, the best first, with the numbers of their lines, and its corner marked in the scores", () => {
    expect(FIGURES["match"].title).toBe("shape.png, 4×3: 2 matches by zncc, best score 1 at 3,4");
    expect(panels[0].boxes).toEqual([
      { x: 2.5, y: 3.5, width: 4, height: 3, colour: "#d65e00", label: "1" },
      { x: 15.5, y: 8.5, width: 4, height: 3, colour: "#57b5e8", label: "2" },
    ]);
    expect(panels[1].marks).toEqual([
      { x: 3, y: 4 },
      { x: 16, y: 9 },
    ]);
  });

  it("draws the scores that there were where nothing matches, small distances as the ones to see", () => {
    const { title, panels: drawn } = FIGURES["match-none"];
    expect(title).toMatch(/^shape\.png, 4×3: no match by ssd, best score \d+ at 16,9$/);
    expect(drawn).toMatchObject([{ boxes: [] }, { marks: [], reduce: "least", colours: "sequential" }]);
  });

  it("marks the place between samples", () => {
    const found = match(picture, template, { subpixel: "parabola" });
    const { marks } = matchFigure(picture, found).panels[1] as HeatPanel;
    expect(marks).toEqual([found.report.matches[0].subpixel]);
  });
});

describe("delay", () => {
  const lines = (figure: Figure) => figure.panels as LinePanel[];

  it("lays the signals over each other by the delay, and marks it among the scores", () => {
    const [over, all, near] = lines(FIGURES["delay"]);
    expect(FIGURES["delay"].title).toMatch(/^y is 7 samples \(70 ms\) later than x$|^y is [67]\.\d+ samples/);
    expect(over.series.map(({ name }) => name)).toEqual(["x", "y, moved"]);
    expect(all.series.at(-1)).toEqual({
      name: "best lag: 7 samples",
      style: "points",
      x: [0.07],
      y: [expect.any(Number)],
    });
    for (const panel of [all, near]) {
      expect(panel.x).toEqual({ label: "lag in s" });
      const [{ x }] = panel.thresholds as { x: number }[];
      expect(Math.abs(x - 0.07)).toBeLessThan(0.01);
    }
  });

  it("moves B by the whole delay, its fraction too", () => {
    const [over] = lines(FIGURES["delay"]);
    const [a, b] = over.series.map(({ x }) => (x as { first: number }).first);
    const [{ x: at }] = lines(FIGURES["delay"])[1].thresholds as { x: number }[];
    expect(b - a).toBeCloseTo(0.07 - at, 12);
  });

  it("says why where it is ambiguous, and shows a signal that does not vary by the scores alone", () => {
    expect(FIGURES["delay-ambiguous"].title).toBe(
      "ambiguous: a second peak at lag 1 has 100 % of the height of the first at lag -1",
    );
    const flat = delayOf([whole, whole.map(() => 1)]);
    expect(lines(flat).map(({ title }) => title)).toEqual(["score of each lag", expect.stringMatching(/^around/)]);
  });

  it("draws two files as two columns", () => {
    const [x, y] = [whole, moved(7, 2)].map((line) => ofColumns([line], 100));
    const pair: DelayPair = { a: 0, b: 1, result: delay(x, y) };
    const names = lines(delayFigure([x, y], [pair], {}))[0].series.map(({ name }) => name);
    expect(names).toEqual(["x", "x, moved"]);
  });

  it("has a panel a pair, six at most, and says so", () => {
    expect(lines(FIGURES["delay-pairs"]).map(({ title }) => title?.slice(0, 4))).toEqual(["y is", "z is", "z is"]);
    const signal = ofColumns([0, 1, 2, 3, 4].map((by) => moved(by, 1)));
    const pairs = delays(signal);
    expect(delayFigure([signal], pairs, {}).panels).toHaveLength(6);
    expect(pairsLeftOut(pairs)).toBe("the plot shows the first 6 pairs of 10");
    expect(pairsLeftOut(pairs.slice(0, 6))).toBeUndefined();
  });
});

describe("find", () => {
  const dotsOf = (panel: LinePanel): unknown => panel.series.at(-1);

  it("has the input with what was found, the scores with dots, and a line at each score that is enough", () => {
    const [input, scores] = FIGURES["find"].panels as LinePanel[];
    expect(FIGURES["find"].title).toMatch(/^0,1,3,2,0: found \d times$/);
    expect(input.series[0].y).toEqual(bumps);
    expect(Array.from(input.series[1].y).slice(0, 8)).toEqual([NaN, 0, 1, 3, 2, 0, NaN, 5]);
    expect(scores.thresholds).toEqual([{ y: 0.8 }, { y: -0.8 }]);
    expect(dotsOf(scores)).toMatchObject({ style: "points" });
  });

  it("is over seconds from the first time on, for several inputs too", () => {
    const { panels, x } = FIGURES["find-two"];
    expect(x).toEqual({ label: "time in s" });
    expect(panels.map(({ title }) => title)).toEqual(["0.csv", "score", "1.csv", "score"]);
    for (const panel of panels as LinePanel[]) expect(panel.series[0].x).toEqual({ first: 10, step: 0.5 });
  });

  it("ends where the reading ended by what was found", () => {
    const plot = new FindPlot();
    const trace = plot.begin("a", { channels: 1 }, 2);
    trace.push({ samples: Float64Array.of(1, 2, 3, 4) });
    trace.end = 3;
    const [{ series }] = plot.figure("0,1", 0, {}).panels as LinePanel[];
    expect(series).toEqual([{ x: { first: 0, step: 1 }, y: [1, 2, 3] }]);
  });

  it("draws four signals at most, and says so", () => {
    const { figure, plot } = findOf(
      [
        [0, 1, 2, 3, 4, 5],
        [0, 1, 2, 3],
        [1, 2],
      ],
      [0, 1],
      {},
      { channels: 2 },
    );
    expect(figure.panels.map(({ title }) => title)).toEqual([
      "0.csv: channel 1",
      "score",
      "0.csv: channel 2",
      "score",
      "1.csv: channel 1",
      "score",
      "1.csv: channel 2",
      "score",
    ]);
    expect(plot.leftOut).toBe("the plot shows the first 4 signals of 6");
    expect(findOf([bumps], [0, 1]).plot.leftOut).toBeUndefined();
  });
});
