/** Names of series with their marks, in rows above a panel, where they cover no data. */

import { GAP, SIZE } from "./axes.js";
import { pixel, type Shape } from "./drawing.js";
import { ASCENT, fitted, textWidth } from "./font/measure.js";

export interface Entry {
  readonly name: string;
  /** How the series is drawn. */
  readonly style: "line" | "points" | "stems";
  readonly colour: string;
  readonly dash?: string;
}

const MARK = 20;
/** Height of a row. */
export const ROW = SIZE.label + GAP;
const MOST_ROWS = 4;

interface Placed {
  readonly text: string;
  readonly entry?: Entry;
  readonly width: number;
}

/** The entries in rows of at most `width` pixels; those without room become `and 3 more`. */
export function legendRows(entries: readonly Entry[], width: number, most = MOST_ROWS): Placed[][] {
  const placed = entries.map((entry): Placed => {
    const text = fitted(entry.name, SIZE.label, width - MARK);
    return { text, entry, width: MARK + textWidth(text, SIZE.label) };
  });
  const rows = inRows(placed, width);
  if (rows.length <= most) return rows;
  for (let shown = entries.length - 1; shown >= 0; shown--) {
    const text = fitted(`and ${entries.length - shown} more`, SIZE.label, width);
    const some = inRows([...placed.slice(0, shown), { text, width: textWidth(text, SIZE.label) }], width);
    if (some.length <= most) return some;
  }
  return [];
}

function inRows(placed: readonly Placed[], width: number): Placed[][] {
  const rows: Placed[][] = [];
  let end = Infinity;
  for (const p of placed) {
    if (end + 3 * GAP + p.width > width) {
      rows.push([p]);
      end = p.width;
    } else {
      rows.at(-1)!.push(p);
      end += 3 * GAP + p.width;
    }
  }
  return rows;
}

/** The rows around `middle`, the top of the first at `top`. */
export function legendShapes(rows: readonly Placed[][], middle: number, top: number): Shape[] {
  return rows.flatMap((row, n) => {
    const total = row.reduce((sum, p) => sum + p.width, 3 * GAP * (row.length - 1));
    const base = top + n * ROW + SIZE.label * ASCENT;
    let x = middle - total / 2;
    return row.flatMap(({ text, entry, width }): Shape[] => {
      const left = x;
      x += width + 3 * GAP;
      const mark = entry === undefined ? [] : markOf(entry, left, base - SIZE.label * 0.3);
      const label = { kind: "text", text, x: left + (entry ? MARK : 0), y: base, size: SIZE.label } as const;
      return [...mark, { ...label, anchor: "start" }];
    });
  });
}

function markOf({ style, colour, dash }: Entry, x: number, y: number): Shape[] {
  const dot = `M${pixel(x + 7)} ${pixel(y)}h0`;
  if (style === "line") {
    const d = `M${pixel(x)} ${pixel(y)}h14`;
    return [{ kind: "path", d, stroke: colour, width: 2, ...(dash === undefined ? {} : { dash }) }];
  }
  return [{ kind: "path", d: dot, stroke: colour, width: 6, round: true }];
}
