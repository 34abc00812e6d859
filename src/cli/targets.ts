/** Where a filter call reads and writes, checked before anything is read. */
import { usageError } from "../base/errors.js";
import type { ApplyWords } from "./apply.js";

type TargetWords = Pick<ApplyWords, "output" | "report" | "json" | "plot" | "outputFormat">;

/**
 * Stdin can be read once, stdout carries one thing, the output's name says its format, two outputs are two files, and
 * each can be written.
 * @throws UserError usage or output
 */
export async function checkTargets(input: string, kernels: readonly string[], words: TargetWords): Promise<void> {
  if ([input, ...kernels].filter((path) => path === "-").length > 1) {
    throw usageError("-", "stdin is asked for twice, and it can be read once only", "Give a file for one of them");
  }
  const data = words.output ?? "-";
  const report = words.report ?? (words.json === true ? "-" : undefined);
  for (const [option, target] of [
    ["--output", data],
    ["--report", report],
  ] as const) {
    if (target === "") throw usageError(option, "the path is empty", "Name a file");
  }
  const { outputIdentity } = await import("../files/identity.js");
  const { requireWritable } = await import("../files/writable.js");
  if (report !== undefined) {
    const [a, b] = [await outputIdentity(data), await outputIdentity(report)];
    const both = (there: typeof a): boolean => there !== undefined && "stdout" in there;
    if (both(a) && both(b)) throw stdoutIsTaken(words.report === undefined ? "--json" : "--report");
    if (a && b && "path" in a && "path" in b && a.path === b.path) {
      throw usageError("--report", "is the same file as --output", "Give the report another name");
    }
    await requireWritable(report);
  }
  if (words.plot !== undefined) {
    const { checkPlot } = await import("./figure.js");
    await checkPlot(words.plot, [
      ["--output", data],
      ["--report", report],
    ]);
  }
  await requireWritable(data);
  const { outputFormat } = await import("../files/save.js");
  await outputFormat(data, "csv", words.outputFormat);
}

const stdoutIsTaken = (option: string): Error =>
  usageError(option, "stdout carries the data", "Give -o FILE for the data, or --report FILE for the report");
