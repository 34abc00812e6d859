/** `fit`. */
import { usageError } from "../../base/errors.js";
import { FIT_NOISES, SYMMETRIES } from "../../base/fit.js";
import { quoted } from "../../base/text.js";
import { acting, named, type Register } from "../context.js";
import type { FitWords } from "../fit.js";
import { axesOption, choice, pixelLimitOption } from "../options/common.js";
import { addColumnOptions } from "../options/files.js";
import { numberParser, parseAnchor, wholeParser } from "../options/parse.js";

const NOTES = `
AFTER[p] ≈ Σ k[j]·BEFORE[p + j − a] in xcorr, the same kernel flipped in conv: both
are printed, with the standard error of each tap. AFTER has the extent of BEFORE,
or that of --size valid or full. Samples whose window leaves BEFORE, that are at
the end of the range of their type (clipped), or missing do not count. All
channels but alpha are taken together.

The equations are AᵀA·k = Aᵀb, from the auto- and cross-correlations of the two.
With --sgd the kernel is learnt instead, as a layer of a network learns it.

Examples:
  convxcorr apply --kernel gaussian:1.5 picture.png -o soft.png
  convxcorr fit picture.png soft.png --size 9
  convxcorr fit picture.png soft.png --size 9x5 --mode conv --symmetry both -o kernel.json
  convxcorr fit picture.png soft.png --size 3 --sgd --mode conv --epochs 5 --curve loss.csv
  convxcorr fit steps.csv steps.csv --size 3 --sum 1 --plot kernel.svg`;

export const fit: Register = named("fit", (program, context, answer) => {
  const command = program
    .command("fit")
    .summary("find the kernel that turns one signal into another")
    .description("Find the kernel that turns BEFORE into AFTER, and say which named kernel it is.")
    .argument("<before>", "a picture or signal, or - for stdin")
    .argument("<after>", "the same, filtered");
  command
    .optionsGroup("Kernel:")
    .option("-s, --size <n>", "taps of the kernel: n (by n for pictures), or WxH", parseSize)
    .addOption(choice("--mode <mode>", ["conv", "xcorr", "both"], "the mode that the kernel is for (default both)"))
    .option("--anchor <x,y>", "the tap on the output sample (default: the one that apply takes)", parseAnchor)
    .addOption(choice("--symmetry <s>", SYMMETRIES, "taps held equal under a turn or reflection (default none)"))
    .option("--sum <s>", "what the taps must sum to", numberParser("--sum"))
    .option("--offset", "find a constant that was added, too")
    .option(
      "--ridge <share>",
      "add so much of the mean of the diagonal to it, where the windows do not tell all taps apart (default 0)",
      numberParser("--ridge"),
    )
    .option("--keep-clipped", "count samples at the ends of the range of their type as they are")
    .addOption(choice("--noise <n>", FIT_NOISES, "what the standard errors suppose of AFTER (default residual)"))
    .optionsGroup("Learning:")
    .option("--sgd", "learn it by mini-batch gradient descent with Adam; needs --mode conv or xcorr")
    .option(
      "--seed <n>",
      "of the first taps and the order of samples (default 1)",
      wholeParser("--seed", 0, 4_294_967_295),
    )
    .option(
      "--learning-rate <r>",
      "step at the beginning; it falls to 0 (default 0.02)",
      numberParser("--learning-rate"),
    )
    .option("--epochs <n>", "most passes over the samples (default 40)", wholeParser("--epochs", 1, 1e6))
    .option("--batch <n>", "windows of a step (default 64)", wholeParser("--batch", 1, 1e9));
  addColumnOptions(command, "columns of tables, by name or number from 1 (default: all numeric ones)")
    .option("--matrix", "read tables as planes instead of one signal a column")
    .addOption(axesOption())
    .optionsGroup("Reports:")
    .option("-o, --output <file>", "write the kernel (.json, .txt, .npy, .csv): needs --mode conv or xcorr")
    .option("--residual <file>", "write what the kernel does not explain, AFTER less the fitted values")
    .option("--curve <file>", "write the loss after each epoch as CSV, TSV or JSON (--sgd)")
    .option("--plot <file>", "draw the kernel and what it leaves over, as .svg or .png")
    .option("--json", "the answer as JSON")
    .optionsGroup("Files:")
    .option("--input-format <f>", "read the inputs as this format (default: found out)")
    .addOption(pixelLimitOption())
    .addHelpText("after", NOTES)
    .action(
      acting(answer, async (before: string, after: string, words: FitWords) => {
        const { fitCommand } = await import("../fit.js");
        return fitCommand(before, after, words, context);
      }),
    );
});

function parseSize(text: string): readonly [number, number | undefined] {
  const parts = text.toLowerCase().split("x");
  if (parts.length > 2) throw usageError("--size", `${quoted(text)} is no extent`, "Give n or WxH, such as 5 or 7x3");
  const [width, height] = parts.map(wholeParser("--size", 1, 1e6));
  return [width, height];
}
