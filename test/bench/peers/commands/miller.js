// Miller has no filter with taps, but a sliding mean: the cells with a box of 31. At the ends it divides by what is there.
import { versionOf } from "./find.js";

export const miller = {
  name: "Miller",
  version: () => versionOf(["mlr", "--version"]),
  commands(cell, files) {
    if (cell.kind !== "csv" || !cell.kernel.startsWith("line:")) return [];
    const reach = (files.kernel.width - 1) / 2;
    const window = `${reach}_${reach}`;
    const output = files.output("mlr");
    const steps = ["step", "-a", `slwin_${window}`, "-f", "x", "then", "cut", "-f", `x_${window}`];
    return [
      {
        name: "Miller",
        argv: ["mlr", "--icsv", "--ocsv", ...steps, files.input],
        stdout: output,
        output,
        margin: reach,
      },
    ];
  },
};
