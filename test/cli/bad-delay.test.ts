/** Calls of `delay` that must be refused. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { refuses } from "./refusals.js";

const fixture = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)));

const FILES = {
  "one.csv": "1\n2\n4\n",
  "two.csv": "a,b\n1,2\n2,5\n4,3\n",
  "three.csv": "a,b,c\n1,2,3\n2,5,1\n4,3,9\n",
  "nan.csv": "a,b\n1,2\nnan,5\n4,3\n",
  "inf.csv": "a,b\n1,2\ninf,5\n4,3\n",
  "time.csv": "t,v\n0,1\n1,2\n2,4\n3.1,0\n",
  "slow.csv": "t,v\n0,1\n2,2\n4,4\n",
  "fast.csv": "t,v\n0,1\n1,2\n2,4\n",
  "short.csv": "7\n",
  "chirp.wav": fixture("chirp.wav"),
  "plane.npy": fixture("plane.npy"),
  "colours.ppm": "P3 1 1 255 1 2 3\n",
  "complex.json": '["1+2i",2,"3i"]',
};

refuses("what is compared", FILES, [
  ["delay", 2, "A: is missing. Call it as: convxcorr delay [options] <a> [b]."],
  ["delay one.csv", 2, "B: is missing, and one.csv has one signal only. Give a second file, or two columns."],
  ["delay none.csv one.csv", 3, 'none.csv: there is no such file. Did you mean "one.csv"?'],
  ["delay one.csv ''", 2, "INPUT: the path is empty. Name a file, or - for stdin."],
  ["delay - -", 2, "-: stdin is asked for twice, and it can be read once only. Give a file for one of them."],
  [
    "delay one.csv two.csv",
    3,
    "two.csv: it has 2 signals (a, b), and one of each file is compared. Choose one with --columns, or give this file alone to compare its signals with each other.",
  ],
  ["delay one.csv short.csv", 3, "short.csv: it has fewer than 2 samples. Give a longer signal."],
  [
    "delay plane.npy",
    3,
    "plane.npy: it is a plane of 32×24 samples, and delays are between signals. Give signals; an array of samples × channels is read with --axes xc.",
  ],
  [
    "delay colours.ppm one.csv",
    3,
    "colours.ppm: it is a plane of 1×1 samples, and delays are between signals. Give signals.",
  ],
  [
    "delay complex.json one.csv",
    3,
    "complex.json: its samples are complex. Give real signals, such as the real parts.",
  ],
  [
    "delay nan.csv",
    3,
    "nan.csv, a: sample 1 is NaN. Correct it, or draw a line between its neighbours with --nan interpolate.",
  ],
  ["delay inf.csv --nan interpolate", 3, "inf.csv, a: sample 1 is infinite. Correct or remove it."],
]);

refuses("columns and times", FILES, [
  [
    "delay two.csv two.csv --columns a,b,a",
    2,
    "--columns: it names 3, and there are two files. Name one for each file.",
  ],
  ["delay two.csv --columns z,b", 2, '--columns: two.csv has no column "z". It has 2 columns: "a", "b".'],
  [
    "delay chirp.wav --columns 1,2",
    2,
    '--columns: "2" is no channel of chirp.wav, which has 1 channel. Give numbers from 1.',
  ],
  [
    "delay time.csv fast.csv --time-column t",
    3,
    "time.csv:5: a time step of 1.1 s where the usual one is 1 s. Resample the data to equal steps, or leave out --time-column and give --rate.",
  ],
  [
    "delay slow.csv fast.csv --time-column t",
    3,
    "fast.csv: it has 1 samples per second, and slow.csv has 0.5. Resample one of them to the rate of the other.",
  ],
  [
    "delay two.csv --max-jitter 0.1",
    2,
    "--max-jitter: there is no time column. Name it with --time-column, or leave this out.",
  ],
  [
    "delay time.csv fast.csv --time-column t --max-jitter -1",
    2,
    "--max-jitter: -1 is negative. Give a share of the usual step, such as 0.01.",
  ],
  ["delay chirp.wav chirp.wav --rate 9", 2, "--rate: wav has a rate of its own. Leave it out."],
  ["delay chirp.wav chirp.wav --header", 2, "--header: the input is wav, not CSV or TSV. Leave it out."],
]);

refuses("options of delay", FILES, [
  ["delay two.csv --method fft", 2, '--method: there is no "fft". Use cc, phat.'],
  ["delay two.csv --polarity up", 2, '--polarity: there is no "up". Use positive, negative, either.'],
  ["delay two.csv --detrend line", 2, '--detrend: there is no "line". Did you mean none? Use none, mean, linear.'],
  ["delay two.csv --nan omit", 2, '--nan: there is no "omit". Use error, interpolate.'],
  ["delay two.csv --max-lag x", 2, '--max-lag: "x" is not a whole number. Give one from 0 up.'],
  [
    "delay two.csv --max-lag -1ms",
    2,
    '--max-lag: "-1ms" is too short. Give a time from 0 up, such as 0.5s or 20ms, or samples.',
  ],
  ["delay two.csv --max-lag xs", 2, '--max-lag: "x" is not a number. Give a decimal number such as 2, -0.5 or 1e-3.'],
  [
    "delay two.csv --max-lag 20ms",
    2,
    "--max-lag: two.csv has no rate, so seconds mean nothing. Give samples, or say --rate or --time-column.",
  ],
  [
    "delay chirp.wav chirp.wav --curve curve",
    2,
    "curve: its name does not end in the suffix of a format that can be written. Use one of .json .tsv .tab .csv .txt .dat.",
  ],
  ["delay two.csv --band 1", 2, "--band: it has 1 number. Give two frequencies: from,to."],
  [
    "delay chirp.wav chirp.wav --band 300,5000",
    2,
    "--band: 300 to 5000 Hz does not lie between 0 and 4000 Hz, rising. Give two frequencies in Hz, the lower one first.",
  ],
  ["delay two.csv --max-second 2", 2, "--max-second: 2 is no share. Give a number above 0, up to 1."],
]);

refuses("where the curve goes", FILES, [
  ["delay two.csv --curve - --json", 2, "--json: stdout carries the curve. Give --curve FILE."],
  ["delay two.csv --curve ''", 2, "--curve: the path is empty. Name a file."],
  ["delay two.csv --curve x.npy", 2, "--curve: npy has no place for lags. Write CSV, TSV or JSON."],
  ["delay two.csv --curve none/x.csv", 4, "none/x.csv: its folder does not exist. Create the folder first."],
  ["delay two.csv --curve folder.csv", 4, "folder.csv: is a folder. Name a file in it."],
  [
    "delay three.csv --curve x.csv",
    2,
    "--curve: there are 3 pairs, and a curve is of one. Choose two signals with --columns.",
  ],
]);
