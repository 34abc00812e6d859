/**
 * Where each output sample lies: sizes, anchors, pads, strides and dilations of one axis, resolved to the one form that
 * all below understands: the correlation `y[i] = Σ_j k[j]·x~[origin + i·stride + j·dilation]` for i = 0 … outputs−1.
 */
import type { AxisBorder } from "../base/border.js";
import { inputError } from "../base/errors.js";
import type { Mode, Size } from "../base/options.js";

export interface AxisGeometry {
  /** Input extent. */
  readonly input: number;
  /** Number of taps K. */
  readonly taps: number;
  readonly dilation: number;
  readonly stride: number;
  /** Output extent. */
  readonly outputs: number;
  /** Input position under the first tap (of the kernel as it is correlated) at output 0. */
  readonly origin: number;
  /** Position of that output's anchor in the input: output i lies on input sample `first + i·stride`. */
  readonly first: number;
  readonly border: AxisBorder;
}

/** What the caller asked for on one axis. */
export interface AxisRequest {
  readonly mode: Mode;
  readonly size: Size;
  /** Anchor in taps as written; absent: NumPy's rule. */
  readonly anchor?: number;
  readonly stride: number;
  readonly dilation: number;
  /** The CNN forms, in place of size and anchor. */
  readonly padding?: "same-upper" | "same-lower" | { readonly before: number; readonly after: number };
  readonly border: AxisBorder;
  /** How messages name the axis, where there is more than one. */
  readonly axis?: "x" | "y";
}

/** Extent of the dilated kernel: K_e = (K − 1)·d + 1. */
export const dilatedExtent = (taps: number, dilation: number): number => (taps - 1) * dilation + 1;

/** NumPy's rule for the default anchor: conv (K_e − 1)//2, xcorr K_e//2, so that conv = xcorr of the flip in every size. */
export const defaultAnchor = (mode: Mode, extent: number): number =>
  mode === "conv" ? Math.floor((extent - 1) / 2) : Math.floor(extent / 2);

/** Resolves one axis. Throws an input error where `valid` (or padding) leaves no sample. `place` names the input. */
export function axisGeometry(input: number, taps: number, request: AxisRequest, place: string): AxisGeometry {
  const { mode, size, stride, dilation, border } = request;
  const extent = dilatedExtent(taps, dilation);
  const common = { input, taps, dilation, stride, border };
  // The anchor of the kernel as it is correlated: flipping moves tap j to K−1−j.
  const written = request.anchor === undefined ? defaultAnchor(mode, extent) : request.anchor * dilation;
  const anchor = mode === "conv" ? extent - 1 - written : written;

  if (request.padding !== undefined) {
    const { before, after } = pads(request.padding, input, extent, stride);
    const span = input + before + after - extent + 1;
    if (span < 1) throw tooLong(place, extent, Math.max(0, input + before + after), request, "the padded input");
    const centre = mode === "conv" ? extent - 1 - defaultAnchor(mode, extent) : defaultAnchor(mode, extent);
    return { ...common, outputs: Math.ceil(span / stride), origin: 0 - before, first: centre - before };
  }
  switch (size) {
    case "same":
      return { ...common, outputs: Math.ceil(input / stride), origin: 0 - anchor, first: 0 };
    case "full":
      return {
        ...common,
        outputs: Math.ceil((input + extent - 1) / stride),
        origin: 1 - extent,
        first: anchor + 1 - extent,
      };
    case "valid":
      if (extent > input) throw tooLong(place, extent, input, request, "the input");
      return { ...common, outputs: Math.ceil((input - extent + 1) / stride), origin: 0, first: anchor };
  }
}

/** The outputs whose lags lie in −most … most; output i has the lag `origin + i·stride`. An input error where there is none. */
export function withinLags(g: AxisGeometry, most: number, place: string): AxisGeometry {
  const from = Math.max(0, Math.ceil((-most - g.origin) / g.stride));
  const to = Math.min(g.outputs, Math.floor((most - g.origin) / g.stride) + 1);
  if (from >= to) {
    const last = g.origin + (g.outputs - 1) * g.stride;
    throw inputError(
      place,
      `the lags of the output are ${g.origin} to ${last}, and none of them lies within ${most}`,
      "Use a greater --max-lag, or another --size",
    );
  }
  return { ...g, outputs: to - from, origin: g.origin + from * g.stride, first: g.first + from * g.stride };
}

function pads(
  padding: NonNullable<AxisRequest["padding"]>,
  input: number,
  extent: number,
  stride: number,
): { before: number; after: number } {
  if (typeof padding === "object") return padding;
  const outputs = Math.ceil(input / stride);
  const total = Math.max((outputs - 1) * stride + extent - input, 0);
  const less = Math.floor(total / 2);
  return padding === "same-upper" ? { before: less, after: total - less } : { before: total - less, after: less };
}

function tooLong(
  place: string,
  extent: number,
  available: number,
  { axis, padding }: AxisRequest,
  what: string,
): Error {
  const along = axis === undefined ? "" : ` along ${axis}`;
  return inputError(
    place,
    `the kernel spans ${extent} samples${along} and ${what} has ${available}, so it fits nowhere`,
    padding === undefined
      ? "Use --size same or full, or a shorter kernel (the two are never swapped)"
      : "Use wider pads or a shorter kernel",
  );
}

/** Outputs i in [from, to) whose whole window lies inside the input; the others touch the border. */
export function interior(g: AxisGeometry): readonly [from: number, to: number] {
  const last = g.input - dilatedExtent(g.taps, g.dilation);
  const from = Math.max(0, Math.ceil(-g.origin / g.stride));
  const to = Math.min(g.outputs, Math.floor((last - g.origin) / g.stride) + 1);
  return from < to ? [from, to] : [0, 0];
}
