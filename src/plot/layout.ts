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
  const blocks = blocksOf(figure, inner.width);
  const top = EDGE + (title === "" ? 0 : TITLE);
  const { height, plots } = heights(blocks, top, figure.height);
  const left = leftMargin(blocks, plots);
  const shapes: Shape[] =
    title === "" ? [] : centred(title, width / 2, EDGE + SIZE.title * ASCENT, SIZE.title, inner.width);
  let y = top;
  for (const [i, block] of blocks.entries()) {
    shapes.push(...blockShapes(block, { ...inner, y: y + block.head, height: plots[i] }, y, left));
    y += block.head + plots[i] + block.foot + BETWEEN;
  }
  const titles = panels.flatMap((p) => p.title ?? []);
  return { width, height, title: title === "" ? titles.join(", ") || "plot" : title, shapes };
}

/** The height of the figure and those of its plots, which share what the figure has more or less than they need. */
function heights(
  blocks: readonly Block[],
  top: number,
  asked: number | undefined,
): { height: number; plots: readonly number[] } {
  const fixed = top + EDGE + BETWEEN * (blocks.length - 1);
  const around = blocks.reduce((sum, { head, foot }) => sum + head + foot, fixed);
  const spare = blocks.reduce((sum, b) => sum + b.height - LEAST_PLOT, 0);
  const least = Math.ceil(around + LEAST_PLOT * blocks.length);
  const height = Math.ceil(asked ?? around + LEAST_PLOT * blocks.length + spare);
  if (height < least) {
    const what = blocks.length === 1 ? "this plot" : `${blocks.length} panels`;
    throw usageError("--height", `${height} is too low for ${what}`, `Give at least ${least}`);
  }
  const factor = spare === 0 ? 0 : (height - around - LEAST_PLOT * blocks.length) / spare;
  return { height, plots: blocks.map((b) => LEAST_PLOT + (b.height - LEAST_PLOT) * factor) };
}

function blocksOf({ panels, x = {} }: Figure, width: number): Block[] {
  const lines = panels.filter((p) => p.kind === "lines");
  const sharing = lines.filter((p) => p.x === undefined);
  const shared = x.limits ?? xLimits(sharing);
  return panels.map((panel): Block => {
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
function leftMargin(blocks: readonly Block[], tall: readonly number[]): number {
  const margins = blocks.map(({ panel, y }, i) => {
    if (panel.kind === "heat") return 0;
    const axle = uprightAxle(y, tall[i], 0);
    return widest(axle) + SIDE + (panel.y?.label === undefined ? 0 : LABEL);
  });
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
