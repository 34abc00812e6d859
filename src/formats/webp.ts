/** WebP: RGB with or without alpha, 8 bits; exact at quality 100, also under alpha 0. Grey is written as R = G = B. */
import type { Format } from "./format.js";
import { hasText } from "./raster/magic.js";
import { pictureMisfit } from "./raster/misfit.js";
import { readPicture } from "./raster/read.js";
import { optionIn, writePicture } from "./raster/write.js";

export const webp: Format = {
  name: "webp",
  title: "WebP, 8 bits, lossless at --quality 100",
  medium: "raster",
  suffixes: [".webp"],
  holds: ["u8"],
  sniff: (head) => hasText(head, "RIFF") && hasText(head, "WEBP", 8),
  decode: (bytes, options) => readPicture(bytes, options, { name: "webp", title: "WebP", pages: "frames" }),
  encode: (signal, options) => {
    const quality = optionIn(options.quality, 1, 100, 80, "--quality");
    return writePicture(signal, options, webp, (pipeline) =>
      pipeline.webp(quality === 100 ? { lossless: true, exact: true } : { quality }),
    );
  },
  cannotHold: (signal) =>
    pictureMisfit(signal, {
      types: ["u8"],
      channels: [1, 2, 3, 4],
      colours: "grey and RGB, with or without alpha",
      extent: 16_383,
      instead: "PNG",
    }),
};
