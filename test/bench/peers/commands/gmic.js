// G'MIC: `correlate` does not flip, edges are copied; rounded and cut here, as its 8-bit files would wrap. It has no
// option for the level of a PNG (it uses zlib's default, which is 6).
import { JPEG_QUALITY } from "./files.js";
import { versionOf } from "./find.js";

export const gmic = {
  name: "G'MIC",
  version: () => versionOf(["gmic", "-version"], /[Vv]ersion [\d.]+/) ?? versionOf(["gmic", "v", "0"], /\S.*/),
  commands(cell, files) {
    if (cell.kind !== "picture") return [];
    const output = files.output("gmic");
    const filters = files.kernel.row
      ? [files.row, "+transpose[1]", "correlate[0]", "[1]", "correlate[0]", "[2]"]
      : [files.dense, "div[1]", String(files.divisor), "correlate[0]", "[1]"];
    const target = cell.format === "jpg" ? `${output},${JPEG_QUALITY}` : output;
    const finish = ["round[0]", "cut[0]", "0,255", "output[0]", target];
    return [
      {
        name: files.kernel.row ? "G'MIC sep" : "G'MIC",
        argv: ["gmic", "v", "-1", files.input, ...filters, ...finish],
        output,
      },
    ];
  },
};
