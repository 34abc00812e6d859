/** Kernels whose taps are all the same, on integer pictures: running sums, whose cost does not depend on the size. */
import { rangeOf } from "../../base/element.js";
import { type BoxSetup, box as kind } from "../../routines/box.js";
import { frameFor } from "./frames.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { integerType, unfit, wholeSums } from "./whole.js";
import { fusedEstimate } from "./work.js";

const INT32 = 2147483647;

export const box: Fused<BoxSetup> = { name: "box", method: "separable", consider, kind };

function consider(call: FusedCall): Prospect<BoxSetup> {
  const { problem, request, out } = call;
  const { x, y, taps, channels } = problem;
  const because = unfit(call);
  if (because) return because;
  const [input, output] = [integerType(call), out.type];
  if ((input !== "u8" && input !== "u16") || (output !== "u8" && output !== "u16" && output !== "i16"))
    return no("it takes u8 and u16 pictures");
  if (x.dilation !== 1 || y.dilation !== 1) return no("it takes taps without gaps");
  const sums = wholeSums(call);
  if (!sums) return no("the sums or the divisor are not whole numbers");
  const { taps: whole, start, divisor } = sums;
  if (whole.some((t) => t !== 1)) return no("the taps are not all the same");
  const largest = whole.length * rangeOf(input)[1] + Math.abs(start);
  if (2 * largest + 2 * divisor > INT32) return no("a sum may not fit 32 bits");
  const setup: BoxSetup = {
    frame: frameFor(call, input, output),
    width: taps.width,
    height: taps.height,
    channels,
    start,
    divisor,
    largest,
    absolute: request.map.absolute,
    rounding: request.rounding,
    range: rangeOf(output, out.about),
  };
  return {
    setup: () => setup,
    ...fusedEstimate("box", call, setup.frame, { each: { [input === "u8" ? "sample" : "sample16"]: 1 } }),
    note: "running sums, at one cost for every size",
  };
}
