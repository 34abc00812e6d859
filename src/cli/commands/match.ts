/** `match`. */
import type { Command } from "commander";
import { DEFAULT_OVERLAP, MATCH_ALGORITHMS, MATCH_METHODS, SUBPIXELS } from "../../base/match.js";
import { acting, named, type Register } from "../context.js";
import type { MatchWords } from "../match.js";
import { axesOption, choice, pixelLimitOption, threadsOption } from "../options/common.js";
import { numberParser, wholeParser } from "../options/parse.js";

const NOTES = `
Each match is a line: the template's top-left corner in the picture, counted
from 0, its middle, and the score. The methods, with the samples I under the
template T and weights w:
  zncc      Σw(I−Ī)(T−T̄)/√(Σw(I−Ī)²·Σw(T−T̄)²)  1: equal but for light, contrast
  ncc       ΣwIT / √(ΣwI²·ΣwT²)                  1: equal up to a factor
  ccorr     ΣwIT
  ccoeff    Σw(I−Ī)(T−T̄)
  ssd       Σw(I−T)²                             0: equal
  ssd-norm  Σw(I−T)² / √(ΣwI²·ΣwT²)              0: equal
Places or templates without contrast score 0 in zncc and ncc. Exit code 1:
nothing scores enough.

Examples:
  convxcorr match picture.png post.png
  convxcorr match picture.png post.png --top 0 --annotate found.png
  convxcorr match picture.png post.png --subpixel parabola --json
  convxcorr match picture.png post.png --method ssd --map distances.npy`;

export const match: Register = named("match", (program, context, answer) => {
  const command = program
    .command("match")
    .summary("find a smaller picture in a picture (template matching)")
    .description("Find where in a picture a smaller one, the template, lies.")
    .argument("<image>", "the picture: a file, or - for stdin")
    .argument("<template>", "what to find; its alpha, if any, is its mask");
  addOptions(command);
  command.addHelpText("after", NOTES);
  command.action(
    acting(answer, async (image: string, template: string, words: MatchWords) => {
      const { matchFiles } = await import("../match.js");
      return matchFiles(image, template, words, context);
    }),
  );
});

function addOptions(command: Command): void {
  command
    .optionsGroup("Matching:")
    .addOption(choice("-m, --method <method>", MATCH_METHODS, "how places are scored (default zncc)"))
    .option(
      "-n, --top <n>",
      "how many matches are wanted at most, the best first; 0 is all (default 1)",
      wholeParser("--top", 0, 1e9),
    )
    .option(
      "--min-score <s>",
      "the least score that is a match (default: zncc 0.8, ncc 0.95, ccorr and ccoeff any)",
      numberParser("--min-score"),
    )
    .option(
      "--max-score <s>",
      "the same for ssd and ssd-norm, where 0 is the best (default: ssd-norm 0.1, ssd any)",
      numberParser("--max-score"),
    )
    .option(
      "--overlap <share>",
      `how much of its area a match may share with a better one, 0 to 1 (default ${DEFAULT_OVERLAP})`,
      numberParser("--overlap"),
    )
    .addOption(choice("--subpixel <method>", SUBPIXELS, "where a match lies between samples (default none)"))
    .option("--mask <file>", "weights of the template's samples: a grey picture of its extent")
    .option("--no-alpha", "take no notice of the template's alpha")
    .option("--luminance", "compare luminance in place of all colours together")
    .addOption(
      choice("--algorithm <a>", MATCH_ALGORITHMS, "how sums are made; changes no score by 1e-6 (default auto)"),
    )
    .optionsGroup("Reports:")
    .option("--annotate <file>", "write the picture with a frame round each match")
    .option("--map <file>", "write the score of each place: floats as they are, bytes from -1..1 to 0..255")
    .option("--plot <file>", "draw the picture with its matches, and the scores, as .svg or .png")
    .option("--json", "write the report as JSON to stdout in place of the lines")
    .option("--report <file>", "write the report as JSON to a file")
    .option("--explain", "say on stderr what was computed and why")
    .optionsGroup("Files:")
    .addOption(threadsOption("score"))
    .addOption(axesOption())
    .option("--input-format <f>", "read the inputs as this format (default: found out)")
    .addOption(pixelLimitOption());
}
