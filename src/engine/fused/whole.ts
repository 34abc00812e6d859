/**
 * The direct sum for integer pictures under whole taps, exact in every step: `few` in sums of 16 bits, `dense` in sums of
 * 32 from pairs of rows.
 */
import { type IntegerType, rangeOf } from "../../base/element.js";
import type { Tap } from "../../routines/pairs.js";
import { dense, few, type WholeSetup } from "../../routines/whole.js";
import { dilatedExtent } from "../geometry.js";
import { gcd } from "../grain.js";
import type { Estimate } from "../pricing.js";
import type { Problem } from "../problem.js";
import { type Quotient, quotientOf } from "../quotient.js";
import { usedTaps } from "./float.js";
import { frameFor } from "./frames.js";
import { type Fused, type FusedCall, no, type Prospect } from "./fused.js";
import { unstageable } from "./stager.js";
import { fusedEstimate, LINES, PAIRS } from "./work.js";

const INT16 = 32767;
const INT32 = 2147483647;

export const directFew: Fused<WholeSetup> = {
  name: "direct-few",
  method: "direct",
  consider: (call) => consider(call, "few"),
  kind: few,
};

export const directDense: Fused<WholeSetup> = {
  name: "direct-dense",
  method: "direct",
  consider: (call) => consider(call, "dense"),
  kind: dense,
};

/** The taps by rows and elements; those that are 0 left out, for integer samples are finite. */
export function tapsOf({ taps, x, y, channels }: Problem, values: Float64Array): (Tap & { readonly at: number })[] {
  const list: (Tap & { at: number })[] = [];
  for (let j = 0, at = 0; j < taps.height; j++) {
    for (let i = 0; i < taps.width; i++, at++) {
      if (taps.real[at] === 0) continue;
      list.push({ row: j * y.dilation, element: i * x.dilation * channels, tap: values[at], at });
    }
  }
  return list;
}

/** Several ways ask for the same, and a kernel may have thousands of taps: made once for a call. */
const made = new WeakMap<FusedCall, ReturnType<typeof reduced> | { readonly none: true }>();

/** `reduced`, or undefined where sums or divisor are not whole numbers. */
export function wholeSums(call: FusedCall): ReturnType<typeof reduced> | undefined {
  let sums = made.get(call);
  if (!sums) {
    const quotient = quotientOf(call.request);
    sums = quotient ? reduced(call.problem, quotient) : { none: true };
    made.set(call, sums);
  }
  return "none" in sums ? undefined : sums;
}

function consider(call: FusedCall, routine: "few" | "dense"): Prospect<WholeSetup> {
  const { problem, request, out } = call;
  const { type: output } = out;
  const input = integerType(call);
  if (input === undefined || (output !== "u8" && output !== "u16" && output !== "i16"))
    return no("it takes u8, u16 and i16 pictures");
  if (routine === "few" && (input !== "u8" || output !== "u8")) return no("it takes u8 pictures");
  const because = unfit(call);
  if (because) return because;
  const sums = wholeSums(call);
  if (!sums) return no("the sums or the divisor are not whole numbers");
  const { taps, start, divisor } = sums;
  if (taps.some((t) => Math.abs(t) > INT16)) return no("a tap does not fit 16 bits");
  const reach = taps.reduce((s, t) => s + Math.abs(t), 0) * largestOf(input);
  const largest = reach + Math.abs(start);
  if (routine === "few" && largest > INT16) return no("a sum may not fit 16 bits");
  if (2 * largest + 2 * divisor > INT32) return no("a sum may not fit 32 bits");
  const frame = frameFor(call, input, output);
  const setup = (): WholeSetup => ({
    frame,
    taps: tapsOf(problem, taps),
    span: dilatedExtent(problem.y.taps, problem.y.dilation),
    start,
    divisor,
    largest,
    absolute: request.map.absolute,
    rounding: request.rounding,
    range: rangeOf(output, out.about),
  });
  return {
    setup,
    ...priced(call, routine, frame),
    note: `whole sums of ${routine === "few" ? 16 : 32} bits, rounded in the same pass`,
  };
}

/** For `few` a tap is a step; for `dense` one step serves the taps of two rows on two output rows. */
function priced(call: FusedCall, routine: "few" | "dense", frame: WholeSetup["frame"]): Estimate {
  const sample = frame.input === "u8" && frame.output === "u8" ? "sample" : "sample16";
  const taps = usedTaps(call.problem);
  const each = { [sample]: 1, step: routine === "few" ? taps : pairSteps(call.problem) };
  const load = { each, once: { table: taps } };
  return fusedEstimate(`direct-${routine}`, call, frame, load, routine === "few" ? LINES : PAIRS);
}

/** Steps for an output row, two rows at a time: pairs of rows that a tap of either row meets, see `pairTable`. */
export function pairSteps({ taps: { real, width, height }, y }: Problem): number {
  const met = new Uint8Array(width * (((height - 1) * y.dilation + 3) >> 1));
  for (let j = 0, at = 0; j < height; j++) {
    const row = j * y.dilation;
    const [upper, lower] = [(row >> 1) * width, ((row + 1) >> 1) * width];
    for (let i = 0; i < width; i++, at++) {
      if (real[at] === 0) continue;
      met[upper + i] = 1;
      met[lower + i] = 1;
    }
  }
  return met.reduce((n, m) => n + m, 0) / 2;
}

/** Whole taps, start and divisor of `round((Σ taps·x + start)/divisor)`, without a common factor. */
export function reduced(
  { taps }: Problem,
  { factor, shift, divisor }: Quotient,
): { readonly taps: Float64Array; readonly start: number; readonly divisor: number } {
  // Sums of taps that are multiples of 2^-g have a factor of 2^g, so these are whole numbers.
  const whole = taps.real.map((t) => t * factor + 0);
  const common = whole.reduce((g, t) => gcd(g, Math.abs(t)), gcd(divisor, Math.abs(shift)));
  return { taps: whole.map((t) => t / common), start: shift / common, divisor: divisor / common };
}

const largestOf = (type: IntegerType): number => {
  const [least, greatest] = rangeOf(type);
  return Math.max(-least, greatest);
};

/** Why a call is not one for rows of integers under one real kernel, or undefined. */
export function unfit(call: FusedCall): { readonly because: string } | undefined {
  const { x, y, taps, weighted, complex } = call.problem;
  const type = integerType(call);
  if (type === undefined) return no("it takes u8, u16 and i16 pictures");
  if (x.stride !== 1 || y.stride !== 1) return no("it takes strides of 1");
  if (taps.channels !== 1 || weighted || complex || call.field.mask)
    return no("it takes one real kernel for all channels");
  const because = unstageable(call.problem, call.field.data);
  return because === undefined ? undefined : no(because);
}

/** The type of samples that routines for integers take. */
export function integerType({ field: { data } }: FusedCall): "u8" | "u16" | "i16" | undefined {
  if (data instanceof Uint8Array) return "u8";
  if (data instanceof Uint16Array) return "u16";
  return data instanceof Int16Array ? "i16" : undefined;
}
