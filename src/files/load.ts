/** A path or `-` to a signal. */
import { type Laps, NO_LAPS } from "../base/laps.js";
import type { Rows } from "../base/rows.js";
import type { Signal } from "../base/signal.js";
import { DECODE_DEFAULTS, type DecodeOptions, type Format } from "../formats/format.js";
import { readComing } from "./coming.js";
import { pickInput } from "./pick.js";
import { inputName, readBytes } from "./read.js";
import { inSharedMemory, sharedRoom, Taken } from "./shared.js";
import type { ByteSource } from "./stdin.js";
import { HEAD } from "./text-content.js";

export interface LoadOptions extends Partial<Omit<DecodeOptions, "source">> {
  /** The word of `--input-format`; absent: found out from content and name. */
  readonly format?: string;
  /** What `-` reads; absent: the standard input of this process. */
  readonly stdin?: ByteSource;
  /** Give pictures in memory that threads share: then `filterAsync` copies nothing. */
  readonly share?: boolean;
  /** With `share`: give large pictures that need no decoding before all of them is read (`Loaded.coming`). */
  readonly ahead?: boolean;
  /** Is told when the bytes are read and when they are decoded. */
  readonly laps?: Laps;
}

export interface Loaded {
  readonly signal: Signal;
  readonly format: Format;
  /** Something worth telling about how the format was found. */
  readonly note?: string;
  /** Rows of the signal that are there by now; absent: all are. `fail` ends the reading. */
  readonly coming?: Rows;
}

/**
 * Reads a whole file into a signal.
 * @param path as written, `-` for stdin
 * @throws inputError for everything that is wrong with the file; usageError for an unknown `format`
 */
export async function loadSignal(path: string, options: LoadOptions = {}): Promise<Loaded> {
  const { laps = NO_LAPS } = options;
  const early = options.ahead === true && options.share === true ? await loadAhead(path, options) : undefined;
  if (early) return early;
  const file = new Taken(await readBytes(path, options.stdin, options.share));
  laps.lap("read");
  const loaded = await decodeTaken(file, path, options);
  laps.lap("decode");
  return loaded;
}

/** The signal of a file that is still being read; undefined where that is no way. */
async function loadAhead(path: string, options: LoadOptions): Promise<Loaded | undefined> {
  const { laps = NO_LAPS } = options;
  const coming = await readComing(path, (head, size) =>
    pickInput(head, path, inputName(path), options.format).format.lying?.(head, size),
  );
  if (!coming) return undefined;
  const { bytes, rows } = coming;
  laps.lap("read");
  try {
    const loaded = await decodeTaken(new Taken(bytes), path, options);
    laps.lap("decode");
    return { ...loaded, coming: rows };
  } catch (error) {
    rows.fail(error);
    throw error;
  }
}

const IN_PLACE: ReadonlySet<string> = new Set(["pgm", "ppm", "npy"]);

/** The same for bytes that were read already; `path` still names them and helps to find the format. */
export async function decodeBytes(bytes: Uint8Array, path: string, options: LoadOptions = {}): Promise<Loaded> {
  return decodeTaken(new Taken(bytes), path, options);
}

function decodeTaken(file: Taken<Uint8Array>, path: string, options: LoadOptions): Promise<Loaded> {
  const bytes = file.take();
  const source = inputName(path);
  const { format, note } = pickInput(bytes.slice(0, HEAD), path, source, options.format);
  // Only formats whose samples stay where they are know shared memory; the others may have been forced.
  const shared = bytes.buffer instanceof SharedArrayBuffer && !IN_PLACE.has(format.name);
  const decoding = format.decode!(shared ? bytes.slice() : bytes, {
    ...DECODE_DEFAULTS,
    ...options,
    ...(options.share === true ? { room: sharedRoom } : {}),
    source,
  });
  return finished(new Taken(decoding), options.share === true, { format, ...(note === undefined ? {} : { note }) });
}

/** Nothing here knows the bytes any more. */
async function finished(
  decoding: Taken<Promise<Signal>>,
  share: boolean,
  rest: Omit<Loaded, "signal">,
): Promise<Loaded> {
  return { signal: await (share ? inSharedMemory(decoding) : decoding.take()), ...rest };
}
