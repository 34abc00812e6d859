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
  /** Stretches that have come; those without a finite sample have NaN. */
  private used = 0;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  /** The samples that have these values: of several the first. */
  private readonly lowAt: Float64Array;
  private readonly highAt: Float64Array;

  /** @param most stretches, an even number */
  constructor(private readonly most = STRETCHES) {
    [this.low, this.high, this.lowAt, this.highAt] = Array.from({ length: 4 }, () => new Float64Array(most));
  }

  /** Takes sample `at`, which is never less than the one before; samples may be left out. What is not finite is a gap. */
  add(at: number, value: number): void {
    while (at >= this.most * this.size) this.join();
    const n = Math.floor(at / this.size);
    while (this.used <= n) this.low[this.used] = this.high[this.used++] = NaN;
    if (!Number.isFinite(value)) return;
    if (!(value >= this.low[n])) [this.low[n], this.lowAt[n]] = [value, at];
    if (!(value <= this.high[n])) [this.high[n], this.highAt[n]] = [value, at];
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
      if (Number.isNaN(low)) point(n * this.size, NaN);
      else if (lowAt === highAt) point(lowAt, low);
      else {
        point(...(lowAt < highAt ? ([lowAt, low] as const) : ([highAt, high] as const)));
        point(...(lowAt < highAt ? ([highAt, high] as const) : ([lowAt, low] as const)));
      }
    }
    return { at, y };
  }

  private join(): void {
    const { low, high, lowAt, highAt } = this;
    const pairs = Math.ceil(this.used / 2);
    for (let n = 0; n < pairs; n++) {
      const [a, b] = [2 * n, 2 * n + 1];
      const least = b < this.used && !(low[b] >= low[a] || Number.isNaN(low[b])) ? b : a;
      const most = b < this.used && !(high[b] <= high[a] || Number.isNaN(high[b])) ? b : a;
      [low[n], lowAt[n]] = [low[least], lowAt[least]];
      [high[n], highAt[n]] = [high[most], highAt[most]];
    }
    this.used = pairs;
    this.size *= 2;
  }
}
