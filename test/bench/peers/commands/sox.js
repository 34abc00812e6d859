// SoX: `fir` is a centred convolution; `-D` keeps it from adding dither.
import { versionOf } from "./find.js";

export const sox = {
  name: "SoX",
  version: () => versionOf(["sox", "--version"], /v\d\S*/),
  commands(cell, files) {
    if (cell.kind !== "wav") return [];
    const output = files.output("sox");
    // The flip, since our command correlates.
    const taps = Array.from(files.kernel.taps).reverse().map(String);
    return [{ name: "SoX", argv: ["sox", "-D", files.input, output, "fir", ...taps], output }];
  },
};
