/** Copies of samples to or from memory that threads share. */
import { Buffer } from "node:buffer";
import { isShared, type Samples } from "./element.js";

/** Bytes from which what a call of `fill` takes by itself is made good: where both lie alike in their words, and elsewhere. */
const WORTH_A_CALL = [12288, 2048];

/**
 * `to.set(from, at)` for arrays of one type that do not overlap. Where one of them is shared, `set` goes word by word, and
 * byte by byte where they do not lie alike in their words; filling bytes with just as many others is one plain move.
 */
export function copyInto(to: Samples, from: Samples, at = 0): void {
  const { byteLength } = from;
  const start = at * to.BYTES_PER_ELEMENT;
  const alike = ((to.byteOffset + start - from.byteOffset) & 7) === 0;
  if (byteLength < WORTH_A_CALL[alike ? 0 : 1] || !(isShared(to) || isShared(from))) to.set(from, at);
  else bytesOf(to).fill(bytesOf(from), start, start + byteLength);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Samples): Buffer => Buffer.from(buffer, byteOffset, byteLength);
