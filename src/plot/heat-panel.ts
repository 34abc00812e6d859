/** Maps of values as colours, with numbers on both axes and a bar that explains the colours. */
import {
  type Axle,
  COLOUR,
  frame,
  GAP,
  levelAxle,
  numbersBelow,
  numbersBeside,
  SIDE,
  SIZE,
  uprightAxle,
  uprightLabel,
  widest,
} from "./axes.js";
import { hex } from "./colours.js";
import { pixel, type Rect, rectPath, type Shape } from "./drawing.js";
import type { HeatPanel, Limits, Places } from "./figure.js";
import { boxShapes } from "./heat-boxes.js";
import { type Colouring, cellShapes, colouringOf } from "./heat-cells.js";

/** Width of the bar, and of the gap before it. */
const BAR = 14;
const BAR_GAP = 12;
/** Cells are no larger, and no part of a map is thinner. */
const LARGEST_CELL = 46;
const THINNEST = 22;
/** The largest map that a panel has unless it is told more. */
const TALLEST = 420;

/** The height that suits the map in a figure where `room` pixels stand side by side. */
export function heatHeight({ width, height }: HeatPanel, room: number): number {
  const cell = Math.min(LARGEST_CELL, Math.max(room - 110, 40) / width, TALLEST / height);
  return Math.max(Math.round(cell * height), THINNEST);
}

/** Everything but title and label; the map lies in `area`, with its axes and its bar. */
export function heatPanelShapes(panel: HeatPanel, area: Rect): { shapes: Shape[]; plot: Rect } {
  const colouring = colouringOf(panel);
  const { limits } = colouring;
  const bar = uprightAxle(limits, area.y + area.height, area.y);
  const rows = cellLimits(panel.y, panel.height);
  const label = panel.y?.label === undefined ? 0 : SIZE.label + GAP;
  const beside = uprightAxle(rows, area.y, area.y + area.height, isWhole(panel.y));
  const left = label + widest(beside) + SIDE;
  const right = BAR_GAP + BAR + SIDE + widest(bar);
  const plot = squared(panel, { ...area, x: area.x + left, width: area.width - left - right });

  const y = uprightAxle(rows, plot.y, plot.y + plot.height, isWhole(panel.y));
  const room: Limits = [area.x, area.x + area.width];
  const x = levelAxle(cellLimits(panel.x, panel.width), plot.x, plot.x + plot.width, room, isWhole(panel.x));
  const cells = cellShapes(panel, colouring, plot);
  const shapes = [
    ...cells,
    ...boxShapes(panel, plot, x, y, cells),
    ...marks(panel, x, y),
    frame(plot, x, y),
    ...numbersBelow(plot, x),
    ...numbersBeside(plot, y),
    ...(panel.y?.label === undefined ? [] : uprightLabel(panel.y.label, plot.x - SIDE - widest(y) - GAP, plot)),
    ...barShapes(colouring, plot),
  ];
  return { shapes, plot };
}

/** The places of the outer edges of the first and the last cell. */
const cellLimits = ({ first = 0, step = 1 }: Places = {}, cells: number): Limits => [
  first - step / 2,
  first + (cells - 0.5) * step,
];

/** Cells that are numbered have nothing between whole numbers. */
const isWhole = ({ first = 0, step = 1 }: Places = {}): boolean => Number.isInteger(first) && Number.isInteger(step);

/** The largest rectangle for square cells in the middle of the room; very long maps are stretched. */
function squared({ width, height }: HeatPanel, room: Rect): Rect {
  const cell = Math.min(room.width / width, room.height / height);
  const inner = {
    width: Math.max(Math.floor(cell * width), Math.min(THINNEST, room.width)),
    height: Math.max(Math.floor(cell * height), Math.min(THINNEST, room.height)),
  };
  return {
    x: Math.round(room.x + (room.width - inner.width) / 2),
    y: Math.round(room.y + (room.height - inner.height) / 2),
    ...inner,
  };
}

function marks({ marks = [] }: HeatPanel, x: Axle, y: Axle): Shape[] {
  const d = marks.map((m) => `M${pixel(x.at(m.x) - 5)} ${pixel(y.at(m.y))}h10m-5-5v10`).join("");
  if (d === "") return [];
  return [
    { kind: "path", d, stroke: "#ffffff", width: 4.5, round: true },
    { kind: "path", d, stroke: "#d40000", width: 2, round: true },
  ];
}

const SLICES = 64;

function barShapes({ limits, colour }: Colouring, plot: Rect): Shape[] {
  const bar = { x: plot.x + plot.width + BAR_GAP, y: plot.y, width: BAR, height: plot.height };
  const slices = Array.from({ length: SLICES }, (_, n): Shape => {
    const value = limits[0] + ((n + 0.5) / SLICES) * (limits[1] - limits[0]);
    const height = bar.height / SLICES;
    const d = rectPath({ ...bar, y: bar.y + bar.height - (n + 1) * height, height });
    return { kind: "path", d, fill: hex(colour(value)), crisp: true };
  });
  const axle = uprightAxle(limits, bar.y + bar.height, bar.y);
  return [...slices, { kind: "path", d: rectPath(bar), stroke: COLOUR.axis }, ...numbersBeside(bar, axle, "right")];
}
