/** A path or `-` to a stream of signals, read in bounded memory where the format allows it. */
import { inputError } from "../base/errors.js";
import type { DecodeOptions } from "../formats/format.js";
import { DECODE_DEFAULTS } from "../formats/format.js";
import { JsonLineRows } from "../formats/json/lines.js";
import { joinedBytes, type RowBlock, type RowDecoder, type RowHead } from "../formats/rows.js";
import { decodeBytes } from "./load.js";
import { pickInput } from "./pick.js";
import { inputName, liveBytes } from "./read.js";
import type { ByteSource } from "./stdin.js";
import { HEAD } from "./text-content.js";

export interface RowStreamOptions extends Partial<Omit<DecodeOptions, "source">> {
  /** The word of `--input-format`; absent: found out from content and name. `jsonl` is JSON Lines. */
  readonly format?: string;
  /** What `-` reads; absent: the standard input of this process. */
  readonly stdin?: ByteSource;
  /** Rows from which the form of a table is found out, at most 100. Default 100. */
  readonly firstRows?: number;
}

export interface RowStream {
  readonly head: RowHead;
  /** `csv`, `tsv`, `jsonl`, `npy`, `wav`, or the name of a format that is read whole. */
  readonly format: string;
  /** Something worth telling about how the format was found. */
  readonly note?: string;
  /** Frames as they come, wherever they are cut; an empty block is a pause. */
  readonly blocks: AsyncIterable<RowBlock>;
}

/** Blocks of bytes, and undefined for pauses. */
type Bytes = AsyncGenerator<Uint8Array | undefined, void>;

const LF = 10;
const NOTHING = new Float64Array(0);
/** Bytes that tell every format with a mark, where they are not all text. */
const MARK = 64;

/**
 * Opens a stream of signals. Delimited text, JSON Lines, NPY and WAV are read as they come, all else whole.
 * @param path as written, `-` for stdin
 * @throws inputError for everything that is wrong with the file, here or while the blocks are read
 */
export async function openRows(path: string, options: RowStreamOptions = {}): Promise<RowStream> {
  const bytes: Bytes = liveBytes(path, options.stdin);
  try {
    return await begin(bytes, path, options);
  } catch (error) {
    await bytes.return();
    throw error;
  }
}

async function begin(bytes: Bytes, path: string, options: RowStreamOptions): Promise<RowStream> {
  const source = inputName(path);
  let begun: Uint8Array = new Uint8Array(0);
  let ended = false;
  while (!ended && headOf(begun) === undefined) {
    const { done, value } = await bytes.next();
    if (done === true) ended = true;
    else if (value) begun = joinedBytes(begun, value);
  }
  if (begun.length === 0) throw inputError(source, "is empty", "Give a file with data in it");
  const { name, note, decoder } = pick(headOf(begun) ?? begun.subarray(0, HEAD), path, source, options);
  const blocks: RowBlock[] = [];
  const take = (block: RowBlock | undefined): void => {
    if (block) blocks.push(block);
  };
  if (!decoder) {
    const whole = await wholeRows(begun, bytes, path, options);
    return { ...whole, format: name, ...(note === undefined ? {} : { note }) };
  }
  take(decoder.push(begun));
  while (!ended && !decoder.head) {
    const { done, value } = await bytes.next();
    if (done === true) ended = true;
    else if (value) take(decoder.push(value));
  }
  if (ended) take(decoder.end());
  const { head } = decoder;
  if (!head) throw inputError(source, "there are no samples", "Give at least one");
  const rest = ended ? undefined : bytes;
  return { head, format: name, ...(note === undefined ? {} : { note }), blocks: rowsOf(blocks, decoder, rest) };
}

async function* rowsOf(
  first: readonly RowBlock[],
  decoder: RowDecoder,
  bytes: Bytes | undefined,
): AsyncGenerator<RowBlock> {
  yield* first;
  if (!bytes) return;
  try {
    for (;;) {
      const { done, value } = await bytes.next();
      const block = done === true ? decoder.end() : value ? decoder.push(value) : { samples: NOTHING };
      if (block) yield block;
      if (done === true) return;
    }
  } finally {
    await bytes.return();
  }
}

/** What decides the format, the same wherever the bytes are cut; undefined where more of it may come. */
function headOf(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length >= HEAD) return bytes.subarray(0, HEAD);
  // The first line with a digit tells tables apart.
  let digit = false;
  let text = true;
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i];
    if (c >= 48 && c <= 57) digit = true;
    if (c > 126 || (c < 32 && (c < 9 || c > 13))) text = false;
    if (c === LF && digit && (text || i + 1 >= MARK)) return bytes.subarray(0, i + 1);
  }
  return undefined;
}

interface Picked {
  readonly name: string;
  readonly note?: string;
  /** Absent: the format is read whole. */
  readonly decoder?: RowDecoder;
}

function pick(head: Uint8Array, path: string, source: string, options: RowStreamOptions): Picked {
  const given = { ...DECODE_DEFAULTS, firstRows: 100, ...options, source };
  const lines = { name: "jsonl", decoder: new JsonLineRows(given) };
  if (options.format === undefined ? isJsonLines(head, path) : options.format === "jsonl") return lines;
  const { format, note } = pickInput(head, path, source, options.format);
  const decoder = format.rows?.(given);
  return { name: format.name, ...(note === undefined ? {} : { note }), ...(decoder ? { decoder } : {}) };
}

/** By its name, or by a first line that is a record: JSON data as a whole are an array. */
const isJsonLines = (head: Uint8Array, path: string): boolean =>
  /.\.(jsonl|ndjson)$/i.test(path) || /^\s*\{/.test(new TextDecoder("latin1").decode(head));

async function wholeRows(
  begun: Uint8Array,
  bytes: Bytes,
  path: string,
  options: RowStreamOptions,
): Promise<Omit<RowStream, "format">> {
  const parts = [begun];
  for (;;) {
    const { done, value } = await bytes.next();
    if (done === true) break;
    if (value) parts.push(value);
  }
  const { firstRows: _, ...rest } = options;
  const { signal } = await decodeBytes(Buffer.concat(parts), path, rest);
  const { about, channels, data, rank } = signal;
  if (rank !== 1)
    throw inputError(
      about.source,
      "is a plane, and find compares signals",
      "Give a table, a sound or a line of samples",
    );
  if (signal.imag) throw inputError(about.source, "the samples are complex", "Give real ones, such as magnitudes");
  const head = {
    channels,
    ...(about.columns ? { columns: about.columns } : {}),
    ...(about.sampleRate === undefined ? {} : { sampleRate: about.sampleRate }),
  };
  return { head, blocks: once({ samples: data }) };
}

async function* once(block: RowBlock): AsyncGenerator<RowBlock> {
  yield await Promise.resolve(block);
}
