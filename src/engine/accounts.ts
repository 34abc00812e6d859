/** What a run counts while it writes: clipped samples, NaN, and samples that needed exact arithmetic. */
export interface Accounts {
  /** Samples that left the range of the output type after rounding. */
  clipped: number;
  /** The first of them in reading order, with its rounded value before it was clipped. */
  firstClipped:
    | { readonly x: number; readonly y: number; readonly channel: number; readonly value: number }
    | undefined;
  /** NaN among float outputs, or integer outputs that are 0 because there was no number for them. */
  nan: number;
  /** Infinities among float outputs. */
  infinite: number;
  /** Samples so near a rounding boundary that they were computed again exactly. */
  recomputed: number;
}

export const newAccounts = (): Accounts => ({
  clipped: 0,
  firstClipped: undefined,
  nan: 0,
  infinite: 0,
  recomputed: 0,
});

/** Whether a clipped sample at (x, y, channel) comes before the first one known so far, in reading order. */
export function isFirst(accounts: Accounts, x: number, y: number, channel: number): boolean {
  const first = accounts.firstClipped;
  if (!first || y !== first.y) return !first || y < first.y;
  return x !== first.x ? x < first.x : channel < first.channel;
}

/** Counts a sample that left the range. */
export function countClipped(accounts: Accounts, x: number, y: number, channel: number, value: number): void {
  accounts.clipped++;
  if (isFirst(accounts, x, y, channel)) accounts.firstClipped = { x, y, channel, value };
}
