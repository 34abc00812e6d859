// The files of a cell: input and kernel in each of the forms that the programs read.
import { closeSync, existsSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { outputFormat, saveSignal, signalFrom } from "../../../../dist/index.js";
import { generator, pictureSamples, signalSamples } from "../../data.js";
import { makeKernel } from "../../kernels.js";

/** Compression that every program is told to use. */
export const PNG_LEVEL = 6;
/** Below 90 every program here halves the colour samples by default. */
export const JPEG_QUALITY = 85;

/** { input, output(name), kernel, dense, row, mat, rowMat, divisor }: paths, and the kernel itself. */
export async function cellFiles(cell, folder, seed) {
  const kernel = makeKernel(cell.kernel, seed);
  const mark = cell.kernel.replaceAll(":", "-");
  const path = (name) => join(folder, name);
  const input = cell.kind === "picture" ? await pictureFile(cell, path, seed) : await lineFile(cell, path, seed);
  const divisor = kernel.divisor ?? 1;
  const numbers = kernel.numerators ?? Array.from(kernel.taps);
  const rows = (values, width, separator) =>
    Array.from({ length: values.length / width }, (_, y) => values.slice(y * width, (y + 1) * width).join(separator));
  const files = {
    input,
    output: (name) => path(`out-${name.replaceAll(/\W+/g, "-")}.${cell.kind === "picture" ? cell.format : cell.kind}`),
    kernel,
    divisor,
    dense: path(`${mark}.dlm`),
    text: path(`${mark}.txt`),
    mat: path(`${mark}.mat`),
  };
  writeFileSync(files.dense, `${rows(numbers, kernel.width, ",").join("\n")}\n`);
  writeFileSync(files.text, `${rows(numbers, kernel.width, " ").join("\n")}\n`);
  const matrix = [`${kernel.width} ${kernel.height} ${divisor} 0`, ...rows(numbers, kernel.width, " ")];
  writeFileSync(files.mat, `${matrix.join("\n")}\n`);
  if (kernel.row) {
    files.row = path(`${mark}-row.dlm`);
    files.rowMat = path(`${mark}-row.mat`);
    files.rowWholeMat = path(`${mark}-row-whole.mat`);
    const whole = Array.from(kernel.row, (t) => Math.round(1e4 * t));
    const sum = whole.reduce((a, b) => a + b, 0);
    writeFileSync(files.rowWholeMat, `${kernel.width} 1 ${sum} 0\n${whole.join(" ")}\n`);
    writeFileSync(files.row, `${Array.from(kernel.row).join(",")}\n`);
    writeFileSync(files.rowMat, `${kernel.width} 1 1 0\n${Array.from(kernel.row).join(" ")}\n`);
  }
  return files;
}

async function pictureFile({ width, height, format }, path, seed) {
  const file = path(`picture-${width}x${height}.${format}`);
  if (!existsSync(file)) {
    const samples = pictureSamples({ type: "u8", width, height, channels: 3, seed });
    const signal = signalFrom(samples, { width, height, channels: 3, about: { medium: "raster" } });
    const settings = format === "jpg" ? { quality: JPEG_QUALITY } : format === "png" ? { pngLevel: PNG_LEVEL } : {};
    await saveSignal(signal, file, { format: await outputFormat(file, "ppm"), ...settings });
  }
  return file;
}

async function lineFile({ kind, length }, path, seed) {
  const file = path(`line-${length}.${kind}`);
  if (existsSync(file)) return file;
  if (kind === "wav") {
    const next = generator(seed);
    const samples = Int16Array.from({ length }, (_, i) => 9000 * Math.sin(i / 50) + 9000 * (next() - 0.5));
    const about = { medium: "audio", sampleRate: 48000 };
    const signal = signalFrom(samples, { width: length, about });
    await saveSignal(signal, file, { format: await outputFormat(file, "wav") });
    return file;
  }
  const samples = signalSamples(length, seed);
  const out = openSync(file, "w");
  writeSync(out, "x\n");
  for (let from = 0; from < length; from += 100_000) {
    const part = samples.subarray(from, Math.min(length, from + 100_000));
    writeSync(out, `${Array.from(part, (v) => v.toFixed(6)).join("\n")}\n`);
  }
  closeSync(out);
  return file;
}
