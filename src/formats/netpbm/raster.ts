/** The samples of Netpbm pictures: unsigned integers up to maxval, one byte each, or two big-endian ones above 255. */
import { endianness } from "node:os";
import { inputError } from "../../base/errors.js";
import type { About, Signal } from "../../base/signal.js";
import type { Scanner } from "./scan.js";

/** Exchanges the bytes of each 16-bit pair in a copy. */
function swapped16(bytes: Uint8Array): Uint16Array {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  const words = new Uint16Array(copy.buffer);
  if (endianness() === "LE") Buffer.from(copy.buffer).swap16();
  return words;
}

/** Binary samples. Those of one byte are a view of the file's bytes. */
export function binarySamples(scanner: Scanner, count: number, maxval: number): Uint8Array | Uint16Array {
  const bytes = scanner.rest(maxval < 256 ? count : 2 * count);
  return maxval < 256 ? bytes : swapped16(bytes);
}

/** Samples as big-endian bytes. */
export function bigEndianBytes(data: Uint8Array | Uint16Array): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data.BYTES_PER_ELEMENT === 1) return bytes;
  const words = swapped16(bytes);
  return new Uint8Array(words.buffer);
}

/** Throws an input error where a sample is over maxval. */
export function checkMaxval(
  data: Uint8Array | Uint16Array,
  maxval: number,
  shape: { source: string; width: number; channels: number },
): void {
  if (maxval === 255 || maxval === 65535) return;
  const i = data.findIndex((v) => v > maxval);
  if (i < 0) return;
  const pixel = Math.floor(i / shape.channels);
  throw inputError(
    shape.source,
    `sample ${data[i]} at x = ${pixel % shape.width}, y = ${Math.floor(pixel / shape.width)} is over the maxval ${maxval}`,
    "Check that the file is whole",
  );
}

/** What About says of the range 0…maxval: nothing where it is that of the type, bits where it is 2^n − 1. */
export function rangeAbout(maxval: number): Pick<About, "bits" | "maxval"> {
  if (maxval === 255 || maxval === 65535) return {};
  const bits = 32 - Math.clz32(maxval);
  return maxval === (1 << bits) - 1 ? { bits } : { maxval };
}

/** Whether the maxval to write is known without a look at the samples. */
export const knowsMaxval = ({ about }: Pick<Signal, "about">): boolean =>
  about.maxval === undefined && about.bits === undefined;

/** The maxval to write: what the signal says of its range, unless samples have grown over it. */
export function maxvalOf({ data, type, about }: Signal): number {
  const full = type === "u8" ? 255 : 65535;
  const stated = about.maxval ?? (about.bits === undefined ? full : (1 << about.bits) - 1);
  // A maxval below 256 would make the samples of a u16 picture bytes.
  if (stated >= full || stated < 1 || (type === "u16" && stated < 256)) return full;
  return (data as Uint8Array).some((v) => v > stated) ? full : stated;
}
