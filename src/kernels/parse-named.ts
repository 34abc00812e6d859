/** `gaussian:sigma=2,truncate=3`: a name, then values by position, then values by name. */
import { usageError } from "../base/errors.js";
import type { Kernel } from "../base/kernel.js";
import { limits } from "../base/limits.js";
import { nearest, quoted } from "../base/text.js";
import { NAMED_KERNELS } from "./all.js";
import type { NamedKernel, Parameter } from "./named.js";
import { parseReal } from "./number.js";

const PLACE = "--kernel";
const BY_NAME: ReadonlyMap<string, NamedKernel> = new Map(NAMED_KERNELS.map((k) => [k.name, k]));

/** The entry of the registry that `name` names, if any. */
export const namedKernel = (name: string): NamedKernel | undefined => BY_NAME.get(name);

/** The name that a bare word was probably meant to be: for the message when no such file exists either. */
export const nearestName = (word: string): string | undefined => nearest(word, BY_NAME.keys());

/**
 * Whether a kernel argument is a name: a known one, or any word of two letters and more before a colon (so that a
 * misspelt name is not looked for as a file). A file that is called as a kernel is reached by its path: `./box`.
 */
export function isNamed(text: string): boolean {
  const word = /^([A-Za-z][A-Za-z0-9-]+)(:?)/.exec(text);
  if (!word) return false;
  return word[2] === ":" || (BY_NAME.has(word[1]) && word[0] === text);
}

/**
 * The kernel that a name with its values stands for.
 *
 * @param rank of the data it is for: 1 signals, 2 planes
 * @throws UserError (usage) for an unknown name or parameter and for a missing, repeated or impossible value
 */
export function buildNamed(text: string, rank: 1 | 2): Kernel {
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const kernel = BY_NAME.get(name);
  if (!kernel) {
    const near = nearestName(name);
    const hint = near === undefined ? "" : `Did you mean ${quoted(near)}? `;
    throw usageError(PLACE, `no kernel is called ${quoted(name)}`, `${hint}"convxcorr kernel list" shows all names`);
  }
  const values = colon < 0 ? new Map<string, number | string>() : readValues(kernel, text.slice(colon + 1));
  for (const p of kernel.parameters) {
    if (values.has(p.name) || p.default === "auto") continue;
    if (p.default === undefined) {
      throw usageError(PLACE, `${name} needs ${p.name} (${p.help})`, `Write it as ${quoted(kernel.examples[0])}`);
    }
    values.set(p.name, p.default);
  }
  return { ...kernel.build(values, rank), name: text };
}

function readValues(kernel: NamedKernel, text: string): Map<string, number | string> {
  const values = new Map<string, number | string>();
  let byName = false;
  for (const [i, item] of text.split(",").entries()) {
    if (item.trim() === "") {
      throw usageError(PLACE, `${kernel.name} has an empty value in ${quoted(text)}`, remedyFor(kernel));
    }
    const equals = item.indexOf("=");
    if (equals < 0 && byName) {
      const found = `${quoted(item)} has no name, but stands after values that have one`;
      throw usageError(PLACE, found, remedyFor(kernel));
    }
    byName = equals >= 0;
    const parameter = byName ? parameterOf(kernel, item.slice(0, equals).trim()) : kernel.parameters.at(i);
    if (!parameter) {
      const found = `${quoted(item)} is one value more than ${kernel.name} has`;
      throw usageError(PLACE, found, remedyFor(kernel));
    }
    if (values.has(parameter.name)) {
      throw usageError(PLACE, `${kernel.name} has ${parameter.name} twice`, "Give it once");
    }
    values.set(parameter.name, readValue(kernel.name, parameter, item.slice(equals + 1).trim()));
  }
  return values;
}

const remedyFor = (kernel: NamedKernel): string =>
  kernel.parameters.length === 0
    ? "It takes no values"
    : `It takes ${kernel.parameters.map((p) => p.name).join(", ")}, as in ${quoted(kernel.examples.at(-1)!)}`;

function parameterOf(kernel: NamedKernel, name: string): Parameter {
  const parameter = kernel.parameters.find((p) => p.name === name);
  if (parameter) return parameter;
  const near = nearest(
    name,
    kernel.parameters.map((p) => p.name),
  );
  const hint = near === undefined ? "" : `Did you mean ${quoted(near)}? `;
  throw usageError(PLACE, `${kernel.name} has no parameter ${quoted(name)}`, `${hint}${remedyFor(kernel)}`);
}

function readValue(kernel: string, p: Parameter, text: string): number | string {
  const wrong = (why: string, remedy: string): Error =>
    usageError(PLACE, `${kernel}: ${p.name}=${quoted(text)} ${why}`, remedy);
  if (p.kind === "word") {
    if (p.words?.includes(text)) return text;
    const near = nearest(text, p.words ?? []);
    const hint = near === undefined ? "" : `Did you mean ${quoted(near)}? `;
    throw wrong("is no word it knows", `${hint}It is one of ${(p.words ?? []).join(", ")}`);
  }
  if (p.kind === "size") return readSize(p, text, wrong);
  const real = parseReal(text);
  if (typeof real === "string") throw wrong(real, `Give ${p.kind === "integer" ? "a whole number" : "a number"}`);
  if (p.kind === "integer" && !Number.isInteger(real.value)) throw wrong("is not whole", "Give a whole number");
  const range = rangeFault(p, real.value);
  if (range !== undefined) throw wrong("is out of range", `It must be ${range}`);
  return real.value;
}

function readSize(p: Parameter, text: string, wrong: (why: string, remedy: string) => Error): string {
  const size = /^(\d{1,9})(?:x(\d{1,9}))?$/.exec(text);
  if (!size) throw wrong("is no size", "Give a number of taps, as 5, or width x height, as 5x3");
  const extents = text.split("x");
  for (const extent of extents) {
    const range = rangeFault({ greatest: limits.taps, ...p }, Number(extent));
    if (range !== undefined) throw wrong("is out of range", `It must be ${range} along each axis`);
  }
  return extents.map(Number).join("x");
}

/** What the number should be, or undefined where it is in range. */
function rangeFault(p: Parameter, value: number): string | undefined {
  const lower = p.above !== undefined ? `above ${p.above}` : p.least !== undefined ? `at least ${p.least}` : undefined;
  const upper =
    p.below !== undefined ? `below ${p.below}` : p.greatest !== undefined ? `at most ${p.greatest}` : undefined;
  const inside =
    value > (p.above ?? -Infinity) &&
    value >= (p.least ?? -Infinity) &&
    value < (p.below ?? Infinity) &&
    value <= (p.greatest ?? Infinity);
  return inside ? undefined : [lower, upper].filter((t) => t !== undefined).join(" and ");
}
