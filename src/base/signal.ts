/** Samples and what is known about them. */
import { allocate, type ElementType, isComplex, type Samples } from "./element.js";
import type { TableAbout } from "./table.js";

/** Decides the defaults: pictures extend by `replicate`, everything else by `constant:0`. */
export type Medium = "raster" | "table" | "array" | "audio";

/**
 * Samples, interleaved: `data[(y * width + x) * channels + c]`. Columns of a table, channels of a sound and colours of
 * a picture are all channels. A signal of rank 1 has height 1 and its samples run along x; rank 2 is a plane.
 */
export interface Signal {
  readonly data: Samples;
  /** The imaginary plane, laid out as `data`; there exactly when `type` is complex (`data` is then a Float64Array). */
  readonly imag?: Float64Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly rank: 1 | 2;
  readonly type: ElementType;
  readonly about: About;
}

/** What travels with the samples from the file that they came from to the file that they go to. */
export interface About {
  /** How messages name it: a path as the user wrote it, `stdin`, or `argument`. */
  readonly source: string;
  readonly medium: Medium;
  /** Name of the format it was read from, if it was. */
  readonly format?: string;
  /** Samples per second of a rank-1 signal. */
  readonly sampleRate?: number;
  /** Names of the channels, where they have names. */
  readonly columns?: readonly string[];
  /** Significant bits when fewer than the element type holds: 24 for 24-bit PCM carried in i32. */
  readonly bits?: number;
  /** Largest sample value of the range, where that is not 2^n − 1 (a PGM with maxval 100). The least is 0. */
  readonly maxval?: number;
  /** What the reader left out or changed, one sentence each, no full stop: "the first of 12 frames was read". */
  readonly notes?: readonly string[];
  /** The last channel is alpha (a raster of 2 or 4 channels). */
  readonly alpha?: boolean;
  /** ICC profile, carried over as it is. */
  readonly icc?: Uint8Array;
  /** Pixels per inch. */
  readonly density?: number;
  /** EXIF orientation that was undone on loading, when it was not 1. */
  readonly orientation?: number;
  /** How the table looked that the signal was read from: header, other columns, delimiter. */
  readonly table?: TableAbout;
  /** Output row i lies on input row `first + i * step` (rank 1, after filtering). */
  readonly rows?: { readonly first: number; readonly step: number };
  /** Output sample i has the lag `first + i * step`, in samples; only when the axis was asked for. */
  readonly lags?: { readonly first: number; readonly step: number };
}

/** A signal with new samples of the same extent and meaning. */
export function signalOf(
  data: Samples,
  shape: { width: number; height?: number; channels?: number; rank?: 1 | 2 },
  type: ElementType,
  about: About,
  imag?: Float64Array,
): Signal {
  const { width, height = 1, channels = 1, rank = 1 } = shape;
  return { data, width, height, channels, rank, type, about, ...(imag ? { imag } : {}) };
}

/** An empty signal of a shape, to be filled. */
export function blankSignal(
  shape: { width: number; height: number; channels: number; rank: 1 | 2 },
  type: ElementType,
  about: About,
  shared = false,
): Signal {
  const length = shape.width * shape.height * shape.channels;
  return signalOf(
    allocate(type, length, shared),
    shape,
    type,
    about,
    isComplex(type) ? new Float64Array(length) : undefined,
  );
}

/** Number of samples, all channels counted. */
export const sampleCount = (s: Signal): number => s.width * s.height * s.channels;

/** `100 samples`, `100 samples × 3 channels`, `640×480`, `640×480 × 3 channels`: the shape in words. */
export function shapeText(s: Pick<Signal, "width" | "height" | "channels" | "rank">): string {
  const extent = s.rank === 1 ? `${s.width} sample${s.width === 1 ? "" : "s"}` : `${s.width}×${s.height}`;
  return s.channels === 1 ? extent : `${extent} × ${s.channels} channels`;
}
