/** `apply`, and its short forms `conv` and `xcorr`, which are `apply` with the mode in their name. */
import type { Command } from "commander";
import type { Mode } from "../../base/options.js";
import type { ApplyWords } from "../apply.js";
import { type Answer, acting, type Context, named, type Register } from "../context.js";
import { addFileOptions } from "../options/files.js";
import { addFilterOptions } from "../options/filter.js";
import { listParser, wordParser } from "../options/parse.js";

/** The same words as `FAILURES`, which would bring the whole task along. */
const FAIL_ON = ["clip", "nan"] as const;

const EXAMPLES: Readonly<Record<"apply" | Mode, string>> = {
  apply: `
Examples:
  convxcorr apply --mode xcorr --kernel sharpen picture.png -o sharp.png
  convxcorr apply -m conv -k "0 -1 0; -1 5 -1; 0 -1 0" picture.png -o out.png
  convxcorr apply -k gaussian:sigma=2 --space linear picture.png -o soft.png
  convxcorr apply -m xcorr -k sobel:x --map offset picture.png -o edges.png
  convxcorr apply -k box:5 --columns temperature --nan omit sensor.csv -o out.csv
  cat sensor.csv | convxcorr apply -k box:5 --columns 2 --nan omit - | head -3
  convxcorr apply -m xcorr -k -1,0,1 --fail-on clip tone.wav -o slope.wav --explain`,
  conv: `
Examples:
  convxcorr conv --kernel echo.wav tone.wav -o room.wav --size full
  convxcorr conv --kernel 1,2,3 steps.csv`,
  xcorr: `
Examples:
  convxcorr xcorr --kernel 1,2,3 --size full --lags steps.csv
  convxcorr xcorr --with-self --normalize coeff --max-lag 500 --lags tone.wav -o same.csv
  convxcorr xcorr --kernel chirp.wav --normalize zncc --size valid hall.wav -o score.npy
  convxcorr xcorr --kernel sobel:x --depth f32 picture.png -o edges.npy`,
};

const NOTES = `
A kernel is inline taps (rows by ;), a name with arguments (see "convxcorr
kernel list"), or a file: JSON, rows of text, CSV, NPY, a picture, a WAV.
Several --kernel are applied one after the other, unrounded in between.
Without -o, signals go to stdout as CSV and pictures in their own format.`;

const register = (name: "apply" | Mode, summary: string): Register =>
  named(name, (program, context, answer) => {
    const mode = name === "apply" ? undefined : name;
    const command = program
      .command(name)
      .summary(summary)
      .description(`${summary[0].toUpperCase()}${summary.slice(1)}.`)
      .argument("<input>", "a file, or - for stdin");
    command
      .optionsGroup("Main:")
      .option("-k, --kernel <k>", "the kernel; repeat it for a chain", (text: string, before?: readonly string[]) => [
        ...(before ?? []),
        text,
      ])
      .option(
        "--with-self",
        "the kernel is the input itself: autocorrelation (xcorr; --size is then full unless it is said)",
      )
      .option("-o, --output <file>", "where the result goes; - is stdout")
      .option("--plot <file>", "draw input, kernel and output too: a figure as .svg or .png");
    addFileOptions(addFilterOptions(command, mode));
    addReportOptions(command);
    command.addHelpText("after", `${NOTES}\n${EXAMPLES[name]}`);
    command.action(acting(answer, (input: string, words: ApplyWords) => run(input, words, mode, context)));
  });

function addReportOptions(command: Command): void {
  command
    .optionsGroup("Reports:")
    .option("--explain", "say on stderr what was computed and why")
    .option("--timing", "say on stderr where the milliseconds went: start, read, decode, plan, filter, encode, write")
    .option("--repro-hash", "say on stderr the hash of the samples: the same wherever integer results are computed")
    .option("--json", "write the report as JSON to stdout, or to --report where stdout carries the data")
    .option("--report <file>", "write the report as JSON to a file")
    .option("--fail-on <list>", "exit 1 when samples were clipped, or are NaN or infinite: clip,nan", (text: string) =>
      listParser("--fail-on")(text).map(wordParser("--fail-on", FAIL_ON)),
    );
}

/** The work is loaded when it is needed: a help text does not wait for it. */
async function run(input: string, words: ApplyWords, mode: Mode | undefined, context: Context): Promise<Answer> {
  const { apply } = await import("../apply.js");
  return apply(input, words, mode, context);
}

export const apply = register("apply", "convolve or cross-correlate a signal or picture with a kernel");
export const conv = register("conv", "convolve: the kernel is flipped (short for apply --mode conv)");
export const xcorr = register("xcorr", "cross-correlate: the kernel is not flipped (short for apply --mode xcorr)");
