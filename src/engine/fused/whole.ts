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
  for (const [at, tap] of values.entries()) {
    if (taps.real[at] === 0) continue;
    const column = at % taps.width;
    const row = ((at - column) / taps.width) * y.dilation;
    list.push({ row, element: column * x.dilation * channels, tap, at });
  }
  return list;
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
  const quotient = quotientOf(request);
  if (!quotient) return no("the sums or the divisor are not whole numbers");
  const { taps: values, start, divisor } = reduced(problem, quotient);
  const whole = tapsOf(problem, values).map(({ row, element, tap }) => ({ row, element, tap }));
  if (whole.some(({ tap }) => Math.abs(tap) > INT16)) return no("a tap does not fit 16 bits");
  const reach = whole.reduce((s, { tap }) => s + Math.abs(tap), 0) * largestOf(input);
  const largest = reach + Math.abs(start);
  if (routine === "few" && largest > INT16) return no("a sum may not fit 16 bits");
  if (2 * largest + 2 * divisor > INT32) return no("a sum may not fit 32 bits");
  const setup: WholeSetup = {
    frame: frameFor(call, input, output),
    taps: whole,
    span: dilatedExtent(problem.y.taps, problem.y.dilation),
    start,
    divisor,
    largest,
    absolute: request.map.absolute,
    rounding: request.rounding,
    range: rangeOf(output, out.about),
  };
  return {
    setup,
    ...priced(call, routine, setup),
    note: `whole sums of ${routine === "few" ? 16 : 32} bits, rounded in the same pass`,
  };
}

/** For `few` a tap is a step; for `dense` one step serves the taps of two rows on two output rows. */
function priced(call: FusedCall, routine: "few" | "dense", { frame, taps }: WholeSetup): Estimate {
  const sample = frame.input === "u8" && frame.output === "u8" ? "sample" : "sample16";
  const each = { [sample]: 1, step: routine === "few" ? taps.length : pairSteps(taps) };
  const load = { each, once: { table: taps.length } };
  return fusedEstimate(`direct-${routine}`, call, frame, load, routine === "few" ? LINES : PAIRS);
}

/** Steps for an output row, two rows at a time: see `pairTable`. */
export function pairSteps(taps: readonly Tap[]): number {
  let [elements, rows] = [0, 0];
  for (const { element, row } of taps) {
    elements = Math.max(elements, element + 1);
    rows = Math.max(rows, row + 2);
  }
  const met = new Uint8Array(elements * ((rows + 2) >> 1));
  for (const { element, row } of taps) {
    met[(row >> 1) * elements + element] = 1;
    met[((row + 1) >> 1) * elements + element] = 1;
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
