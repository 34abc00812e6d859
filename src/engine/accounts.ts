/** What a run counts while it writes: clipped samples, NaN, and samples that needed exact arithmetic. */
export interface Accounts {
  /** Samples that left the range of the output type after rounding. */
  clipped: number;
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

/** Counts a sample that left the range. The first is the one that comes first in the rows of the output. */
export function countClipped(accounts: Accounts, x: number, y: number, channel: number, value: number): void {
  accounts.clipped++;
  const { firstClipped: first } = accounts;
  const isFirst =
    !first || y < first.y || (y === first.y && (x < first.x || (x === first.x && channel < first.channel)));
  if (isFirst) accounts.firstClipped = { x, y, channel, value };
}
