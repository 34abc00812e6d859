/** Calls of `deconvolve` that must be refused. */
import { refuses } from "./refusals.js";

const FILES = {
  "one.csv": "1\n2\n4\n",
  "nan.csv": "1\nnan\n",
  "minus.csv": "1\n-2\n",
  "grey.pgm": "P2 2 2 255 1 2 3 4\n",
};

refuses("options of deconvolve", FILES, [
  ["deconvolve one.csv", 2, "--kernel: is missing. Write --kernel <k>."],
  [
    "deconvolve one.csv -k 1,2",
    2,
    "--mode: is missing, and the kernel does not equal its flip. Say whether the input was made by conv or xcorr.",
  ],
  [
    "deconvolve one.csv -k 1 --iterations 3",
    2,
    "--iterations: wiener has none. Leave it out, or say --method richardson-lucy.",
  ],
  [
    "deconvolve one.csv -k 1 --method division --nsr 1",
    2,
    "--nsr: division has none. Leave it out, or say --method wiener.",
  ],
  [
    "deconvolve one.csv -k 1 --remainder x.csv",
    2,
    "--remainder: wiener has none. Leave it out, or say --method division.",
  ],
  ["deconvolve one.csv -k 1 --size full --border wrap", 2, "--border: the full size has zeros outside. Leave it out."],
  ["deconvolve one.csv -k 1 --method division", 2, "--size: division undoes the full size. Say --size full."],
  ["deconvolve one.csv -k 1 --nsr -1", 2, "--nsr: -1 is no ratio. Give a number from 0 up, such as 0.01."],
  [
    "deconvolve one.csv -k 0,1 --mode conv --method division --size full",
    2,
    "--kernel: the first tap of the divisor is 0. Take the zeros before the first other tap off, or use --method wiener.",
  ],
  [
    "deconvolve one.csv -k 1 --json",
    2,
    "--json: stdout carries the data. Give -o FILE for the data, or --report FILE for the report.",
  ],
  [
    "deconvolve one.csv -k 1 --method division --size full --remainder -",
    2,
    "--remainder: stdout carries the data. Name a file.",
  ],
  [
    "deconvolve one.csv -k 1 -o x.csv --report x.csv",
    2,
    "--report: is the same file as --output. Give the report another name.",
  ],
  [
    "deconvolve one.csv -k 1 -o x.csv --method division --size full --remainder ./x.csv",
    2,
    "--remainder: is the same file as --output. Give the remainder another name.",
  ],
]);

refuses("inputs of deconvolve", FILES, [
  ["deconvolve nan.csv -k 1", 3, "nan.csv: sample 1 of channel 1 is NaN. Correct it, or leave it out."],
  [
    "deconvolve minus.csv -k 1,2,1 --method richardson-lucy",
    3,
    "minus.csv: sample 1 is -2, and Richardson-Lucy takes samples from 0 up. Use --method wiener.",
  ],
  [
    "deconvolve grey.pgm -k 1 --method division --size full",
    3,
    "grey.pgm: it is a plane, and division is for signals. Use --method wiener.",
  ],
  [
    "deconvolve one.csv -k 1,2,2,1 --size full",
    3,
    "one.csv: it is smaller than the kernel. Give the full output, or --size same.",
  ],
]);
