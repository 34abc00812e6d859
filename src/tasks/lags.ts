/** The lag axis of a cross-correlation. */
import { axisBorder } from "../base/border.js";
import { usageError } from "../base/errors.js";
import type { FilterOptions } from "../base/options.js";
import { axisGeometry } from "../engine/geometry.js";

/**
 * The lag of each output sample of `correlate(x, k, options)` for N samples and K taps: positive where the kernel's
 * pattern lies later in the input. `full` gives −(K−1) … N−1, `valid` 0 … N−K, `same` begins at −(K//2).
 *
 * @param samples N ≥ 1 @param taps K ≥ 1
 * @throws UserError (2) for counts that are no counts, (3) where `valid` leaves nothing
 */
export function lagAxis(
  samples: number,
  taps: number,
  options: Pick<FilterOptions, "size" | "anchor" | "stride" | "dilation"> = {},
): Int32Array {
  for (const [name, n] of [
    ["samples", samples],
    ["taps", taps],
  ] as const) {
    if (!Number.isSafeInteger(n) || n < 1) throw usageError(name, `${n} is no count`, "Give a whole number from 1 up");
  }
  const { size = "same", anchor, stride = [1, 1], dilation = [1, 1] } = options;
  const request = {
    mode: "xcorr",
    size,
    stride: stride[0],
    dilation: dilation[0],
    border: axisBorder("constant"),
  } as const;
  const g = axisGeometry(samples, taps, { ...request, ...(anchor ? { anchor: anchor[0] } : {}) }, "samples");
  return Int32Array.from({ length: g.outputs }, (_, i) => g.origin + i * g.stride);
}
