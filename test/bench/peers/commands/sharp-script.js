// INPUT OUTPUT KERNEL|none PNG_LEVEL JPEG_QUALITY [DIVISOR]: what a user of sharp would write.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const sharp = createRequire(import.meta.url)("sharp");
const [input, output, kernelFile, level, quality, divisor] = process.argv.slice(2);
let picture = sharp(input);
if (kernelFile !== "none") {
  const rows = readFileSync(kernelFile, "utf8").trim().split("\n");
  const taps = rows.map((row) => row.split(",").map(Number));
  picture = picture.convolve({
    width: taps[0].length,
    height: taps.length,
    kernel: taps.flat(),
    scale: Number(divisor),
  });
}
const encoded = output.endsWith(".png")
  ? picture.png({ compressionLevel: Number(level) })
  : picture.jpeg({ quality: Number(quality) });
await encoded.toFile(output);
