/** The values of a map as colours and as numbers. */
import { COLOUR_MAPS, hex, isLight, NO_VALUE, type Rgb, STEPS } from "./colours.js";
import { type Rect, rectPath, type Shape } from "./drawing.js";
import type { HeatPanel, Limits } from "./figure.js";
import { ASCENT, textWidth } from "./font/measure.js";
import { indexedPng } from "./indexed-png.js";
import { apart, Extent } from "./limits.js";
import { numberText } from "./ticks.js";

/** What the colours of a map mean. */
export interface Colouring {
  readonly kind: NonNullable<HeatPanel["colours"]>;
  readonly limits: Limits;
  readonly colour: (value: number) => Rgb;
}

export function colouringOf({ values, colours, limits: asked }: HeatPanel): Colouring {
  const extent = new Extent();
  for (let i = 0; i < values.length; i++) extent.add(values[i]);
  const { low, high } = extent;
  const kind = colours ?? (low < 0 && high > 0 ? "diverging" : "sequential");
  const span: Limits = asked ?? [low, high];
  // White stays at 0.
  const far = Math.max(...span.map(Math.abs));
  const limits = apart(kind === "diverging" && span[0] <= span[1] ? [-far, far] : span, 0);
  const map = COLOUR_MAPS[kind];
  const least = kind === "diverging" ? -1 : 0;
  const toShare = (v: number): number => least + ((v - limits[0]) / (limits[1] - limits[0])) * (1 - least);
  const colour = (v: number): Rgb => (Number.isNaN(v) ? NO_VALUE : map(Math.min(Math.max(toShare(v), least), 1)));
  return { kind, limits, colour };
}

/** Cells that are drawn one by one; more become a picture. */
const FEW = 2500;

/** The map in a rectangle of pixels: as cells, with their values where these have room, or as a picture. */
export function cellShapes(panel: HeatPanel, { colour }: Colouring, plot: Rect): Shape[] {
  const { width, height, values } = panel;
  if (width * height > FEW) {
    const map = reduced(panel, Math.ceil(plot.width), Math.ceil(plot.height));
    return [
      { kind: "image", ...plot, png: indexedPng(map.width, map.height, STEPS + 2, (i) => colour(map.values[i])) },
    ];
  }
  const cell = { width: plot.width / width, height: plot.height / height };
  const paths = new Map<string, string>();
  for (let y = 0; y < height; y++) {
    for (let x = 0, end = 0; x < width; x = end) {
      // Neighbours of one colour are one rectangle.
      const fill = hex(colour(values[y * width + x]));
      for (end = x + 1; end < width && hex(colour(values[y * width + end])) === fill; ) end++;
      const rect = { x: plot.x + x * cell.width, y: plot.y + y * cell.height };
      const path = rectPath({ ...rect, width: (end - x) * cell.width, height: cell.height });
      paths.set(fill, (paths.get(fill) ?? "") + path);
    }
  }
  const cells = [...paths].map(([fill, d]): Shape => ({ kind: "path", d, fill, crisp: true }));
  return [...cells, ...numberShapes(panel, colour, plot, cell)];
}

const NUMBER = 10.5;

function numberShapes(
  { width, height, values }: HeatPanel,
  colour: (v: number) => Rgb,
  plot: Rect,
  cell: { readonly width: number; readonly height: number },
): Shape[] {
  if (width * height > 400 || cell.height < NUMBER * 1.3) return [];
  const texts = Array.from({ length: width * height }, (_, i) => numberText(values[i], 3));
  if (texts.some((text) => textWidth(text, NUMBER) > cell.width - 4)) return [];
  return texts.map((text, i) => ({
    kind: "text",
    text,
    x: plot.x + ((i % width) + 0.5) * cell.width,
    y: plot.y + (Math.floor(i / width) + 0.5) * cell.height + (NUMBER * ASCENT) / 2,
    size: NUMBER,
    anchor: "middle",
    ...(isLight(colour(values[i])) ? {} : { colour: "#ffffff" }),
  }));
}

interface Plane {
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

/** The map in at most so many cells: each stands for a block, as `panel.reduce` says. */
export function reduced(panel: HeatPanel, most: number, mostRows: number): Plane {
  const [width, height] = [Math.min(panel.width, most), Math.min(panel.height, mostRows)];
  if (width === panel.width && height === panel.height) return panel;
  const values = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [y, y + 1].map((n) => Math.floor((n * panel.height) / height));
    for (let x = 0; x < width; x++) {
      const [left, right] = [x, x + 1].map((n) => Math.floor((n * panel.width) / width));
      values[y * width + x] = blockValue(panel, left, right, top, bottom);
    }
  }
  return { values, width, height };
}

function blockValue(panel: HeatPanel, left: number, right: number, top: number, bottom: number): number {
  let [sum, count, peak, least] = [0, 0, NaN, NaN];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const v = panel.values[y * panel.width + x];
      if (Number.isNaN(v)) continue;
      sum += v;
      count++;
      if (!(Math.abs(v) <= Math.abs(peak))) peak = v;
      if (!(v >= least)) least = v;
    }
  }
  return panel.reduce === "mean" ? sum / count : panel.reduce === "least" ? least : peak;
}
