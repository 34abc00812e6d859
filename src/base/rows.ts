/** Rows of a picture that come one after the other, from the top, while others work on those that are there. */

interface Waiter {
  readonly row: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Rows {
  /** How many there are by now; in shared memory, so that other threads can wait for more (`awaitRows`). */
  readonly there = new Int32Array(new SharedArrayBuffer(4));
  private waiters: Waiter[] = [];
  private failure: { readonly error: unknown } | undefined;

  /** @param count how many there will be */
  constructor(readonly count: number) {}

  /** Nothing more is to come: all are there, or the rest is not coming. */
  get ended(): boolean {
    return this.failure !== undefined || this.there[0] === this.count;
  }

  /** Says that the first `n` are there. */
  advance(n: number): void {
    if (this.ended || n <= this.there[0]) return;
    Atomics.store(this.there, 0, n);
    Atomics.notify(this.there, 0);
    const ready = this.waiters.filter(({ row }) => row <= n);
    this.waiters = this.waiters.filter(({ row }) => row > n);
    for (const { resolve } of ready) resolve();
  }

  /** Says why the rest will not come. Threads wait no longer: what they make of it is not wanted. */
  fail(error: unknown): void {
    if (this.ended) return;
    this.failure = { error };
    Atomics.store(this.there, 0, this.count);
    Atomics.notify(this.there, 0);
    for (const { reject } of this.waiters.splice(0)) reject(error);
  }

  /** Whether the first `n` are there. @throws the reason why they will not come */
  has(n: number): boolean {
    if (this.failure) throw this.failure.error as Error;
    return this.there[0] >= n;
  }

  /** Resolves when the first `n` are there; rejects with the reason why they will not come. */
  reached(n: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.has(n)) resolve();
      else this.waiters.push({ row: n, resolve, reject });
    });
  }
}

/** Lets a thread that need not do anything else sleep until the first `n` rows are there. */
export function awaitRows(there: Int32Array, n: number): void {
  for (let now = Atomics.load(there, 0); now < n; now = Atomics.load(there, 0)) Atomics.wait(there, 0, now);
}
