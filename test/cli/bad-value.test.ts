/** Values of options that are wrong, alone or with this input. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { refuses } from "./refusals.js";

const fixture = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)));

const FILES = {
  "c.csv": "1\n2\n3\n",
  "m.csv": "1,2,3\n4,5,6\n7,8,9\n",
  "tone.wav": fixture("tone.wav"),
  "plane.npy": fixture("plane.npy"),
  "c.json": "[1,2]",
  "p.pgm": "P2\n4 3\n255\n0 10 20 30\n40 50 60 70\n80 90 100 255\n",
  "rgb.ppm": "P3\n1 1\n255\n1 2 3\n",
  "rate.json": '{"taps":[1,2],"sampleRate":44100}',
  "rgb.json": "[[[1,2,3]]]",
  "two.json": "[[[1,2]]]",
};

refuses("numbers", FILES, [
  ["conv -k 1 --scale 0 c.csv", 2, "--scale: the scale is a divisor and is 0. Give a number other than 0."],
  ["conv -k 1 --scale 1/3 c.csv", 2, '--scale: "1/3" is a fraction. Give a decimal number such as 2, -0.5 or 1e-3.'],
  ["conv -k 1 --scale x c.csv", 2, '--scale: "x" is not a number. Give a decimal number such as 2, -0.5 or 1e-3.'],
  [
    "conv -k 1 --offset 1e999 c.csv",
    2,
    '--offset: "1e999" is beyond the range of a 64-bit float. Give a decimal number such as 2, -0.5 or 1e-3.',
  ],
  ["conv -k 1 --offset '' c.csv", 2, '--offset: "" is not a number. Give a decimal number such as 2, -0.5 or 1e-3.'],
  ["conv -k 1 --offset nan c.csv", 2, '--offset: "nan" is not finite. Give a decimal number such as 2, -0.5 or 1e-3.'],
  [
    "conv -k 1,-1 --normalize-kernel sum c.csv",
    2,
    "--normalize-kernel: the taps of 1,-1 sum to 0. Use --normalize-kernel abs, peak or energy, or none: a derivative has no sum to divide by.",
  ],
  [
    "conv -k 1 --normalize-kernel total c.csv",
    2,
    '--normalize-kernel: there is no "total". Use none, sum, abs, peak, energy.',
  ],
  [
    "conv -k 1 --map offset c.csv",
    2,
    "--map offset: f64 holds negative values, so there is no middle to shift them to. Use --depth u8 or u16 with it, or --offset VALUE.",
  ],
  ["conv -k 1 --map ab c.csv", 2, '--map: there is no "ab". Did you mean abs? Use clip, abs, offset, stretch.'],
  ["conv -k 1 --round up c.csv", 2, '--round: there is no "up". Use half-even, half-up, half-away, trunc, floor.'],
  ["conv -k 1 --depth float c.csv", 2, '--depth: there is no "float". Use u8, i8, u16, i16, i32, f32, f64, c64, c128.'],
  [
    "conv -k 1 --depth f16 c.csv",
    2,
    '--depth: there is no "f16". Did you mean u16? Use u8, i8, u16, i16, i32, f32, f64, c64, c128.',
  ],
  ["conv -k 1+i --depth f64 c.csv", 2, "--depth f64: the result is complex. Use --depth c64 or c128, or leave it out."],
  ["conv -k 1+i --map abs c.csv", 2, "--map abs: the result is complex and has no range. Leave --map out."],
  ["conv -k 1 --nan skip c.csv", 2, '--nan: there is no "skip". Use propagate, omit, interpolate, zero, error.'],
  [
    "conv -k 1,-1 --nan omit c.csv",
    2,
    "--nan omit: the taps of 1,-1 have both signs, so the sum of those that count may vanish. Use a kernel whose taps share one sign, or another policy.",
  ],
  [
    "conv -k 1 --nan interpolate m.csv --matrix",
    2,
    "--nan interpolate: a plane has no two neighbours to interpolate between. Use omit, zero, propagate or error.",
  ],
  ["conv -k 1 --alpha none c.csv", 2, '--alpha: there is no "none". Use keep, premultiply, straight, drop.'],
  ["conv -k 1 --space srgb c.csv", 2, '--space: there is no "srgb". Use encoded, linear.'],
  [
    "conv -k 1 --space linear c.csv",
    2,
    "--space linear: it is defined for pictures of u8 or u16, not for f64 table data. Leave --space out.",
  ],
]);

refuses("what the input decides", FILES, [
  ["conv -k 1 --lags c.csv", 2, "--lags: a convolution has no lags. Use xcorr."],
  [
    "xcorr -k 1 --lags m.csv --matrix",
    2,
    "--lags: lags are written for signals, and this is a plane. Leave --lags out.",
  ],
  ["xcorr -k 1 --lags c.csv -o x.npy", 2, "--lags: npy has no place for lags. Write CSV, TSV or JSON."],
  ["conv -k 1 --rate 0 c.csv", 2, "--rate: 0 is no rate. Give a number of samples per second above 0."],
  ["conv -k 1 --rate x c.csv", 2, '--rate: "x" is not a number. Give a decimal number such as 2, -0.5 or 1e-3.'],
  ["conv -k 1 --rate 10 tone.wav", 2, "--rate: wav has a rate of its own. Leave it out."],
  ["conv -k 1 --rate 10 p.pgm -o x.pgm", 2, "--rate: a plane has no sample rate. Leave it out."],
  [
    "conv -k rate.json tone.wav",
    3,
    "--kernel rate.json: the kernel is sampled at 44100 Hz, the input at 8000 Hz. Resample one of them first.",
  ],
  [
    "conv -k rgb.json c.csv",
    2,
    "--kernel rgb.json: the kernel has 3 channels, the input 1. Use a kernel of one channel, or of as many as the input has.",
  ],
  [
    "conv -k two.json rgb.ppm -o x.ppm",
    2,
    "--kernel two.json: the kernel has 2 channels, the input 3. Use a kernel of one channel, or of as many as the input has.",
  ],
  ["conv -k 1 --delimiter x c.csv", 2, '--delimiter: "x" separates no cells. Use , ; tab | or blank.'],
  ["conv -k 1 --skip-lines -1 c.csv", 2, '--skip-lines: "-1" is too small. Give a number from 0 up.'],
  ["conv -k 1 --skip-lines 1.5 c.csv", 2, '--skip-lines: "1.5" is not a whole number. Give one from 0 up.'],
]);

refuses("options that nothing would hear", FILES, [
  ["conv -k 1 --columns 1 plane.npy", 2, "--columns: the input is npy, which is no table. Leave it out."],
  ["conv -k 1 --time-column 1 tone.wav", 2, "--time-column: the input is wav, which is no table. Leave it out."],
  ["conv -k 1 --na x p.pgm -o x.pgm", 2, "--na: the input is pgm, which is no table. Leave it out."],
  ["conv -k 1 --matrix plane.npy", 2, "--matrix: the input is npy, which is no table. Leave it out."],
  ["conv -k 1 --no-header c.json", 2, "--no-header: the input is json, not CSV or TSV. Leave it out."],
  ["conv -k 1 --skip-lines 1 c.json", 2, "--skip-lines: the input is json, not CSV or TSV. Leave it out."],
  ["conv -k 1 --delimiter tab c.json -o x.json", 2, "--delimiter: the input is json, not CSV or TSV. Leave it out."],
  [
    "conv -k 1 --decimal-comma tone.wav -o x.wav",
    2,
    "--decimal-comma: the input is wav, not CSV or TSV. Leave it out.",
  ],
  ["conv -k 1 --axes yx c.csv", 2, "--axes: the input is csv, not NPY. Leave it out."],
  [
    "conv -k 1 --axes yxc plane.npy",
    2,
    '--axes: "yxc" names 3 axes, and the array in plane.npy has 2. Give one letter an axis.',
  ],
  [
    "conv -k 1 --axes yy plane.npy",
    2,
    '--axes: "yy" is no order of axes. Give x and, if there are any, y and c, each once, such as yxc or xc.',
  ],
  ["conv -k 1 --quality 90 p.pgm -o x.png", 2, "--quality: the output is png, which has no quality. Leave it out."],
  ["conv -k 1 --png-level 9 p.pgm -o x.pgm", 2, "--png-level: the output is pgm, not PNG. Leave it out."],
  ["conv -k 1 --optimize-coding p.pgm -o x.png", 2, "--optimize-coding: the output is png, not JPEG. Leave it out."],
]);

refuses("options beyond their range", FILES, [
  ["conv -k 1 --quality 101 p.pgm -o x.jpg", 2, '--quality: "101" is too large. Give a number from 1 to 100.'],
  ["conv -k 1 --png-level 10 p.pgm -o x.png", 2, '--png-level: "10" is too large. Give a number from 0 to 9.'],
  ["conv -k 1 --limit-pixels 0 p.pgm -o x.png", 2, '--limit-pixels: "0" is too small. Give a number from 1 up.'],
  ["conv -k 1 --fail-on klip c.csv", 2, '--fail-on: there is no "klip". Did you mean clip? Use clip, nan.'],
  ["conv -k 1 --fail-on '' c.csv", 2, '--fail-on: "" has an empty entry. Separate entries by single commas.'],
]);

refuses("formats by name", FILES, [
  [
    "conv -k 1 --input-format foo c.csv",
    2,
    '--input-format: there is no format "foo". The formats are png, jpeg, gif, webp, avif, tiff, npy, wav, pam, pfm, ppm, pgm, pbm, svg, json, tsv, csv.',
  ],
  [
    "conv -k 1 --input-format jsn c.json",
    2,
    '--input-format: there is no format "jsn". Did you mean json? The formats are png, jpeg, gif, webp, avif, tiff, npy, wav, pam, pfm, ppm, pgm, pbm, svg, json, tsv, csv.',
  ],
  [
    "conv -k 1 --output-format gif c.csv",
    2,
    '--output-format: "gif" is only read. The formats are png, jpeg, webp, avif, tiff, npy, wav, pam, pfm, ppm, pgm, json, tsv, csv.',
  ],
  [
    "conv -k 1 --output-format foo c.csv",
    2,
    '--output-format: there is no format "foo". The formats are png, jpeg, webp, avif, tiff, npy, wav, pam, pfm, ppm, pgm, json, tsv, csv.',
  ],
]);
