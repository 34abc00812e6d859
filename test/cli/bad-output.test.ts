/** Outputs that are wrong, of every kind: the old one survives. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { refuses } from "./refusals.js";

const fixture = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)));

const FILES = {
  "c.csv": "1\n2\n3\n",
  "tone.wav": fixture("tone.wav"),
  "p.pgm": "P2\n4 3\n255\n0 10 20 30\n40 50 60 70\n80 90 100 255\n",
  "rgb.ppm": "P3\n1 1\n255\n1 2 3\n",
};

refuses("an output whose name says nothing", FILES, [
  ["conv -k 1 c.csv -o ''", 2, "--output: the path is empty. Name a file."],
  [
    "conv -k 1 c.csv -o x.xyz",
    2,
    "x.xyz: its name does not end in the suffix of a format that can be written. Use one of .png .jpg .jpeg .jpe .jfif .webp .avif .tif .tiff .npy .wav .wave .pam .pfm .ppm .pgm .json .tsv .tab .csv .txt .dat, or say which with --output-format.",
  ],
  [
    "conv -k 1 c.csv -o x",
    2,
    "x: its name does not end in the suffix of a format that can be written. Use one of .png .jpg .jpeg .jpe .jfif .webp .avif .tif .tiff .npy .wav .wave .pam .pfm .ppm .pgm .json .tsv .tab .csv .txt .dat, or say which with --output-format.",
  ],
  [
    "conv -k 1 p.pgm -o x.gif",
    2,
    "x.gif: gif is only read. Use one of .png .jpg .jpeg .jpe .jfif .webp .avif .tif .tiff .npy .wav .wave .pam .pfm .ppm .pgm .json .tsv .tab .csv .txt .dat, or say which with --output-format.",
  ],
  [
    "conv -k 1 p.pgm -o x.svg",
    2,
    "x.svg: svg is only read. Use one of .png .jpg .jpeg .jpe .jfif .webp .avif .tif .tiff .npy .wav .wave .pam .pfm .ppm .pgm .json .tsv .tab .csv .txt .dat, or say which with --output-format.",
  ],
]);

refuses("an output that cannot hold the samples", FILES, [
  [
    "conv -k 1 c.csv -o x.png",
    2,
    "x.png: png holds pictures, not signals of rank 1. Write .csv, .tsv, .json, .npy or .wav.",
  ],
  [
    "conv -k 1 c.csv -o x.wav",
    2,
    "--rate: a WAV file needs a sample rate, and c.csv has none. Give the samples per second with --rate.",
  ],
  [
    "conv -k 1+i c.csv -o x.wav --rate 10",
    2,
    "x.wav: wav holds samples of i8, i16, i32, f32 or f64, not c128. Write .csv, .tsv, .json or .npy.",
  ],
  [
    "conv -k 1 p.pgm --depth f32 -o x.png",
    2,
    "x.png: png holds u8 and u16, not f32. Use --depth u8 or u16, or write .tif, .pfm, .csv, .tsv, .json or .npy.",
  ],
  [
    "conv -k 1 p.pgm --depth i16 -o old.csv --output-format png",
    2,
    "old.csv: png holds u8 and u16, not i16. Use --depth u8 or u16, or write .tif, .csv, .tsv, .json or .npy.",
  ],
  [
    "conv -k 1 rgb.ppm -o x.csv",
    2,
    "x.csv: csv holds signals and planes of one channel, not planes of 3 channels. Write .npy.",
  ],
  [
    "conv -k 1 p.pgm -o x.jpg --depth u16",
    2,
    "x.jpg: jpeg holds u8, not u16. Use --depth u8, or write .png, .tif, .pgm, .pam, .csv, .tsv, .json or .npy.",
  ],
  ["conv -k 1+i p.pgm -o x.png", 2, "x.png: png holds u8 and u16, not c128. Write .csv, .tsv, .json or .npy."],
]);

refuses("an output on a terminal", FILES, [
  [
    "conv -k 1 p.pgm",
    2,
    "stdout: it is a terminal, and pgm is no text. Give -o FILE, or redirect the output.",
    { terminal: true },
  ],
  [
    "conv -k 1 p.pgm --output-format npy",
    2,
    "stdout: it is a terminal, and npy is no text. Give -o FILE, or redirect the output.",
    { terminal: true },
  ],
  [
    "conv -k 1 tone.wav --output-format wav",
    2,
    "stdout: it is a terminal, and wav is no text. Give -o FILE, or redirect the output.",
    { terminal: true },
  ],
]);

refuses("two results for one place", FILES, [
  [
    "conv -k 1 c.csv --json",
    2,
    "--json: stdout carries the data. Give -o FILE for the data, or --report FILE for the report.",
  ],
  [
    "conv -k 1 c.csv --report -",
    2,
    "--report: stdout carries the data. Give -o FILE for the data, or --report FILE for the report.",
  ],
  [
    "conv -k 1 c.csv -o - --report -",
    2,
    "--report: stdout carries the data. Give -o FILE for the data, or --report FILE for the report.",
  ],
  ["conv -k 1 c.csv -o x.csv --report ''", 2, "--report: the path is empty. Name a file."],
  [
    "conv -k 1 c.csv -o old.csv --report old.csv",
    2,
    "--report: is the same file as --output. Give the report another name.",
  ],
  [
    "conv -k 1 c.csv -o old.csv --report ./old.csv",
    2,
    "--report: is the same file as --output. Give the report another name.",
  ],
]);

refuses("an output that cannot be written", FILES, [
  ["conv -k 1 c.csv -o no/x.csv", 4, "no/x.csv: its folder does not exist. Create the folder first."],
  ["conv -k 1 c.csv -o folder.csv", 4, "folder.csv: is a folder. Name a file in it."],
  ["conv -k 1 c.csv -o folder.csv/", 4, "folder.csv/: is a folder. Name a file in it."],
  ["conv -k 1 c.csv -o c.csv/x.csv", 4, "c.csv/x.csv: a part of the path is a file, not a folder. Check the path."],
  [
    "conv -k 1 c.csv -o /dev/full",
    4,
    "/dev/full: no space is left on the device. Free some space or write somewhere else.",
  ],
  ["conv -k 1 c.csv -o x.csv --report no/r.json", 4, "no/r.json: its folder does not exist. Create the folder first."],
  ["conv -k 1 c.csv --report folder.csv", 4, "folder.csv: is a folder. Name a file in it."],
  [
    "conv -k 1 c.csv -o 'no\u001b[31m/x.csv'",
    4,
    "no\\e[31m/x.csv: its folder does not exist. Create the folder first.",
  ],
  [
    "conv -k 1 c.csv -o 'x.\u001b[31m'",
    2,
    "x.\\e[31m: its name does not end in the suffix of a format that can be written. Use one of .png .jpg .jpeg .jpe .jfif .webp .avif .tif .tiff .npy .wav .wave .pam .pfm .ppm .pgm .json .tsv .tab .csv .txt .dat, or say which with --output-format.",
  ],
]);
