/** PNG: grey or RGB, with or without alpha, 8 or 16 bits, exact. 1, 2 and 4 bits and palettes are read as 8 bits. */
import type { Format } from "./format.js";
import { hasText } from "./raster/magic.js";
import { pictureMisfit } from "./raster/misfit.js";
import { type ReadRules, readPicture } from "./raster/read.js";
import { optionIn, writePicture } from "./raster/write.js";

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
      density: (m) => (densityChunk(bytes) ? m.density : undefined),
    }),
  encode: async (signal, options) => {
    const compressionLevel = optionIn(options.pngLevel, 0, 9, 6, "--png-level");
    const blocks = await writePicture(signal, options, png, (pipeline) => pipeline.png({ compressionLevel }));
    return signal.about.density ? blocks : withoutDensity(blocks[0]);
  },
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

/** Where the chunk with the density lies, first and behind its last byte; it stands before the samples. */
function densityChunk(bytes: Uint8Array): { start: number; end: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (hasText(bytes, "pHYs", at + 4)) return { start: at, end };
    if (hasText(bytes, "IDAT", at + 4)) return undefined;
    at = end;
  }
  return undefined;
}

/** The codec writes a density always, also where nobody knows it. */
function withoutDensity(file: Uint8Array): Uint8Array[] {
  const chunk = densityChunk(file);
  return chunk ? [file.subarray(0, chunk.start), file.subarray(chunk.end)] : [file];
}
