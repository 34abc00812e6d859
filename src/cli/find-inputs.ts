/** What is wrong with the inputs of `find` and the words that speak of them. */
import { usageError } from "../base/errors.js";
import type { Signal } from "../base/signal.js";
import { FORMATS } from "../formats/all.js";
import type { FindWords } from "./find-options.js";
import { refuseUnused } from "./options/unused.js";

/**
 * Standard input can be read once only.
 * @throws UserError (2) where inputs and template name it more than once
 */
export function refuseTwoStdins(inputs: readonly string[], template: string): void {
  const isStdin = (path: string): boolean => path === "-" || /^-@[^@]*$/.test(path);
  if ([...inputs, template].filter(isStdin).length > 1)
    throw usageError("-", "stdin is asked for twice, and it can be read once only", "Give a file for one of them");
}

/**
 * Of one input: with several, an option need not mean something for each. A template that is a table has its rate by the
 * same words.
 * @throws UserError (2) for options that the input gives no meaning
 */
export function refuseUnheard(words: FindWords, format: string, template: Signal): void {
  const from = FORMATS.find(({ name }) => name === (format === "jsonl" ? "json" : format));
  if (from === undefined) return;
  const { rate, timeColumn, ...rest } = words;
  const heard = template.about.medium === "table" ? rest : words;
  refuseUnused(heard, { signal: { rank: 1 }, from, to: from });
}
