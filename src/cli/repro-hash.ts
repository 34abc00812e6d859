/** One line that tells whether two runs, anywhere, gave the same samples. */
import { createHash } from "node:crypto";
import type { Signal } from "../base/signal.js";
import { littleEndian } from "../formats/bytes.js";

/** `sha256:…` of shape, element type and samples in little-endian order; not of what a file adds to them. */
export function reproHash(signal: Signal): string {
  const { width, height, channels, rank, type, data, imag } = signal;
  const hash = createHash("sha256").update(`${type} rank ${rank} ${width}x${height}x${channels}\n`);
  hash.update(littleEndian(data));
  if (imag) hash.update(littleEndian(imag));
  return `sha256:${hash.digest("hex")}`;
}
