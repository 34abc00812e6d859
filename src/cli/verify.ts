/** One call of `verify` from the command line: load, try the laws, report. */
import { usageError } from "../base/errors.js";
import { NO_LAPS } from "../base/laps.js";
import { outputIdentity } from "../files/identity.js";
import { inputName } from "../files/read.js";
import { requireWritable } from "../files/writable.js";
import type { LawName } from "../tasks/verify/names.js";
import { verifyAsync } from "../tasks/verify/verify.js";
import { colourLevel } from "./colour.js";
import type { Answer, Context } from "./context.js";
import { checkPlot, saveFigure } from "./figure.js";
import { type FileWords, tableOptions } from "./options/files.js";
import { refuseUnused } from "./options/unused.js";
import { jsonSafe } from "./report.js";
import { chooseRoutines, loadInput, loadKernels, saveReport } from "./steps.js";
import { paintFor } from "./talk.js";
import { failureText, verifyText } from "./verify-text.js";
import { packageVersion } from "./version.js";

export interface VerifyWords extends FileWords {
  readonly kernel?: readonly string[];
  readonly laws?: readonly LawName[];
  readonly seed?: number;
  readonly whole?: boolean;
  readonly plot?: string;
  readonly json?: boolean;
  readonly report?: string;
  readonly color?: boolean;
}

/** @throws UserError of every kind; the answer is no where a law does not hold */
export async function verifyFile(input: string, words: VerifyWords, context: Context): Promise<Answer> {
  const { kernel: texts = [], plot } = words;
  checkKernels(input, texts);
  await checkReport(words);
  const format = plot === undefined ? undefined : await checkPlot(plot, [["--report", words.report]]);
  const loaded = await loadInput(input, texts, words, tableOptions(words), context, NO_LAPS);
  const { signal } = loaded;
  refuseUnused(words, { signal, from: loaded.format, to: loaded.format });
  const kernels = await loadKernels(texts, signal, words, context);
  chooseRoutines(context);
  const { laws, seed, whole } = words;
  const report = await verifyAsync(
    signal,
    kernels,
    { ...(laws ? { laws } : {}), ...(seed === undefined ? {} : { seed }), ...(whole ? { whole } : {}) },
    {
      progress: (share) => {
        context.progress.report(share, `trying the laws on ${inputName(input)}`);
      },
      signal: context.signal,
    },
  );
  context.progress.clear();
  let plotted: string | undefined;
  if (plot !== undefined && format !== undefined) {
    const { channelsLeftOut, verifyFigure } = await import("./plot-verify.js");
    await saveFigure(verifyFigure(signal, kernels[0], report), plot, context, { format });
    plotted = channelsLeftOut(signal);
  }

  const plain = jsonSafe({ ...report, program: { name: "convxcorr", version: packageVersion() } });
  await saveReport(plain, words, context);
  context.report?.(plain);
  // The jobs of a batch have no stdout; their answers hold the report.
  if (words.json !== true && !context.claim) {
    const { isTerminal } = context.stdout;
    const paint = await paintFor(colourLevel({ env: context.env, isTerminal, off: words.color === false }));
    await context.stdout.write([new TextEncoder().encode(verifyText(report, paint))]);
  }
  for (const note of [loaded.note, plotted, ...(signal.about.notes ?? []), ...report.notes]) {
    if (note !== undefined) context.talk.note(`${note}.`);
  }
  for (const law of report.laws) if (!law.holds) context.talk.error(failureText(law, report));
  return report.holds ? 0 : 1;
}

function checkKernels(input: string, texts: readonly string[]): void {
  if (texts.length === 0) {
    const remedy = "Give taps such as 1,2,1, a name such as gaussian:sigma=2, or a file";
    throw usageError("--kernel", "no kernel is given", remedy);
  }
  if ([input, ...texts].filter((path) => path === "-").length > 1)
    throw usageError("-", "stdin is asked for twice, and it can be read once only", "Give files for the others");
}

/** Stdout carries the lines, or the report where there are none. */
async function checkReport({ report, json }: VerifyWords): Promise<void> {
  if (report === undefined) return;
  if (report === "") throw usageError("--report", "the path is empty", "Name a file");
  const identity = await outputIdentity(report);
  if (identity && "stdout" in identity && json !== true)
    throw usageError("--report", "stdout carries the laws", "Use --json");
  await requireWritable(report);
}
