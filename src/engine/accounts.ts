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
  /** Windows without contrast, in template matching. */
  flat: number;
}

export const newAccounts = (): Accounts => ({
  clipped: 0,
  firstClipped: undefined,
  nan: 0,
  infinite: 0,
  recomputed: 0,
  flat: 0,
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

/** Adds what another thread has counted. */
export function addAccounts(to: Accounts, more: Accounts): void {
  to.clipped += more.clipped;
  to.nan += more.nan;
  to.infinite += more.infinite;
  to.recomputed += more.recomputed;
  to.flat += more.flat;
  const first = more.firstClipped;
  if (first && isFirst(to, first.x, first.y, first.channel)) to.firstClipped = first;
}

/** Numbers that accounts take in shared memory. */
export const ACCOUNTS_LENGTH = 10;

/** Accounts as numbers, for another thread to read. */
export function writeAccounts(
  { clipped, nan, infinite, recomputed, flat, firstClipped: f }: Accounts,
  to: Float64Array,
): void {
  to.set([clipped, nan, infinite, recomputed, f ? 1 : 0, f?.x ?? 0, f?.y ?? 0, f?.channel ?? 0, f?.value ?? 0, flat]);
}

export function readAccounts(from: Float64Array): Accounts {
  const [clipped, nan, infinite, recomputed, has, x, y, channel, value, flat] = from;
  return { clipped, nan, infinite, recomputed, flat, firstClipped: has === 1 ? { x, y, channel, value } : undefined };
}
