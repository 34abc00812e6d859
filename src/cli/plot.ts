/** `plot`: signals, planes and kernels as a figure. */
import { usageError } from "../base/errors.js";
import { count } from "../base/text.js";
import { loadKernel } from "../files/kernel.js";
import { type Loaded, loadSignal } from "../files/load.js";
import type { Figure, HeatPanel, Limits, Panel } from "../plot/figure.js";
import { kernelPanels } from "../plot/from-kernel.js";
import type { Answer, Context } from "./context.js";
import { type FigureFormat, figureFormat, saveFigure, showFigure } from "./figure.js";
import { type FileWords, tableOptions } from "./options/files.js";
import type { PointsWord } from "./options/plot.js";
import { refuseUnused } from "./options/unused.js";
import { axisOf, type Source, sharedAxis } from "./plot-axis.js";
import { heatPanels, linePanels } from "./plot-panels.js";
import { withPoints } from "./plot-points.js";

export interface PlotWords extends FileWords {
  readonly kernel?: readonly string[];
  readonly x?: string;
  readonly points?: PointsWord;
  readonly threshold?: readonly number[];
  readonly heat?: boolean;
  readonly output?: string;
  readonly format?: FigureFormat | "text";
  readonly overlay?: boolean;
  readonly title?: string;
  readonly xlim?: Limits;
  readonly ylim?: Limits;
  readonly colours?: NonNullable<HeatPanel["colours"]>;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly color?: boolean;
}

/** Panels of one figure; more would be too small to be read, or too many to be looked at. */
const MOST_PANELS = 64;

export async function plot(inputs: readonly string[], words: PlotWords, context: Context): Promise<Answer> {
  const { kernel: texts = [], output } = words;
  if (inputs.length + texts.length === 0) {
    throw usageError("INPUT", "is missing", "Give a file, - for stdin, or --kernel");
  }
  const format = await formatOf(words);
  checkCall(inputs, texts, words, format);
  const sources = await loadSources(inputs, words, context);
  const lines = linePanels(sources, words);
  const panels = [
    ...(words.points === undefined ? lines : await withPoints(words.points, lines, words, context)),
    ...heatPanels(sources, words),
    ...(await panelsOfKernels(texts, sources, words, context)),
  ];
  checkPanels(panels, words);
  const figure: Figure = {
    panels,
    x: { label: sharedAxis(sources, words.x), ...(words.xlim === undefined ? {} : { limits: words.xlim }) },
    ...(words.title === undefined ? {} : { title: words.title }),
  };
  if (format === "text") await showFigure(figure, words, context);
  else await saveFigure({ ...figure, ...sizeOf(words) }, output ?? "-", context, { format, scale: words.scale ?? 1 });
  return 0;
}

/** What is wrong with a call whatever is in its files. */
function checkCall(
  inputs: readonly string[],
  kernels: readonly string[],
  words: PlotWords,
  format: FigureFormat | "text",
): void {
  const { points, scale } = words;
  const paths = [...inputs, ...kernels, ...(points && "path" in points ? [points.path] : [])];
  if (paths.filter((path) => path === "-").length > 1) {
    throw usageError("-", "stdin is asked for twice, and it can be read once only", "Give a file for one of them");
  }
  if (scale !== undefined && !(scale > 0 && scale <= 16)) {
    throw usageError("--scale", `${scale} is no scale`, "Give a number above 0 and up to 16");
  }
  if (scale !== undefined && format !== "png") {
    throw usageError("--scale", `the figure is ${format}, not PNG`, "Leave it out");
  }
  if (inputs.length > 0) return;
  for (const [option, word] of Object.entries({ ...ONLY_LINES, ...ONLY_INPUTS })) {
    if (words[word] !== undefined) throw usageError(option, "there is no input, only kernels", "Leave it out");
  }
}

const sizeOf = ({ width, height }: PlotWords): Pick<Figure, "width" | "height"> => ({
  ...(width === undefined ? {} : { width }),
  ...(height === undefined ? {} : { height }),
});

async function formatOf({ output, format }: PlotWords): Promise<FigureFormat | "text"> {
  if (output === undefined) return format ?? "text";
  if (format !== "text") return figureFormat(output, "--output", format);
  if (output === "-") return "text";
  throw usageError("--format", "text goes to stdout only", "Leave -o out, and redirect the output");
}

async function loadSources(inputs: readonly string[], words: PlotWords, context: Context): Promise<Source[]> {
  const { x, columns, heat } = words;
  const named = x !== undefined && x !== "time" && x !== "samples";
  const table = {
    ...tableOptions(words),
    ...(columns && named ? { columns: [...columns, x] } : {}),
    ...(heat === true ? { matrix: true } : {}),
  };
  const sources: Source[] = [];
  for (const input of inputs) {
    const loaded = await loadSignal(input, {
      table,
      stdin: context.stdin,
      ...(words.inputFormat === undefined ? {} : { format: words.inputFormat }),
      ...(words.limitPixels === undefined ? {} : { limitPixels: words.limitPixels }),
      ...(words.axes === undefined ? {} : { axes: words.axes }),
    });
    checkOptions(loaded, words);
    const { note, signal } = loaded;
    for (const text of [...(note === undefined ? [] : [note]), ...(signal.about.notes ?? [])]) context.talk.note(text);
    sources.push({ signal, ...axisOf(signal, words) });
  }
  return sources;
}

/** Options that would go unheard. */
function checkOptions({ signal, format }: Loaded, words: PlotWords): void {
  refuseUnused(words, { signal, from: format, to: format });
  const heat = signal.rank === 2;
  if (words.heat === true && format.medium !== "table" && !heat) {
    throw usageError("--heat", `${signal.about.source} is a signal, which is drawn as lines`, "Leave it out");
  }
  for (const [option, word] of Object.entries(ONLY_LINES)) {
    if (heat && words[word] !== undefined) {
      throw usageError(option, `${signal.about.source} is drawn as a heat map`, "Leave it out");
    }
  }
}

/** Options that speak of signals, and of any input. */
const ONLY_LINES = {
  "--x": "x",
  "--points": "points",
  "--threshold": "threshold",
  "--overlay": "overlay",
  "--xlim": "xlim",
} as const;
const ONLY_INPUTS = { "--columns": "columns", "--rate": "rate", "--heat": "heat" } as const;

async function panelsOfKernels(
  texts: readonly string[],
  sources: readonly Source[],
  words: PlotWords,
  context: Context,
): Promise<Panel[]> {
  const panels: Panel[] = [];
  // Beside signals a name means its form for signals.
  const rank = sources.some(({ signal }) => signal.rank === 1) ? 1 : 2;
  for (const text of texts) {
    const kernel = await loadKernel(text, { rank, stdin: context.stdin });
    const heat = words.colours === undefined ? {} : { colours: words.colours };
    panels.push(...kernelPanels(kernel).map((p) => (p.kind === "heat" ? { ...p, ...heat } : p)));
  }
  return panels;
}

function checkPanels(panels: readonly Panel[], words: PlotWords): void {
  if (panels.length > MOST_PANELS) {
    const found = `there are ${panels.length} panels to draw, and a figure has at most ${MOST_PANELS}`;
    throw usageError("--columns", found, "Choose fewer columns, or draw all in one panel with --overlay");
  }
  if (words.colours !== undefined && !panels.some((p) => p.kind === "heat")) {
    throw usageError("--colours", `${count(panels.length, "panel")} of lines and no heat map`, "Leave it out");
  }
}
