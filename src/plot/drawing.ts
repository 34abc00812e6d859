/** A drawing: shapes in pixels, y downwards, later ones above. `svg.ts` writes it; tests measure it. */
import { ASCENT, DESCENT, textWidth } from "./font/measure.js";

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TextShape {
  readonly kind: "text";
  readonly text: string;
  /** Where `anchor` of the baseline lies. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly anchor: "start" | "middle" | "end";
  /** Reads upwards. */
  readonly upright?: boolean;
  readonly colour?: string;
}

export interface PathShape {
  readonly kind: "path";
  /** SVG path data. */
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: string;
  readonly clip?: Rect;
  /** Marks and isolated samples are lines of no length, which round ends make dots. */
  readonly round?: boolean;
  /** Cells that touch: no seams between them. */
  readonly crisp?: boolean;
}

/** A small picture of bytes as PNG, its pixels drawn as sharp cells. */
export interface ImageShape extends Rect {
  readonly kind: "image";
  readonly png: Uint8Array;
}

export type Shape = TextShape | PathShape | ImageShape;

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly shapes: readonly Shape[];
}

/** The box around a text. */
export function textBox({ text, x, y, size, anchor, upright }: TextShape): Rect {
  const width = textWidth(text, size);
  const before = anchor === "start" ? 0 : anchor === "middle" ? width / 2 : width;
  const [up, down] = [size * ASCENT, size * DESCENT];
  return upright === true
    ? { x: x - up, y: y - (width - before), width: up + down, height: width }
    : { x: x - before, y: y - up, width, height: up + down };
}

/** A coordinate, to a hundredth of a pixel. */
export const pixel = (v: number): string => String(Math.round(v * 100) / 100 + 0);

export const rectPath = ({ x, y, width, height }: Rect): string =>
  `M${pixel(x)} ${pixel(y)}h${pixel(width)}v${pixel(height)}h${pixel(-width)}z`;
