/** The options of a filter call, resolved to the geometry of both axes of one stage. */
import type { AxisBorder, Border } from "../../base/border.js";
import { axisBorder } from "../../base/border.js";
import { usageError } from "../../base/errors.js";
import type { Kernel } from "../../base/kernel.js";
import type { FilterOptions, Mode } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import { type AxisGeometry, type AxisRequest, axisGeometry, withinLags } from "../../engine/geometry.js";
import { anchorFor } from "./kernels.js";
import type { LagOptions } from "./lag-options.js";

/** The border that acts on each axis, with the default of the medium. */
export function resolveBorder(signal: Signal, options: FilterOptions): Border {
  const raster = signal.about.medium === "raster" && options.padding === undefined;
  const fallback = axisBorder(raster ? "replicate" : "constant");
  const given = options.border ?? {};
  const border = "kind" in given ? { x: given, y: given } : { x: given.x ?? fallback, y: given.y ?? fallback };
  for (const kind of ["renormalize", "keep"] as const) {
    const [x, y] = [border.x.kind === kind, border.y.kind === kind];
    if (signal.rank === 2 && x !== y) {
      const found = `${kind} is asked for on one axis only, and it takes both`;
      throw usageError("--border", found, `Use --border ${kind}, or another rule for each axis`);
    }
  }
  if (border.x.kind === "keep" && ((options.size ?? "same") !== "same" || options.padding !== undefined)) {
    throw usageError(
      "--border keep",
      "it keeps input samples, so it needs the output to be the input's extent",
      "Use --size same without --padding",
    );
  }
  return border;
}

/** Checks what excludes what; each message names the options. */
export function checkOptions(signal: Signal, options: FilterOptions): void {
  const { padding, stride = [1, 1], dilation = [1, 1] } = options;
  if (padding !== undefined && options.size !== undefined) {
    throw usageError("--padding", "it decides the output's size itself", "Leave --size out");
  }
  if (padding !== undefined && options.anchor !== undefined) {
    throw usageError("--padding", "it decides where the taps lie itself", "Leave --anchor out");
  }
  if (options.anchor !== undefined && (options.size ?? "same") !== "same") {
    throw usageError(
      "--anchor",
      `it acts with --size same only, not with ${options.size ?? ""}`,
      "Leave --anchor or --size out",
    );
  }
  if (signal.rank === 1) checkOneAxis(options);
  else if (typeof padding === "object" && (padding.top === undefined || padding.bottom === undefined)) {
    throw usageError("--padding", "two numbers pad a signal, and this is a plane", "Give left,top,right,bottom");
  }
  if (options.lags === true && options.mode === "conv") {
    throw usageError("--lags", "a convolution has no lags", "Use xcorr");
  }
  if (options.lags === true && signal.rank === 2) {
    throw usageError("--lags", "lags are written for signals, and this is a plane", "Leave --lags out");
  }
  if (options.axis !== undefined && signal.rank === 1) {
    throw usageError("--axis", "a signal has one axis", "Leave --axis out; it turns a list of taps on a plane");
  }
  for (const [name, pair] of [
    ["--stride", stride],
    ["--dilation", dilation],
  ] as const) {
    if (!pair.every((n) => Number.isSafeInteger(n) && n >= 1)) {
      throw usageError(name, `${pair.join(",")} is not a pair of whole numbers from 1 up`, "Give one number, or x,y");
    }
  }
  const anchor = options.anchor ?? [];
  if (!anchor.every((n) => n === undefined || Number.isSafeInteger(n))) {
    throw usageError(
      "--anchor",
      `${anchor.join(",")} is not made of whole numbers`,
      "Give the tap's place as x or x,y, counted from 0",
    );
  }
}

/** A signal has no y axis: what is said of one would go unheard. */
function checkOneAxis({ anchor, border, dilation, padding, stride }: FilterOptions): void {
  const found = "a signal has no y axis";
  if ((anchor?.[1] ?? 0) !== 0) throw usageError("--anchor", found, "Give one number");
  for (const [name, pair] of [
    ["--stride", stride],
    ["--dilation", dilation],
  ] as const) {
    if (pair && pair[1] !== 1 && pair[1] !== pair[0]) throw usageError(name, found, "Give one number");
  }
  if (border && !("kind" in border) && border.y) throw usageError("--border", found, "Give one rule");
  if (typeof padding === "object" && ((padding.top ?? 0) !== 0 || (padding.bottom ?? 0) !== 0)) {
    throw usageError("--padding", found, "Give left,right");
  }
}

/** Geometry of both axes of one stage on an input of width × height. `last`: strides act there. */
export function stageGeometry(
  input: { width: number; height: number; rank: 1 | 2 },
  kernel: Kernel,
  mode: Mode,
  border: Border,
  options: LagOptions,
  last: boolean,
  place: string,
): { x: AxisGeometry; y: AxisGeometry } {
  const anchor = anchorFor(kernel, options);
  const pair = (given: readonly [number, number] | undefined): readonly [number, number] => given ?? [1, 1];
  const [strideX, strideY] = last ? pair(options.stride) : [1, 1];
  const [dilationX, dilationY] = pair(options.dilation);
  const request = (
    own: AxisBorder,
    at: number | undefined,
    stride: number,
    dilation: number,
    padding: AxisRequest["padding"],
    axis: "x" | "y",
  ): AxisRequest => ({
    mode,
    size: options.size ?? "same",
    stride,
    dilation,
    border: own,
    ...(at === undefined ? {} : { anchor: at }),
    ...(padding === undefined ? {} : { padding }),
    ...(input.rank === 1 ? {} : { axis }),
  });
  const { padding } = options;
  const pads = (before: "left" | "top", after: "right" | "bottom"): AxisRequest["padding"] =>
    typeof padding === "object" ? { before: padding[before] ?? 0, after: padding[after] ?? 0 } : padding;
  const whole = axisGeometry(
    input.width,
    kernel.width,
    request(border.x, anchor.x, strideX, dilationX, pads("left", "right"), "x"),
    place,
  );
  const x = options.maxLag === undefined ? whole : withinLags(whole, options.maxLag, place);
  if (input.rank === 1) {
    // A signal is one row: nothing lies above or below it.
    const one: AxisGeometry = {
      input: 1,
      taps: 1,
      dilation: 1,
      stride: 1,
      outputs: 1,
      origin: 0,
      first: 0,
      border: axisBorder("constant"),
    };
    return { x, y: one };
  }
  const y = axisGeometry(
    input.height,
    kernel.height,
    request(border.y, anchor.y, strideY, dilationY, pads("top", "bottom"), "y"),
    place,
  );
  return { x, y };
}
