/**
 * AVIF: RGB with or without alpha; written with 8 bits, exact at quality 100; grey is written as R = G = B. 10 and 12
 * bits are read into the upper bits of u16 (v·64, v·16), so that white stays near the top of the range.
 */
import type { Format } from "./format.js";
import { hasText, isoBrands } from "./raster/magic.js";
import { pictureMisfit } from "./raster/misfit.js";
import { type ReadRules, readPicture } from "./raster/read.js";
import { optionIn, writePicture } from "./raster/write.js";

export const avif: Format = {
  name: "avif",
  title: "AVIF, 8 bits (10 and 12 are read), lossless at --quality 100",
  medium: "raster",
  suffixes: [".avif"],
  holds: ["u8"],
  sniff: (head) => isoBrands(head).some((brand) => brand === "avif" || brand === "avis"),
  decode: (bytes, options) =>
    readPicture(bytes, options, { name: "avif", title: "AVIF", pages: "pictures", ...statedExtent(bytes) }),
  encode: (signal, options) => {
    const quality = optionIn(options.quality, 1, 100, 80, "--quality");
    return writePicture(signal, options, avif, (pipeline) =>
      pipeline.avif({ ...(quality === 100 ? { lossless: true } : { quality }), chromaSubsampling: "4:4:4" }),
    );
  },
  cannotHold: (signal) =>
    pictureMisfit(signal, {
      types: ["u8"],
      channels: [1, 2, 3, 4],
      colours: "grey and RGB, with or without alpha",
      extent: 16_384,
      instead: "PNG",
    }),
};

/** The largest extent in the boxes (`ispe`) of the pictures and tiles; they stand near the start. */
function statedExtent(bytes: Uint8Array): Pick<ReadRules, "stated"> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(bytes.length, 65_536) - 16;
  let [width, height] = [1, 1];
  for (let at = 0; at < end; at++) {
    if (!hasText(bytes, "ispe", at)) continue;
    width = Math.max(width, view.getUint32(at + 8));
    height = Math.max(height, view.getUint32(at + 12));
  }
  return { stated: [width, height] };
}
