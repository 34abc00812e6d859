/** What a plot is: plain data, which `figureSvg` and `figureText` draw. */

export type Limits = readonly [low: number, high: number];

/** Evenly spaced places: sample i lies at `first + i * step`. */
export interface Spacing {
  readonly first: number;
  readonly step: number;
}

/** A figure: panels below one another. Those with lines share one x axis, unless they have one of their own. */
export interface Figure {
  readonly title?: string;
  readonly panels: readonly Panel[];
  /** The axis that panels with lines share; its numbers stand below the lowest of them. */
  readonly x?: Axis;
  /** In pixels; default 800. */
  readonly width?: number;
  /** In pixels; default by the panels. */
  readonly height?: number;
}

export interface Axis {
  /** With its unit: `time in s`. */
  readonly label?: string;
  /** Two rising numbers; default: just what all series need. */
  readonly limits?: Limits;
}

export type Panel = LinePanel | HeatPanel;

export interface LinePanel {
  readonly kind: "lines";
  readonly title?: string;
  /** Drawn in order, later ones above. A legend names them where more than one has a name. */
  readonly series: readonly Series[];
  /** Dotted lines across the panel. */
  readonly thresholds?: readonly Threshold[];
  readonly y?: Axis;
  /** An axis of its own, in place of the shared one. */
  readonly x?: Axis;
}

export interface Series {
  readonly name?: string;
  /** NaN and infinities are gaps. */
  readonly y: ArrayLike<number>;
  /** Default `{ first: 0, step: 1 }`. */
  readonly x?: ArrayLike<number> | Spacing;
  /** A line (default), dots, or stems: dots with lines down to 0. */
  readonly style?: "line" | "points" | "stems";
  /** `#rrggbb`; default the next of the palette, for points red. */
  readonly colour?: string;
}

/** A horizontal line at y or a vertical one at x. */
export type Threshold = { readonly y: number } | { readonly x: number };

/** A map of values as colours, with a bar that explains them. */
export interface HeatPanel {
  readonly kind: "heat";
  readonly title?: string;
  /** Row by row, the first row on top: `values[y * width + x]`. Cells that are not finite are grey. */
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  /** `diverging` has white at 0. Default: diverging where there are values of both signs, else sequential. */
  readonly colours?: "sequential" | "diverging" | "grey";
  /** Values at the ends of the colours; default the least and greatest value (diverging: as far on both sides). */
  readonly limits?: Limits;
  readonly x?: Places;
  readonly y?: Places;
  /** What stands for many cells in one pixel: the value farthest from 0 (default; no peak is lost), the least, or the mean. */
  readonly reduce?: "peak" | "least" | "mean";
  /** Crosses with white rims, in the places of the axes. */
  readonly marks?: readonly { readonly x: number; readonly y: number }[];
  /** Whether it stands on the right of the panel before it, in place of below; the panels of such a row have equal widths. */
  readonly beside?: boolean;
  /** Frames with white rims round parts of the map, earlier ones above. Texts for terminals have no marks and no frames. */
  readonly boxes?: readonly Box[];
}

/** A rectangle in the places of the axes of a map: a cell i reaches from i − 1/2 to i + 1/2. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** `#rrggbb`; default red. */
  readonly colour?: string;
  /** Stands at its upper left corner, where it has room beside those of the boxes before. */
  readonly label?: string;
}

/** The axis of a map: the middle of cell i lies at `first + i * step` (default i). */
export interface Places extends Partial<Spacing> {
  readonly label?: string;
}
