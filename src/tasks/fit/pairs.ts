/** BEFORE and AFTER as pairs of windows and samples: which of them count. */
import { isComplex, isInteger, rangeOf } from "../../base/element.js";
import { inputError, usageError } from "../../base/errors.js";
import { type Signal, shapeText } from "../../base/signal.js";

/** One plane of the pair: output o of `after` belongs to the window of `before` whose first sample is o. */
export interface Pair {
  readonly before: Float64Array;
  readonly width: number;
  readonly height: number;
  readonly after: Float64Array;
  /** Extent of `after`: that of `before` less the kernel's, plus 1. */
  readonly across: number;
  readonly down: number;
  /** 0 for outputs that do not count; absent where all do. */
  readonly keep?: Uint8Array;
}

export interface Pairs {
  /** One a channel. */
  readonly planes: readonly Pair[];
  /** How AFTER lies on BEFORE. */
  readonly size: "same" | "valid" | "full";
  /** Outputs that count, all channels together, and those that do not, by reason. */
  readonly used: number;
  readonly border: number;
  readonly clipped: number;
  readonly missing: number;
}

export interface Window {
  readonly width: number;
  readonly height: number;
  /** Of the xcorr kernel. */
  readonly anchor: readonly [x: number, y: number];
}

/**
 * The windows of BEFORE that lie inside it, and the sample of AFTER that each should give. `same`: AFTER is as large as
 * BEFORE; `valid`: it has one sample for each window; `full`: one for each window that meets BEFORE, which then counts as 0
 * outside.
 *
 * @throws inputError where the two do not fit together, or nothing is left
 */
export function pairsOf(before: Signal, after: Signal, window: Window, keepClipped: boolean): Pairs {
  requirePair(before, after);
  const { width, height, anchor } = window;
  const size = sizeOf(before, after, window);
  const pad = size === "full" ? { x: width - 1, y: height - 1 } : { x: 0, y: 0 };
  const wide = { width: before.width + 2 * pad.x, height: before.height + 2 * pad.y };
  const [across, down] = [wide.width - width + 1, wide.height - height + 1];
  if (across < 1 || down < 1) {
    const found = `${shapeText(before)} hold no window of ${width}×${height}`;
    throw inputError(before.about.source, found, "Give a smaller --size");
  }
  const shift = size === "same" ? { x: anchor[0], y: anchor[1] } : { x: 0, y: 0 };
  const { type, about } = after;
  // Where samples may have been clipped.
  const [least, greatest] = !keepClipped && isInteger(type) ? rangeOf(type, about) : [-Infinity, Infinity];
  let [used, clipped, missing] = [0, 0, 0];
  const planes = colours(before).map((c): Pair => {
    const x = new Float64Array(wide.width * wide.height);
    for (let row = 0; row < before.height; row++) {
      const at = (row + pad.y) * wide.width + pad.x;
      for (let i = 0; i < before.width; i++) x[at + i] = before.data[(row * before.width + i) * before.channels + c];
    }
    const y = new Float64Array(across * down);
    const keep = new Uint8Array(across * down).fill(1);
    for (let row = 0; row < down; row++) {
      const from = (row + shift.y) * after.width + shift.x;
      for (let i = 0; i < across; i++) y[row * across + i] = after.data[(from + i) * after.channels + c];
    }
    leaveOutGaps(x, wide, window, keep, across);
    for (let i = 0; i < y.length; i++) {
      if (keep[i] === 0 || !Number.isFinite(y[i])) {
        [keep[i], y[i]] = [0, 0];
        missing++;
      } else if (y[i] <= least || y[i] >= greatest) {
        [keep[i], y[i]] = [0, 0];
        clipped++;
      } else used++;
    }
    return { before: x, ...wide, after: y, across, down, ...(keep.includes(0) ? { keep } : {}) };
  });
  const border = (after.width * after.height - across * down) * planes.length;
  return { planes, size, used, border, clipped, missing };
}

function requirePair(before: Signal, after: Signal): void {
  for (const s of [before, after]) {
    if (isComplex(s.type))
      throw inputError(s.about.source, "it is complex", "Fit its real and imaginary part by themselves");
  }
  const [a, b] = [before, after].map((s) => colours(s).length);
  if (before.rank !== after.rank || a !== b) {
    const found = `${shapeText(after)}, where ${before.about.source} has ${shapeText(before)}`;
    throw inputError(after.about.source, found, "Give two pictures, or two signals, with the same channels");
  }
}

/** The channels that are compared: all but alpha. */
const colours = (s: Signal): number[] =>
  Array.from({ length: s.channels - (s.about.alpha === true ? 1 : 0) }, (_, c) => c);

function sizeOf(before: Signal, after: Signal, { width, height }: Window): Pairs["size"] {
  const by = (dx: number, dy: number): boolean =>
    after.width === before.width + dx && after.height === before.height + dy;
  if (by(0, 0)) return "same";
  if (by(1 - width, 1 - height)) return "valid";
  if (by(width - 1, height - 1)) return "full";
  const found = `${shapeText(after)}, where ${before.about.source} has ${shapeText(before)}`;
  throw inputError(after.about.source, found, "AFTER must have the extent of BEFORE, or that of size valid or full");
}

/** Samples that are no numbers count as 0, and no window that meets one counts. */
function leaveOutGaps(
  x: Float64Array,
  { width, height }: { width: number; height: number },
  window: Window,
  keep: Uint8Array,
  across: number,
): void {
  const down = keep.length / across;
  for (let i = 0; i < x.length; i++) {
    if (Number.isFinite(x[i])) continue;
    x[i] = 0;
    const [column, row] = [i % width, Math.floor(i / width)];
    const [y1, x1] = [Math.min(row, down - 1, height - 1), Math.min(column, across - 1)];
    for (let v = Math.max(0, row - window.height + 1); v <= y1; v++)
      keep.fill(0, v * across + Math.max(0, column - window.width + 1), v * across + x1 + 1);
  }
}

/** @throws usageError for extents and anchors that are none */
export function windowOf(
  signal: Signal,
  { width, height = 1, anchor }: { width: number; height?: number; anchor?: readonly [number, number] },
): Window {
  if (!Number.isSafeInteger(width) || !Number.isSafeInteger(height) || width < 1 || height < 1)
    throw usageError("--size", `${width}×${height} is no extent`, "Give whole numbers from 1");
  if (signal.rank === 1 && height !== 1)
    throw usageError(
      "--size",
      `${signal.about.source} is a signal, and the kernel has ${height} rows`,
      "Give one number",
    );
  const [x, y] = anchor ?? [width >> 1, height >> 1];
  if (![x, y].every((v, i) => Number.isSafeInteger(v) && v >= 0 && v < [width, height][i]))
    throw usageError("--anchor", `${x},${y} is no tap of ${width}×${height}`, `Give 0,0 to ${width - 1},${height - 1}`);
  return { width, height, anchor: [x, y] };
}
