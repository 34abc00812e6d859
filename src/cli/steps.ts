/** The steps of a filter call that touch files and the terminal. */
import { usageError } from "../base/errors.js";
import type { Kernel } from "../base/kernel.js";
import type { Laps } from "../base/laps.js";
import type { FilterOptions } from "../base/options.js";
import type { Signal } from "../base/signal.js";
import { quoted } from "../base/text.js";
import type { Flow } from "../engine/flow.js";
import type { Loaded } from "../files/load.js";
import type { SaveOptions } from "../files/save.js";
import type { Growing } from "../files/save-growing.js";
import type { Format, TableOptions } from "../formats/format.js";
import { forceRoutines } from "../routines/load.js";
import type { Filtered } from "../tasks/filter/filter.js";
import type { ApplyWords } from "./apply.js";
import type { Context } from "./context.js";
import { jsonText } from "./json-text.js";
import type { FileWords } from "./options/files.js";
import { poolOf } from "./pools.js";

/** Where the result goes. */
export interface OutputPlan {
  /** As written; `-` is stdout. */
  readonly target: string;
  readonly format: Format;
}

/** Kernels that need no file are checked first, so that a mistake in them does not wait for the input. */
export async function loadInput(
  input: string,
  kernels: readonly string[],
  words: FileWords,
  table: TableOptions,
  context: Context,
  laps: Laps,
  /** Give rows before all are read, to callers that wait for what they need. */
  ahead = false,
): Promise<Loaded> {
  const { isInline, loadKernel } = await import("../files/kernel.js");
  const { isNamed } = await import("../kernels/parse-named.js");
  for (const text of kernels) if (isInline(text) || isNamed(text)) await loadKernel(text, { rank: 2 });
  const { loadSignal } = await import("../files/load.js");
  laps.lap("start");
  return loadSignal(input, {
    laps,
    share: true,
    ahead,
    table,
    stdin: context.stdin,
    ...(words.inputFormat === undefined ? {} : { format: words.inputFormat }),
    ...(words.limitPixels === undefined ? {} : { limitPixels: words.limitPixels }),
    ...(words.axes === undefined ? {} : { axes: words.axes }),
  });
}

export async function loadKernels(
  texts: readonly string[],
  input: Signal,
  words: FileWords,
  context: Context,
): Promise<Kernel[]> {
  const { loadKernel } = await import("../files/kernel.js");
  const kernels: Kernel[] = [];
  for (const text of texts) {
    const limit = words.limitPixels === undefined ? {} : { limitPixels: words.limitPixels };
    kernels.push(await loadKernel(text, { rank: input.rank, stdin: context.stdin, ...limit }));
  }
  return kernels;
}

/** Decides target and format before anything is computed. A picture goes to a terminal by no name. */
export async function outputPlan(words: ApplyWords, loaded: Loaded, context: Context): Promise<OutputPlan> {
  const { outputFormat } = await import("../files/save.js");
  const target = words.output ?? "-";
  const picture = loaded.signal.about.medium === "raster";
  const own = loaded.format.encode ? loaded.format.name : "png";
  const format = await outputFormat(target, picture ? own : "csv", words.outputFormat);
  if (target === "-" && context.stdout.isTerminal && format.medium !== "table") {
    throw usageError(
      "stdout",
      `it is a terminal, and ${format.name} is no text`,
      "Give -o FILE, or redirect the output",
    );
  }
  return { target, format };
}

/** `CONVXCORR_ROUTINES=reference` computes without WebAssembly; for finding out where a difference comes from. */
export function chooseRoutines(context: Context): void {
  const asked = context.env["CONVXCORR_ROUTINES"];
  if (asked === undefined || asked === "") {
    forceRoutines(undefined);
    return;
  }
  if (asked !== "compiled" && asked !== "reference") {
    throw usageError("CONVXCORR_ROUTINES", `there are no routines ${quoted(asked)}`, "Use compiled or reference");
  }
  forceRoutines(asked);
}

/**
 * Computes, a step at a time, so that the terminal and signals are served in between, and saves the result: rows are used as
 * they are read, and written as they are made, where input and output allow it.
 */
export async function runAndSave(
  { signal: input, coming }: Pick<Loaded, "signal" | "coming">,
  kernels: readonly Kernel[],
  options: FilterOptions,
  output: OutputPlan,
  label: string,
  words: FileWords,
  context: Context,
  laps: Laps,
): Promise<Filtered> {
  const { filterAsync } = await import("../tasks/filter/threaded.js");
  const { requireRoom, saveSignal } = await import("../files/save.js");
  const { mayGrow, saveGrowing } = await import("../files/save-growing.js");
  const type = options.depth ?? (kernels.some((k) => k.imag) && input.type !== "c64" ? "c128" : input.type);
  const dropped = options.alpha === "drop" && input.about.alpha === true ? 1 : 0;
  requireRoom(output.format, { ...input, type, channels: input.channels - dropped }, output.target);
  chooseRoutines(context);
  let growing: Growing | undefined;
  const flow: Flow = {
    ...(coming ? { coming } : {}),
    ...((await mayGrow(output.target, output.format))
      ? {
          grow: (out) => {
            growing = saveGrowing(out, output.target, saveOptions(out, output, words));
            return growing?.rows;
          },
        }
      : {}),
  };
  try {
    const result = await filterAsync(input, kernels, options, {
      pool: poolOf(words.threads),
      progress: (share) => {
        context.progress.report(share, `filtering ${label}`);
      },
      signal: context.signal,
      planned: () => {
        laps.lap("plan");
      },
      flow,
    });
    context.progress.clear();
    laps.lap("filter");
    if (growing) {
      await growing.end();
      laps.lap("write");
    } else {
      const { signal } = result;
      await saveSignal(signal, output.target, {
        ...saveOptions(signal, output, words),
        stdout: context.stdout,
        laps,
      });
    }
    return result;
  } catch (error) {
    await growing?.abandon(error);
    throw error;
  }
}

function saveOptions(signal: Signal, output: OutputPlan, words: FileWords): SaveOptions {
  return {
    format: output.format,
    ...(words.quality === undefined ? {} : { quality: words.quality }),
    ...(words.pngLevel === undefined ? {} : { pngLevel: words.pngLevel }),
    ...(words.optimizeCoding === undefined ? {} : { optimizeCoding: words.optimizeCoding }),
    ...(words.delimiter === undefined || signal.about.table !== undefined ? {} : { delimiter: words.delimiter }),
    ...(words.decimalComma === undefined ? {} : { decimalComma: words.decimalComma }),
  };
}

/** Draws the figure of `--plot`. @returns a note about what it leaves out */
export async function savePlot(
  input: Signal,
  output: Signal,
  kernels: readonly Kernel[],
  { plot }: ApplyWords,
  context: Context,
): Promise<string | undefined> {
  if (plot === undefined) return undefined;
  const { filterFigure, leftOut } = await import("./plot-filter.js");
  const { figureFormat, saveFigure } = await import("./figure.js");
  const format = await figureFormat(plot, "--plot");
  await saveFigure(filterFigure(input, output, kernels), plot, context, { format });
  return leftOut(input, kernels);
}

/** The report as JSON, to `--report` or, with `--json`, to stdout. `checkTargets` has seen that both are free. */
export async function saveReport(
  report: object,
  words: Pick<ApplyWords, "json" | "report">,
  context: Context,
): Promise<void> {
  if (words.json !== true && words.report === undefined) return;
  const bytes = [new TextEncoder().encode(jsonText(report))];
  const target = words.report ?? "-";
  if (target === "-") await context.stdout.write(bytes);
  else {
    const { writeAtomically } = await import("../files/atomic.js");
    await writeAtomically(target, bytes);
  }
}
