/** `verify`. */
import type { Command } from "commander";
import { LAW_NAMES } from "../../tasks/verify/names.js";
import { acting, named, type Register } from "../context.js";
import { axesOption, pixelLimitOption } from "../options/common.js";
import { addColumnOptions } from "../options/files.js";
import { listParser, wholeParser, wordParser } from "../options/parse.js";
import type { VerifyWords } from "../verify.js";

const NOTES = `
With x the input, k the kernel, k~ the kernel flipped and conjugated, F the
Fourier transform, and op either operation:
  commute         conv(x, k) = conv(k, x)
  reversal        xcorr(x, k)[l] = conj xcorr(k, x)[-l]
  order           xcorr(x, k) - xcorr(k, x) = conv(x, k~) - conv(x~, k)
  flip            conv(x, k) = xcorr(x, k~)
  symmetry        conv(x, k) - xcorr(x, k) = conv(x, k - k~)
  fourier         F[conv(x, k)] = F[x] F[k]
  cross-spectrum  F[xcorr(x, k)] = conj F[k] F[x]
  linear          op(a x + b z, k) = a op(x, k) + b op(z, k)
  shift           op(x moved, k) = op(x, k) moved
  adjoint         <xcorr(x, k), y> = <x, conv(y, k)>
  associative     op(op(x, k), k2) = op(x, conv(k, k2))
  methods         every --method, and segments, give the same samples
A law holds where no two numbers differ by more than rounding can explain. Exit
code 1: one does not, which is a bug of convxcorr.

Examples:
  convxcorr verify picture.png --kernel sobel:x
  convxcorr verify tone.wav -k 1+2i,3,-1i --laws fourier,cross-spectrum
  convxcorr verify steps.csv -k 1,2,3 -k 1,-1 --plot difference.svg --json`;

export const verify: Register = named("verify", (program, context, answer) => {
  const command = program
    .command("verify")
    .summary("try the laws of both operations on a signal or picture of yours")
    .description(
      "Try the laws of convolution and cross-correlation on your own data: errors, their bounds, and where they are.",
    )
    .argument("<input>", "a file, or - for stdin");
  command
    .optionsGroup("Laws:")
    .option(
      "-k, --kernel <k>",
      "the kernel; a second one is for the law of chains (default: a seeded one)",
      (text: string, before?: readonly string[]) => [...(before ?? []), text],
    )
    .option("--laws <list>", "try only these laws: commute,flip (default: all)", (text: string) =>
      listParser("--laws")(text).map(wordParser("--laws", LAW_NAMES)),
    )
    .option(
      "--seed <n>",
      "seed of the signals and scalars that the laws need besides (default 1)",
      wholeParser("--seed", 0, 4_294_967_295),
    )
    .option("--whole", "take all of the input (default: its middle, 65536 samples, fewer for long kernels)");
  addColumnOptions(command, "columns to take, by name or number from 1, 2-4 for several (default: all numeric ones)")
    .option("--matrix", "read the table as one plane instead of one signal a column")
    .addOption(axesOption())
    .optionsGroup("Reports:")
    .option("--plot <file>", "draw conv, xcorr and their difference, as .svg or .png")
    .option("--json", "write the report as JSON to stdout in place of the lines")
    .option("--report <file>", "write the report as JSON to a file")
    .optionsGroup("Files:")
    .option("--input-format <f>", "read the input as this format (default: found out)")
    .addOption(pixelLimitOption())
    .addHelpText("after", NOTES)
    .action(
      acting(answer, async (input: string, words: VerifyWords, self: Command) => {
        const { verifyFile } = await import("../verify.js");
        const { color } = self.optsWithGlobals<{ color: boolean }>();
        return verifyFile(input, { ...words, color }, context);
      }),
    );
});
