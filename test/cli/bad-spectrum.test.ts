/** Calls of `spectrum` that must be refused. */
import { refuses } from "./refusals.js";

const FILES = {
  "one.csv": "1\n2\n4\n",
  "two.csv": "a,b\n1,2\n2,5\n4,3\n",
  "long.csv": "1\n2\n4\n5\n",
  "nan.csv": "a,b\n1,2\nnan,5\n4,3\n",
  "colours.ppm": "P3 1 1 255 1 2 3\n",
};

refuses("options of spectrum", FILES, [
  ["spectrum", 2, "A: is missing, and there is no kernel. Name a file, or give --kernel."],
  ["spectrum one.csv --kernel 1,2", 2, "--kernel: there is a signal too. Give a signal or a kernel."],
  ["spectrum one.csv --mode conv", 2, "--mode: there is no kernel. Leave it out."],
  ["spectrum --kernel 1,2 --welch", 2, "--welch: there is no signal. Leave it out."],
  ["spectrum --kernel 1,2 --time-column t", 2, "--time-column: there is no signal. Leave it out."],
  ["spectrum --kernel 1,2 --no-header", 2, "--no-header: there is no signal. Leave it out."],
  ["spectrum one.csv --segment 2", 2, "--segment: there is no --welch. Leave it out."],
  ["spectrum one.csv --scaling density", 2, "--scaling: density goes with --welch. Use dft or amplitude."],
  ["spectrum one.csv --welch --scaling dft", 2, "--scaling: dft goes without --welch. Use density or spectrum."],
  [
    "spectrum one.csv --welch --overlap 100%",
    2,
    "--overlap: 100 % is no share of a segment. Give 0% up to less than 100%.",
  ],
  [
    "spectrum one.csv --window han",
    2,
    '--window: there is no "han". Did you mean hann? Use boxcar, hann, hamming, blackman, blackmanharris, flattop.',
  ],
  ["spectrum one.csv --output x.png", 2, "--output: png has no place for columns. Write CSV, TSV, JSON or NPY."],
  ["spectrum one.csv -o ''", 2, "--output: the path is empty. Name a file."],
  ["spectrum one.csv -o - --json", 2, "--json: stdout carries the table. Give -o FILE."],
  ["spectrum one.csv -o none/x.csv", 4, "none/x.csv: its folder does not exist. Create the folder first."],
  [
    "spectrum one.csv -o x.svg --plot x.svg",
    2,
    "x.svg: svg is only read. Use one of .npy .json .tsv .tab .csv .txt .dat.",
  ],
]);

refuses("responses of kernels", FILES, [
  ["spectrum -k 1,2 --rate 0", 2, "--rate: 0 is no rate. Give a number of samples per second above 0."],
  [
    "spectrum -k '1 2; 3 4' --points 2000",
    2,
    "--points: 2000 is no number of frequencies. Give a whole number from 1 to 1024.",
  ],
  [
    "spectrum -k nothing",
    3,
    'nothing: there is neither a file nor a kernel of this name. Check the path; "convxcorr kernel list" shows the names.',
  ],
]);

refuses("inputs of spectrum", FILES, [
  ["spectrum one.csv long.csv", 3, "long.csv: it has 4 samples, and one.csv has 3. Give signals of one length."],
  ["spectrum nan.csv", 3, "nan.csv, a: sample 1 is NaN. Correct it, or leave it out."],
  ["spectrum colours.ppm", 3, "colours.ppm: it is a plane of 1×1 samples. Give a signal."],
  ["spectrum one.csv --welch --segment 9", 3, "one.csv: it has 3 samples, and a segment 9. Give a shorter segment."],
  [
    "spectrum one.csv --welch --segment 2 --overlap 2",
    2,
    "--overlap: 2 is no overlap of segments of 2 samples. Give a whole number from 0 to 1.",
  ],
  [
    "spectrum two.csv one.csv",
    3,
    "two.csv: it has 2 signals (a, b), and one of each file is compared. Choose one with --columns, or give this file alone to compare its signals with each other.",
  ],
]);
