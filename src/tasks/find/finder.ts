/** The search for a pattern in signals of one or more channels, block by block as they come. */
import { inputError, usageError } from "../../base/errors.js";
import type { Polarity } from "../../base/options.js";
import { count } from "../../base/text.js";
import { ZnccScores } from "../zncc/scores.js";
import type { Peak } from "./peaks.js";
import { LineSearch } from "./search.js";

export interface FindOptions {
  /** Least score of an occurrence, in magnitude; above 0, at most 1. Default 0.8. */
  readonly minScore?: number;
  /** Least distance of two occurrences in one channel, in samples; default: the length of the template. */
  readonly refractory?: number;
  /** Whether occurrences may be upside down; default `positive`: they may not. */
  readonly polarity?: Polarity;
}

/** Where the pattern stands. */
export interface Occurrence {
  /** The sample on which its first sample lies, from 0. */
  readonly sample: number;
  /** From 0. */
  readonly channel: number;
  /** Zero-mean normalised cross-correlation of window and template, −1 … 1. */
  readonly score: number;
  readonly polarity: "positive" | "negative";
}

export const MIN_SCORE = 0.8;

export class Finder {
  /** Samples of the template in each channel. */
  readonly length: number;
  private readonly lines: readonly LineSearch[];
  private readonly scores: readonly ZnccScores[];
  /** Occurrences that are certain and wait for those before them in other channels. */
  private readonly waiting: Occurrence[] = [];
  private frames = 0;

  /**
   * @param channels of the samples that will come, interleaved
   * @param templates one for all channels, or one for each; at least two samples, not all equal, all finite
   * @param watch sees the score of each window of each channel, to 1e-3; NaN where it has none
   * @throws UserError (2) for options out of range, (3) for a template that nothing can be compared with
   */
  constructor(
    readonly channels: number,
    templates: readonly Float64Array[],
    options: FindOptions = {},
    watch?: (channel: number, window: number, score: number) => void,
  ) {
    const { minScore = MIN_SCORE, polarity = "positive" } = options;
    if (!(minScore > 0 && minScore <= 1))
      throw usageError("--min-score", `${minScore} is no score to reach`, "Give a number above 0, at most 1");
    if (templates.length !== 1 && templates.length !== channels)
      throw usageError(
        "--template",
        `the template has ${count(templates.length, "channel")}, the input ${channels}`,
        "Use a template of one channel, or of as many as are searched",
      );
    this.length = templates[0].length;
    const { refractory = this.length } = options;
    if (!Number.isSafeInteger(refractory) || refractory < 1)
      throw usageError("--refractory", `${refractory} is no number of samples`, "Give a whole number from 1 up");
    for (const template of templates) checkTemplate(template);
    this.scores = templates.map((template) => new ZnccScores(template));
    const rule = { minScore, distance: refractory, polarity };
    this.lines = Array.from(
      { length: channels },
      (_, c) =>
        new LineSearch(
          this.scores[this.scores.length === 1 ? 0 : c],
          rule,
          watch &&
            ((at, r) => {
              watch(c, at, r);
            }),
        ),
    );
  }

  /** Frames (samples of all channels) that have come. */
  get samples(): number {
    return this.frames;
  }

  /** Windows of all channels, how many of them are flat (score 0), and how many hold a missing sample (no score). */
  get counts(): { readonly windows: number; readonly flat: number; readonly missing: number } {
    const sum = (of: "windows" | "flat" | "missing"): number => this.lines.reduce((s, line) => s + line[of], 0);
    return { windows: sum("windows"), flat: sum("flat"), missing: sum("missing") };
  }

  /** Everything before this sample is settled and was returned. */
  get settledBefore(): number {
    return this.lines.reduce((least, line) => Math.min(least, line.settledBefore), Infinity);
  }

  /** Takes whole frames; returns the occurrences that are certain by whole blocks, in order of sample and channel. */
  push(samples: ArrayLike<number>): Occurrence[] {
    this.frames += samples.length / this.channels;
    return this.collect((line, c) => line.push(samples, c, this.channels));
  }

  /** All that is certain by what has come so far: for streams that pause. */
  flush(): Occurrence[] {
    return this.collect((line) => line.flush());
  }

  /** The occurrences that are left; no call follows. */
  end(): Occurrence[] {
    const found = this.collect((line) => line.end(), true);
    this.close();
    return found;
  }

  /** Gives back what was borrowed, where the search ends early. */
  close(): void {
    for (const scores of this.scores) scores.end();
  }

  private collect(search: (line: LineSearch, channel: number) => Peak[], last = false): Occurrence[] {
    for (const [channel, line] of this.lines.entries()) {
      for (const { at, score } of search(line, channel))
        this.waiting.push({ sample: at, channel, score, polarity: score < 0 ? "negative" : "positive" });
    }
    if (this.waiting.length === 0) return [];
    this.waiting.sort((a, b) => a.sample - b.sample || a.channel - b.channel);
    const settled = last ? Infinity : this.settledBefore;
    const after = this.waiting.findIndex(({ sample }) => sample >= settled);
    return this.waiting.splice(0, after < 0 ? this.waiting.length : after);
  }
}

function checkTemplate(template: Float64Array): void {
  if (template.length < 2)
    throw inputError(
      "--template",
      `the template has ${count(template.length, "sample")}`,
      "Give at least two: level and size do not count, so one sample is like any other",
    );
  const bad = template.findIndex((v) => v - v !== 0);
  if (bad >= 0)
    throw inputError("--template", `sample ${bad} of the template is ${template[bad]}`, "Give finite samples");
  if (template.every((v) => v === template[0]))
    throw inputError(
      "--template",
      "the template is flat: all its samples are equal",
      "Give one with a shape: level and size do not count, so nothing is like a flat one",
    );
}
