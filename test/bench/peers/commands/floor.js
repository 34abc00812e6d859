// What no Node program goes below: a bare start, and sharp decoding and encoding the same file unfiltered.
import { fileURLToPath } from "node:url";
import { JPEG_QUALITY, PNG_LEVEL } from "./files.js";

const COPY = fileURLToPath(new URL("sharp-script.js", import.meta.url));

export const floor = {
  name: "floor",
  version: () => process.version,
  commands(cell, files) {
    if (cell.kind !== "picture" || cell.width > 512) return [];
    const bare = { name: "node -e 0", argv: [process.execPath, "-e", "0"], floor: true };
    if (cell.format === "ppm") return [bare];
    const output = files.output("copy");
    const argv = [process.execPath, COPY, files.input, output, "none", `${PNG_LEVEL}`, `${JPEG_QUALITY}`];
    return [bare, { name: "node + sharp copy", argv, output, floor: true }];
  },
};
