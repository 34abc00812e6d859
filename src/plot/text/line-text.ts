/** Panels of lines in characters: braille dots, marks, an axis on the left and one below. */
import { eachInside, type Scale, scaler, trace } from "../curve.js";
import type { Limits, LinePanel } from "../figure.js";
import { type Drawn, drawnSeries, isEmpty, NOTHING } from "../line-panel.js";
import { type Tick, ticksOf } from "../ticks.js";
import { Canvas, eachOnLine } from "./canvas.js";

export interface TextPlace {
  /** Cells left of the axis, for its numbers. */
  readonly left: number;
  /** Cells of the plot, without its axes. */
  readonly width: number;
  readonly height: number;
  readonly x: Limits;
  readonly y: Limits;
  readonly whole: boolean;
  /** Whether the numbers of x stand below. */
  readonly numbered: boolean;
  /** Whether colours tell the lines apart; else characters do. */
  readonly coloured: boolean;
}

/** Marks of the second line, the third and so on, where there are no colours. */
const MARKS = ["+", "x", "o", "#", "%", "@", "&"] as const;
const POINT = "●";

/** How the lines of a panel are told apart without colours: the first is made of dots. */
export const markOf = (n: number): string => (n === 0 ? "" : MARKS[(n - 1) % MARKS.length]);

export const yTextTicks = (limits: Limits, height: number): Tick[] =>
  ticksOf(limits, Math.max(Math.floor(height / 2) + 1, 3));

export function linePanelText(panel: LinePanel, place: TextPlace): Canvas {
  const { left, width, height } = place;
  const canvas = new Canvas(left + 1 + width, height + (place.numbered ? 2 : 1));
  axes(canvas, place);
  for (const [n, one] of drawnSeries(panel).entries()) {
    if (one.style !== "line") continue;
    const mark = place.coloured ? "" : markOf(n);
    drawLine(canvas, one, place, mark);
  }
  for (const one of drawnSeries(panel)) if (one.style !== "line") drawPoints(canvas, one, place);
  thresholds(canvas, panel, place);
  if (isEmpty(panel)) canvas.put(left + 1 + ((width - NOTHING.length) >> 1), height >> 1, NOTHING);
  return canvas;
}

/** Scales to dots (two by four a cell), or to cells where each counts as one dot. */
function scales({ left, width, height, x, y }: TextPlace, across: number, down: number): [Scale, Scale] {
  const from = across * (left + 1);
  return [
    { limits: x, from, to: from + across * width - 1 },
    { limits: y, from: down * height - 1, to: 0 },
  ];
}

function drawLine(canvas: Canvas, { series, colour }: Drawn, place: TextPlace, mark: string): void {
  const [x, y] = mark === "" ? scales(place, 2, 4) : scales(place, 1, 1);
  const set = (px: number, py: number): void => {
    if (px < x.from || px > x.to || py < y.to || py > y.from) return;
    if (mark === "") canvas.dot(px, py, colour);
    else canvas.put(px, py, mark);
  };
  let before: readonly [number, number] | undefined;
  trace(series, x, y, {
    gap: () => {
      before = undefined;
    },
    point: (px, py) => {
      const here = [Math.round(px), Math.round(py)] as const;
      eachOnLine(...(before ?? here), ...here, set);
      before = here;
    },
  });
}

function drawPoints(canvas: Canvas, { series, style, colour }: Drawn, place: TextPlace): void {
  const [x, y] = scales(place, 1, 1);
  const zero = Math.round(scaler(y)(0));
  eachInside(series, x, y, (px, py) => {
    const [column, row] = [Math.round(px), Math.round(py)];
    if (style === "stems") {
      eachOnLine(column, row, column, zero, (_, r) => {
        canvas.put(column, r, "│", colour);
      });
    }
    canvas.put(column, row, POINT, colour);
  });
}

function thresholds(canvas: Canvas, { thresholds = [] }: LinePanel, place: TextPlace): void {
  const [x, y] = scales(place, 1, 1);
  for (const t of thresholds) {
    const level = "y" in t;
    const at = Math.round(level ? scaler(y)(t.y) : scaler(x)(t.x));
    for (let i = 0; i < (level ? place.width : place.height); i++) {
      const [column, row] = level ? [x.from + i, at] : [at, i];
      const inside = column >= x.from && column <= x.to && row >= 0 && row < place.height;
      if (inside && canvas.isBlank(column, row)) canvas.put(column, row, level ? "┄" : "┆");
    }
  }
}

function axes(canvas: Canvas, place: TextPlace): void {
  const { left, width, height } = place;
  const [x, y] = scales(place, 1, 1);
  for (let row = 0; row < height; row++) canvas.put(left, row, "│");
  for (const { value, text } of yTextTicks(place.y, height)) {
    const row = Math.round(scaler(y)(value));
    canvas.put(left - text.length - 1, row, `${text} ┤`);
  }
  canvas.put(left, height, `└${"─".repeat(width)}`);
  for (const { value, text } of xTextTicks(place, x)) {
    const column = Math.round(scaler(x)(value));
    canvas.put(column, height, "┬");
    if (place.numbered) canvas.put(startOf(column, text, canvas.width), height + 1, text);
  }
}

/** Where a number begins that has its middle at its tick, as far as the edges let it. */
const startOf = (column: number, text: string, width: number): number =>
  Math.min(Math.max(column - Math.floor(text.length / 2), 0), width - text.length);

/** As many ticks as leave two blanks between their numbers. */
function xTextTicks({ left, width, x: limits, whole }: TextPlace, x: Scale): Tick[] {
  const at = scaler(x);
  for (let most = 10; most > 0; most--) {
    const ticks = ticksOf(limits, most, whole);
    let end = -2;
    const fits = ticks.every(({ value, text }) => {
      const start = startOf(Math.round(at(value)), text, left + 1 + width);
      const free = start >= end + 2 && start >= 0;
      end = start + text.length;
      return free;
    });
    if (fits) return ticks;
  }
  return [];
}
