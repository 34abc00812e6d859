/** JPEG: grey or RGB, 8 bits; never exact. CMYK is refused, since it has no RGB values without its colour profile. */
import type { Format } from "./format.js";
import { hasText } from "./raster/magic.js";
import { pictureMisfit } from "./raster/misfit.js";
import { readPicture } from "./raster/read.js";
import { optionIn, writePicture } from "./raster/write.js";

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
  encode: async (signal, options) => {
    const quality = optionIn(options.quality, 1, 100, 90, "--quality");
    // Who asks for quality does not want half of the colour samples thrown away.
    const chromaSubsampling = quality >= 90 ? "4:4:4" : "4:2:0";
    const [file] = await writePicture(signal, options, jpeg, (pipeline) =>
      pipeline.jpeg({ quality, chromaSubsampling }),
    );
    const { density } = signal.about;
    return density ? [file.subarray(0, 2), jfif(density), file.subarray(2)] : [file];
  },
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

/** A JFIF 1.01 header, which stands behind the first mark and states the density. The codec writes none. */
function jfif(density: number): Uint8Array {
  const dots = Math.min(65535, Math.max(1, Math.round(density)));
  const [high, low] = [dots >> 8, dots & 255];
  return Uint8Array.of(0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 1, high, low, high, low, 0, 0);
}
