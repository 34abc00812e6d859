/** Frames on maps, and their labels. */
import { type Axle, SIZE } from "./axes.js";
import { isLight, RED, type Rgb } from "./colours.js";
import { type Rect, rectPath, type Shape, type TextShape, textBox } from "./drawing.js";
import type { HeatPanel } from "./figure.js";
import { ASCENT, textWidth } from "./font/measure.js";

const LINE = 2;
/** Around the letters of a label. */
const PAD = 2.5;

/**
 * The frames of a map and their labels, the first box above all others; labels that would lie on others, or on the numbers
 * of the `cells`, are left out.
 */
export function boxShapes({ boxes = [] }: HeatPanel, plot: Rect, x: Axle, y: Axle, cells: readonly Shape[]): Shape[] {
  const frames = new Map<string, string>();
  const labels: Shape[] = [];
  const taken = cells.flatMap((shape) => (shape.kind === "text" ? [textBox(shape)] : []));
  for (const { colour = RED, label = "", ...box } of boxes) {
    const [left, top] = [x.at(box.x), y.at(box.y)];
    const rect = { x: left, y: top, width: x.at(box.x + box.width) - left, height: y.at(box.y + box.height) - top };
    frames.set(colour, (frames.get(colour) ?? "") + rectPath(rect));
    const tag = label === "" ? undefined : tagOf(label, colour, rect, plot);
    if (tag === undefined || taken.some((other) => meet(tag.ground, other))) continue;
    taken.push(tag.ground);
    labels.push({ kind: "path", d: rectPath(tag.ground), fill: colour }, tag.text);
  }
  const paths = [...frames].reverse().flatMap(([stroke, d]): Shape[] => [
    { kind: "path", d, stroke: "#ffffff", width: LINE + 2, clip: plot },
    { kind: "path", d, stroke, width: LINE, clip: plot },
  ]);
  return [...paths, ...labels];
}

/** A label on a ground of its colour, on top of the box or else inside it; undefined where the map has no room for it. */
function tagOf(
  label: string,
  colour: string,
  { x, y }: Rect,
  plot: Rect,
): { readonly ground: Rect; readonly text: TextShape } | undefined {
  const width = textWidth(label, SIZE.tick) + 2 * PAD;
  const height = SIZE.tick + 2 * PAD;
  const ground = { x, y: y - height >= plot.y ? y - height : y, width, height };
  const { x: right, y: foot } = { x: plot.x + plot.width, y: plot.y + plot.height };
  if (x < plot.x || ground.y < plot.y || x + width > right || ground.y + height > foot) return undefined;
  const place = { x: x + PAD, y: ground.y + PAD + SIZE.tick * ASCENT, size: SIZE.tick, anchor: "start" } as const;
  const ink = isLight(rgbOf(colour)) ? {} : { colour: "#ffffff" };
  return { ground, text: { kind: "text", text: label, ...place, ...ink } };
}

const rgbOf = (hex: string): Rgb => {
  const [red, green, blue] = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
  return [red, green, blue];
};

const meet = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
