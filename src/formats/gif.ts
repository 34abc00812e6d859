/** GIF: the first frame is read. It is not written: 256 colours would change nearly every filtered sample. */
import type { Format } from "./format.js";
import { hasText } from "./raster/magic.js";
import { readPicture } from "./raster/read.js";

export const gif: Format = {
  name: "gif",
  title: "GIF, first frame, read only",
  medium: "raster",
  suffixes: [".gif"],
  holds: ["u8"],
  sniff: (head) => hasText(head, "GIF87a") || hasText(head, "GIF89a"),
  decode: (bytes, options) => readPicture(bytes, options, { name: "gif", title: "GIF", pages: "frames" }),
  cannotHold: () => "is only read, since its 256 colours would change the samples (use PNG)",
};
