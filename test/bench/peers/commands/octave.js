// Octave: `conv2` without packages, edges repeated by indexing; `conv` for tables.
import { fileURLToPath } from "node:url";
import { JPEG_QUALITY, PNG_LEVEL } from "./files.js";
import { versionOf } from "./find.js";

const SCRIPT = fileURLToPath(new URL("../octave/command.m", import.meta.url));

export const octave = {
  name: "Octave",
  version: () => versionOf(["octave", "--version"], /version \S+/),
  commands(cell, files) {
    if (cell.kind === "wav" || cell.kernel.startsWith("line")) return [];
    const output = files.output("octave");
    const way = cell.kind === "csv" ? "table" : files.kernel.row ? "separable" : "dense";
    const kernel = way === "separable" ? files.row : files.dense;
    const quality = String(cell.format === "png" ? 10 * PNG_LEVEL : JPEG_QUALITY);
    const argv = ["octave", "--quiet", "--no-gui", "--norc", SCRIPT, way, files.input, output, kernel];
    return [{ name: "Octave", argv: [...argv, String(files.divisor), quality], output }];
  },
};
