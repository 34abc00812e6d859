/** A writer and a reader of NPY files that share nothing with those of the program. */
import { endianness } from "node:os";
import { type ArrayData, imaginary, isComplexType, number, type Scalar } from "./conformance.js";

if (endianness() !== "LE") throw new Error("these helpers write the machine's own byte order as little-endian");

const DESCR: Readonly<Record<string, string>> = {
  bool: "|b1",
  u8: "|u1",
  i8: "|i1",
  u16: "<u2",
  i16: "<i2",
  i32: "<i4",
  u32: "<u4",
  i64: "<i8",
  f32: "<f4",
  f64: "<f8",
  c64: "<c8",
  c128: "<c16",
};

function bytesOf(dtype: string, data: readonly Scalar[]): ArrayBuffer {
  const flat = isComplexType(dtype) ? data.flatMap((v) => [number(v), imaginary(v)]) : data.map(number);
  switch (dtype) {
    case "bool":
    case "u8":
      return Uint8Array.from(flat).buffer;
    case "i8":
      return Int8Array.from(flat).buffer;
    case "u16":
      return Uint16Array.from(flat).buffer;
    case "i16":
      return Int16Array.from(flat).buffer;
    case "i32":
      return Int32Array.from(flat).buffer;
    case "u32":
      return Uint32Array.from(flat).buffer;
    case "i64":
      return BigInt64Array.from(flat, BigInt).buffer;
    case "f32":
    case "c64":
      return Float32Array.from(flat).buffer;
    default:
      return Float64Array.from(flat).buffer;
  }
}

/** An array as an NPY file, version 1.0, C order. */
export function npyOf({ shape, dtype, data }: ArrayData): Buffer {
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '${DESCR[dtype]}', 'fortran_order': False, 'shape': (${extents}), }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  const lead = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, padded.length & 255, padded.length >> 8]);
  return Buffer.concat([lead, Buffer.from(padded, "latin1"), Buffer.from(bytesOf(dtype, data))]);
}

export interface Numbers {
  readonly shape: readonly number[];
  readonly real: number[];
  readonly imag?: number[];
}

/** What an NPY file of version 1.0 in C order holds, for the dtypes that the program writes. */
export function readNpy(bytes: Buffer): Numbers {
  const length = bytes.readUInt16LE(8);
  const header = bytes.toString("latin1", 10, 10 + length);
  const match = /'descr': '([^']+)', 'fortran_order': False, 'shape': \(([^)]*)\)/.exec(header);
  if (bytes.toString("latin1", 0, 8) !== "\u0093NUMPY\u0001\0" || !match) throw new Error(header);
  const [, descr, extents] = match;
  const shape = extents.split(",").flatMap((t) => (t.trim() === "" ? [] : [Number(t)]));
  const data = Uint8Array.from(bytes.subarray(10 + length)).buffer;
  const flat = samples(descr, data);
  if (!descr.includes("c")) return { shape, real: flat };
  return { shape, real: flat.filter((_, i) => i % 2 === 0), imag: flat.filter((_, i) => i % 2 === 1) };
}

function samples(descr: string, data: ArrayBuffer): number[] {
  switch (descr) {
    case "|u1":
      return [...new Uint8Array(data)];
    case "|i1":
      return [...new Int8Array(data)];
    case "<u2":
      return [...new Uint16Array(data)];
    case "<i2":
      return [...new Int16Array(data)];
    case "<i4":
      return [...new Int32Array(data)];
    case "<f4":
    case "<c8":
      return [...new Float32Array(data)];
    case "<f8":
    case "<c16":
      return [...new Float64Array(data)];
    default:
      throw new Error(`no reader for ${descr}`);
  }
}
