/**
 * A line of samples as they come, for pictures: the extremes of each of at most so many stretches, however many samples
 * there are. When there is no room for one more, neighbours become one stretch of twice the length.
 */
import type { Series } from "./figure.js";

/** More than twice the pixels that a panel is wide, also after stretches were joined. */
const STRETCHES = 4096;

export class Envelope {
  /** Samples of a stretch: a power of two. */
  private size = 1;
  /** Stretches that have come, and the sample after the last of them. */
  private used = 0;
  private end = 0;
  /** Infinite where a stretch has no finite sample. */
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  /** The samples that have these values: of several the first. */
  private readonly lowAt: Float64Array;
  private readonly highAt: Float64Array;

  /** @param most stretches, an even number */
  constructor(private readonly most = STRETCHES) {
    this.low = new Float64Array(most).fill(Infinity);
    this.high = new Float64Array(most).fill(-Infinity);
    this.lowAt = new Float64Array(most);
    this.highAt = new Float64Array(most);
  }

  /** Takes sample `at`, which is never less than the one before; samples may be left out. What is not finite is a gap. */
  add(at: number, value: number): void {
    if (at >= this.end) this.advance(at);
    const n = this.used - 1;
    if (value < this.low[n] && value > -Infinity) {
      this.low[n] = value;
      this.lowAt[n] = at;
    }
    if (value > this.high[n] && value < Infinity) {
      this.high[n] = value;
      this.highAt[n] = at;
    }
  }

  /**
   * The line through the points, a gap where a stretch has no finite sample.
   * @param first,step the place of sample i is `first + i * step` @param before samples from here on are left out
   */
  series(first: number, step: number, before = Infinity): Pick<Series, "x" | "y"> {
    const { at, y } = this.points(before);
    return { x: this.size === 1 ? { first, step } : at.map((i) => first + i * step), y };
  }

  /** The extremes of all stretches in their order, NaN where there is none; all samples while there are few. */
  points(before = Infinity): { readonly at: number[]; readonly y: number[] } {
    const at: number[] = [];
    const y: number[] = [];
    const point = (sample: number, value: number): void => {
      if (sample >= before) return;
      at.push(sample);
      y.push(value);
    };
    for (let n = 0; n < this.used; n++) {
      const [low, high, lowAt, highAt] = [this.low[n], this.high[n], this.lowAt[n], this.highAt[n]];
      if (low === Infinity) point(n * this.size, NaN);
      else if (lowAt === highAt) point(lowAt, low);
      else {
        point(...(lowAt < highAt ? ([lowAt, low] as const) : ([highAt, high] as const)));
        point(...(lowAt < highAt ? ([highAt, high] as const) : ([lowAt, low] as const)));
      }
    }
    return { at, y };
  }

  private advance(at: number): void {
    while (at >= this.most * this.size) this.join();
    this.used = Math.floor(at / this.size) + 1;
    this.end = this.used * this.size;
  }

  private join(): void {
    const { low, high, lowAt, highAt, most } = this;
    for (let n = 0; n < most / 2; n++) {
      const least = low[2 * n + 1] < low[2 * n] ? 2 * n + 1 : 2 * n;
      const greatest = high[2 * n + 1] > high[2 * n] ? 2 * n + 1 : 2 * n;
      [low[n], lowAt[n]] = [low[least], lowAt[least]];
      [high[n], highAt[n]] = [high[greatest], highAt[greatest]];
    }
    low.fill(Infinity, most / 2);
    high.fill(-Infinity, most / 2);
    this.size *= 2;
  }
}
