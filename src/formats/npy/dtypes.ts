/** The dtypes of NPY files and how their bytes become samples. */
import type { ElementType } from "../../base/element.js";
import { inputError } from "../../base/errors.js";
import { powerOfTwo } from "../../base/rational.js";
import { quoted } from "../../base/text.js";

export interface Dtype {
  /** Bytes of one element. */
  readonly size: number;
  /** Type of the samples: that of the file, or f64 where a signal has no such type. */
  readonly type: ElementType;
  /**
   * The number at byte `at`. A 64-bit integer beyond ±2^53 gives Infinity: callers refuse it.
   * @param little whether the bytes are little-endian
   */
  readonly get: (view: DataView, at: number, little: boolean) => number;
  /** Complex: the imaginary part lies this many bytes behind the real one. */
  readonly imagAt?: number;
  /** Integers that f64 may not hold. */
  readonly wide?: boolean;
}

const DTYPES: ReadonlyMap<string, Dtype> = new Map<string, Dtype>([
  ["b1", { size: 1, type: "u8", get: (v, at) => v.getUint8(at) }],
  ["u1", { size: 1, type: "u8", get: (v, at) => v.getUint8(at) }],
  ["i1", { size: 1, type: "i8", get: (v, at) => v.getInt8(at) }],
  ["u2", { size: 2, type: "u16", get: (v, at, le) => v.getUint16(at, le) }],
  ["i2", { size: 2, type: "i16", get: (v, at, le) => v.getInt16(at, le) }],
  ["u4", { size: 4, type: "f64", get: (v, at, le) => v.getUint32(at, le) }],
  ["i4", { size: 4, type: "i32", get: (v, at, le) => v.getInt32(at, le) }],
  [
    "u8",
    {
      size: 8,
      type: "f64",
      wide: true,
      get: (v, at, le) => wide(v.getUint32(at + (le ? 4 : 0), le), v.getUint32(at + (le ? 0 : 4), le)),
    },
  ],
  [
    "i8",
    {
      size: 8,
      type: "f64",
      wide: true,
      get: (v, at, le) => wide(v.getInt32(at + (le ? 4 : 0), le), v.getUint32(at + (le ? 0 : 4), le)),
    },
  ],
  ["f2", { size: 2, type: "f64", get: (v, at, le) => half(v.getUint16(at, le)) }],
  ["f4", { size: 4, type: "f32", get: (v, at, le) => v.getFloat32(at, le) }],
  ["f8", { size: 8, type: "f64", get: (v, at, le) => v.getFloat64(at, le) }],
  ["c8", { size: 8, type: "c64", imagAt: 4, get: (v, at, le) => v.getFloat32(at, le) }],
  ["c16", { size: 16, type: "c128", imagAt: 8, get: (v, at, le) => v.getFloat64(at, le) }],
]);

/** `high · 2^32 + low`, or Infinity beyond ±2^53. */
function wide(high: number, low: number): number {
  const value = high * 4294967296 + low;
  // At the bound itself the sum may have been rounded to it.
  if (Math.abs(value) > 9007199254740992 || (Math.abs(value) === 9007199254740992 && low !== 0)) return Infinity;
  return value;
}

const HALF_SCALES = Float64Array.from({ length: 32 }, (_, e) => powerOfTwo(Math.max(e, 1) - 25));

/** IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  let value: number;
  if (exponent === 31) value = fraction === 0 ? Infinity : Number.NaN;
  else value = (exponent === 0 ? fraction : fraction + 1024) * HALF_SCALES[exponent];
  return bits & 0x8000 ? -value : value;
}

const REFUSED: ReadonlyMap<string, string> = new Map([
  ["O", "Python objects"],
  ["U", "text"],
  ["S", "byte strings"],
  ["a", "byte strings"],
  ["V", "raw records"],
  ["M", "dates"],
  ["m", "time spans"],
]);

/** What `descr` stands for and its byte order, or an input error that names it. */
export function dtypeOf(descr: string, source: string): { dtype: Dtype; little: boolean } {
  const dtype = DTYPES.get(descr.slice(1));
  const order = descr.charAt(0);
  if (dtype !== undefined && (order === "<" || order === ">" || (order === "|" && dtype.size === 1)))
    return { dtype, little: order !== ">" };
  const kind = REFUSED.get(descr.replace(/^[<>|=]/, "").charAt(0));
  throw inputError(
    source,
    `the array has dtype ${quoted(descr)}${kind === undefined ? "" : ` (${kind})`}, not numbers of 8 to 64 bits`,
    "Convert it, as with array.astype('f8')",
  );
}

/** The little-endian dtype of an element type. */
export const DESCR: Readonly<Record<ElementType, string>> = {
  u8: "|u1",
  i8: "|i1",
  u16: "<u2",
  i16: "<i2",
  i32: "<i4",
  f32: "<f4",
  f64: "<f8",
  c64: "<c8",
  c128: "<c16",
};
