/** Where a command writes, by the words of its options; `--map` is a file of `match` alone. */
import type { Command } from "commander";
import type { Output } from "../jobs/outputs.js";

export function outputsOf(command: Command): Output[] {
  const words: Readonly<Record<string, unknown>> = command.opts();
  const { output, report, json } = words;
  const outputs: Output[] = [];
  if (command.options.some((o) => o.attributeName() === "output")) {
    // A demo may write several, or none, and find may tell nothing (--quiet).
    const targets: readonly unknown[] = Array.isArray(output)
      ? output
      : [output ?? (command.name() === "find" ? undefined : "-")];
    for (const target of targets) if (typeof target === "string") outputs.push({ option: "--output", target });
  }
  for (const name of ["annotate", "curve", "plot", "remainder", ...(command.name() === "match" ? ["map"] : [])]) {
    const target = words[name];
    if (typeof target === "string") outputs.push({ option: `--${name}`, target });
  }
  if (typeof report === "string") outputs.push({ option: "--report", target: report });
  else if (json === true) outputs.push({ option: "--json", target: "-" });
  return outputs;
}
