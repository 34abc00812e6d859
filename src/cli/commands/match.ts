/** `match`. */
import { type Command, Option } from "commander";
import { limits } from "../../base/limits.js";
import { DEFAULT_OVERLAP, MATCH_ALGORITHMS, MATCH_METHODS, SUBPIXELS } from "../../base/match.js";
import { acting, named, type Register } from "../context.js";
import type { MatchWords } from "../match.js";
import { numberParser, wholeParser, wordParser } from "../options/parse.js";

const NOTES = `
Each match is a line: the template's top-left corner in the picture, counted from 0, its middle, and
the score. The methods, with the samples I under the template T and weights w:
  zncc      Σw(I−Ī)(T−T̄) / √(Σw(I−Ī)²·Σw(T−T̄)²)   1 is equal up to brightness and contrast
  ncc       ΣwIT / √(ΣwI²·ΣwT²)                    1 is equal up to a factor
  ccorr     ΣwIT
  ccoeff    Σw(I−Ī)(T−T̄)
  ssd       Σw(I−T)²                               0 is equal
  ssd-norm  Σw(I−T)² / √(ΣwI²·ΣwT²)                0 is equal
Places or templates without contrast score 0 in zncc and ncc. Exit code 1: nothing scores enough.

Examples:
  convxcorr match picture.png post.png
  convxcorr match picture.png post.png --top 0 --min-score 0.9 --annotate found.png
  convxcorr match picture.png post.png --subpixel parabola --json
  convxcorr match picture.png post.png --method ssd --map distances.npy`;

const choice = (flags: string, words: readonly string[], help: string): Option => {
  const name = /--[a-z-]+/.exec(flags)?.[0] ?? flags;
  return new Option(flags, `${words.join(", ")}: ${help}`).argParser(wordParser(name, words));
};

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
    .option(
      "--threads <n>",
      "threads to compute with (default: as many as there are, up to 8); they change no score",
      wholeParser("--threads", 1, 256),
    )
    .option("--axes <order>", "order of the axes of NPY arrays: letters of x, y, c, such as cyx")
    .option(
      "--limit-pixels <n>",
      `refuse pictures of more pixels (default ${limits.pixels})`,
      wholeParser("--limit-pixels", 1, Number.MAX_SAFE_INTEGER),
    );
}
