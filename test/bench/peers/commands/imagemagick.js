// ImageMagick: `Correlate` does not flip, edges are copied, 16-bit samples inside, cut when they are saved.
import { JPEG_QUALITY, PNG_LEVEL } from "./files.js";
import { versionOf } from "./find.js";

const PROGRAMS = [["magick"], ["/usr/bin/convert"], ["convert"]];
const found = () =>
  PROGRAMS.map((argv) => ({ argv, version: versionOf([...argv, "-version"], /ImageMagick \S+ \S+/) })).find(
    (p) => p.version,
  );

export const imagemagick = {
  name: "ImageMagick",
  version: () => found()?.version,
  commands(cell, files) {
    if (cell.kind !== "picture") return [];
    const { argv } = found();
    const { kernel } = files;
    const output = files.output("im");
    // PNG quality is 10 · level + filter; filter 0 is none.
    const quality = { png: ["-quality", `${10 * PNG_LEVEL}`], jpg: ["-quality", `${JPEG_QUALITY}`], ppm: [] }[
      cell.format
    ];
    const text = (width, height, taps) => `${width}x${height}:${Array.from(taps).join(",")}`;
    const passes = kernel.row
      ? [text(kernel.width, 1, kernel.row), text(1, kernel.height, kernel.column)]
      : [text(kernel.width, kernel.height, kernel.numerators)];
    const scale = kernel.row ? [] : ["-define", `convolve:scale=${1 / files.divisor}`];
    const filters = passes.flatMap((pass) => ["-morphology", "Correlate", pass]);
    const name = kernel.row ? "ImageMagick sep" : "ImageMagick";
    return [{ name, argv: [...argv, files.input, ...scale, ...filters, "-depth", "8", ...quality, output], output }];
  },
};
