/** The report of a command, its warnings, and what `--fail-on` makes of it. */
import { isInteger, rangeOf } from "../base/element.js";
import { printable } from "../base/text.js";
import { outputName } from "../files/save.js";
import type { FilterReport } from "../tasks/filter/report.js";
import type { OutputPlan } from "./steps.js";
import { packageVersion } from "./version.js";

/** As `src/schemas/apply-report.schema.json` says. */
export interface CommandReport extends Omit<FilterReport, "output"> {
  readonly program: { readonly name: "convxcorr"; readonly version: string };
  readonly output: FilterReport["output"] & { readonly target: string; readonly format: string };
}

export const FAILURES = ["clip", "nan"] as const;
export type FailOn = (typeof FAILURES)[number];

export function commandReport(report: FilterReport, output: OutputPlan, notes: readonly string[]): CommandReport {
  return {
    ...report,
    program: { name: "convxcorr", version: packageVersion() },
    output: { ...report.output, target: printable(outputName(output.target)), format: output.format.name },
    notes: [...report.notes, ...notes.map((n) => printable(n, 400))],
  };
}

/** What the user should know although the work was done. */
export function warningsOf(report: CommandReport): string[] {
  const warnings: string[] = [];
  const { clipped, nan, output } = report;
  if (clipped.count > 0 && isInteger(output.type)) {
    warnings.push(`${clippedText(report)}. ${wider(report)} would keep them.`);
  }
  if (nan.output > 0 && isInteger(output.type)) {
    warnings.push(`${nan.output} of ${clipped.of} samples have no value and were written as 0.`);
  }
  for (const note of report.notes) if (note.startsWith("the kernel ")) warnings.push(`${note}.`);
  return warnings;
}

function clippedText({ clipped, output }: CommandReport): string {
  const range = isInteger(output.type) ? rangeOf(output.type).join("…") : "";
  const first = clipped.first;
  const place = first ? `, the first at ${placeText(first, output)} (value ${first.value})` : "";
  const verb = clipped.count === 1 ? "sample lies outside" : "samples lie outside";
  return `${clipped.count} of ${clipped.of} ${verb} the range of ${output.type} (${range}) and ${clipped.count === 1 ? "was" : "were"} clipped${place}`;
}

function placeText(at: { x: number; y: number; channel: number }, shape: { channels: number; rank: 1 | 2 }): string {
  const place = shape.rank === 1 ? `sample ${at.x}` : `${at.x},${at.y}`;
  return shape.channels === 1 ? place : `${place} of channel ${at.channel + 1}`;
}

/** Options that would keep what was clipped, as far as the format allows. */
function wider({ output }: CommandReport): string {
  const signed = output.type.startsWith("i");
  return signed
    ? "--depth i32 or f32, or --map stretch"
    : "--map abs, offset or stretch, or --depth i16 or f32 in a format that holds it,";
}

/** The reasons to answer no, one for each of the given kinds that occurred. */
export function failures(report: CommandReport, kinds: readonly FailOn[]): string[] {
  const no: string[] = [];
  if (kinds.includes("clip") && report.clipped.count > 0) no.push(`--fail-on clip: ${clippedText(report)}.`);
  const bad = report.nan.output + report.nan.outputInfinite;
  if (kinds.includes("nan") && bad > 0)
    no.push(`--fail-on nan: ${bad} of ${report.clipped.of} samples are NaN or infinite.`);
  return no;
}
