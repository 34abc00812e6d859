/** The lags of a search, and the samples that meet at each: a[n] meets b[n + lag]. */

export interface Lags {
  readonly first: number;
  readonly last: number;
  /** The range was cut by `maxLag`, so that more lags lie beyond its ends. */
  readonly cut: { readonly first: boolean; readonly last: boolean };
}

export const lagCount = ({ first, last }: Lags): number => last - first + 1;

/** All lags at which `least` samples meet, or those of them within ±`maxLag`. */
export function lagsOf(a: number, b: number, least: number, maxLag = Infinity): Lags {
  const lowest = -(a - least);
  const highest = b - least;
  const first = Math.max(lowest, Math.min(-maxLag, highest));
  const last = Math.min(highest, Math.max(maxLag, lowest));
  return { first, last, cut: { first: first > lowest, last: last < highest } };
}

/** The same with one lag more at each end that was cut, to see whether the scores rise there. */
export const widened = ({ first, last, cut }: Lags): Lags => ({
  first: first - Number(cut.first),
  last: last + Number(cut.last),
  cut,
});

/** The samples a[from … to) that meet one of b at a lag. */
export function meeting(a: number, b: number, lag: number): { readonly from: number; readonly to: number } {
  const from = Math.max(0, -lag);
  return { from, to: Math.max(from, Math.min(a, b - lag)) };
}
