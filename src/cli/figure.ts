/** Figures to files (SVG and PNG) and to the terminal. */
import { usageError } from "../base/errors.js";
import { quoted } from "../base/text.js";
import type { Figure } from "../plot/figure.js";
import { colourLevel } from "./colour.js";
import type { Context } from "./context.js";
import { inkFor } from "./talk.js";

export const FIGURE_FORMATS = ["svg", "png"] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/**
 * How a figure is written: `forced`, else by the ending of its name. Call it before the work is done.
 * @param option how messages name the option that `target` stands after
 * @throws usageError where nothing says it; outputError where the file cannot be written
 */
export async function figureFormat(target: string, option: string, forced?: FigureFormat): Promise<FigureFormat> {
  if (target === "") throw usageError(option, "the path is empty", "Name a file");
  const { requireWritable } = await import("../files/writable.js");
  const format = forced ?? FIGURE_FORMATS.find((f) => target.toLowerCase().endsWith(`.${f}`));
  if (format === undefined) {
    if (target === "-") throw usageError(option, "stdout has no name that says the format", "Say --format svg or png");
    throw usageError(
      option,
      `${quoted(target)} does not say which kind of figure it is to be`,
      "End it in .svg or .png",
    );
  }
  if (target !== "-") await requireWritable(target);
  return format;
}

/**
 * How `--plot` of a command that writes other things besides is written: to a file of its own. Call it before the work.
 * @param others the options that name other files of the call
 * @throws usageError or outputError
 */
export async function checkPlot(
  plot: string,
  others: readonly (readonly [option: string, target: string | undefined])[],
): Promise<FigureFormat> {
  if (plot === "-") throw usageError("--plot", "a figure does not go to stdout here", "Name a file in .svg or .png");
  const format = await figureFormat(plot, "--plot");
  const { outputIdentity } = await import("../files/identity.js");
  const drawn = await outputIdentity(plot);
  for (const [option, target] of others) {
    const other = target === undefined ? undefined : await outputIdentity(target);
    if (drawn && other && "path" in drawn && "path" in other && drawn.path === other.path) {
      throw usageError("--plot", `is the same file as ${option}`, "Give the figure another name");
    }
  }
  return format;
}

/** Writes the figure whole, or not at all. @param scale pixels of a PNG for each of the figure's */
export async function saveFigure(
  figure: Figure,
  target: string,
  context: Context,
  { format, scale = 1 }: { readonly format: FigureFormat; readonly scale?: number },
): Promise<void> {
  const { figureSvg } = await import("../plot/figure-svg.js");
  const { outputName } = await import("../files/save.js");
  const svg = figureSvg(figure);
  const bytes =
    format === "svg"
      ? new TextEncoder().encode(svg)
      : await (await import("../formats/raster/draw.js")).drawPng(svg, outputName(target), scale);
  if (target === "-") await context.stdout.write([bytes]);
  else {
    const { writeAtomically } = await import("../files/atomic.js");
    await writeAtomically(target, [bytes]);
  }
}

/** The figure as text on stdout, as wide as the terminal, in colours where it has some. */
export async function showFigure(
  figure: Figure,
  words: { readonly width?: number; readonly height?: number; readonly color?: boolean },
  context: Context,
): Promise<void> {
  const { figureText } = await import("../plot/figure-text.js");
  const { isTerminal } = context.stdout;
  const level = colourLevel({ env: context.env, isTerminal, off: words.color === false });
  const ink = await inkFor(level);
  const text = figureText(figure, {
    width: words.width ?? (isTerminal ? process.stdout.columns || 80 : 80),
    ...(words.height === undefined ? {} : { height: words.height }),
    ...(ink === undefined ? {} : { ink }),
  });
  await context.stdout.write([new TextEncoder().encode(text)]);
}
