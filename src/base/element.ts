/** The element types a signal may have, and what each can hold. */
import { powerOfTwo } from "./rational.js";

export type IntegerType = "u8" | "i8" | "u16" | "i16" | "i32";
export type RealType = IntegerType | "f32" | "f64";
/** Complex samples are computed as two f64 planes; `c64` is only rounded to f32 pairs when it is written. */
export type ComplexType = "c64" | "c128";
export type ElementType = RealType | ComplexType;

export const ELEMENT_TYPES: readonly ElementType[] = ["u8", "i8", "u16", "i16", "i32", "f32", "f64", "c64", "c128"];

export type IntegerSamples = Uint8Array | Int8Array | Uint16Array | Int16Array | Int32Array;
export type Samples = IntegerSamples | Float32Array | Float64Array;

const RANGES: Readonly<Record<IntegerType, readonly [number, number]>> = {
  u8: [0, 255],
  i8: [-128, 127],
  u16: [0, 65535],
  i16: [-32768, 32767],
  i32: [-2147483648, 2147483647],
};

export const isInteger = (type: ElementType): type is IntegerType => Object.hasOwn(RANGES, type);
export const isComplex = (type: ElementType): type is ComplexType => type === "c64" || type === "c128";

/** What narrows the range of an integer type: 24-bit PCM carried in i32, a PGM whose greatest value is 100. */
export interface Narrowing {
  readonly bits?: number;
  readonly maxval?: number;
}

/** The least and greatest value of an integer type. */
export function rangeOf(type: IntegerType, { bits, maxval }: Narrowing = {}): readonly [number, number] {
  const [least, greatest] = RANGES[type];
  if (least === 0) return [0, Math.min(greatest, maxval ?? (bits === undefined ? greatest : powerOfTwo(bits) - 1))];
  if (bits === undefined) return [least, greatest];
  return [Math.max(least, -powerOfTwo(bits - 1)), Math.min(greatest, powerOfTwo(bits - 1) - 1)];
}

const ARRAYS = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
  c64: Float64Array,
  c128: Float64Array,
} as const;

/**
 * A zeroed array for `length` samples of `type` (the real plane where the type is complex), in memory that threads share
 * where that is asked for.
 */
export function allocate(type: ElementType, length: number, shared = false): Samples {
  const make = ARRAYS[type] as { readonly BYTES_PER_ELEMENT: number; new (of: number | ArrayBufferLike): Samples };
  return new make(shared ? new SharedArrayBuffer(length * make.BYTES_PER_ELEMENT) : length);
}

/** Samples of `type` that lie in `buffer` already; undefined where an element of it does not have `size` bytes. */
export function viewOf(
  type: ElementType,
  buffer: ArrayBufferLike,
  at: number,
  length: number,
  size: number,
): Samples | undefined {
  const make = ARRAYS[type] as {
    readonly BYTES_PER_ELEMENT: number;
    new (of: ArrayBufferLike, at: number, length: number): Samples;
  };
  return make.BYTES_PER_ELEMENT === size ? new make(buffer, at, length) : undefined;
}

/** Bytes of samples from which memory that threads share is worth its price. */
export const WORTH_SHARING = 1 << 20;

/** Whether samples lie in memory that threads share. */
export const isShared = (data: Samples): boolean => data.buffer instanceof SharedArrayBuffer;

/** A typed array as samples; clamped bytes, such as those of a canvas, where they lie. */
export const asSamples = (data: Samples | Uint8ClampedArray): Samples =>
  data instanceof Uint8ClampedArray ? new Uint8Array(data.buffer, data.byteOffset, data.length) : data;

/** The element type that a typed array holds; Uint8ClampedArray counts as u8. */
export function typeOfSamples(data: Samples | Uint8ClampedArray): RealType {
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) return "u8";
  if (data instanceof Int8Array) return "i8";
  if (data instanceof Uint16Array) return "u16";
  if (data instanceof Int16Array) return "i16";
  if (data instanceof Int32Array) return "i32";
  return data instanceof Float32Array ? "f32" : "f64";
}
