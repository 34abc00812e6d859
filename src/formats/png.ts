/** PNG: grey or RGB, with or without alpha, 8 or 16 bits, exact. 1, 2 and 4 bits and palettes are read as 8 bits. */
import type { Format } from "./format.js";
import { pngBlocks } from "./png/write.js";
import { hasText } from "./raster/magic.js";
import { pictureMisfit } from "./raster/misfit.js";
import { type ReadRules, readPicture } from "./raster/read.js";
import { checkFit, optionIn } from "./raster/write.js";

const MARK = "\x89PNG\r\n\x1a\n";

export const png: Format = {
  name: "png",
  title: "PNG, 8 or 16 bits",
  medium: "raster",
  suffixes: [".png"],
  holds: ["u8", "u16"],
  sniff: (head) => hasText(head, MARK),
  decode: (bytes, options) =>
    readPicture(bytes, options, {
      name: "png",
      title: "PNG",
      ...statedExtent(bytes),
      density: (m) => (statesDensity(bytes) ? m.density : undefined),
    }),
  encode: (signal, options) =>
    Promise.resolve().then(() => {
      const compressionLevel = optionIn(options.pngLevel, 0, 9, 6, "--png-level");
      checkFit(signal, options.target, png);
      return pngBlocks(signal, compressionLevel);
    }),
  cannotHold: (signal) =>
    pictureMisfit(signal, {
      types: ["u8", "u16"],
      channels: [1, 2, 3, 4],
      colours: "grey and RGB, with or without alpha",
      instead: "NPY",
    }),
};

/** The extent in the first chunk. */
function statedExtent(bytes: Uint8Array): Pick<ReadRules, "stated"> {
  if (!hasText(bytes, "IHDR", 12) || bytes.length < 24) return {};
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { stated: [view.getUint32(16), view.getUint32(20)] };
}

/** Whether there is a chunk with the density; it stands before the samples. */
function statesDensity(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (hasText(bytes, "pHYs", at + 4)) return true;
    if (hasText(bytes, "IDAT", at + 4)) return false;
  }
  return false;
}
