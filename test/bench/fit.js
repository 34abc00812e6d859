// Prices from measured times: amounts × prices = nanoseconds, by least squares on the relative error.

/** Relative errors beyond this count less and less (Huber), so that a few odd times do not bend the prices. */
const HUBER = 0.2;
const REWEIGHTS = 12;
const SWEEPS = 3000;

/**
 * Prices ≥ 0 of each kind of work, from rows of { work: { kind: amount }, time }. Coordinate descent on
 * Σ w·((Σ amount·price)/time − 1)², prices held at 0 or above; w follows the errors of the fit before.
 */
export function fitted(rows) {
  const kinds = [...new Set(rows.flatMap(({ work }) => Object.keys(work)))].sort();
  const columns = kinds.map((kind) => Float64Array.from(rows, ({ work, time }) => (work[kind] ?? 0) / time));
  const prices = new Float64Array(kinds.length);
  const weights = new Float64Array(rows.length).fill(1);
  for (let turn = 0; turn < REWEIGHTS; turn++) {
    descend(columns, weights, prices);
    for (let r = 0; r < rows.length; r++) {
      const error = Math.abs(predicted(columns, prices, r) - 1);
      weights[r] = error <= HUBER ? 1 : HUBER / error;
    }
  }
  return Object.fromEntries(kinds.map((kind, k) => [kind, prices[k]]));
}

const predicted = (columns, prices, row) => columns.reduce((sum, column, k) => sum + column[row] * prices[k], 0);

function descend(columns, weights, prices) {
  const rows = weights.length;
  const rest = Float64Array.from({ length: rows }, (_, r) => 1 - predicted(columns, prices, r));
  const norms = columns.map((column) => column.reduce((sum, a, r) => sum + weights[r] * a * a, 0));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [k, column] of columns.entries()) {
      if (norms[k] === 0) continue;
      let slope = 0;
      for (let r = 0; r < rows; r++) slope += weights[r] * column[r] * rest[r];
      const price = Math.max(0, prices[k] + slope / norms[k]);
      const change = price - prices[k];
      if (change === 0) continue;
      prices[k] = price;
      for (let r = 0; r < rows; r++) rest[r] -= column[r] * change;
    }
  }
}
