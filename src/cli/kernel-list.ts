/** `kernel list`: every named kernel with its parameters, for people and as JSON. */
import { NAMED_KERNELS } from "../kernels/all.js";
import { KERNEL_GROUPS, type KernelGroup, type NamedKernel, type Parameter } from "../kernels/named.js";
import type { Answer, Context } from "./context.js";
import { jsonText } from "./json-text.js";
import { packageVersion } from "./version.js";

const LINE = 100;

export async function kernelList(words: { readonly json?: boolean }, context: Context): Promise<Answer> {
  const list = kernelListReport();
  const text = words.json === true ? jsonText(list) : kernelListText();
  await context.stdout.write([new TextEncoder().encode(text)]);
  context.report?.(list);
  return 0;
}

/** As `src/schemas/kernel-list.schema.json` says. */
export function kernelListReport(): object {
  return {
    schema: 1,
    program: { name: "convxcorr", version: packageVersion() },
    groups: Object.entries(KERNEL_GROUPS).map(([name, title]) => ({ name, title })),
    kernels: inGroups().map(({ name, group, title, parameters, sizeRule, examples }) => ({
      name,
      group,
      title,
      parameters: parameters.map(parameterReport),
      sizeRule,
      examples,
    })),
  };
}

function parameterReport(p: Parameter): object {
  const { name, kind, words, least, greatest, above, below, help } = p;
  return {
    name,
    kind,
    required: p.default === undefined,
    ...(p.default === undefined ? {} : { default: p.default === "auto" ? null : p.default }),
    ...Object.fromEntries(
      Object.entries({ words, least, greatest, above, below }).filter(([, value]) => value !== undefined),
    ),
    help,
  };
}

const GROUPS = Object.keys(KERNEL_GROUPS) as readonly KernelGroup[];
const inGroups = (): NamedKernel[] => GROUPS.flatMap((group) => NAMED_KERNELS.filter((k) => k.group === group));

const HEAD = `Named kernels, as they stand after --kernel. Values follow the name in the order given here or by
name: gaussian:2,3 is gaussian:sigma=2,truncate=3. "convxcorr kernel show NAME" prints the taps.
`;

/** Lines of at most 100 characters. */
export function kernelListText(): string {
  const lines = [HEAD];
  for (const group of GROUPS) {
    lines.push(KERNEL_GROUPS[group], "");
    for (const kernel of NAMED_KERNELS) if (kernel.group === group) lines.push(...entry(kernel), "");
  }
  return lines.join("\n");
}

/** Width of the names of parameters, so that all entries have their columns in one place. */
const NAME = Math.max(
  ...NAMED_KERNELS.flatMap((k) => [k.name, ...k.parameters.map((p) => p.name)]).map((n) => n.length),
);

function entry(kernel: NamedKernel): string[] {
  const { name, title, parameters, sizeRule, examples } = kernel;
  return [
    ...row(2, name, title.split(" ")),
    ...parameters.flatMap((p) => row(4, p.name, parameterText(p).split(" "))),
    ...row(4, "", `size rule: ${sizeRule}`.split(" ")),
    // An example is never broken, though it may have blanks round it.
    ...row(4, "", ["e.g.", ...examples.map((e, i) => (i < examples.length - 1 ? `${e} ` : e))]),
  ];
}

/** `label` at column `indent`, then the words, broken into lines below one another. */
function row(indent: number, label: string, words: readonly string[]): string[] {
  const left = 4 + NAME + 2;
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && left + longer.trimEnd().length > LINE) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines.map((text, i) => `${(" ".repeat(indent) + (i === 0 ? label : "")).padEnd(left)}${text}`.trimEnd());
}

function parameterText(p: Parameter): string {
  const lower = p.above !== undefined ? `above ${p.above}` : p.least !== undefined ? `from ${p.least}` : "";
  const upper = p.below !== undefined ? `below ${p.below}` : p.greatest !== undefined ? `up to ${p.greatest}` : "";
  const range = [lower, upper].filter((t) => t !== "").join(", ");
  // Some help texts say what each word means, and so name them all.
  const words = p.words && !p.help.startsWith(`${p.words[0]}:`) ? `${p.help}: ${p.words.join(", ")}` : p.help;
  const usual = p.default === undefined ? "" : p.default === "auto" ? "optional" : `default ${p.default}`;
  return [words, range, usual].filter((t) => t !== "").join("; ");
}
