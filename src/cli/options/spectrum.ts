/** Options of `spectrum`: how much segments overlap, and which options go with which kind of spectrum. */
import { usageError } from "../../base/errors.js";
import { PLAIN_SCALINGS, WELCH_SCALINGS } from "../../tasks/spectrum/options.js";
import type { SpectrumWords } from "../spectrum.js";
import { optionName } from "./common.js";
import { numberParser, wholeParser } from "./parse.js";

/** Samples, or a share of the segment. */
export type Overlap = number | { readonly share: number };

export function parseOverlap(text: string): Overlap {
  const percent = /^(.*)%$/.exec(text.trim());
  if (!percent) return wholeParser("--overlap", 0, Number.MAX_SAFE_INTEGER)(text);
  const share = numberParser("--overlap")(percent[1]) / 100;
  if (share >= 0 && share < 1) return { share };
  throw usageError("--overlap", `${percent[1]} % is no share of a segment`, "Give 0% up to less than 100%");
}

/** Options that would go unheard. @throws usageError */
export function checkSpectrumWords(paths: readonly string[], words: SpectrumWords): void {
  const { kernel, welch } = words;
  if (kernel === undefined && paths.length === 0) {
    throw usageError("A", "is missing, and there is no kernel", "Name a file, or give --kernel");
  }
  if (kernel !== undefined && paths.length > 0) {
    throw usageError("--kernel", "there is a signal too", "Give a signal or a kernel");
  }
  refuse(
    words,
    kernel === undefined ? OF_KERNELS : OF_SIGNALS,
    kernel === undefined ? "there is no kernel" : "there is no signal",
  );
  if (welch !== true) refuse(words, OF_WELCH, "there is no --welch");
  const scalings: readonly string[] = welch === true ? WELCH_SCALINGS : PLAIN_SCALINGS;
  if (words.scaling !== undefined && !scalings.includes(words.scaling)) {
    const found = `${words.scaling} goes ${welch === true ? "without" : "with"} --welch`;
    throw usageError("--scaling", found, `Use ${scalings.join(" or ")}`);
  }
}

const OF_KERNELS = ["mode", "phase", "rank", "points"] as const;
const OF_WELCH = ["segment", "overlap", "average"] as const;
const OF_SIGNALS = [
  "welch",
  "window",
  "detrend",
  "scaling",
  ...OF_WELCH,
  "columns",
  "timeColumn",
  "maxJitter",
  "axes",
  "inputFormat",
  "header",
  "delimiter",
  "decimalComma",
  "na",
  "skipLines",
] as const;

function refuse(words: SpectrumWords, names: readonly (keyof SpectrumWords)[], found: string): void {
  const name = names.find((n) => words[n] !== undefined);
  if (name === undefined) return;
  const option = optionName(name);
  throw usageError(words[name] === false ? `--no-${option}` : `--${option}`, found, "Leave it out");
}
