// Python scripts with SciPy: Pillow for pictures, NumPy or pandas for tables.
import { fileURLToPath } from "node:url";
import { JPEG_QUALITY, PNG_LEVEL } from "./files.js";
import { PYTHON, pythonVersions } from "./find.js";

const PICTURE = fileURLToPath(new URL("../python/command_scipy.py", import.meta.url));
const TABLE = fileURLToPath(new URL("../python/command_table.py", import.meta.url));

export const scipy = {
  name: "Python + SciPy",
  version: () => pythonVersions("scipy", "PIL", "pandas", "numpy") ?? pythonVersions("scipy"),
  commands(cell, files) {
    const output = files.output("scipy");
    if (cell.kind === "picture") {
      const argv = [PYTHON, PICTURE, files.input, output, files.row ?? files.dense, String(files.divisor)];
      const way = files.row ? "separable" : "dense";
      return [{ name: "Python + SciPy", argv: [...argv, way, `${PNG_LEVEL}`, `${JPEG_QUALITY}`], output }];
    }
    if (cell.kind !== "csv") return [];
    return ["numpy", "pandas"].map((way) => {
      const out = files.output(way);
      return { name: `${way} + SciPy`, argv: [PYTHON, TABLE, way, files.input, out, files.dense], output: out };
    });
  },
};
