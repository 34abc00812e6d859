/** PNG: grey or RGB, with or without alpha, 8 or 16 bits, exact. 1, 2 and 4 bits and palettes are read as 8 bits. */
import type { Format } from "./format.js";
import { SIGNATURE } from "./png/chunks.js";
import { readPng } from "./png/read.js";
import { pngBlocks } from "./png/write.js";
import { hasText } from "./raster/magic.js";
import { pictureMisfit } from "./raster/misfit.js";
import { checkFit, optionIn } from "./raster/write.js";

export const png: Format = {
  name: "png",
  title: "PNG, 8 or 16 bits",
  medium: "raster",
  suffixes: [".png"],
  holds: ["u8", "u16"],
  sniff: (head) => hasText(head, SIGNATURE),
  decode: readPng,
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
