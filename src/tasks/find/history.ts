/** The last frames of a stream, for the time of an occurrence and the rows around it. */

export class History {
  private first = 0;
  private held = 0;
  private samples = new Float64Array(0);
  private times = new Float64Array(0);

  /** @param keepSamples whether rows will be asked for, @param keepTimes whether times will */
  constructor(
    private readonly channels: number,
    private readonly keepSamples: boolean,
    private readonly keepTimes: boolean,
  ) {}

  /** Frames that have come. */
  get end(): number {
    return this.first + this.held;
  }

  push(samples: ArrayLike<number>, times: Float64Array | undefined): void {
    const { channels, held } = this;
    const frames = samples.length / channels;
    if (this.keepSamples) {
      this.samples = roomFor(this.samples, held * channels, samples.length);
      this.samples.set(samples, held * channels);
    }
    if (this.keepTimes && times) {
      this.times = roomFor(this.times, held, frames);
      this.times.set(times, held);
    }
    this.held += frames;
  }

  /** Forgets the frames before `sample`, now or when it is worth it. */
  forget(sample: number): void {
    const { channels, held } = this;
    const drop = Math.min(held, sample - this.first);
    if (drop < held / 2 || drop < 1) return;
    if (this.keepSamples) this.samples.copyWithin(0, drop * channels, held * channels);
    if (this.keepTimes) this.times.copyWithin(0, drop, held);
    this.first += drop;
    this.held -= drop;
  }

  time(sample: number): number | undefined {
    return this.keepTimes ? this.times[sample - this.first] : undefined;
  }

  /** The frames [from, to) as rows, as far as there are any. */
  rows(from: number, to: number): { readonly first: number; readonly rows: readonly number[][] } {
    const { channels } = this;
    const first = Math.max(from, this.first);
    const rows: number[][] = [];
    for (let i = first; i < Math.min(to, this.end); i++) {
      const at = (i - this.first) * channels;
      rows.push(Array.from(this.samples.subarray(at, at + channels)));
    }
    return { first, rows };
  }
}

function roomFor(old: Float64Array<ArrayBuffer>, used: number, more: number): Float64Array<ArrayBuffer> {
  if (used + more <= old.length) return old;
  const larger = new Float64Array(Math.max(used + more, 2 * old.length, 1024));
  larger.set(old.subarray(0, used));
  return larger;
}
