/** `find`: where a template stands in signals. */
import { type Command, Option } from "commander";
import { POLARITIES } from "../../base/options.js";
import { acting, named, type Register } from "../context.js";
import type { FindWords } from "../find-options.js";
import { choice } from "../options/common.js";
import { addColumnOptions } from "../options/files.js";
import { listParser, numberParser, spanParser, wholeParser } from "../options/parse.js";

const NOTES = `
The score of a window is the zero-mean normalised cross-correlation with the
template,
  r = Σ(x − x̄)(t − t̄) / √(Σ(x − x̄)²·Σ(t − t̄)²),
from -1 to 1: level and size do not count. An occurrence is a window whose score
reaches --min-score, is greater than that of the window before and not less than
that of the window after; of several less than --refractory apart the highest is
told (of equal ones the first). A window whose samples are all equal has the
score 0; one with a missing sample has none.

An occurrence is told as soon as no later sample can change it, in constant
memory: inputs may be endless. CSV, TSV, JSON Lines, NPY and WAV are read as
they come. The answer does not depend on how they come. A line says the first
sample of the occurrence, counted from 0:
  SAMPLE: TIME s, score SCORE, column NAME
with FILE: before it where there are several files.

The template is samples, the name of a kernel, or a file; FILE@FROM:TO is a part
of it, in samples or seconds (beat.csv@1.5s:2s). Exit code 1: nothing was found.

Examples:
  convxcorr find --template 0,0,1,1 steps.csv
  convxcorr find --template chirp.wav --min-score 0.7 --count hall.wav tone.wav
  convxcorr find --template sensor.csv@7s:7.6s --template-column temperature \\
    --columns temperature --time-column time_s --min-score 0.9 sensor.csv
  cat hall.wav | convxcorr find -t chirp.wav@20ms:60ms --min-score 0.7 --json -`;

export const find: Register = named("find", (program, context, answer) => {
  const command = program
    .command("find")
    .summary("find where a template stands in signals, also in endless ones")
    .description("Find every place where a template stands in signals, and tell it as soon as it is certain.")
    .argument("[input...]", "files, or - for stdin (default: stdin)");
  command
    .optionsGroup("Search:")
    .option("-t, --template <t>", "what to look for: samples, a kernel's name, a file, or FILE@FROM:TO")
    .option(
      "--template-column <c>",
      "the column of a template that is a table, by name or number",
      listParser("--template-column"),
    )
    .option("--min-score <s>", "least score, above 0, at most 1 (default 0.8)", numberParser("--min-score"))
    .addOption(choice("--polarity <p>", POLARITIES, "as the template is, upside down, or both (default positive)"))
    .option(
      "--refractory <n|s>",
      "least distance of two occurrences: samples, or a time such as 0.5s or 20ms (default: the template's length)",
      spanParser("--refractory", 1),
    );
  addOutputOptions(command);
  addColumnOptions(command, "columns to search, by name or number from 1, 2-4 for several (default: all numeric ones)")
    .option("--axes <order>", "order of the axes of an NPY array: xc or cx for samples and channels")
    .option("--input-format <f>", "read the inputs as this format, such as csv or jsonl (default: found out)")
    .addHelpText("after", NOTES)
    .action(
      acting(answer, async (inputs: readonly string[], words: FindWords) => {
        const { findAll } = await import("../find.js");
        return findAll(inputs, words, context);
      }),
    );
});

const rows = (option: string) => wholeParser(option, 0, 1_000_000_000);

function addOutputOptions(command: Command): void {
  command
    .optionsGroup("Output:")
    .option("-m, --max-count <n>", "stop reading an input after n occurrences", wholeParser("--max-count", 1, 1e15))
    .addOption(new Option("-c, --count", "print only how many there are in each input").conflicts(["json", "quiet"]))
    .addOption(new Option("-q, --quiet", "print nothing; exit 0 at the first occurrence").conflicts("json"))
    .option("-A, --after-context <n>", "print the rows of each occurrence and n rows after it", rows("--after-context"))
    .option(
      "-B, --before-context <n>",
      "print the rows of each occurrence and n rows before it",
      rows("--before-context"),
    )
    .option("-C, --context <n>", "the same as -A n -B n", rows("--context"))
    .addOption(
      new Option("--plot <file>", "draw the inputs and their scores, at the end, as .svg or .png").conflicts("quiet"),
    )
    .option("--json", "a JSON object a line: one for each occurrence, one at the end of each input")
    .addOption(
      new Option(
        "-o, --output <file>",
        "write the occurrences to a table, .csv or .tsv, or to .jsonl, and not to stdout",
      ).conflicts(["json", "quiet", "count"]),
    );
}
