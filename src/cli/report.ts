/** The report of a command, its warnings, and what `--fail-on` makes of it. */
import { type ElementType, type IntegerType, isInteger, rangeOf } from "../base/element.js";
import { count, printable } from "../base/text.js";
import { outputName } from "../files/save.js";
import type { Format } from "../formats/format.js";
import type { FilterReport } from "../tasks/filter/report.js";
import type { OutputPlan } from "./steps.js";
import type { Timing } from "./timing.js";
import { packageVersion } from "./version.js";

/** As `src/schemas/apply-report.schema.json` says. */
export interface CommandReport extends Omit<FilterReport, "output"> {
  readonly program: { readonly name: "convxcorr"; readonly version: string };
  readonly output: FilterReport["output"] & { readonly target: string; readonly format: string };
  /** With `--timing`. */
  readonly timing?: Timing;
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

/** The same as plain JSON data. JSON has no infinities; they are the strings that our JSON data has for them. */
export function jsonSafe(report: object): object {
  const text = JSON.stringify(report, (_, value: unknown) =>
    typeof value !== "number" || Number.isFinite(value)
      ? value
      : Number.isNaN(value)
        ? "nan"
        : value > 0
          ? "inf"
          : "-inf",
  );
  return JSON.parse(text) as object;
}

/** What the user should know although the work was done. */
export function warningsOf(report: CommandReport, format: Format): string[] {
  const warnings: string[] = [];
  const { clipped, nan, output } = report;
  if (clipped.count > 0) warnings.push(`${clippedText(report)}. ${wider(report, format)}.`);
  if (nan.output > 0 && isInteger(output.type)) {
    const have = nan.output === 1 ? "has no value and was" : "have no value and were";
    warnings.push(`${part(nan.output, report)} ${have} written as 0.`);
  }
  for (const note of report.notes) if (note.startsWith("the kernel ")) warnings.push(`${note}.`);
  return warnings;
}

/** `3 of 8 samples`. */
const part = (n: number, { clipped }: CommandReport): string => `${n} of ${count(clipped.of, "sample")}`;

function clippedText(report: CommandReport): string {
  const { clipped, output } = report;
  const range = isInteger(output.type) ? rangeOf(output.type, output).join("…") : "";
  const first = clipped.first;
  const place = first ? `, the first at ${placeText(first, output)} (value ${first.value})` : "";
  const [lie, were] = clipped.count === 1 ? ["lies", "was"] : ["lie", "were"];
  return `${part(clipped.count, report)} ${lie} outside the range of ${output.type} (${range}) and ${were} clipped${place}`;
}

function placeText(at: { x: number; y: number; channel: number }, shape: { channels: number; rank: 1 | 2 }): string {
  const place = shape.rank === 1 ? `sample ${at.x}` : `${at.x},${at.y}`;
  return shape.channels === 1 ? place : `${place} of channel ${at.channel + 1}`;
}

/** Types that hold more, for each integer type. */
const WIDER: Readonly<Record<IntegerType, readonly ElementType[]>> = {
  u8: ["i16", "f32"],
  i8: ["i16", "f32"],
  u16: ["i32", "f32"],
  i16: ["i32", "f32"],
  i32: ["f64"],
};

/** Options that would keep what was clipped. */
function wider({ map, output }: CommandReport, format: Format): string {
  const types = isInteger(output.type) ? WIDER[output.type] : [];
  const held = types.filter((type) => format.holds.includes(type) && !format.cannotHold?.({ ...output, type }));
  const depth =
    held.length > 0
      ? `--depth ${held.join(" or ")}`
      : `--depth ${types.join(" or ")} in a format that holds it, such as NPY,`;
  const unsigned = output.type.startsWith("u");
  if (map === "stretch") return `${depth} keeps them`;
  return `--map stretch, or ${depth}${depth.endsWith(",") ? "" : ","} keeps them${map === "clip" && unsigned ? "; --map abs or offset keeps some" : ""}`;
}

/** The reasons to answer no, one for each of the given kinds that occurred. */
export function failures(report: CommandReport, kinds: readonly FailOn[]): string[] {
  const { clipped, nan } = report;
  const no: string[] = [];
  if (kinds.includes("clip") && clipped.count > 0) {
    no.push(`--fail-on clip: ${part(clipped.count, report)} ${clipped.count === 1 ? "was" : "were"} clipped.`);
  }
  const bad = nan.output + nan.outputInfinite;
  if (kinds.includes("nan") && bad > 0) {
    no.push(`--fail-on nan: ${part(bad, report)} ${bad === 1 ? "is" : "are"} NaN or infinite.`);
  }
  return no;
}
