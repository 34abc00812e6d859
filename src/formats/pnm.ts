/** PBM (read only), PGM and PPM. Text and binary are read, binary is written; exact. */

import type { Format } from "./format.js";
import { decodePnm, encodePnm, pnmLying } from "./netpbm/pnm.js";
import { knowsMaxval } from "./netpbm/raster.js";
import { Scanner } from "./netpbm/scan.js";
import { hasText } from "./raster/magic.js";
import { pictureMisfit } from "./raster/misfit.js";
import { checkFit } from "./raster/write.js";

/** A mark, white space or a comment, and a width: a table may begin with a column that is called P1. */
function marked(head: Uint8Array, marks: readonly string[]): boolean {
  if (!marks.some((mark) => hasText(head, mark)) || head.length < 4 || !/[\s#]/.test(String.fromCharCode(head[2])))
    return false;
  const scanner = new Scanner(head, "");
  scanner.at = 2;
  scanner.skip();
  return scanner.at < head.length && /^\d+$/.test(scanner.word("width"));
}

function pnm(name: string, title: string, marks: readonly string[], channels: number, colours: string): Format {
  const format: Format = {
    name,
    title,
    medium: "raster",
    suffixes: [`.${name}`],
    holds: ["u8", "u16"],
    sniff: (head) => marked(head, marks),
    decode: (bytes, options) => Promise.resolve().then(() => decodePnm(bytes, options, name, marks)),
    lying: pnmLying,
    grows: knowsMaxval,
    encode: (signal, options) =>
      Promise.resolve().then(() => {
        checkFit(signal, options.target, format);
        return encodePnm(signal, options);
      }),
    cannotHold: (signal) =>
      pictureMisfit(signal, { types: ["u8", "u16"], channels: [channels], colours, instead: "PAM or PNG" }),
  };
  return format;
}

export const pgm: Format = pnm("pgm", "PGM, grey, up to 16 bits", ["P2", "P5"], 1, "grey without alpha");
export const ppm: Format = pnm("ppm", "PPM, RGB, up to 16 bits", ["P3", "P6"], 3, "RGB without alpha");

export const pbm: Format = {
  name: "pbm",
  title: "PBM, black (0) and white (255), read only",
  medium: "raster",
  suffixes: [".pbm"],
  holds: ["u8"],
  sniff: (head) => marked(head, ["P1", "P4"]),
  decode: (bytes, options) => Promise.resolve().then(() => decodePnm(bytes, options, "pbm", ["P1", "P4"])),
  cannotHold: () => "is only read, since it has two values (use PGM)",
};
