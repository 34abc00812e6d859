/** Where a command writes, by the words of its options; `--map` is a file of `match` alone. */
import type { Command } from "commander";
import type { Output } from "../jobs/outputs.js";

/** Commands that write no file, and nothing of their data to stdout, without `-o`. */
const ON_REQUEST: readonly string[] = ["find", "fit"];

export function outputsOf(command: Command): Output[] {
  const words: Readonly<Record<string, unknown>> = command.opts();
  const { output, report, json } = words;
  const outputs: Output[] = [];
  if (command.options.some((o) => o.attributeName() === "output")) {
    // A demo may write several, or none.
    const targets: readonly unknown[] = Array.isArray(output)
      ? output
      : [output ?? (ON_REQUEST.includes(command.name()) ? undefined : "-")];
    for (const target of targets) if (typeof target === "string") outputs.push({ option: "--output", target });
  }
  for (const name of [
    "annotate",
    "curve",
    "plot",
    "remainder",
    "residual",
    ...(command.name() === "match" ? ["map"] : []),
  ]) {
    const target = words[name];
    if (typeof target === "string") outputs.push({ option: `--${name}`, target });
  }
  if (typeof report === "string") outputs.push({ option: "--report", target: report });
  else if (json === true) outputs.push({ option: "--json", target: "-" });
  return outputs;
}
