/** Panels of lines, dots and stems. */
import { type Axle, COLOUR, centred, frame, grid, numbersBeside, SIZE } from "./axes.js";
import { PALETTE, RED } from "./colours.js";
import { curveOf, dotsPath, type Scale, stemsPath } from "./curve.js";
import { type PathShape, pixel, type Rect, type Shape } from "./drawing.js";
import type { Limits, LinePanel, Series } from "./figure.js";
import type { Entry } from "./legend.js";

/** A series with all that a drawing needs of it. */
export interface Drawn extends Entry {
  readonly series: Series;
  /** Its number among those of the panel. */
  readonly n: number;
}

/** Beyond the colours of the palette lines are dashed. */
const DASHES = [undefined, "6 3", "2 2"] as const;

export function drawnSeries(panel: LinePanel): Drawn[] {
  let next = 0;
  return panel.series.map((series, number) => {
    const { name = "", style = "line" } = series;
    const own = series.colour ?? (style === "points" ? RED : undefined);
    const n = own === undefined ? next++ : 0;
    const dash = DASHES[Math.floor(n / PALETTE.length) % DASHES.length];
    const colour = own ?? PALETTE[n % PALETTE.length];
    return { series, n: number, name, style, colour, ...(dash === undefined ? {} : { dash }) };
  });
}

/** What a legend has to explain: nothing where there is only one thing. */
export function legendOf(panel: LinePanel): Drawn[] {
  const entries = drawnSeries(panel).filter(({ name }) => name !== "");
  return entries.length > 1 ? entries : [];
}

/** Everything inside the frame, the frame and the numbers beside it. */
export function linePanelShapes(
  panel: LinePanel,
  plot: Rect,
  x: Axle,
  y: Axle,
  limits: { x: Limits; y: Limits },
): Shape[] {
  const xScale: Scale = { limits: limits.x, from: plot.x, to: plot.x + plot.width };
  const yScale: Scale = { limits: limits.y, from: plot.y + plot.height, to: plot.y };
  const data = drawnSeries(panel).flatMap((one) => seriesShapes(one, plot, xScale, yScale));
  return [
    grid(plot, x, y),
    ...thresholds(panel, plot, x, y),
    ...data,
    ...nothing(panel, plot),
    frame(plot, x, y),
    ...numbersBeside(plot, y),
  ];
}

function seriesShapes({ series, style, colour, dash }: Drawn, plot: Rect, x: Scale, y: Scale): Shape[] {
  const path = { kind: "path", stroke: colour, clip: plot } as const;
  if (style === "line") {
    const { line, alone } = curveOf(series, x, y);
    const whole = { ...path, width: 1.5, round: true, ...(dash === undefined ? {} : { dash }) };
    return [...drawnIf({ ...whole, d: line }), ...drawnIf({ ...path, width: 3.5, round: true, d: alone })];
  }
  // Dots at the ends of an axis are whole: nothing clips them.
  const dots = { kind: "path", stroke: colour, round: true, d: dotsPath(series, x, y) } as const;
  if (style === "points") return drawnIf({ ...dots, width: 6.5 });
  return [...drawnIf({ ...path, width: 1.5, d: stemsPath(series, x, y) }), ...drawnIf({ ...dots, width: 5 })];
}

const drawnIf = (shape: PathShape): Shape[] => (shape.d === "" ? [] : [shape]);

/** Stands in place of data, where there are none to draw. */
export const NOTHING = "no values";

export const isEmpty = ({ series }: LinePanel): boolean =>
  !series.some(({ y }) => Array.prototype.some.call(y, Number.isFinite));

function nothing(panel: LinePanel, plot: Rect): Shape[] {
  const [x, y] = [plot.x + plot.width / 2, plot.y + plot.height / 2 + SIZE.label * 0.3];
  if (!isEmpty(panel)) return [];
  return centred(NOTHING, x, y, SIZE.label, plot.width).map((text) => ({ ...text, colour: FAINT }));
}

const FAINT = "#777777";

function thresholds({ thresholds = [] }: LinePanel, plot: Rect, x: Axle, y: Axle): Shape[] {
  return thresholds.map((t) => {
    const d =
      "y" in t
        ? `M${pixel(plot.x)} ${pixel(y.at(t.y))}h${pixel(plot.width)}`
        : `M${pixel(x.at(t.x))} ${pixel(plot.y)}v${pixel(plot.height)}`;
    return { kind: "path", d, stroke: COLOUR.threshold, width: 1.3, dash: "2 3", clip: plot };
  });
}
