// GraphicsMagick: odd squares, no flip, always divided by the sum (which our kernels' divisor is).
import { JPEG_QUALITY, PNG_LEVEL } from "./files.js";
import { versionOf } from "./find.js";

export const graphicsmagick = {
  name: "GraphicsMagick",
  version: () => versionOf(["gm", "version"], /GraphicsMagick \S+/),
  commands(cell, files) {
    if (cell.kind !== "picture") return [];
    const output = files.output("gm");
    // Its arguments are short: whole numbers in place of real taps, near enough for a level.
    const { numerators, taps: real } = files.kernel;
    const taps = (numerators ?? Array.from(real, (t) => Math.round(1e5 * t))).join(",");
    const quality = { png: ["-quality", `${10 * PNG_LEVEL}`], jpg: ["-quality", `${JPEG_QUALITY}`], ppm: [] }[
      cell.format
    ];
    return [
      { name: "GraphicsMagick", argv: ["gm", "convert", files.input, "-convolve", taps, ...quality, output], output },
    ];
  },
};
