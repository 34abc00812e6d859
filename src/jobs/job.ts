/** A line of a batch as a job. */
import { inputError, UserError, usageError } from "../base/errors.js";
import { nearest, quoted } from "../base/text.js";
import type { JsonLine, JsonNode } from "../files/json-lines.js";

/** As `src/schemas/batch-job.schema.json` says. */
export interface Job {
  /** The id as JSON that is safe to print, a number as it was written: the answer repeats it. */
  readonly id: string;
  /** A command line without the program's name. */
  readonly args: readonly string[];
}

/** What is wrong with a line, and its id where it has one; else `null`. */
export interface NoJob {
  readonly id: string;
  readonly error: UserError;
}

const KEYS = ["id", "args"] as const;
const FORM = 'Give {"id": 1, "args": ["apply", …]}';

/** The job of a line, or why it is none. */
export function readJob({ place, value }: JsonLine): Job | NoJob {
  if (value instanceof UserError) return { id: "null", error: value };
  const id = idOf(value);
  try {
    return { id: id ?? fail(value, place, missingId(value)), args: argsOf(value, place) };
  } catch (error) {
    if (error instanceof UserError) return { id: id ?? "null", error };
    throw error;
  }
}

const fail = (at: JsonNode, place: string, found: string, remedy = FORM): never => {
  throw inputError(`${place}:${at.column}`, found, remedy);
};

function idOf(value: JsonNode): string | undefined {
  const id = value.kind === "object" ? value.entries.get("id") : undefined;
  if (id?.kind === "number") return id.text;
  return id?.kind === "string" ? JSON.stringify(id.text).replace(INVISIBLE, escaped) : undefined;
}

/** What a terminal would act on or not show; JSON itself only has to escape some of it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const escaped = (c: string): string =>
  Array.from({ length: c.length }, (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, "0")}`).join("");

const missingId = (value: JsonNode): string => {
  if (value.kind !== "object") return `the job is ${described(value)}`;
  const id = value.entries.get("id");
  return id ? `id is ${described(id)}, and must be a string or a number` : 'the job has no "id"';
};

function argsOf(value: JsonNode, place: string): string[] {
  if (value.kind !== "object") return fail(value, place, `the job is ${described(value)}`);
  for (const [key, spot] of value.keys) {
    if ((KEYS as readonly string[]).includes(key)) continue;
    const near = nearest(key, KEYS);
    const hint = near === undefined ? "" : `Did you mean ${quoted(near)}? `;
    throw inputError(`${place}:${spot.column}`, `a job has no key ${quoted(key)}`, `${hint}It has id and args`);
  }
  const args = value.entries.get("args") ?? fail(value, place, 'the job has no "args"');
  if (args.kind !== "array") return fail(args, place, `args is ${described(args)}, and must be an array of strings`);
  if (args.items.length === 0) fail(args, place, "args is empty");
  return args.items.map((item, i) =>
    item.kind === "string" ? item.text : fail(item, place, `args[${i}] is ${described(item)}, and must be a string`),
  );
}

function described(node: JsonNode): string {
  if (node.kind === "object") return "an object";
  if (node.kind === "array") return "an array";
  return node.kind === "string" ? quoted(node.text) : node.text;
}

/** Our standard input under the names that systems give it. */
const STDIN_PATH = /(?:^|=)\/(?:dev\/stdin|(?:dev|proc\/self|proc\/thread-self)\/fd\/0)$/;

/**
 * Refuses arguments that would read the standard input of the whole process, which may be the jobs themselves. (`-` is
 * refused where it is read.)
 */
export function refuseStandardInput(args: readonly string[]): void {
  const found = args.find((arg) => STDIN_PATH.test(arg));
  if (found !== undefined) throw usageError(found, "a job of a batch has no stdin", "Give a file");
}
