// sharp in a Node script. It takes whole taps only, has no separable form and writes no PPM.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { JPEG_QUALITY, PNG_LEVEL } from "./files.js";

const SCRIPT = fileURLToPath(new URL("sharp-script.js", import.meta.url));

export const sharp = {
  name: "sharp",
  version: () => createRequire(import.meta.url)("sharp").versions.sharp,
  commands(cell, files) {
    if (cell.kind !== "picture" || cell.format === "ppm" || files.kernel.row) return [];
    const output = files.output("sharp");
    const argv = [process.execPath, SCRIPT, files.input, output, files.dense, `${PNG_LEVEL}`, `${JPEG_QUALITY}`];
    return [{ name: "sharp", argv: [...argv, String(files.divisor)], output }];
  },
};
