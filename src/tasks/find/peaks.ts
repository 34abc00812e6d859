/**
 * Which of several peaks that lie close together is the occurrence: the highest first (of equal ones the earliest), each
 * taking with it all others less than `distance` samples away, as SciPy's `find_peaks` does with its `distance`. Peaks
 * come in the order of their positions, and each is settled as soon as no later one can change its fate, so a stream
 * gives what the whole would.
 */

export interface Peak {
  readonly at: number;
  /** What it is judged by. */
  readonly height: number;
  /** Signed. */
  readonly score: number;
}

export class Peaks {
  /** Peaks that are not settled, by position. */
  #open: Peak[] = [];

  constructor(readonly distance: number) {}

  /** Positions rise from call to call. */
  add(peak: Peak): void {
    this.#open.push(peak);
  }

  /** Everything before this position is settled, when all peaks up to `known` have come. */
  settledBefore(known: number): number {
    return this.#open.length > 0 ? this.#open[0].at : known + 1;
  }

  /** The occurrences that are certain now, in order; `known`: all peaks up to there have come. */
  settle(known: number): Peak[] {
    const found: Peak[] = [];
    let from = 0;
    for (let i = 0; i < this.#open.length; i++) {
      const { at } = this.#open[i];
      if (at + this.distance - 1 > known) break;
      if (!this.#isHighest(i, from)) continue;
      // It stays, so the fate of all before it depends on none behind it.
      found.push(...greedy(this.#open.slice(from, i + 1), this.distance));
      from = i + 1;
      while (from < this.#open.length && this.#open[from].at - at < this.distance) from++;
      i = from - 1;
    }
    if (from > 0) this.#open = this.#open.slice(from);
    return found;
  }

  /** Whether none within reach is higher, or as high and earlier. Those before `from` are settled. */
  #isHighest(i: number, from: number): boolean {
    const { at, height } = this.#open[i];
    for (let j = i - 1; j >= from && at - this.#open[j].at < this.distance; j--)
      if (this.#open[j].height >= height) return false;
    for (let j = i + 1; j < this.#open.length && this.#open[j].at - at < this.distance; j++)
      if (this.#open[j].height > height) return false;
    return true;
  }
}

/** The rule itself, over peaks that no others can reach. */
export function greedy(peaks: readonly Peak[], distance: number): Peak[] {
  const kept: Peak[] = [];
  for (const peak of [...peaks].sort((a, b) => b.height - a.height || a.at - b.at)) {
    if (kept.every(({ at }) => Math.abs(at - peak.at) >= distance)) kept.push(peak);
  }
  return kept.sort((a, b) => a.at - b.at);
}
