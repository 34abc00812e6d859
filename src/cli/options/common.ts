/** Options that several commands have, in the same words. */
import { Option } from "commander";
import { limits } from "../../base/limits.js";
import { wholeParser, wordParser } from "./parse.js";

/** The name of an option, without its dashes, by its word among commander's: `maxLag` is `max-lag`. */
export const optionName = (word: string): string => word.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** An option whose value is one of some words, which its help begins with. */
export function choice(flags: string, words: readonly string[], help: string): Option {
  const name = /--[a-z-]+/.exec(flags)?.[0] ?? flags;
  return new Option(flags, `${words.join(", ")}: ${help}`).argParser(wordParser(name, words));
}

/** `unchanged` is what they do not change. */
export const threadsOption = (unchanged: string): Option =>
  new Option(
    "--threads <n>",
    `threads to compute with (default: as many as there are, up to 8); they change no ${unchanged}`,
  ).argParser(wholeParser("--threads", 1, 256));

export const axesOption = (): Option =>
  new Option("--axes <order>", "order of the axes of an NPY array: letters of x, y, c, such as cyx");

export const pixelLimitOption = (): Option =>
  new Option("--limit-pixels <n>", `refuse pictures of more pixels (default ${limits.pixels})`).argParser(
    wholeParser("--limit-pixels", 1, Number.MAX_SAFE_INTEGER),
  );
