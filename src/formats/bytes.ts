/** Typed arrays as the bytes of files. */
import type { Samples } from "../base/element.js";

export const HOST_IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of `data` in little-endian order: a view where the host is little-endian, else a copy. */
export function littleEndian(data: Samples, hostIsLittle = HOST_IS_LITTLE): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (hostIsLittle || data.BYTES_PER_ELEMENT === 1) return bytes;
  const size = data.BYTES_PER_ELEMENT;
  const swapped = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) swapped[i] = bytes[i - (i % size) + size - 1 - (i % size)];
  return swapped;
}
