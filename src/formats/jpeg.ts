/** JPEG: grey or RGB, 8 bits; never exact. CMYK is refused, since it has no RGB values without its colour profile. */
import type { Format } from "./format.js";
import { jpegBlocks } from "./jpeg/write.js";
import { hasText } from "./raster/magic.js";
import { pictureMisfit } from "./raster/misfit.js";
import { readPicture } from "./raster/read.js";
import { checkFit, optionIn } from "./raster/write.js";
import { settle } from "./settle.js";

export const jpeg: Format = {
  name: "jpeg",
  title: "JPEG, 8 bits, lossy",
  medium: "raster",
  suffixes: [".jpg", ".jpeg", ".jpe", ".jfif"],
  holds: ["u8"],
  lossy: true,
  sniff: (head) => hasText(head, "\xff\xd8\xff"),
  decode: (bytes, options) =>
    readPicture(bytes, options, {
      name: "jpeg",
      title: "JPEG",
      density: (m) => (m.resolutionUnit || jfifUnit(bytes) ? m.density : undefined),
    }),
  encode: (signal, options) =>
    settle(() => {
      const quality = optionIn(options.quality, 1, 100, 90, "--quality");
      checkFit(signal, options.target, jpeg);
      return jpegBlocks(signal, options.target, {
        quality,
        // Who asks for quality does not want half of the colour samples thrown away.
        chromaSubsampling: quality >= 90 ? "4:4:4" : "4:2:0",
        optimizeCoding: options.optimizeCoding === true,
      });
    }),
  cannotHold: (signal) =>
    pictureMisfit(signal, {
      types: ["u8"],
      channels: [1, 3],
      colours: "grey and RGB without alpha",
      extent: 65_500,
      instead: "PNG",
    }),
};

/** The unit of the density in a JFIF header: 1 per inch, 2 per centimetre, 0 none. */
const jfifUnit = (bytes: Uint8Array): number => (hasText(bytes, "JFIF\0", 6) && bytes.length > 13 ? bytes[13] : 0);
