// libvips: no flip, edges copied, sum divided by the scale. `integer` may use a vector routine with rounded taps;
// `float` is cut, not rounded, when it is saved to 8 bits.
import { JPEG_QUALITY, PNG_LEVEL } from "./files.js";
import { versionOf } from "./find.js";

export const vips = {
  name: "vips",
  version: () => versionOf(["vips", "--version"]),
  commands(cell, files) {
    if (cell.kind !== "picture") return [];
    const suffix = { png: `[compression=${PNG_LEVEL}]`, jpg: `[Q=${JPEG_QUALITY}]`, ppm: "" }[cell.format];
    const command = (name, operation, matrix, precision, env = {}) => {
      const output = files.output(name);
      const argv = ["vips", operation, files.input, `${output}${suffix}`, matrix, "--precision", precision];
      return { name, argv, env, output };
    };
    if (files.kernel.row) {
      const whole = command("vips sep integer", "convsep", files.rowWholeMat, "integer");
      // To PPM it would write floats, which is another format.
      return cell.format === "ppm" ? [whole] : [whole, command("vips sep float", "convsep", files.rowMat, "float")];
    }
    return [
      command("vips integer", "conv", files.mat, "integer"),
      command("vips integer exact", "conv", files.mat, "integer", { VIPS_NOVECTOR: "1" }),
    ];
  },
};
