/** NPY to a signal. */
import { allocate, type Samples, viewOf } from "../../base/element.js";
import { inputError } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import type { Signal } from "../../base/signal.js";
import { count } from "../../base/text.js";
import { HOST_IS_LITTLE } from "../bytes.js";
import type { DecodeOptions } from "../format.js";
import { checkedRate } from "../table/rate.js";
import { type AxisPlan, planAxes } from "./axes.js";
import { type Dtype, dtypeOf } from "./dtypes.js";
import { type NpyHeader, readHeader } from "./header.js";

/** Reads an array. Nothing is allocated before the shape is known to fit the bytes that are there. */
export function decodeNpy(bytes: Uint8Array, options: DecodeOptions): Signal {
  const { source } = options;
  const header = readHeader(bytes, source);
  const { dtype, little } = dtypeOf(header.descr, source);
  const plan = planAxes(header.shape, header.fortran, options.axes, source);
  checkSize(header, dtype, bytes.length - header.dataAt, source);
  const { x: width, y: height, c: channels } = plan.extent;
  const view = new DataView(bytes.buffer, bytes.byteOffset + header.dataAt);
  const data = asItLies(bytes, header.dataAt, dtype, little, plan) ?? allocate(dtype.type, width * height * channels);
  if (data.buffer !== bytes.buffer) gather(view, 0, dtype, little, plan, data);
  const bad = dtype.wide === true ? data.indexOf(Infinity) : -1;
  if (bad >= 0) throw tooWide(view, bad, header, plan, little, source);
  let imag: Float64Array | undefined;
  if (dtype.imagAt !== undefined) {
    imag = new Float64Array(data.length);
    gather(view, dtype.imagAt, dtype, little, plan, imag);
  }
  const rate = plan.rank === 1 ? checkedRate(options.table.rate) : undefined;
  return {
    data,
    ...(imag === undefined ? {} : { imag }),
    width,
    height,
    channels,
    rank: plan.rank,
    type: dtype.type,
    about: { source, medium: "array", format: "npy", ...(rate === undefined ? {} : { sampleRate: rate }) },
  };
}

/** Says no where the data are more or fewer than the shape says. */
export function checkSize(header: NpyHeader, dtype: Dtype, found: number, source: string): void {
  const elements = header.shape.reduce((product, n) => product * BigInt(n), 1n);
  const expected = elements * BigInt(dtype.size);
  if (expected > BigInt(found))
    throw inputError(
      source,
      `expected ${expected} bytes of data for the shape (${header.shape.join(", ")}), got ${found}`,
      "Copy or save the file again",
    );
  if (expected < BigInt(found))
    throw inputError(
      source,
      `${count(found - Number(expected), "byte")} after the data of the array`,
      "Save one array a file",
    );
  if (elements > BigInt(limits.samples))
    throw inputError(source, `${elements} samples`, `The limit is ${limits.samples}: split the array`);
}

/** The samples without a copy, where the file has them in their order, form and place. */
function asItLies(
  bytes: Uint8Array,
  dataAt: number,
  { type, size, imagAt, wide }: Dtype,
  little: boolean,
  { extent, step }: AxisPlan,
): Samples | undefined {
  const { x, y, c } = extent;
  const steps = (c === 1 || step.c === 1) && (x === 1 || step.x === c) && (y === 1 || step.y === x * c);
  const at = bytes.byteOffset + dataAt;
  const order = size === 1 || (little && HOST_IS_LITTLE);
  if (!steps || !order || imagAt !== undefined || wide === true || at % size !== 0) return undefined;
  return viewOf(type, bytes.buffer, at, x * y * c, size);
}

/** The numbers at byte `offset` of each element, in the order of a signal. */
function gather(
  view: DataView,
  offset: number,
  dtype: Dtype,
  little: boolean,
  { extent, step }: AxisPlan,
  out: { [i: number]: number },
): void {
  const { get, size } = dtype;
  let i = 0;
  for (let y = 0; y < extent.y; y++)
    for (let x = 0; x < extent.x; x++) {
      const at = (y * step.y + x * step.x) * size + offset;
      for (let c = 0; c < extent.c; c++) out[i++] = get(view, at + c * step.c * size, little);
    }
}

function tooWide(
  view: DataView,
  index: number,
  header: NpyHeader,
  plan: AxisPlan,
  little: boolean,
  source: string,
): Error {
  const { extent, step } = plan;
  const c = index % extent.c;
  const x = Math.floor(index / extent.c) % extent.x;
  const y = Math.floor(index / extent.c / extent.x);
  const element = y * step.y + x * step.x + c * step.c;
  const value = header.descr.endsWith("u8")
    ? view.getBigUint64(element * 8, little)
    : view.getBigInt64(element * 8, little);
  const place = plan.rank === 2 ? `row ${y}, column ${x}` : `sample ${x}`;
  return inputError(
    source,
    `${value} at ${place}${extent.c > 1 ? `, channel ${c}` : ""} is beyond 2^53, where f64 no longer holds every integer`,
    "Scale the data, or convert them to f64 if rounding is right",
  );
}
