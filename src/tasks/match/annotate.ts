/** A picture with frames round its matches, in its own depth. */
import { allocate, isInteger, type RealType, rangeOf } from "../../base/element.js";
import { inputError } from "../../base/errors.js";
import { type Signal, signalOf } from "../../base/signal.js";
import type { Match } from "./report.js";

/**
 * Vermilion for the best match and sky blue for the others: colours that everyone tells apart (Okabe and Ito 2008), as
 * shares of full scale. Black beside them keeps them visible on any ground.
 */
const BEST = [0.84, 0.37, 0] as const;
const OTHER = [0.34, 0.71, 0.91] as const;
const BLACK = [0, 0, 0] as const;

/**
 * The picture in colour (grey ones with three equal channels; alpha stays, opaque under frames), a frame along the edge of
 * each match, inside it, and black round that.
 * @throws UserError (3) where the picture has neither one nor three colours
 */
export function annotated(image: Signal, matches: readonly Match[]): Signal {
  const out = inColour(image);
  const full = fullScaleOf(image);
  const thickness = Math.max(1, Math.round(Math.max(image.width, image.height) / 500));
  // The best is drawn last, over the others.
  for (const [i, match] of [...matches.entries()].reverse()) {
    for (let t = 0; t < thickness; t++) {
      ring(out, match, -1 - t, BLACK, full);
      ring(out, match, t, i === 0 ? BEST : OTHER, full);
    }
  }
  return out;
}

/** Opaque, or white: of float pictures the greatest sample. */
function fullScaleOf({ data, type, about }: Signal): number {
  if (isInteger(type)) return rangeOf(type, about)[1];
  let most = 0;
  for (const v of data) if (v > most && v < Number.POSITIVE_INFINITY) most = v;
  return most === 0 ? 1 : most;
}

function inColour(image: Signal): Signal {
  const { data, channels, width, height } = image;
  const type = image.type as RealType;
  const alpha = image.about.alpha === true;
  const colours = alpha ? channels - 1 : channels;
  if (colours !== 1 && colours !== 3) {
    throw inputError(
      image.about.source,
      `it has ${colours} channels, so frames have no colour in it`,
      "Leave --annotate out",
    );
  }
  const n = alpha ? 4 : 3;
  const out = allocate(type, width * height * n);
  for (let p = 0; p < width * height; p++) {
    for (let c = 0; c < 3; c++) out[p * n + c] = data[p * channels + (colours === 1 ? 0 : c)];
    if (alpha) out[p * n + 3] = data[p * channels + colours];
  }
  const { columns: _, ...about } = image.about;
  return signalOf(out, { width, height, channels: n, rank: 2 }, type, about);
}

/** One sample thin, `inset` samples inside the edge of a match (outside, where negative). */
function ring(out: Signal, match: Match, inset: number, colour: readonly number[], full: number): void {
  const [x0, y0] = [match.x + inset, match.y + inset];
  const [x1, y1] = [match.x + match.width - 1 - inset, match.y + match.height - 1 - inset];
  if (x0 > x1 || y0 > y1) return;
  for (let x = x0; x <= x1; x++) for (const y of [y0, y1]) dot(out, x, y, colour, full);
  for (let y = y0; y <= y1; y++) for (const x of [x0, x1]) dot(out, x, y, colour, full);
}

function dot(
  { channels, data, height, type, width }: Signal,
  x: number,
  y: number,
  colour: readonly number[],
  full: number,
): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  const at = (y * width + x) * channels;
  for (let c = 0; c < 3; c++) data[at + c] = isInteger(type) ? Math.round(colour[c] * full) : colour[c] * full;
  if (channels === 4) data[at + 3] = full;
}
