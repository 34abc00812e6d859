/** Where everything of a figure lies. */
import { usageError } from "../base/errors.js";
import { centred, FOOT, GAP, levelAxle, numbersBelow, SIDE, SIZE, uprightAxle, uprightLabel, widest } from "./axes.js";
import type { Drawing, Rect, Shape } from "./drawing.js";
import type { Axis, Figure, Limits, LinePanel, Panel } from "./figure.js";
import { ASCENT } from "./font/measure.js";
import { heatHeight, heatPanelShapes } from "./heat-panel.js";
import { legendRows, legendShapes, ROW } from "./legend.js";
import { areNumbered, xLimits, yLimits } from "./limits.js";
import { legendOf, linePanelShapes } from "./line-panel.js";

/** Air at the edges of a figure and between its panels. */
const EDGE = 12;
const BETWEEN = 14;
/** Height of lines of text. */
const TITLE = SIZE.title + 10;
const PANEL_TITLE = SIZE.panel + GAP + 1;
const LABEL = SIZE.label + GAP;

export const DEFAULT_WIDTH = 800;
/** Least width of a figure and least height of what a panel shows. */
const [LEAST_WIDTH, LEAST_PLOT] = [200, 24];

/** Height of a panel with lines, by their number. */
const plotHeight = (panels: number): number => [320, 320, 210, 165, 140][panels] ?? 120;

/** A panel with all that its place depends on. */
interface Block {
  readonly panel: Panel;
  /** Pixels above and below its plot. */
  readonly head: number;
  readonly foot: number;
  /** What its axes span, where it has lines. */
  readonly x: Limits;
  readonly y: Limits;
  /** Nothing lies between whole numbers of x. */
  readonly whole: boolean;
  /** Whether the numbers of x stand below it, and what below them. */
  readonly numbered: boolean;
  readonly label: string | undefined;
  /** The height of its plot when nobody says another one. */
  readonly height: number;
}

/** @throws usageError where the figure is too small for its panels */
export function layout(figure: Figure): Drawing {
  const { title = "", panels, width = DEFAULT_WIDTH } = figure;
  if (width < LEAST_WIDTH) {
    throw usageError("--width", `${width} is too narrow for a plot`, `Give at least ${LEAST_WIDTH}`);
  }
  const inner: Rect = { x: EDGE, y: EDGE, width: width - 2 * EDGE, height: 0 };
  const rows = rowsOf(figure, inner.width);
  const top = EDGE + (title === "" ? 0 : TITLE);
  const { height, plots } = heights(rows, top, figure.height);
  const left = leftMargin(rows, plots);
  const shapes: Shape[] =
    title === "" ? [] : centred(title, width / 2, EDGE + SIZE.title * ASCENT, SIZE.title, inner.width);
  let y = top;
  for (const [i, { blocks, head, foot }] of rows.entries()) {
    const share = shareOf(inner.width, blocks.length);
    for (const [j, block] of blocks.entries()) {
      const area = { x: inner.x + j * (share + BETWEEN), y: y + head, width: share, height: plots[i] };
      shapes.push(...blockShapes(block, area, area.y - block.head, left));
    }
    y += head + plots[i] + foot + BETWEEN;
  }
  const titles = panels.flatMap((p) => p.title ?? []);
  return { width, height, title: title === "" ? titles.join(", ") || "plot" : title, shapes };
}

/** The height of the figure and those of its plots, which share what the figure has more or less than they need. */
function heights(
  rows: readonly Row[],
  top: number,
  asked: number | undefined,
): { height: number; plots: readonly number[] } {
  const fixed = top + EDGE + BETWEEN * (rows.length - 1);
  const around = rows.reduce((sum, { head, foot }) => sum + head + foot, fixed);
  const spare = rows.reduce((sum, b) => sum + b.height - LEAST_PLOT, 0);
  const least = Math.ceil(around + LEAST_PLOT * rows.length);
  const height = Math.ceil(asked ?? around + LEAST_PLOT * rows.length + spare);
  if (height < least) {
    const what = rows.length === 1 ? "this plot" : `${rows.length} panels`;
    throw usageError("--height", `${height} is too low for ${what}`, `Give at least ${least}`);
  }
  const factor = spare === 0 ? 0 : (height - around - LEAST_PLOT * rows.length) / spare;
  return { height, plots: rows.map((b) => LEAST_PLOT + (b.height - LEAST_PLOT) * factor) };
}

/** Panels that stand beside one another; the highest of them says how high all are. */
interface Row extends Pick<Block, "head" | "foot" | "height"> {
  readonly blocks: readonly Block[];
}

/** Width of each of several panels that stand beside one another. */
const shareOf = (width: number, panels: number): number => (width - BETWEEN * (panels - 1)) / panels;

function rowsOf(figure: Figure, width: number): Row[] {
  const groups: Panel[][] = [];
  for (const panel of figure.panels) {
    if (panel.kind === "heat" && panel.beside === true && groups.length > 0) groups.at(-1)!.push(panel);
    else groups.push([panel]);
  }
  const blocks = blocksOf(
    figure,
    groups.flatMap((group) => group.map(() => shareOf(width, group.length))),
  );
  return groups.map(({ length }) => {
    const own = blocks.splice(0, length);
    const most = (of: (block: Block) => number): number => Math.max(...own.map(of));
    return { blocks: own, head: most((b) => b.head), foot: most((b) => b.foot), height: most((b) => b.height) };
  });
}

/** @param widths of each panel with its axes */
function blocksOf({ panels, x = {} }: Figure, widths: readonly number[]): Block[] {
  const lines = panels.filter((p) => p.kind === "lines");
  const sharing = lines.filter((p) => p.x === undefined);
  const shared = x.limits ?? xLimits(sharing);
  return panels.map((panel, i): Block => {
    const width = widths[i];
    const own: Axis = panel.x ?? (panel.kind === "heat" ? {} : x);
    const numbered = panel.kind === "heat" || panel.x !== undefined || panel === sharing.at(-1);
    const label = numbered ? own.label : undefined;
    const rows = panel.kind === "lines" ? legendRows(legendOf(panel), width * LEGEND).length : 0;
    const level = panel.kind === "heat" || panel.x === undefined ? shared : (panel.x.limits ?? xLimits([panel]));
    return {
      panel,
      x: level,
      y: panel.kind === "heat" ? shared : (panel.y?.limits ?? yLimits(panel, level)),
      numbered,
      label,
      whole: panel.kind === "lines" && areNumbered(panel.x === undefined ? sharing : [panel]),
      head: (panel.title === undefined ? 0 : PANEL_TITLE) + rows * ROW + (rows > 0 ? GAP / 2 : 0),
      foot: (numbered ? FOOT : 0) + (label === undefined ? 0 : LABEL),
      height: Math.max(panel.kind === "heat" ? heatHeight(panel, width) : plotHeight(lines.length), LEAST_PLOT),
    };
  });
}

/** Share of the width of a figure that its legends may take: it is less than any plot is wide. */
const LEGEND = 0.55;

/** Room for the numbers and labels left of all panels with lines, so that their plots stand below one another. */
function leftMargin(rows: readonly Row[], tall: readonly number[]): number {
  const margins = rows.flatMap(({ blocks }, i) =>
    blocks.map(({ panel, y }) => {
      if (panel.kind === "heat") return 0;
      const axle = uprightAxle(y, tall[i], 0);
      return widest(axle) + SIDE + (panel.y?.label === undefined ? 0 : LABEL);
    }),
  );
  return Math.max(0, ...margins);
}

function blockShapes(block: Block, area: Rect, top: number, left: number): Shape[] {
  const { panel, label } = block;
  const { shapes, plot } = panel.kind === "heat" ? heatPanelShapes(panel, area) : lineShapes(block, panel, area, left);
  // The title stands in the middle of its plot, as far as it has room there on both sides.
  const middle = plot.x + plot.width / 2;
  const room = 2 * Math.min(middle - area.x, area.x + area.width - middle);
  const above =
    panel.title === undefined ? [] : centred(panel.title, middle, top + SIZE.panel * ASCENT, SIZE.panel, room);
  const rows = panel.kind === "lines" ? legendRows(legendOf(panel), area.width * LEGEND) : [];
  const legend = legendShapes(rows, middle, top + (panel.title === undefined ? 0 : PANEL_TITLE));
  const base = plot.y + plot.height + FOOT + GAP / 2 + SIZE.label * ASCENT;
  return [
    ...shapes,
    ...above,
    ...legend,
    ...(label === undefined ? [] : centred(label, middle, base, SIZE.label, room)),
  ];
}

function lineShapes(block: Block, panel: LinePanel, area: Rect, left: number): { shapes: Shape[]; plot: Rect } {
  // Numbers at the right end of the axis reach beyond the plot.
  const plot = { ...area, x: area.x + left, width: area.width - left - EDGE };
  const x = levelAxle(block.x, plot.x, plot.x + plot.width, [area.x, area.x + area.width + EDGE / 2], block.whole);
  const y = uprightAxle(block.y, plot.y + plot.height, plot.y);
  const label = panel.y?.label;
  const shapes = [
    ...linePanelShapes(panel, plot, x, y, block),
    ...(block.numbered ? numbersBelow(plot, x) : []),
    ...(label === undefined ? [] : uprightLabel(label, plot.x - left + SIZE.label, plot)),
  ];
  return { shapes, plot };
}
