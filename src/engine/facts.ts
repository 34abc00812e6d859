/** What is known of a field's samples before anything is computed: it decides what may be skipped and what is exact. */
import type { AxisBorder } from "../base/border.js";
import { powerOfTwo } from "../base/rational.js";
import type { AxisGeometry } from "./geometry.js";
import { dilatedExtent } from "./geometry.js";
import { grainOf } from "./grain.js";
import type { Field, SampleFacts } from "./problem.js";

/** Scans a field; `error` is what is known of how far its samples are from what they stand for. */
export function factsOf(field: Field, x: AxisGeometry, y: AxisGeometry, error = 0): SampleFacts {
  const real = scan(field.data);
  const imag = field.imag ? scan(field.imag) : undefined;
  let largest = Math.max(real.largest, imag?.largest ?? 0);
  let grain =
    real.grain === undefined || (imag && imag.grain === undefined) ? undefined : Math.max(real.grain, imag?.grain ?? 0);
  let factor = 1;
  for (const axis of [x, y]) {
    for (const outside of outsideValues(axis.border)) {
      largest = Math.max(largest, Math.abs(outside));
      const g = grainOf(outside);
      grain = grain === undefined || g === undefined ? undefined : Math.max(grain, g);
    }
    factor *= oddGrowth(axis);
  }
  return {
    finite: real.finite && (imag?.finite ?? true),
    largest: largest * factor,
    ...(grain === undefined ? {} : { grain }),
    error: error * factor,
  };
}

const outsideValues = (b: AxisBorder): number[] => (b.kind === "constant" ? [b.value, b.imag ?? 0] : []);

/** Each period of an odd extension adds at most twice the difference of its ends. */
function oddGrowth(g: AxisGeometry): number {
  if (g.border.kind !== "odd" || g.input === 1) return 1;
  const end = g.origin + (g.outputs - 1) * g.stride + dilatedExtent(g.taps, g.dilation);
  const beyond = Math.max(0 - g.origin, end - g.input, 0);
  return 3 + 4 * Math.ceil(beyond / (2 * (g.input - 1)));
}

function scan(data: Field["data"]): { finite: boolean; largest: number; grain?: number } {
  // Types with few values need no scan: their whole range is soon met anyway.
  if (data instanceof Uint8Array) return { finite: true, largest: 255, grain: 0 };
  if (data instanceof Int8Array) return { finite: true, largest: 128, grain: 0 };
  if (data instanceof Uint16Array) return { finite: true, largest: 65535, grain: 0 };
  if (data instanceof Int16Array) return { finite: true, largest: 32768, grain: 0 };
  if (data instanceof Int32Array) return { finite: true, largest: powerOfTwo(31), grain: 0 };
  const { length } = data;
  let largest = 0;
  let finite = true;
  let grain: number | undefined = 0;
  let unit = 1;
  let i = 0;
  for (; i < length && grain !== undefined; i++) {
    const m = Math.abs(data[i]);
    if (m - m !== 0) {
      finite = false;
      continue;
    }
    if (m > largest) largest = m;
    // A power of two changes no digits, so only numbers finer than all before are looked at.
    const scaled = m * unit;
    if (Math.floor(scaled) === scaled) continue;
    grain = grainOf(m);
    if (grain !== undefined) unit = powerOfTwo(grain);
  }
  if (i === length && grain !== undefined) return { finite, largest, grain };
  const rest = data instanceof Float64Array ? magnitudes(data, i) : magnitudes(new Float64Array(data.subarray(i)), 0);
  return { finite: finite && rest.finite, largest: Math.max(largest, rest.largest) };
}

/** The largest finite magnitude from element `from` on, and whether all of them are finite. */
function magnitudes(data: Float64Array, from: number): { finite: boolean; largest: number } {
  let largest = 0;
  let special = 0;
  for (let i = from; i < data.length; i++) {
    const m = Math.abs(data[i]);
    // 0 times a number that is not finite is NaN, and stays so in the sum.
    special += m * 0;
    if (m > largest && m < Number.POSITIVE_INFINITY) largest = m;
  }
  return { finite: special === 0, largest };
}
