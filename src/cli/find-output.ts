/** Where `find` tells what it found: on stdout, or with `-o` in a table or a file of JSON Lines. */
import { usageError } from "../base/errors.js";
import { quoted } from "../base/text.js";
import { type GrowingFile, growingFile } from "../files/growing.js";
import { requireWritable } from "../files/writable.js";
import type { Context } from "./context.js";
import { aroundOf, type FindWords } from "./find-options.js";
import { tableLine } from "./find-text.js";

/** How an occurrence is written: a line of text, of JSON, or a row whose cells something separates. */
export type FindForm = "text" | "json" | { readonly delimiter: "," | "\t" };

export interface FindOutput {
  readonly form: FindForm;
  write(text: string): Promise<void>;
  /** All was told. @throws outputError */
  end(): Promise<void>;
  /** The search failed: no file is left. */
  abandon(): Promise<void>;
}

const FORMS: readonly (readonly [ending: string, form: FindForm])[] = [
  [".csv", { delimiter: "," }],
  [".tsv", { delimiter: "\t" }],
  [".jsonl", "json"],
  [".ndjson", "json"],
];

/** Before the work: what is written can be. @throws usageError, outputError */
export async function findOutput(words: FindWords, { stdout }: Context): Promise<FindOutput> {
  const { output } = words;
  if (output === undefined) {
    const nothing = (): Promise<void> => Promise.resolve();
    const write = (text: string): Promise<void> => stdout.write([new TextEncoder().encode(text)]);
    return { form: words.json === true ? "json" : "text", write, end: nothing, abandon: nothing };
  }
  const form = FORMS.find(([ending]) => output.toLowerCase().endsWith(ending))?.[1];
  if (form === undefined) {
    const found = `${quoted(output)} does not say how occurrences are to be written`;
    throw usageError("--output", found, `End it in ${FORMS.map(([ending]) => ending).join(", ")}`);
  }
  if (typeof form === "object" && aroundOf(words))
    throw usageError("--output", "a table of occurrences has no place for the rows around them", "End it in .jsonl");
  await requireWritable(output);
  return fileOutput(growingFile(output), form);
}

function fileOutput(file: GrowingFile, form: FindForm): FindOutput {
  if (typeof form !== "object") return { form, ...file };
  let begun = false;
  const head = async (): Promise<void> => {
    if (begun) return;
    begun = true;
    await file.write(tableLine(["file", "sample", "time", "channel", "column", "score", "polarity"], form.delimiter));
  };
  return {
    form,
    write: async (text) => {
      await head();
      await file.write(text);
    },
    end: async () => {
      await head();
      await file.end();
    },
    abandon: () => file.abandon(),
  };
}
