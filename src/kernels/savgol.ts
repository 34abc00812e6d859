/** Savitzky–Golay: the value, or a derivative, of the polynomial that fits a window best. */
import { usageError } from "../base/errors.js";
import { add, divide, fromNumber, multiply, negate, ONE, type Rational, rational, ZERO } from "../base/rational.js";
import { exactKernel } from "./exact.js";
import type { NamedKernel } from "./named.js";
import { named } from "./shapes.js";
import { numberOf } from "./values.js";

/** Solves a symmetric positive definite system exactly by Gauss–Jordan; no pivoting is needed then. */
function solve(matrix: readonly (readonly Rational[])[], right: readonly Rational[]): Rational[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let p = 0; p < n; p++) {
    const inverse = divide(ONE, rows[p][p]);
    rows[p] = rows[p].map((v) => multiply(v, inverse));
    for (let i = 0; i < n; i++) {
      const factor = rows[i][p];
      if (i === p || factor.num === 0n) continue;
      rows[i] = rows[i].map((v, j) => add(v, negate(multiply(factor, rows[p][j]))));
    }
  }
  return rows.map((row) => row[n]);
}

/**
 * The taps, as xcorr uses them, of the `deriv`-th derivative at the middle of the least-squares polynomial through
 * 2·half + 1 samples at a spacing of 1: deriv! · e_deriv · (AᵀA)⁻¹ · Aᵀ with A[j][k] = j^k (Savitzky & Golay 1964).
 */
export function savgolTaps(half: number, order: number, deriv: number): Rational[] {
  const moments = new Array<bigint>(2 * order + 1).fill(0n);
  for (let j = -half; j <= half; j++) {
    let power = 1n;
    for (let k = 0; k <= 2 * order; k++) {
      moments[k] += power;
      power *= BigInt(j);
    }
  }
  const normal = Array.from({ length: order + 1 }, (_, i) =>
    Array.from({ length: order + 1 }, (_unused, k) => rational(moments[i + k])),
  );
  const unit = Array.from({ length: order + 1 }, (_, i) => (i === deriv ? ONE : ZERO));
  const coefficients = solve(normal, unit);
  let factorial = 1n;
  for (let d = 2; d <= deriv; d++) factorial *= BigInt(d);
  return Array.from({ length: 2 * half + 1 }, (_, i) => {
    const x = fromNumber(i - half);
    let value = ZERO;
    for (let k = order; k >= 0; k--) value = add(multiply(value, x), coefficients[k]);
    return multiply(value, rational(factorial));
  });
}

export const savgol: NamedKernel = {
  name: "savgol",
  group: "signal",
  title: "Savitzky-Golay smoothing or derivative, exact fractions",
  parameters: [
    { name: "window", kind: "integer", least: 1, greatest: 4001, help: "number of taps, odd" },
    { name: "order", kind: "integer", least: 0, greatest: 20, help: "degree of the polynomial, below window" },
    {
      name: "deriv",
      kind: "integer",
      least: 0,
      greatest: 20,
      default: 0,
      help: "which derivative, a sample spacing of 1; at most order",
    },
  ],
  sizeRule: "as given",
  examples: ["savgol:7,2", "savgol:window=11,order=3,deriv=1"],
  build(values) {
    const [window, order, deriv] = ["window", "order", "deriv"].map((name) => numberOf(values, name));
    if (window % 2 === 0) {
      throw usageError(
        "--kernel",
        `savgol: window ${window} is even`,
        "Give an odd window: the fit is read at its middle",
      );
    }
    if (order >= window) {
      throw usageError("--kernel", `savgol: order ${order} is not below window ${window}`, "Give a lower order");
    }
    if (deriv > order) {
      const found = `savgol: derivative ${deriv} of a polynomial of degree ${order} is 0`;
      throw usageError("--kernel", found, "Give deriv at most order");
    }
    const taps = savgolTaps((window - 1) / 2, order, deriv);
    return exactKernel(taps, { width: window }, named("window as given"));
  },
};
