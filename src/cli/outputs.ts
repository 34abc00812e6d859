/** Where a command writes, by the words that all commands use for it: `--output`, `--report`, `--json`. */
import type { Command } from "commander";
import type { Output } from "../jobs/outputs.js";

export function outputsOf(command: Command): Output[] {
  const words: Readonly<Record<string, unknown>> = command.opts();
  const { annotate, map, output, report, json } = words;
  const outputs: Output[] = [];
  if (command.options.some((o) => o.attributeName() === "output")) {
    outputs.push({ option: "--output", target: typeof output === "string" ? output : "-" });
  }
  if (command.name() === "match") {
    if (typeof annotate === "string") outputs.push({ option: "--annotate", target: annotate });
    if (typeof map === "string") outputs.push({ option: "--map", target: map });
  }
  if (typeof report === "string") outputs.push({ option: "--report", target: report });
  else if (json === true) outputs.push({ option: "--json", target: "-" });
  return outputs;
}
