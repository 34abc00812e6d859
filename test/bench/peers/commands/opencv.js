// A Python script with OpenCV, as a user would write it.
import { fileURLToPath } from "node:url";
import { JPEG_QUALITY, PNG_LEVEL } from "./files.js";
import { PYTHON, pythonVersions } from "./find.js";

const SCRIPT = fileURLToPath(new URL("../python/command_opencv.py", import.meta.url));

export const opencv = {
  name: "Python + OpenCV",
  version: () => pythonVersions("cv2"),
  commands(cell, files) {
    if (cell.kind !== "picture") return [];
    const output = files.output("cv2");
    const argv = [PYTHON, SCRIPT, files.input, output, files.row ?? files.dense, String(files.divisor)];
    const name = files.row ? "Python + OpenCV sep" : "Python + OpenCV";
    return [{ name, argv: [...argv, files.row ? "separable" : "dense", `${PNG_LEVEL}`, `${JPEG_QUALITY}`], output }];
  },
};
