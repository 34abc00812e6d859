/** Samples where other threads can reach them: as they are where they lie there already. */
import { allocate, isShared, type Samples, typeOfSamples } from "../base/element.js";
import type { Signal } from "../base/signal.js";
import type { Field } from "./problem.js";

/**
 * Nanoseconds for a byte that is copied to memory that had been in use before, and to fresh memory: allocators keep the
 * former up to some size only.
 */
const PER_BYTE = 0.2;
const PER_FRESH_BYTE = 1.2;
const FRESH = 33554432;

/** Estimated nanoseconds that it takes to move a call's samples to where threads reach them, and its results back. */
export function movingTime({ data, imag, mask }: Field, out: Signal): number {
  let time = 0;
  for (const array of [data, imag, mask, out.data, out.imag]) {
    if (!array || isShared(array)) continue;
    time += array.byteLength * (array.byteLength < FRESH ? PER_BYTE : PER_FRESH_BYTE);
  }
  return time;
}

export function sharedField(field: Field): Field {
  const { data, imag, mask } = field;
  return {
    ...field,
    data: copied(data),
    ...(imag ? { imag: copied(imag) as Float64Array } : {}),
    ...(mask ? { mask: copied(mask) as Uint8Array } : {}),
  };
}

/** An output of the same kind, its samples not copied. */
export function sharedOutput(out: Signal): Signal {
  const { data, imag } = out;
  return {
    ...out,
    data: isShared(data) ? data : blankLike(data),
    ...(imag ? { imag: isShared(imag) ? imag : (blankLike(imag) as Float64Array) } : {}),
  };
}

function copied(data: Samples): Samples {
  if (isShared(data)) return data;
  const copy = blankLike(data);
  copy.set(data);
  return copy;
}

const blankLike = (data: Samples): Samples => allocate(typeOfSamples(data), data.length, true);
