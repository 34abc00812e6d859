// Our own program.
import { PROGRAM } from "../../program.js";
import { JPEG_QUALITY, PNG_LEVEL } from "./files.js";
import { versionOf } from "./find.js";

export const convxcorr = {
  name: "convxcorr",
  version: () => versionOf([process.execPath, PROGRAM, "--version"]),
  commands(cell, files) {
    const kernel = files.kernel.text ?? files.text;
    const scale = files.divisor === 1 || kernel === files.kernel.text ? [] : ["--scale", String(files.divisor)];
    const level =
      cell.format === "png"
        ? ["--png-level", `${PNG_LEVEL}`]
        : cell.format === "jpg"
          ? ["--quality", `${JPEG_QUALITY}`]
          : [];
    const argv = [process.execPath, PROGRAM, "xcorr", "--kernel", kernel, ...scale, ...level, files.input];
    return [{ name: "convxcorr", argv: [...argv, "-o", files.output("convxcorr")] }];
  },
};
