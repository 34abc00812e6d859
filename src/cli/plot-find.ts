/** `--plot` of `find`: what came in and how it scored, with dots at what was found; kept in bounded memory as it comes. */

import type { Samples } from "../base/element.js";
import type { Polarity } from "../base/options.js";
import { count, printable } from "../base/text.js";
import type { RowBlock, RowHead } from "../formats/rows.js";
import { RED } from "../plot/colours.js";
import { Envelope } from "../plot/envelope.js";
import type { Figure, LinePanel, Series } from "../plot/figure.js";
import { MIN_SCORE, type Occurrence } from "../tasks/find/finder.js";

/** Signals of all inputs that have panels. */
const MOST = 4;

/** One signal: its samples, the scores of its windows by their first samples, and what was found. */
interface Signal {
  readonly name: string;
  readonly samples: Envelope;
  readonly scores: Envelope;
  readonly dots: Envelope;
}

/** One input, as it comes. */
export class FindTrace {
  private frames = 0;
  /** The time of the first sample. */
  start = 0;
  /** Samples from here on are not drawn: how far an input is read that is not read to its end depends on how it comes. */
  end = Infinity;

  constructor(
    private readonly channels: number,
    /** Samples of the template. */
    readonly length: number,
    /** The first channels. */
    readonly signals: readonly Signal[],
    /** Samples per second. */
    readonly rate: number | undefined,
  ) {}

  push({ samples, times }: RowBlock): void {
    if (this.frames === 0 && times !== undefined && times.length > 0) this.start = times[0];
    for (const [c, signal] of this.signals.entries()) this.line(samples, c, signal.samples);
    this.frames += samples.length / this.channels;
  }

  private line(samples: Samples, channel: number, to: Envelope): void {
    let at = this.frames;
    for (let i = channel; i < samples.length; i += this.channels) to.add(at++, samples[i]);
  }

  score(channel: number, at: number, score: number): void {
    this.signals.at(channel)?.scores.add(at, score);
  }

  found({ channel, sample, score }: Occurrence): void {
    this.signals.at(channel)?.dots.add(sample, score);
  }
}

/** All inputs of a call. */
export class FindPlot {
  private readonly traces: FindTrace[] = [];
  private known = 0;

  /** Begins an input; channels for which there is no room any more are not drawn. */
  begin(file: string, { channels, columns, sampleRate }: RowHead, length: number): FindTrace {
    const shown = Math.min(channels, Math.max(0, MOST - this.known));
    this.known += channels;
    const signals = Array.from({ length: shown }, (_, c): Signal => {
      const column = columns?.[c] ?? (channels > 1 ? `channel ${c + 1}` : undefined);
      const name = printable(column === undefined ? file : `${file}: ${column}`);
      return { name, samples: new Envelope(), scores: new Envelope(), dots: new Envelope() };
    });
    const trace = new FindTrace(channels, length, signals, sampleRate);
    this.traces.push(trace);
    return trace;
  }

  /** What the figure leaves out, to be told. */
  get leftOut(): string | undefined {
    return this.known > MOST ? `the plot shows the first ${count(MOST, "signal")} of ${this.known}` : undefined;
  }

  /**
   * Each signal, what was found of it in red, and below it its scores with dotted lines at the least score; over seconds
   * where all inputs have a rate, else over samples.
   * @param template as written @param found how often it was found
   */
  figure(
    template: string,
    found: number,
    { minScore = MIN_SCORE, polarity = "positive" }: { readonly minScore?: number; readonly polarity?: Polarity },
  ): Figure {
    const shown = this.traces.filter(({ signals }) => signals.length > 0);
    const timed = shown.length > 0 && shown.every(({ rate }) => rate !== undefined);
    const limits = [...(polarity === "negative" ? [] : [minScore]), ...(polarity === "positive" ? [] : [-minScore])];
    const panels = shown.flatMap((trace) => {
      const [first, step] = timed ? [trace.start, 1 / trace.rate!] : [0, 1];
      return trace.signals.flatMap((signal): LinePanel[] => [
        { kind: "lines", title: signal.name, series: samplesOf(signal, trace, first, step) },
        {
          kind: "lines",
          title: "score",
          series: [
            signal.scores.series(first, step, trace.end),
            { ...signal.dots.series(first, step, trace.end), style: "points" },
          ],
          thresholds: limits.map((y) => ({ y })),
          y: { limits: SCORES },
        },
      ]);
    });
    return {
      title: `${printable(template)}: ${found === 0 ? "not found" : `found ${count(found, "time")}`}`,
      panels,
      x: { label: timed ? "time in s" : "sample" },
    };
  }
}

/** All that scores can be, with some air. */
const SCORES = [-1.1, 1.1] as const;

/** The line of a signal, and in red what was found of it. */
function samplesOf({ samples, dots }: Signal, { end, length }: FindTrace, first: number, step: number): Series[] {
  const line = samples.series(first, step, end);
  const found = dots.points(end);
  const starts = found.at.filter((_, i) => Number.isFinite(found.y[i]));
  if (starts.length === 0) return [line];
  const { at, y } = samples.points(end);
  let next = 0;
  const inside = y.map((v, i) => {
    while (next < starts.length && starts[next] <= at[i]) next++;
    return next > 0 && at[i] < starts[next - 1] + length ? v : NaN;
  });
  return [line, { ...line, y: inside, colour: RED }];
}
