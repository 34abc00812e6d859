/** Where the time of a call goes: its stages one after the other, each ended by `lap`. */
export interface Laps {
  /** The time since the last lap was spent on `stage`. */
  lap(stage: Stage): void;
}

export const STAGES = ["start", "read", "decode", "plan", "filter", "encode", "write"] as const;
export type Stage = (typeof STAGES)[number];

export const NO_LAPS: Laps = { lap: () => undefined };

/** Sums laps by stage, in milliseconds. */
export class Stopwatch implements Laps {
  readonly stages: Record<Stage, number> = { start: 0, read: 0, decode: 0, plan: 0, filter: 0, encode: 0, write: 0 };
  private last: number;

  /** @param now a clock in milliseconds @param from what it showed when the first stage began */
  constructor(
    private readonly now: () => number,
    from: number,
  ) {
    this.last = from;
  }

  lap(stage: Stage): void {
    const time = this.now();
    this.stages[stage] += time - this.last;
    this.last = time;
  }
}

/** Blocks as they come, a lap for `making` as each is there and one for `using` as the next is asked for. */
export async function* lapped<T>(
  blocks: Iterable<T> | AsyncIterable<T>,
  laps: Laps,
  making: Stage,
  using: Stage,
): AsyncGenerator<T> {
  for await (const block of blocks) {
    laps.lap(making);
    yield block;
    laps.lap(using);
  }
  laps.lap(making);
}
