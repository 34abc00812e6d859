/** Samples where other threads can reach them: as they are where they lie there already. */
import { copyInto } from "../base/copy.js";
import { allocate, isShared, type Samples, typeOfSamples, viewOf } from "../base/element.js";
import { given } from "../base/given.js";
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

export function sharedField(field: Field, room: Room): Field {
  const { data, imag, mask } = field;
  return { ...field, ...room.copied(given({ data, imag, mask })) };
}

/** An output of the same kind, its samples not copied. */
export function sharedOutput(out: Signal): Signal {
  const { data, imag } = out;
  return {
    ...out,
    data: reachable(data),
    ...(imag ? { imag: reachable(imag) } : {}),
  };
}

/** Bytes that a room keeps. */
const KEPT = 67108864;

/**
 * Memory that threads reach, kept from call to call: fresh memory for each costs more than the copy, and collections. It
 * belongs to one call at a time.
 */
export class Room {
  private kept = new SharedArrayBuffer(0);

  /** The arrays themselves where threads reach them, else copies beside one another. */
  copied<T extends { readonly [K in keyof T]?: Samples }>(arrays: T): T {
    const named = Object.entries(arrays) as [string, Samples][];
    const bytes = named.reduce((n, [, array]) => n + placeOf(array), 0);
    const buffer = bytes > this.kept.byteLength ? new SharedArrayBuffer(bytes) : this.kept;
    if (bytes <= KEPT) this.kept = buffer;
    let at = 0;
    const copies = named.map(([name, array]) => {
      if (isShared(array)) return [name, array];
      const copy = viewOf(typeOfSamples(array), buffer, at, array.length, array.BYTES_PER_ELEMENT)!;
      copyInto(copy, array);
      at += placeOf(array);
      return [name, copy];
    });
    return Object.fromEntries(copies) as T;
  }
}

/** Bytes that a copy of an array takes: its neighbour begins at a multiple of what any element needs. */
const placeOf = (array: Samples): number => (isShared(array) ? 0 : Math.ceil(array.byteLength / 8) * 8);

/** As many samples where threads reach them, to be filled: the array itself where it lies there. */
export const reachable = <T extends Samples>(data: T): T => (isShared(data) ? data : blankLike(data));

const blankLike = <T extends Samples>(data: T): T => allocate(typeOfSamples(data), data.length, true) as T;
