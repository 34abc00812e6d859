/** `plot`. */
import { type Command, Option } from "commander";
import { acting, named, type Register } from "../context.js";
import { FIGURE_FORMATS } from "../figure.js";
import { axesOption, choice, pixelLimitOption } from "../options/common.js";
import { addTableOptions } from "../options/files.js";
import { listParser, numberParser, wholeParser, wordParser } from "../options/parse.js";
import { limitsParser, parsePoints } from "../options/plot.js";
import type { PlotWords } from "../plot.js";

/** The same words as the colours of `HeatPanel`. */
const COLOURS = ["sequential", "diverging", "grey"] as const;

const NOTES = `
Each column of a table and each channel of a sound or array gets a panel below
the others; all share one x axis. Planes and pictures become heat maps, a panel
a channel. Without -o the plot is text in the terminal. An SVG has outlines in
place of letters, so it looks the same everywhere. Long signals are drawn by
the least and greatest sample of each column of pixels: no peak is lost.

Examples:
  convxcorr plot --columns temperature,pressure --x time_s sensor.csv
  convxcorr plot --columns temperature --x time_s sensor.csv -o temperature.svg
  convxcorr plot --overlay --threshold 0.5 --points every:64:128 bits.csv -o b.png
  convxcorr plot tone.wav --xlim 0,0.05 -o tone.svg
  convxcorr plot --kernel log:sigma=1.5 -o log.svg
  convxcorr plot plane.npy --colours diverging -o plane.png
  convxcorr xcorr -k box:9 --columns noisy bits.csv | convxcorr plot - -o noisy.svg`;

export const plot: Register = named("plot", (program, context, answer) => {
  const command = program
    .command("plot")
    .summary("plot signals, maps and kernels: SVG, PNG, or text in the terminal")
    .description("Plot signals in panels, planes and kernels as heat maps: as SVG, PNG, or text in the terminal.")
    .argument("[input...]", "files, or - for stdin");
  addSourceOptions(command);
  addDrawingOptions(command);
  command.addHelpText("after", NOTES).action(
    acting(answer, async (inputs: readonly string[], words: PlotWords, self: Command) => {
      const { plot } = await import("../plot.js");
      return plot(inputs, { ...words, color: self.optsWithGlobals<{ color: boolean }>().color }, context);
    }),
  );
});

function addSourceOptions(command: Command): void {
  command
    .optionsGroup("What is drawn:")
    .option(
      "-k, --kernel <k>",
      "a kernel too: lists of taps as stems, matrices as heat maps; repeat it for several",
      (text: string, before?: readonly string[]) => [...(before ?? []), text],
    )
    .option(
      "--columns <list>",
      "columns of a table, by name or number from 1, 2-4 for several (default: all numeric ones)",
      listParser("--columns"),
    )
    .option("--x <axis>", "time, samples, or a column with places (default: time where there is a rate, else samples)")
    .option("--rate <hz>", "samples per second", numberParser("--rate"))
    .option("--points <p>", "red dots: every:START:STEP in samples, or a table of x, or of x and y", parsePoints)
    .option(
      "--threshold <y>",
      "a dotted line across the panels; repeat it for several",
      (text: string, before?: readonly number[]) => [...(before ?? []), numberParser("--threshold")(text)],
    )
    .option("--heat", "a table as a heat map instead of lines")
    .optionsGroup("How it is read:");
  addTableOptions(command)
    .addOption(axesOption())
    .option("--input-format <f>", "read the inputs as this format (default: found out)")
    .addOption(pixelLimitOption());
}

function addDrawingOptions(command: Command): void {
  command
    .optionsGroup("How it is drawn:")
    .option("-o, --output <file>", "write .svg or .png; - is stdout (default: text on stdout)")
    .addOption(
      new Option("--format <f>", `${FIGURE_FORMATS.join(", ")}, or text: in place of what the name says`).argParser(
        wordParser("--format", [...FIGURE_FORMATS, "text"] as const),
      ),
    )
    .option("--overlay", "all columns in one panel, with a legend")
    .option("--title <text>", "a title above everything")
    .option("--xlim <low,high>", "the part of the x axis that is shown", limitsParser("--xlim"))
    .option(
      "--ylim <low,high>",
      "the part of the y axes that is shown (heat maps: the ends of the colours)",
      limitsParser("--ylim"),
    )
    .addOption(choice("--colours <map>", COLOURS, "of heat maps (default: by the signs of the values)"))
    .option(
      "--width <n>",
      "width in pixels, or in characters of a text (default: 800, the terminal's)",
      wholeParser("--width", 30, 20_000),
    )
    .option(
      "--height <n>",
      "height in pixels of all (default: by the panels), or in lines of each plot of a text",
      wholeParser("--height", 3, 50_000),
    )
    .option("--scale <s>", "pixels of a PNG for each of the plot's (default 1)", numberParser("--scale"));
}
