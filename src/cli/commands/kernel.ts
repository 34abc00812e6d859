/** `kernel list` and `kernel show`. */
import { type Command, Option } from "commander";
import { KERNEL_NORMS } from "../../base/options.js";
import { acting, named, type Register } from "../context.js";
import type { ShowWords } from "../kernel-show.js";
import { wordParser } from "../options/parse.js";

const LIST = `
Examples:
  convxcorr kernel list
  convxcorr kernel list --json | grep '"name"'`;

const SHOW = `
A kernel is inline taps (rows by ;), a name with values (see "convxcorr kernel list"), or a file:
JSON, rows of text, CSV, NPY, a picture, a WAV. The taps are shown as written: xcorr uses them so,
conv flips them. With -o the kernel is written in place of the description: .json keeps everything
exactly, .txt the taps exactly; .npy, .csv and .tsv hold the taps over the divisor, as 64-bit floats.

Examples:
  convxcorr kernel show sobel:x
  convxcorr kernel show gaussian:sigma=1.5 --rank 1 --exact
  convxcorr kernel show "1 2; 3 4" --flip
  convxcorr kernel show --kernel -1,0,1 --normalize-kernel abs
  convxcorr kernel show box:3 binomial:3 --json
  convxcorr kernel show gaussian:2 -o gaussian.json`;

export const kernel: Register = named("kernel", (program, context, answer) => {
  const command = program.command("kernel").summary("list the named kernels, show any kernel").description(KERNEL);
  command
    .command("list")
    .summary("list the named kernels with their parameters")
    .description("List the named kernels with their parameters, sizes and examples.")
    .option("--json", "as JSON")
    .addHelpText("after", LIST)
    .action(
      acting(answer, async (words: { json?: boolean }) => {
        const { kernelList } = await import("../kernel-list.js");
        return kernelList(words, context);
      }),
    );
  addShow(command).action(
    acting(answer, async (texts: readonly string[], words: ShowWords) => {
      const { kernelShow } = await import("../kernel-show.js");
      return kernelShow(texts, words, context);
    }),
  );
});

const KERNEL = "List the named kernels, or show what a kernel is: its taps, size, gain, symmetry, anchors.";

function addShow(command: Command): Command {
  return command
    .command("show")
    .summary("show the taps of kernels, and what they do")
    .description("Show the taps of kernels, their size, gain and symmetry, and whether the mode matters.")
    .argument("[kernel...]", "taps, names or files")
    .option(
      "-k, --kernel <k>",
      "the same as an argument; for taps that begin with a minus",
      (text: string, before?: readonly string[]) => [...(before ?? []), text],
    )
    .option(
      "--rank <rank>",
      "as on a signal (1) or on a plane (2) (default: 2, lists stay lists)",
      wordParser("--rank", ["1", "2"] as const),
    )
    .addOption(new Option("--matrix", "a list as a matrix of one row; short for --rank 2").conflicts("rank"))
    .option(
      "--normalize-kernel <how>",
      `divide the taps by their: ${KERNEL_NORMS.join(", ")}`,
      wordParser("--normalize-kernel", KERNEL_NORMS),
    )
    .option("--flip", "turn the kernel and its anchor by 180 degrees: xcorr with it is conv with the kernel before")
    .option("--exact", "all digits of every tap (default: long taps are rounded to be read)")
    .option("--json", "as JSON")
    .option("-o, --output <file>", "write the kernel as .json, .txt, .npy, .csv or .tsv; - is JSON on stdout")
    .addHelpText("after", SHOW);
}
