/**
 * PBM, PGM and PPM, the common part (formats of Netpbm: pbm(5), pgm(5), ppm(5)). One picture a file. Samples are kept
 * as they are stored; only the two values of a PBM become 0 (black) and 255 (white).
 */
import { inputError } from "../../base/errors.js";
import { type Signal, signalOf } from "../../base/signal.js";
import { quoted } from "../../base/text.js";
import type { DecodeOptions, EncodeOptions, Lying } from "../format.js";
import { headerAndRows } from "../growing.js";
import { checkExtent } from "../raster/extent.js";
import { bigEndianBytes, binarySamples, checkMaxval, maxvalOf, rangeAbout } from "./raster.js";
import { Scanner } from "./scan.js";
import { textBits, textSamples } from "./text.js";

/** A PBM, PGM or PPM whose mark (`P1` … `P6`) is one of `marks`. */
export function decodePnm(bytes: Uint8Array, options: DecodeOptions, name: string, marks: readonly string[]): Signal {
  const { source } = options;
  const scanner = new Scanner(bytes, source);
  const mark = String.fromCharCode(...bytes.subarray(0, 2));
  if (!marks.includes(mark)) {
    throw inputError(
      source,
      `the file starts with ${quoted(mark)}`,
      `A ${name.toUpperCase()} starts with ${marks.join(" or ")}`,
    );
  }
  scanner.at = 2;
  const width = scanner.integer("width", 0, Number.MAX_SAFE_INTEGER);
  const height = scanner.integer("height", 0, Number.MAX_SAFE_INTEGER);
  const bitmap = mark === "P1" || mark === "P4";
  const maxval = bitmap ? 1 : scanner.integer("maxval", 1, 65535);
  const channels = mark === "P3" || mark === "P6" ? 3 : 1;
  checkExtent(source, width, height, channels * (maxval < 256 ? 1 : 2), options);
  const count = width * height * channels;
  const binary = mark >= "P4";
  if (binary) scanner.oneSpace();
  const data = bitmap
    ? binary
      ? packedBits(scanner, width, height)
      : textBits(scanner, count)
    : binary
      ? binarySamples(scanner, count, maxval)
      : textSamples(scanner, count, maxval);
  if (binary && !bitmap) checkMaxval(data, maxval, { source, width, channels });
  return signalOf(data, { width, height, channels, rank: 2 }, maxval < 256 ? "u8" : "u16", {
    source,
    medium: "raster",
    format: name,
    ...(bitmap ? {} : rangeAbout(maxval)),
  });
}

/** Bits, eight to a byte, the leftmost pixel in the highest bit, rows filled to whole bytes; 1 is black. */
function packedBits(scanner: Scanner, width: number, height: number): Uint8Array {
  const row = Math.ceil(width / 8);
  const packed = scanner.rest(row * height);
  const out = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[i++] = (packed[y * row + (x >> 3)] >> (7 - (x & 7))) & 1 ? 0 : 255;
  }
  return out;
}

/** Where the samples of a binary PGM or PPM of full bytes lie, in a file of exactly its size. */
export function pnmLying(head: Uint8Array, size: number): Lying | undefined {
  const match = /^P([56])\s+(\d{1,9})\s+(\d{1,9})\s+255\s/.exec(String.fromCharCode(...head.subarray(0, 64)));
  if (!match) return undefined;
  const [width, rows] = [Number(match[2]), Number(match[3])];
  const rowBytes = width * (match[1] === "6" ? 3 : 1);
  const at = match[0].length;
  return rowBytes * rows > 0 && at + rowBytes * rows === size ? { at, rows, rowBytes } : undefined;
}

/** A binary PGM (one channel) or PPM (three). */
export function encodePnm(
  signal: Signal,
  { growing }: Pick<EncodeOptions, "growing">,
): ReturnType<typeof headerAndRows> {
  const { width, height, channels } = signal;
  const head = `P${channels === 1 ? 5 : 6}\n${width} ${height}\n${maxvalOf(signal)}\n`;
  const samples = signal as Signal & { data: Uint8Array | Uint16Array };
  return headerAndRows(Buffer.from(head, "latin1"), samples, bigEndianBytes, growing);
}
