/**
 * TIFF: grey or RGB, with or without alpha; 8 and 16 bits signed or not, 32 bits signed or float, exact. Unsigned
 * 32-bit and 16-bit float samples are read as f64. The codec decodes; it gets signed and half-float samples wrong, so
 * these are handed to it as unsigned ones of the same bits.
 */
import type { ElementType } from "../base/element.js";
import type { Format } from "./format.js";
import { hasText } from "./raster/magic.js";
import { pictureMisfit } from "./raster/misfit.js";
import { readPicture } from "./raster/read.js";
import { checkFit } from "./raster/write.js";
import { TAG, tiffHeader, tiffValues } from "./tiff/header.js";
import { asStored, forCodec, sampleKind } from "./tiff/kind.js";
import { tiffBlocks } from "./tiff/write.js";

const TYPES: readonly ElementType[] = ["u8", "i8", "u16", "i16", "i32", "f32"];

export const tiff: Format = {
  name: "tiff",
  title: "TIFF, 8 to 32 bits, integer or float",
  medium: "raster",
  suffixes: [".tif", ".tiff"],
  holds: TYPES,
  sniff: (head) => ["II*\0", "MM\0*", "II+\0", "MM\0+"].some((mark) => hasText(head, mark)),
  decode: async (bytes, options) => {
    const header = tiffHeader(bytes, options.source);
    const kind = sampleKind(header);
    const read = await readPicture(forCodec(bytes, header, kind), options, {
      name: "tiff",
      title: "TIFF",
      pages: "pages",
      stated: [tiffValues(header, TAG.width, [1])[0], tiffValues(header, TAG.height, [1])[0]],
      // Private tags, as of maps and microscopes, are warnings to the codec and harmless.
      failOn: "error",
      density: (m) => (header.tags.has(TAG.xResolution) && m.resolutionUnit ? m.density : undefined),
    });
    return asStored(read, kind);
  },
  encode: async (signal, options) => {
    checkFit(signal, options.target, tiff);
    return tiffBlocks(signal, options.target, true);
  },
  cannotHold: (signal) => {
    const wide = signal.type === "i32" || signal.type === "f32";
    return pictureMisfit(signal, {
      types: TYPES,
      channels: wide ? [1, 3, 4] : [1, 2, 3, 4],
      colours: wide
        ? "grey without alpha and RGB with or without it in 32 bits"
        : "grey and RGB, with or without alpha",
      instead: "NPY",
    });
  },
};
