/** `demo`. */
import type { Command } from "commander";
import { usageError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import { acting, named, type Register } from "../context.js";
import type { DemoWords } from "../demo.js";
import { numberParser, wholeParser } from "../options/parse.js";

const NOTES = `
similarity, the default, is the classic example: the bits 0 1 1 0 1 0 0 1, 128
samples each, with Gaussian noise, cross-correlated with a rectangular pulse of
128 samples. A threshold at the middle of each bit finds the bits again (exit 0)
or does not (exit 1).

learn shows that a layer of a network may compute either mode: from the same
samples it learns one kernel under xcorr and its flip under conv, and both layers
give the same.

Without -o the figure is text in the terminal.

Examples:
  convxcorr demo
  convxcorr demo -o demo        # demo.svg, demo.png and demo.csv
  convxcorr demo similarity --seed 7 --noise 1.5 -o similarity.svg
  convxcorr demo learn -o learn.png
  convxcorr demo --json
  convxcorr demo --list`;

export const demo: Register = named("demo", (program, context, answer) => {
  program
    .command("demo")
    .summary("show what the two operations do, on data of its own")
    .description("Show what convolution and cross-correlation do, on data of its own.")
    .argument("[demo]", "similarity or learn (default similarity)")
    .option("--list", "list the demos")
    .option("--seed <n>", "seed of all that is drawn (default 1)", wholeParser("--seed", 0, 4_294_967_295))
    .option("--noise <sigma>", "standard deviation of the noise (default: similarity 1, learn 0.1)", parseNoise)
    .option(
      "-o, --output <name>",
      "write .svg, .png or .csv; a name without ending writes all three; may be repeated",
      parseOutput,
    )
    .option("--json", "print what came out as JSON")
    .addHelpText("after", NOTES)
    .action(
      acting(answer, async (name: string | undefined, words: DemoWords, self: Command) => {
        const { demo } = await import("../demo.js");
        return demo(name, { ...words, color: self.optsWithGlobals<{ color: boolean }>().color }, context);
      }),
    );
});

function parseNoise(text: string): number {
  const sigma = numberParser("--noise")(text);
  if (sigma < 0 || sigma > 1e6)
    throw usageError("--noise", `${quoted(text)} is no deviation`, "Give a number from 0 to 1000000");
  return sigma;
}

const SUFFIXES = [".svg", ".png", ".csv"] as const;

/** A file, or three that have its name with their endings. */
function parseOutput(text: string, before: readonly string[] = []): readonly string[] {
  if (text === "" || text === "-") {
    throw usageError(
      "--output",
      `${quoted(text)} names no file`,
      "Name a file in .svg, .png or .csv, or all three without ending",
    );
  }
  const single = SUFFIXES.some((s) => text.toLowerCase().endsWith(s));
  if (!single && /\.[^./]*$/.test(text)) {
    throw usageError(
      "--output",
      `${quoted(text)} has an ending that is not written`,
      "End it in .svg, .png or .csv, or in none for all three",
    );
  }
  const targets = single ? [text] : SUFFIXES.map((s) => text + s);
  const twice = targets.find((t) => before.includes(t));
  if (twice !== undefined) throw usageError("--output", `${quoted(twice)} stands there twice`, "Leave one out");
  return [...before, ...targets];
}
