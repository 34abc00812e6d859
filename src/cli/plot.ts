/** `plot`: signals, planes and kernels as a figure. */
import { usageError } from "../base/errors.js";
import { count } from "../base/text.js";
import { loadKernel } from "../files/kernel.js";
import { type Loaded, loadSignal } from "../files/load.js";
import type { Figure, HeatPanel, Limits, LinePanel, Panel } from "../plot/figure.js";
import { kernelPanels } from "../plot/from-kernel.js";
import { channelName, heatPanel, seriesOf } from "../plot/from-signal.js";
import type { Answer, Context } from "./context.js";
import { type FigureFormat, figureFormat, saveFigure, showFigure } from "./figure.js";
import { type FileWords, tableOptions } from "./options/files.js";
import type { PointsWord } from "./options/plot.js";
import { refuseUnused } from "./options/unused.js";
import { axisOf, type Source, sharedAxis } from "./plot-axis.js";
import { pointsOf } from "./plot-points.js";

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
  if ([...inputs, ...texts].filter((path) => path === "-").length > 1) {
    throw usageError("-", "stdin is asked for twice, and it can be read once only", "Give a file for one of them");
  }
  const format = await formatOf(words);
  if (words.scale !== undefined && !(words.scale > 0 && words.scale <= 16)) {
    throw usageError("--scale", `${words.scale} is no scale`, "Give a number above 0 and up to 16");
  }
  const sources = await loadSources(inputs, words, context);
  const panels = [
    ...(await dataPanels(sources, words, context)),
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

const ONLY_LINES = {
  "--x": "x",
  "--points": "points",
  "--threshold": "threshold",
  "--overlay": "overlay",
  "--xlim": "xlim",
} as const;

async function dataPanels(sources: readonly Source[], words: PlotWords, context: Context): Promise<Panel[]> {
  const { ylim, threshold = [], colours } = words;
  const rest = {
    ...(ylim === undefined ? {} : { y: { limits: ylim } }),
    ...(threshold.length === 0 ? {} : { thresholds: threshold.map((y) => ({ y })) }),
  };
  const nameOf = ({ signal }: Source, c: number): string => {
    const name = channelName(signal, c);
    if (sources.length === 1) return signal.channels === 1 && !signal.about.columns ? signal.about.source : name;
    return signal.channels === 1 && !signal.about.columns ? signal.about.source : `${signal.about.source}: ${name}`;
  };
  const lines = sources.filter(({ signal }) => signal.rank === 1);
  const all = lines.flatMap((source) => source.channels.map((c) => ({ source, c, name: nameOf(source, c) })));
  const panels: LinePanel[] =
    words.overlay === true && all.length > 0
      ? [
          {
            kind: "lines",
            series: all.flatMap(({ source, c, name }) => seriesOf(source.signal, c, source.x, name)),
            ...rest,
          },
        ]
      : all.map(({ source, c, name }) => ({
          kind: "lines",
          title: name,
          series: seriesOf(source.signal, c, source.x),
          ...rest,
        }));
  const dotted = words.points === undefined ? panels : await pointsOf(words.points, panels, words, context);
  const maps = sources
    .filter(({ signal }) => signal.rank === 2)
    .flatMap((source) =>
      source.channels.map((c): HeatPanel => {
        const reduce = source.signal.about.medium === "raster" ? "mean" : "peak";
        const panel = heatPanel(source.signal, c, {
          title: nameOf(source, c),
          reduce,
          ...(colours ? { colours } : {}),
        });
        return { ...panel, ...(ylim === undefined ? {} : { limits: ylim }) };
      }),
    );
  return [...dotted, ...maps];
}

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
