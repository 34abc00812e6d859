/**
 * SVG, drawn at its own size. A drawing is a small program, so it is only read when that is asked for, and from memory,
 * where it has no folder from which it could load other files.
 */
import { inputError } from "../base/errors.js";
import { textOf } from "../base/text.js";
import type { Format } from "./format.js";
import { readPicture } from "./raster/read.js";
import { codec, withSvg } from "./raster/sharp.js";

export const svg: Format = {
  name: "svg",
  title: "SVG, read only, with --input-format svg",
  medium: "raster",
  suffixes: [".svg"],
  holds: ["u8"],
  onlyWhenForced: true,
  sniff: startsDrawing,
  decode: async (bytes, options) => {
    if (!startsDrawing(bytes.subarray(0, 4096))) {
      throw inputError(options.source, "no <svg> element begins the file", "Give an SVG as text, not compressed");
    }
    codec(options.source, "input");
    return withSvg(() => readPicture(bytes, options, { name: "svg", title: "SVG" }));
  },
  cannotHold: () => "is only read (use PNG)",
};

/** Whether the first thing after declarations, comments and white space is an `svg` element. */
function startsDrawing(head: Uint8Array): boolean {
  let rest = textOf(head.subarray(0, 4096)).trimStart();
  for (;;) {
    const [open, close] = rest.startsWith("<!--") ? ["<!--", "-->"] : ["<", ">"];
    if (!/^<[?!]/.test(rest)) return /^<(?:\w+:)?svg[\s>/]/.test(rest);
    const end = rest.indexOf(close, open.length);
    if (end < 0) return false;
    rest = rest.slice(end + close.length).trimStart();
  }
}
