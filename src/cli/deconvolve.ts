/** `deconvolve`: load, undo, write, report. */
import { usageError } from "../base/errors.js";
import { given } from "../base/given.js";
import { printable } from "../base/text.js";
import { inputName } from "../files/read.js";
import { deconvolve } from "../tasks/deconvolve/deconvolve.js";
import type { ChannelReport, Deconvolved, DeconvolveOptions } from "../tasks/deconvolve/options.js";
import type { Answer, Context } from "./context.js";
import { type FileWords, tableOptions } from "./options/files.js";
import { refuseUnused } from "./options/unused.js";
import { saveReport } from "./steps.js";
import { checkTargets } from "./targets.js";
import { packageVersion } from "./version.js";

export interface DeconvolveWords extends FileWords, Omit<DeconvolveOptions, "progress"> {
  readonly kernel: string;
  readonly output?: string;
  readonly remainder?: string;
  readonly json?: boolean;
  readonly report?: string;
}

/** As `src/schemas/deconvolve-report.schema.json` says. */
export interface DeconvolveReport {
  readonly schema: 1;
  readonly program: { readonly name: "convxcorr"; readonly version: string };
  readonly input: string;
  readonly kernel: string;
  readonly options: Required<Pick<DeconvolveOptions, "mode" | "method" | "size" | "border">>;
  readonly channels: readonly ChannelReport[];
  readonly clipped: number;
}

export async function deconvolveCommand(input: string, words: DeconvolveWords, context: Context): Promise<Answer> {
  checkWords(words);
  await checkTargets(input, [words.kernel], words);
  const { outputFormat, requireRoom, saveSignal } = await import("../files/save.js");
  if (words.remainder !== undefined) await checkRemainder(words.remainder, words);
  const { loadSignal } = await import("../files/load.js");
  const { loadKernel } = await import("../files/kernel.js");
  const loaded = await loadSignal(input, {
    table: tableOptions(words),
    stdin: context.stdin,
    ...(words.inputFormat === undefined ? {} : { format: words.inputFormat }),
    ...(words.axes === undefined ? {} : { axes: words.axes }),
    ...(words.limitPixels === undefined ? {} : { limitPixels: words.limitPixels }),
  });
  const { signal } = loaded;
  const target = words.output ?? "-";
  const format = await outputFormat(target, loaded.format.name, words.outputFormat);
  requireRoom(format, signal, target);
  refuseUnused(words, { signal, from: loaded.format, to: format });
  const kernel = await loadKernel(words.kernel, { rank: signal.rank, stdin: context.stdin });
  if (loaded.note !== undefined) context.talk.note(loaded.note);

  const { mode, method = "wiener", size = "same", border = "free", nsr, iterations, stopAt } = words;
  const label = `restoring ${inputName(input)}`;
  const result = deconvolve(signal, kernel, {
    ...given({ mode, method, size, border, nsr, iterations, stopAt }),
    progress: (share) => {
      context.progress.report(share, label);
    },
  });
  context.progress.clear();
  await saveSignal(result.signal, target, { format, stdout: context.stdout });
  if (words.remainder !== undefined && result.remainder) {
    const remainderFormat = await outputFormat(words.remainder, "csv");
    await saveSignal(result.remainder, words.remainder, { format: remainderFormat });
  }
  const report: DeconvolveReport = {
    schema: 1,
    program: { name: "convxcorr", version: packageVersion() },
    input: inputName(input),
    kernel: printable(kernel.name),
    options: { mode: result.mode, method, size, border },
    channels: result.channels,
    clipped: result.clipped,
  };
  await saveReport(report, words, context);
  context.report?.(report);
  for (const line of linesOf(result, signal.data.length)) context.talk.note(line);
  return 0;
}

/** Options that the method does not hear. @throws usageError */
function checkWords(words: DeconvolveWords): void {
  const { method = "wiener", size } = words;
  for (const [option, word, of] of [
    ["--nsr", words.nsr, "wiener"],
    ["--iterations", words.iterations, "richardson-lucy"],
    ["--stop-at", words.stopAt, "richardson-lucy"],
    ["--remainder", words.remainder, "division"],
  ] as const) {
    if (word !== undefined && method !== of) {
      throw usageError(option, `${method} has none`, `Leave it out, or say --method ${of}`);
    }
  }
  if (words.border !== undefined && size === "full") {
    throw usageError("--border", "the full size has zeros outside", "Leave it out");
  }
  if (words.remainder === "") throw usageError("--remainder", "the path is empty", "Name a file");
  if (words.remainder === "-") throw usageError("--remainder", "stdout carries the data", "Name a file");
}

/** A file of its own, that can be written. @throws UserError usage or output */
async function checkRemainder(remainder: string, { output, report }: DeconvolveWords): Promise<void> {
  const { outputIdentity } = await import("../files/identity.js");
  const { requireWritable } = await import("../files/writable.js");
  const own = await outputIdentity(remainder);
  for (const [option, target] of Object.entries({ "--output": output, "--report": report })) {
    const other = target === undefined ? undefined : await outputIdentity(target);
    if (own && other && "path" in own && "path" in other && own.path === other.path) {
      throw usageError("--remainder", `is the same file as ${option}`, "Give the remainder another name");
    }
  }
  await requireWritable(remainder);
}

/** The worst channel speaks for all. */
function linesOf({ channels, mode, clipped }: Deconvolved, samples: number): string[] {
  const number = (v: number): string => String(Number(v.toPrecision(4)));
  const [worst] = [...channels].sort((a, b) => b.relative - a.relative);
  const how = [
    `made by ${mode}`,
    ...(worst.nsr === undefined ? [] : [`noise to signal ${number(worst.nsr)}`]),
    ...(worst.iterations === undefined ? [] : [`${worst.iterations} steps`]),
  ].join(", ");
  const said = `${how}; residual ${number(worst.residual)} RMS, ${number(100 * worst.relative)} % of the input${channels.length > 1 ? ", in the worst channel" : ""}.`;
  return [said, ...(clipped === 0 ? [] : [`${clipped} of ${samples} samples were clipped.`])];
}
