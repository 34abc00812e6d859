/** Series as SVG paths that are no longer than a picture is wide, however many samples there are. */
import { pixel } from "./drawing.js";
import type { Limits, Series } from "./figure.js";
import { placesOf } from "./limits.js";

/** From data to pixels. */
export interface Scale {
  readonly limits: Limits;
  /** Pixels of both limits. */
  readonly from: number;
  readonly to: number;
}

/** Renderers lose their way in numbers that are far outside of the picture. */
const FAR = 20_000;

export function scaler({ limits: [low, high], from, to }: Scale): (v: number) => number {
  const factor = (to - from) / (high - low);
  return (v) => Math.min(Math.max(from + (v - low) * factor, -FAR), FAR);
}

/** Lines, and samples that stand alone between gaps: lines of no length, which round ends make dots. */
export interface Curve {
  readonly line: string;
  readonly alone: string;
}

/** What draws a series: from point to point, unless there is a gap between them. */
export interface Pen {
  point(x: number, y: number): void;
  gap(): void;
}

/** Collects points as path data; points that fall on the one before are left out. */
class PathPen implements Pen {
  readonly parts: string[] = [];
  readonly alone: string[] = [];
  #last = "";
  #run = 0;

  gap(): void {
    if (this.#run === 1) this.alone.push(`${this.parts.pop()!}h0`);
    this.#run = 0;
  }

  point(x: number, y: number): void {
    const text = `${pixel(x)} ${pixel(y)}`;
    if (this.#run > 0 && text === this.#last) return;
    this.parts.push(this.#run === 0 ? `M${text}` : ` ${text}`);
    this.#last = text;
    this.#run++;
  }

  finish(): Curve {
    this.gap();
    return { line: this.parts.join(""), alone: this.alone.join("") };
  }
}

export function curveOf(series: Series, x: Scale, y: Scale): Curve {
  const pen = new PathPen();
  trace(series, x, y, pen);
  return pen.finish();
}

/**
 * The line through the samples. Of all that fall into one column of pixels, in a row, only the first, the least, the
 * greatest and the last are drawn, in their order: the picture is the same, and no peak is lost.
 */
export function trace(series: Series, x: Scale, y: Scale, pen: Pen): void {
  const { y: values } = series;
  const place = placesOf(series);
  const [toX, toY] = [scaler(x), scaler(y)];
  // What lies beside the panel counts as one column on each side.
  const [left, right] = [Math.floor(Math.min(x.from, x.to)) - 2, Math.ceil(Math.max(x.from, x.to)) + 2];
  let column = NaN;
  let [first, last, low, high] = [0, 0, 0, 0];
  const flush = (): void => {
    if (Number.isNaN(column)) return;
    const inner = low < high ? [low, high] : [high, low];
    const outside = column === left || column === right;
    for (const i of outside ? [first, last] : [first, ...inner, last]) pen.point(toX(place(i)), toY(values[i]));
    column = NaN;
  };
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    const at = place(i);
    if (!Number.isFinite(v) || !Number.isFinite(at)) {
      flush();
      pen.gap();
      continue;
    }
    const here = Math.min(Math.max(Math.floor(toX(at)), left), right);
    if (here === column) {
      last = i;
      if (v < values[low]) low = i;
      if (v > values[high]) high = i;
    } else {
      flush();
      column = here;
      first = last = low = high = i;
    }
  }
  flush();
}

/** Dots as lines of no length, one for all that fall on the same quarter of a pixel; those outside are left out. */
export function dotsPath(series: Series, x: Scale, y: Scale): string {
  const dots = new Map<string, string>();
  eachInside(series, x, y, (at, value) => {
    dots.set(`${Math.round(at * 4)} ${Math.round(value * 4)}`, `M${pixel(at)} ${pixel(value)}h0`);
  });
  return [...dots.values()].join("");
}

/** Lines from 0 to every sample; of those in one quarter of a pixel the ones that reach farthest. */
export function stemsPath(series: Series, x: Scale, y: Scale): string {
  const zero = scaler(y)(0);
  const spans = new Map<string, readonly [number, number]>();
  eachInside(series, x, y, (at, value) => {
    const key = pixel(Math.round(at * 4) / 4);
    const [top, bottom] = spans.get(key) ?? [zero, zero];
    spans.set(key, [Math.min(top, value), Math.max(bottom, value)]);
  });
  return [...spans].map(([at, [top, bottom]]) => `M${at} ${pixel(top)}V${pixel(bottom)}`).join("");
}

/** Visits the pixels of the samples that lie inside the limits of both axes. */
export function eachInside(series: Series, x: Scale, y: Scale, visit: (x: number, y: number) => void): void {
  const { y: values } = series;
  const place = placesOf(series);
  const [toX, toY] = [scaler(x), scaler(y)];
  for (let i = 0; i < values.length; i++) {
    const [at, v] = [place(i), values[i]];
    if (at >= x.limits[0] && at <= x.limits[1] && v >= y.limits[0] && v <= y.limits[1]) visit(toX(at), toY(v));
  }
}
