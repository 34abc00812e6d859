/** Words of the options of `plot` to values. */
import { usageError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import type { Limits } from "../../plot/figure.js";
import { numberParser, wholeParser } from "./parse.js";

/** `a,b`: two rising numbers. */
export const limitsParser =
  (option: string) =>
  (text: string): Limits => {
    const parts = text.split(",");
    if (parts.length !== 2) {
      throw usageError(
        option,
        `${quoted(text)} has ${parts.length === 1 ? "one number" : `${parts.length} numbers`}`,
        "Give two: LOW,HIGH",
      );
    }
    const [low, high] = parts.map(numberParser(option));
    if (!(low < high)) throw usageError(option, `${quoted(text)} does not rise`, "Give LOW,HIGH with LOW below HIGH");
    if (high - low <= 1e-12 * Math.max(Math.abs(low), Math.abs(high)) || high - low > 1e300) {
      throw usageError(
        option,
        `${quoted(text)} spans too ${high - low > 1e300 ? "much" : "little"} for an axis`,
        "Give other limits",
      );
    }
    return [low, high];
  };

/** Where dots are drawn: at every `step`-th sample from `start`, or where a table says. */
export type PointsWord = { readonly start: number; readonly step: number } | { readonly path: string };

export function parsePoints(text: string): PointsWord {
  if (!text.startsWith("every:")) return { path: text };
  const parts = text.slice("every:".length).split(":");
  if (parts.length > 2) {
    throw usageError(
      "--points",
      `${quoted(text)} has ${parts.length} numbers`,
      "Write every:START:STEP, such as every:64:128",
    );
  }
  const [start, step] = parts.length === 1 ? ["0", parts[0]] : parts;
  return {
    start: wholeParser("--points", 0, Number.MAX_SAFE_INTEGER)(start),
    step: wholeParser("--points", 1, Number.MAX_SAFE_INTEGER)(step),
  };
}
