/** Where a command writes, by the words that all commands use for it: `--output`, `--curve`, `--report`, `--json`. */
import type { Command } from "commander";
import type { Output } from "../jobs/outputs.js";

export function outputsOf(command: Command): Output[] {
  const words: Readonly<Record<string, unknown>> = command.opts();
  const { output, curve, report, json } = words;
  const outputs: Output[] = [];
  if (command.options.some((o) => o.attributeName() === "output")) {
    outputs.push({ option: "--output", target: typeof output === "string" ? output : "-" });
  }
  if (typeof curve === "string") outputs.push({ option: "--curve", target: curve });
  if (typeof report === "string") outputs.push({ option: "--report", target: report });
  else if (json === true) outputs.push({ option: "--json", target: "-" });
  return outputs;
}
