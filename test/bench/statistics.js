// What the tables are made of: medians, minima, and ratios taken pair by pair from interleaved runs.

/** The median; the mean of the two middle values of an even number of them. NaN of none. */
export function median(values) {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The least value. NaN of none. */
export const least = (values) => (values.length === 0 ? Number.NaN : values.reduce((a, b) => (b < a ? b : a)));

/**
 * Median of a[i]/b[i] over the rounds that both have. Runs of one round stand next to each other in time, so a machine
 * that becomes slower for a while changes both and leaves the ratio.
 */
export function pairRatio(a, b) {
  const rounds = Math.min(a.length, b.length);
  return median(Array.from({ length: rounds }, (_, i) => a[i] / b[i]));
}

/** How far two results are apart: the largest and the mean difference, and the share of samples beyond `tolerance`. */
export function difference(a, b, tolerance = 0) {
  if (a.length !== b.length) throw new Error(`${a.length} samples and ${b.length} cannot be compared`);
  let [largest, sum, beyond] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const d = Math.abs(a[i] - b[i]);
    // A NaN on one side only is as far apart as can be.
    const apart = Number.isNaN(d) ? (Number.isNaN(a[i]) && Number.isNaN(b[i]) ? 0 : Number.POSITIVE_INFINITY) : d;
    if (apart > largest) largest = apart;
    if (apart > tolerance) beyond++;
    sum += apart;
  }
  return { largest, mean: a.length === 0 ? 0 : sum / a.length, beyond: a.length === 0 ? 0 : beyond / a.length };
}
