/** Exact sums of whole numbers to i32, or scaled to bytes. */
import { allocate, type IntegerType, rangeOf, type Samples } from "../../base/element.js";
import { divide, fromNumber, multiply, type Rational } from "../../base/rational.js";
import type { Floats } from "../../engine/layer/maker.js";
import { isDoubtful, roundExact, roundNumber } from "../../engine/rounding.js";
import type { LayerKind } from "./options.js";

/** Three roundings of f64 are made on the way to a quotient; this is more. */
const SLACK = 8.881784197001252e-16;

/**
 * `clamp(round(sum · xScale·wScale[m]/yScale) + yZeroPoint)`, the exact quotient of the scales' f64 rounded once, half to
 * even; sums as they are in the integer form.
 *
 * @param plane samples of one output channel
 */
export function finishWhole(
  sums: Floats,
  plane: number,
  kind: LayerKind,
): { readonly data: Samples; readonly clipped: number; readonly recomputed: number } {
  const type = kind.type as IntegerType;
  const [least, greatest] = rangeOf(type);
  const data = allocate(type, sums.length);
  const { wScale, xScale, yScale, yZero } = kind;
  const quantized = kind.form === "quantized";
  let clipped = 0;
  let recomputed = 0;
  for (let from = 0, m = 0; from < sums.length; from += plane, m++) {
    const own = wScale.length === 1 ? wScale[0] : wScale[m % wScale.length];
    const factor = (xScale * own) / yScale;
    let exact: Rational | undefined;
    for (let i = from; i < from + plane; i++) {
      let value: number = sums[i];
      if (quantized) {
        const scaled = value * factor;
        if (isDoubtful(scaled, Math.abs(scaled) * SLACK, "half-even")) {
          exact ??= divide(multiply(fromNumber(xScale), fromNumber(own)), fromNumber(yScale));
          value = roundExact(multiply(fromNumber(value), exact), "half-even");
          recomputed++;
        } else value = roundNumber(scaled, "half-even");
        value += yZero;
      }
      if (value < least || value > greatest) clipped++;
      data[i] = Math.min(greatest, Math.max(least, value));
    }
  }
  return { data, clipped, recomputed };
}
