/** What the axes of a figure span. */
import type { Limits, LinePanel, Series, Spacing } from "./figure.js";

export const DEFAULT_SPACING: Spacing = { first: 0, step: 1 };

export const isSpacing = (x: ArrayLike<number> | Spacing): x is Spacing => !("length" in x);

/** The x of sample i as a function. */
export function placesOf({ x = DEFAULT_SPACING }: Series): (i: number) => number {
  return isSpacing(x) ? (i) => x.first + i * x.step : (i) => x[i];
}

/** Grows by every finite number that it is given. */
export class Extent {
  low = Infinity;
  high = -Infinity;

  add(v: number): void {
    if (!Number.isFinite(v)) return;
    if (v < this.low) this.low = v;
    if (v > this.high) this.high = v;
  }
}

/** Of all finite x of all series: of lines also where y is a gap, since time goes on there. */
export function xLimits(panels: readonly LinePanel[]): Limits {
  const extent = new Extent();
  for (const { series, thresholds = [] } of panels) {
    for (const { x = DEFAULT_SPACING, y, style } of series) {
      if (y.length === 0) continue;
      if (isSpacing(x)) {
        // Stems do not stand on the frame.
        const air = style === "stems" ? x.step / 2 : 0;
        extent.add(x.first - air);
        extent.add(x.first + (y.length - 1) * x.step + air);
      } else for (let i = 0; i < y.length; i++) if (style !== "points" || Number.isFinite(y[i])) extent.add(x[i]);
    }
    for (const t of thresholds) if ("x" in t) extent.add(t.x);
  }
  return apart([extent.low, extent.high], 0);
}

/** Whether the samples of all lines are numbered, so that nothing lies between whole numbers. */
export const areNumbered = (panels: readonly LinePanel[]): boolean =>
  panels.every(({ series }) =>
    series.every(({ x = DEFAULT_SPACING, style }) => {
      if (style === "points") return true;
      return isSpacing(x) && Number.isInteger(x.first) && Number.isInteger(x.step);
    }),
  );

/** Of what lies between the limits of x, with some air above and below. */
export function yLimits({ series, thresholds = [] }: LinePanel, [left, right]: Limits): Limits {
  const extent = new Extent();
  for (const s of series) {
    const place = placesOf(s);
    for (let i = 0; i < s.y.length; i++) {
      const x = place(i);
      if (x >= left && x <= right) extent.add(s.y[i]);
    }
    if (s.style === "stems") extent.add(0);
  }
  for (const t of thresholds) if ("y" in t) extent.add(t.y);
  return apart([extent.low, extent.high], AIR);
}

/** Share of the span that is added on both sides. */
const AIR = 0.07;
/** Beyond it, spans and their ticks would overflow. */
const FAR = 5e307;
/** Least span, as a share of the values: below it ticks would run out of digits. */
const NEAR = 1e-12;

/** Limits that rise by enough for ticks: 0 to 1 where there is nothing, around the value where there is only one. */
export function apart([low, high]: Limits, air: number): Limits {
  if (!(low <= high)) return [0, 1];
  const [a, b] = [Math.max(low, -FAR), Math.min(high, FAR)];
  const size = Math.max(Math.abs(a), Math.abs(b));
  if (b - a > size * NEAR && b - a > 1e-300) return [a - (b - a) * air, b + (b - a) * air];
  const half = a === b && size < 1e7 && size >= 1 ? 0.5 : Math.max(size * 0.05, size === 0 ? 0.5 : 1e-300);
  return [a - half, b + half];
}
