/** Where a command writes, by the words that all commands use for it: `--output`, `--plot`, `--report`, `--json`. */
import type { Command } from "commander";
import type { Output } from "../jobs/outputs.js";

export function outputsOf(command: Command): Output[] {
  const words: Readonly<Record<string, unknown>> = command.opts();
  const { output, plot, report, json } = words;
  const outputs: Output[] = [];
  if (command.options.some((o) => o.attributeName() === "output")) {
    // A demo may write several, or none.
    const targets: readonly unknown[] = Array.isArray(output) ? output : [output ?? "-"];
    for (const target of targets) if (typeof target === "string") outputs.push({ option: "--output", target });
  }
  if (typeof plot === "string") outputs.push({ option: "--plot", target: plot });
  if (typeof report === "string") outputs.push({ option: "--report", target: report });
  else if (json === true) outputs.push({ option: "--json", target: "-" });
  return outputs;
}
