/** `deconvolve`. */
import { MODES } from "../../base/options.js";
import { DECONVOLVE_BORDERS, DECONVOLVE_METHODS, DECONVOLVE_SIZES } from "../../tasks/deconvolve/options.js";
import { acting, named, type Register } from "../context.js";
import type { DeconvolveWords } from "../deconvolve.js";
import { axesOption, choice, pixelLimitOption } from "../options/common.js";
import { addColumnOptions } from "../options/files.js";
import { numberParser, wholeParser } from "../options/parse.js";

const NOTES = `
The input is what a kernel made of a signal or picture; the output is what that
was. Methods:
  division         divides polynomials, as scipy.signal.deconvolve: exact, for
                   signals in full size
  wiener           conj(H)/(|H|^2 + nsr) at each frequency
  richardson-lucy  steps that keep samples from 0 up, for kernels of such taps
What was beyond the border is unknown (free), zeros (constant) or the other side
(wrap). The residual, input less filtered output, is told on stderr.

Examples:
  convxcorr apply --kernel disk:4 picture.png -o soft.png
  convxcorr deconvolve soft.png --kernel disk:4 -o sharp.png
  convxcorr deconvolve soft.png --kernel disk:4 --method richardson-lucy -o sharp.png
  convxcorr conv --kernel 1,0.5 --size full steps.csv -o full.csv
  convxcorr deconvolve full.csv --kernel 1,0.5 --mode conv --method division --size full`;

export const deconvolve: Register = named("deconvolve", (program, context, answer) => {
  const command = program
    .command("deconvolve")
    .summary("undo a filter: from what a kernel made to what it was made of")
    .description("Undo a convolution or cross-correlation whose kernel is known.")
    .argument("<input>", "a file, or - for stdin");
  command
    .optionsGroup("Deconvolution:")
    .requiredOption("-k, --kernel <k>", "the kernel that made the input: taps, a name, or a file")
    .addOption(choice("-m, --mode <mode>", MODES, "how it made the input (may be left out where it cannot matter)"))
    .addOption(choice("--method <method>", DECONVOLVE_METHODS, "see below (default wiener)"))
    .addOption(choice("--size <size>", DECONVOLVE_SIZES, "the size in which the input was made (default same)"))
    .addOption(choice("--border <b>", DECONVOLVE_BORDERS, "what stood outside then (default free)"))
    .option(
      "--nsr <ratio>",
      "wiener: noise power over signal power (default: by cross-validation)",
      numberParser("--nsr"),
    )
    .option("--iterations <n>", "richardson-lucy: steps at most (default 30)", wholeParser("--iterations", 1, 1e6))
    .option("--stop-at <rms>", "richardson-lucy: stop when the residual is no more", numberParser("--stop-at"))
    .optionsGroup("Output:")
    .option("-o, --output <file>", "where the result goes (default: stdout)")
    .option("--output-format <f>", "write the output as this format (default: by its name)")
    .option("--remainder <file>", "division: write what is left as CSV, NPY, ...")
    .option("--json", "the report as JSON on stdout")
    .option("--report <file>", "the report as JSON to a file");
  addColumnOptions(command, "columns of the table, by name or number (default: all numeric ones)")
    .option("--matrix", "read the table as one plane instead of one signal a column")
    .addOption(axesOption())
    .option("--input-format <f>", "read the input as this format (default: found out)")
    .addOption(pixelLimitOption())
    .addHelpText("after", NOTES)
    .action(
      acting(answer, async (input: string, words: DeconvolveWords) => {
        const { deconvolveCommand } = await import("../deconvolve.js");
        return deconvolveCommand(input, words, context);
      }),
    );
});
