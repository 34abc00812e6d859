/**
 * PFM: grey (`Pf`) or RGB (`PF`) in 32-bit floats, both byte orders; exact. The third line of the header is the scale:
 * its sign tells the byte order (negative: little-endian). Its size, for which there is no agreed meaning, is not
 * applied. Rows are stored from bottom to top.
 */
import { endianness } from "node:os";
import { type Signal, signalOf } from "../base/signal.js";
import { quoted } from "../base/text.js";
import type { DecodeOptions, Format } from "./format.js";
import { Scanner } from "./netpbm/scan.js";
import { checkExtent } from "./raster/extent.js";
import { pictureMisfit } from "./raster/misfit.js";
import { checkFit } from "./raster/write.js";

export const pfm: Format = {
  name: "pfm",
  title: "PFM, grey or RGB in 32-bit floats",
  medium: "raster",
  suffixes: [".pfm"],
  holds: ["f32"],
  sniff: (head) => /^P[fF]\s+\d/.test(String.fromCharCode(...head.subarray(0, 64))),
  decode: (bytes, options) => Promise.resolve().then(() => decodePfm(bytes, options)),
  encode: (signal, options) =>
    Promise.resolve().then(() => {
      checkFit(signal, options.target, pfm);
      return encodePfm(signal);
    }),
  cannotHold: (signal) =>
    pictureMisfit(signal, {
      types: ["f32"],
      channels: [1, 3],
      colours: "grey and RGB without alpha",
      instead: "NPY",
    }),
};

function decodePfm(bytes: Uint8Array, options: DecodeOptions): Signal {
  const { source } = options;
  const scanner = new Scanner(bytes, source);
  const mark = scanner.word("mark");
  if (mark !== "Pf" && mark !== "PF") {
    throw scanner.fail(0, `the file starts with ${quoted(mark)}`, "A PFM starts with Pf (grey) or PF (RGB)");
  }
  const width = scanner.integer("width", 0, Number.MAX_SAFE_INTEGER);
  const height = scanner.integer("height", 0, Number.MAX_SAFE_INTEGER);
  const scaleText = scanner.word("scale");
  const scale = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(scaleText) ? Number(scaleText) : NaN;
  if (!Number.isFinite(scale) || scale === 0) {
    throw scanner.fail(
      scanner.at - scaleText.length,
      `the scale is ${quoted(scaleText)}`,
      "It must be a number other than 0: negative for little-endian samples",
    );
  }
  const channels = mark === "Pf" ? 1 : 3;
  checkExtent(source, width, height, 4 * channels, options);
  scanner.oneSpace();
  const stored = scanner.rest(4 * width * height * channels);
  const data = new Float32Array(width * height * channels);
  flipRows(stored, new Uint8Array(data.buffer), 4 * width * channels, height);
  if (scale < 0 !== (endianness() === "LE")) Buffer.from(data.buffer).swap32();
  const size = Math.abs(scale);
  return signalOf(data, { width, height, channels, rank: 2 }, "f32", {
    source,
    medium: "raster",
    format: "pfm",
    ...(size === 1 ? {} : { notes: [`the scale ${size} of the file was not applied to its samples`] }),
  });
}

/** Little-endian, scale 1. */
function encodePfm(signal: Signal): Uint8Array[] {
  const { data, width, height, channels } = signal;
  const out = Buffer.alloc(data.byteLength);
  flipRows(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), out, 4 * width * channels, height);
  if (endianness() === "BE") out.swap32();
  return [Buffer.from(`P${channels === 1 ? "f" : "F"}\n${width} ${height}\n-1.0\n`, "latin1"), out];
}

/** Rows of `row` bytes, the last one first. */
function flipRows(from: Uint8Array, to: Uint8Array, row: number, rows: number): void {
  for (let y = 0; y < rows; y++) to.set(from.subarray(y * row, (y + 1) * row), (rows - 1 - y) * row);
}
