/** Means with equal and with binomial weights. */
import { usageError } from "../base/errors.js";
import type { NamedKernel } from "./named.js";
import { bothAxes, smoothing } from "./shapes.js";
import { checkTaps, sizeOf } from "./values.js";

const SIZE = {
  name: "size",
  kind: "size",
  least: 1,
  help: "taps along each axis: 5 (on planes 5x5) or 5x3 (width x height)",
} as const;

export const box: NamedKernel = {
  name: "box",
  group: "smoothing",
  title: "mean of a window, all weights equal",
  parameters: [SIZE],
  sizeRule: "as given",
  examples: ["box:5", "box:5x3"],
  build(values, rank) {
    const extent = sizeOf(values, "size", rank);
    checkTaps("box", extent.width, extent.height);
    return smoothing(
      bothAxes(extent, (n) => new Float64Array(n).fill(1)),
      "size as given",
    );
  },
};

/** Row n−1 of Pascal's triangle. Exact up to 57 taps, the last whose middle is below 2^53. */
function pascal(n: number): Float64Array {
  const row = new Float64Array(n);
  row[0] = 1;
  for (let i = 1; i < n; i++) {
    for (let k = i; k > 0; k--) row[k] += row[k - 1];
  }
  return row;
}

export const binomial: NamedKernel = {
  name: "binomial",
  group: "smoothing",
  title: "mean with binomial weights: 1 2 1, 1 4 6 4 1, …",
  parameters: [{ ...SIZE, greatest: 57 }],
  sizeRule: "as given; n taps have the variance (n - 1)/4",
  examples: ["binomial:5", "binomial:3x5"],
  build(values, rank) {
    const extent = sizeOf(values, "size", rank);
    const kernel = bothAxes(extent, pascal);
    if (kernel.taps.some((t) => t > Number.MAX_SAFE_INTEGER)) {
      throw usageError(
        "--kernel",
        `binomial:${extent.width}x${extent.height} has taps beyond 2^53, which are no longer exact`,
        "Use at most 30x30, or gaussian:sigma=S with S = sqrt(n - 1)/2",
      );
    }
    return smoothing(kernel, "size as given");
  },
};
