/** Axes as they are drawn: ticks that fit, grid, frame, numbers. */
import { scaler } from "./curve.js";
import { type PathShape, pixel, type Rect, rectPath, type TextShape } from "./drawing.js";
import type { Limits } from "./figure.js";
import { ASCENT, fitted, textWidth } from "./font/measure.js";
import { type Tick, ticksOf } from "./ticks.js";

export const SIZE = { title: 16, panel: 13.5, label: 12, tick: 11 } as const;
export const COLOUR = { axis: "#444444", grid: "#e4e4e4", threshold: "#555555" } as const;
/** Between neighbouring texts. */
export const GAP = 6;
/** Length of a tick. */
const TICK = 4;
/** From a plot to the boxes of its numbers. */
const REACH = TICK + GAP / 2;
/** Room for the numbers below a plot, and for those beside it without their width. */
export const FOOT = REACH + SIZE.tick;
export const SIDE = REACH;

/** One axis of a plot: its ticks, and the pixel where a value lies. */
export interface Axle {
  readonly ticks: readonly Tick[];
  readonly at: (value: number) => number;
}

/** Pixels that ticks are at least apart, where that leaves three of them. */
const SPACE = { x: 60, y: 26 } as const;
const [FEWEST, MOST] = [3, 10];

/** Ticks about as many as suit the length: three at least, where `fits` finds room for them, and never more than ten. */
function suiting(limits: Limits, suitable: number, whole: boolean, fits: (ticks: readonly Tick[]) => boolean): Tick[] {
  const start = Math.min(Math.max(Math.floor(suitable), FEWEST), MOST);
  for (let most = start; most <= MOST; most++) {
    const ticks = ticksOf(limits, most, whole);
    if (ticks.length >= FEWEST && fits(ticks)) return ticks;
  }
  for (let most = start; most > 0; most--) {
    const ticks = ticksOf(limits, most, whole);
    if (fits(ticks)) return ticks;
  }
  return [];
}

/** A level axis from one pixel to another; its numbers stand clear of one another and inside `room`. */
export function levelAxle(limits: Limits, from: number, to: number, room: Limits, whole = false): Axle {
  const at = scaler({ limits, from, to });
  const ticks = suiting(limits, (to - from) / SPACE.x, whole, (some) => {
    let end = room[0] - 2 * GAP;
    return some.every(({ value, text }) => {
      const half = textWidth(text, SIZE.tick) / 2;
      const free = at(value) - half >= end + 2 * GAP && at(value) + half <= room[1];
      end = at(value) + half;
      return free;
    });
  });
  return { ticks, at };
}

/** An upright axis; `from` is the pixel of its low end. */
export function uprightAxle(limits: Limits, from: number, to: number, whole = false): Axle {
  const at = scaler({ limits, from, to });
  const apart = (some: readonly Tick[]): boolean =>
    some.length < 2 || Math.abs(at(some[1].value) - at(some[0].value)) >= SIZE.tick + GAP;
  return { ticks: suiting(limits, Math.abs(to - from) / SPACE.y, whole, apart), at };
}

/** The widest number of an axis. */
export const widest = ({ ticks }: Pick<Axle, "ticks">): number =>
  Math.max(0, ...ticks.map(({ text }) => textWidth(text, SIZE.tick)));

/** Lines of the grid; drawn below the data. */
export function grid(plot: Rect, x: Axle, y: Axle): PathShape {
  const upright = x.ticks.map(({ value }) => `M${pixel(x.at(value))} ${pixel(plot.y)}v${pixel(plot.height)}`);
  const level = y.ticks.map(({ value }) => `M${pixel(plot.x)} ${pixel(y.at(value))}h${pixel(plot.width)}`);
  return { kind: "path", d: [...upright, ...level].join(""), stroke: COLOUR.grid };
}

/** The frame with its ticks; drawn above the data. */
export function frame(plot: Rect, x: Axle, y: Axle): PathShape {
  const foot = pixel(plot.y + plot.height);
  const below = x.ticks.map(({ value }) => `M${pixel(x.at(value))} ${foot}v${TICK}`);
  const beside = y.ticks.map(({ value }) => `M${pixel(plot.x)} ${pixel(y.at(value))}h${-TICK}`);
  return { kind: "path", d: rectPath(plot) + below.join("") + beside.join(""), stroke: COLOUR.axis };
}

const number = (text: string, x: number, y: number, anchor: TextShape["anchor"]): TextShape => ({
  kind: "text",
  text,
  x,
  y,
  size: SIZE.tick,
  anchor,
});

export function numbersBelow(plot: Rect, { ticks, at }: Axle): TextShape[] {
  const base = plot.y + plot.height + REACH + SIZE.tick * ASCENT;
  return ticks.map(({ value, text }) => number(text, at(value), base, "middle"));
}

/** Numbers left or right of a plot, each with its middle at its tick. */
export function numbersBeside(plot: Rect, { ticks, at }: Axle, side: "left" | "right" = "left"): TextShape[] {
  const [x, anchor] =
    side === "left" ? [plot.x - REACH, "end" as const] : [plot.x + plot.width + REACH, "start" as const];
  return ticks.map(({ value, text }) => number(text, x, at(value) + (SIZE.tick * ASCENT) / 2, anchor));
}

/** A line of text around `middle`, cut where it is wider than `room`. */
export function centred(text: string, middle: number, base: number, size: number, room: number): TextShape[] {
  const cut = fitted(text, size, room);
  return cut === "" ? [] : [{ kind: "text", text: cut, x: middle, y: base, size, anchor: "middle" }];
}

/** A label that reads upwards, with its box left of `right`. */
export function uprightLabel(text: string, right: number, plot: Rect): TextShape[] {
  const base = right - SIZE.label * (1 - ASCENT);
  return centred(text, base, plot.y + plot.height / 2, SIZE.label, plot.height).map((t) => ({ ...t, upright: true }));
}
