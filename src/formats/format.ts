/** What a file format is: bytes to samples and back. One file a format, one line in `all.ts`. */
import type { ElementType, Samples } from "../base/element.js";
import type { Rows } from "../base/rows.js";
import type { Medium, Signal } from "../base/signal.js";
import type { RowDecoder, RowOptions } from "./rows.js";

export type Blocks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export interface Format {
  /** The word for `--input-format` and `--output-format`. */
  readonly name: string;
  /** One line for lists and help texts. */
  readonly title: string;
  readonly medium: Medium;
  /** File name endings, lower case, with the dot, the usual one first. */
  readonly suffixes: readonly string[];
  /** Whether `head` (up to 4096 bytes from the start) is surely this format. Text formats without a mark say no. */
  sniff(head: Uint8Array): boolean;
  /**
   * Whole file to samples. Throws `inputError("FILE:LINE:COLUMN", …)`, the place as exact as the format allows; checks
   * sizes in the header before it allocates. Absent when the format is only written.
   */
  readonly decode?: (bytes: Uint8Array, options: DecodeOptions) => Promise<Signal>;
  /**
   * Where the samples of a picture lie in a file of `size` bytes that begins with `head`, if the whole file is known to be as
   * its header says and its samples are integers that stay as they are stored: then it can be decoded, and the first rows
   * be used, before the rest is read.
   */
  readonly lying?: (head: Uint8Array, size: number) => Lying | undefined;
  /** A decoder of signals as their bytes come, for formats that need not be there whole. */
  readonly rows?: (options: RowOptions) => RowDecoder;
  /**
   * Samples to the blocks of the file, in order: at once, or one after the other as they are asked for. Absent when the
   * format is only read. Whatever is wrong with the call is thrown before the first block.
   */
  readonly encode?: (signal: Signal, options: EncodeOptions) => Promise<Blocks>;
  /** Whether a signal can be encoded row by row while its samples are being made (`EncodeOptions.growing`). */
  readonly grows?: (signal: Signal) => boolean;
  /**
   * Why `signal` cannot be stored in this format without loss of values, in words that complete "FORMAT …" ("holds 1 to
   * 4 channels of u8 or u16, not 3 channels of f64"), or undefined when it can. Lossy compression is not counted.
   */
  readonly cannotHold?: (signal: Pick<Signal, "type" | "channels" | "width" | "height" | "rank">) => string | undefined;
  /** Element types it can hold, the narrowest first; for help texts and for choosing a depth. */
  readonly holds: readonly ElementType[];
  /** Decoded only when it is named by `--input-format`, whatever the content or the file name says (SVG). */
  readonly onlyWhenForced?: boolean;
  /** Samples change a little when they are written, whatever the options (JPEG). */
  readonly lossy?: boolean;
}

/** Rows of samples that lie in a file one behind the other, from byte `at` to its end. */
export interface Lying {
  readonly at: number;
  readonly rows: number;
  readonly rowBytes: number;
}

export interface DecodeOptions {
  /** How messages name the file. */
  readonly source: string;
  /** Most pixels of a picture, checked before decoding. */
  readonly limitPixels: number;
  readonly table: TableOptions;
  /**
   * Where so many samples of a picture had better lie in the end, asked for while a codec decodes them elsewhere; undefined:
   * anywhere.
   */
  readonly room?: (type: "u8" | "u16", length: number) => Samples | undefined;
  /** Order of the axes of an NPY array, one letter an axis from `x`, `y`, `c`; default `x`, `yx`, `yxc`. */
  readonly axes?: string;
  /** Samples of large pictures in memory that threads share, where the format's own reader makes them. */
  readonly share?: boolean;
}

export interface TableOptions {
  /** false: the first row is data; true: it is a header; absent: found out. */
  readonly header?: boolean;
  /** Columns to filter, by name or 1-based number, ranges `2-4` too; absent: all numeric ones. */
  readonly columns?: readonly string[];
  /** Column with times, by name or number: never filtered, gives the sample rate. */
  readonly timeColumn?: string;
  /** Greatest deviation of a time step from the usual one, as a share of it; default 0.001. */
  readonly maxJitter?: number;
  /** Samples per second, for signals that do not say it themselves. */
  readonly rate?: number;
  readonly delimiter?: string;
  readonly decimalComma?: boolean;
  /** Words for missing values, besides the empty cell and NaN. */
  readonly na?: readonly string[];
  /** Lines to skip at the start. */
  readonly skipLines?: number;
  /** Read as one 2-D plane instead of one signal a column. */
  readonly matrix?: boolean;
}

export interface EncodeOptions {
  /** How messages name the file. */
  readonly target: string;
  /** 1–100 for JPEG, WebP and AVIF; 100 means lossless where the format can (WebP, AVIF). */
  readonly quality?: number;
  /** zlib level 0–9 of a PNG. */
  readonly pngLevel?: number;
  /** Make the Huffman tables of a JPEG for its samples, in place of the usual ones: a smaller file, and more time. */
  readonly optimizeCoding?: boolean;
  /** Delimiter and decimal comma of a table that was not read from one. */
  readonly delimiter?: string;
  readonly decimalComma?: boolean;
  /** Rows of the signal that are there by now, from the top; absent: all are. For formats that say so by `grows`. */
  readonly growing?: Rows;
}

/** Defaults for library callers and tests. */
export const DECODE_DEFAULTS: DecodeOptions = { source: "data", limitPixels: 268_402_689, table: {} };
