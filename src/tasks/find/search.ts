/**
 * The search along one line of samples, as they come: windows are scored in blocks, peaks are picked, and what is held in
 * memory is a few blocks, however long the line. Each decision is that of the exact scores (see `zncc/scores.ts`), so the
 * occurrences do not depend on where the line was cut.
 */
import type { Polarity } from "../../base/options.js";
import type { ZnccScores } from "../zncc/scores.js";
import { type Peak, Peaks } from "./peaks.js";

export interface SearchRule {
  /** Least height of an occurrence, above 0. */
  readonly minScore: number;
  /** Least distance of two occurrences, in samples. */
  readonly distance: number;
  readonly polarity: Polarity;
}

/** What a watcher's scores may be off; less than a pixel of any plot. */
const SEEN = 1e-3;

export class LineSearch {
  /** Windows that were scored, and how many of them are flat or hold a sample that is missing. */
  windows = 0;
  flat = 0;
  missing = 0;
  private readonly peaks: Peaks;
  /** The samples that are still needed; `held[0]` is sample `first` of the line. */
  private held: Float64Array;
  private first = 0;
  private filled = 0;
  /** Heights and their bounds of the windows from `next − 2` on; −∞ where there is none. */
  private readonly heights: Float64Array;
  private readonly bounds: Float64Array;
  /** The first window that is not scored. */
  private next = 0;
  /** Exact scores of the last windows that needed them, by position. */
  private readonly known = new Map<number, number>();

  /** @param watch sees the score of each window, in order, to `SEEN`; NaN where it has none */
  constructor(
    private readonly scores: ZnccScores,
    private readonly rule: SearchRule,
    private readonly watch?: (window: number, score: number) => void,
  ) {
    this.peaks = new Peaks(rule.distance);
    this.held = new Float64Array(scores.step + scores.length + 1);
    this.heights = new Float64Array(scores.step + 3).fill(-Infinity);
    this.bounds = new Float64Array(scores.step + 3);
  }

  /** Everything before this window is settled. */
  get settledBefore(): number {
    return this.peaks.settledBefore(this.next - 2);
  }

  /** Takes every `channels`-th of the samples from `channel` on, and returns the occurrences that are certain by whole blocks. */
  push(samples: ArrayLike<number>, channel = 0, channels = 1): Peak[] {
    const found: Peak[] = [];
    for (let from = channel; from < samples.length; ) {
      const room = this.held.length - this.filled;
      const count = Math.min(room, Math.ceil((samples.length - from) / channels));
      const { held, filled } = this;
      for (let i = 0, at = from; i < count; i++, at += channels) held[filled + i] = samples[at];
      this.filled += count;
      from += count * channels;
      if (this.filled === held.length) found.push(...this.score(this.ready(), false));
    }
    return found;
  }

  /** The occurrences that are certain by what has come so far. */
  flush(): Peak[] {
    return this.score(this.ready(), false);
  }

  /** Those that are left: no sample follows. */
  end(): Peak[] {
    return this.score(this.ready(), true);
  }

  /** Windows that are whole and not scored. */
  private ready(): number {
    return Math.max(0, this.first + this.filled - this.scores.length + 1 - this.next);
  }

  private score(windows: number, last: boolean): Peak[] {
    const { scores, heights, bounds, held } = this;
    for (let left = windows; left > 0; ) {
      const count = Math.min(left, scores.step);
      scores.runFew(held, this.next - this.first, count);
      this.flat += scores.flat;
      this.missing += scores.missing;
      this.windows += count;
      for (let i = 0; i < count; i++) {
        heights[i + 2] = this.heightOf(scores.values[i]);
        bounds[i + 2] = scores.errors[i];
      }
      if (this.watch) for (let i = 0; i < count; i++) this.watch(this.next + i, this.seen(i));
      // The last of them waits for the one behind it.
      this.pick(1, count + 1);
      heights.copyWithin(0, count, count + 2);
      bounds.copyWithin(0, count, count + 2);
      this.next += count;
      left -= count;
    }
    if (last) {
      heights[2] = -Infinity;
      bounds[2] = 0;
      this.pick(1, 2);
      return this.peaks.settle(Infinity);
    }
    this.forget();
    return this.peaks.settle(this.next - 2);
  }

  /** Adds the peaks among entries [from, to) of the heights; entry i is window `next − 2 + i`. */
  private pick(from: number, to: number): void {
    const { heights, bounds } = this;
    const { minScore } = this.rule;
    for (let i = from; i < to; i++) {
      const [height, bound] = [heights[i], bounds[i]];
      if (height + bound < minScore || height === -Infinity) continue;
      const [before, after] = [heights[i - 1], heights[i + 1]];
      if (height + bound <= before - bounds[i - 1] || height + bound < after - bounds[i + 1]) continue;
      const at = this.next - 2 + i;
      const score = this.exact(at);
      const exact = this.heightOf(score);
      if (exact < minScore) continue;
      // What the bounds leave open, exact scores decide.
      if (height - bound <= before + bounds[i - 1] && exact <= this.heightOf(this.exact(at - 1))) continue;
      if (height - bound < after + bounds[i + 1] && exact < this.heightOf(this.exact(at + 1))) continue;
      this.peaks.add({ at, height: exact, score });
    }
    this.known.clear();
  }

  /** The score of a window of the last run, for someone to look at. */
  private seen(i: number): number {
    const { errors, values } = this.scores;
    return errors[i] > SEEN ? this.scores.exact(this.held, this.next + i - this.first) : values[i];
  }

  private exact(at: number): number {
    let score = this.known.get(at);
    if (score === undefined) {
      score = this.scores.exact(this.held, at - this.first);
      this.known.set(at, score);
    }
    return score;
  }

  /** A missing score is lower than all others. */
  private heightOf(score: number): number {
    if (Number.isNaN(score)) return -Infinity;
    const { polarity } = this.rule;
    return polarity === "positive" ? score : polarity === "negative" ? -score : Math.abs(score);
  }

  /** Samples before window `next − 2` are not needed any more. */
  private forget(): void {
    const drop = Math.min(this.filled, Math.max(0, this.next - 2 - this.first));
    this.held.copyWithin(0, drop, this.filled);
    this.first += drop;
    this.filled -= drop;
  }
}
