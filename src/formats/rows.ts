/** Signals read block by block, for inputs that do not end or do not fit into memory. One decoder a stream. */
import type { Samples } from "../base/element.js";
import type { DecodeOptions } from "./format.js";

/** What is known of a stream of signals once its head has been read. */
export interface RowHead {
  /** Signals that run side by side. */
  readonly channels: number;
  /** Their names, where they have names. */
  readonly columns?: readonly string[];
  /** Samples per second. */
  readonly sampleRate?: number;
  /** What was left out, one sentence each, no full stop. */
  readonly notes?: readonly string[];
}

export interface RowBlock {
  /** Whole frames, interleaved. Empty: nothing more is there for the moment. */
  readonly samples: Samples;
  /** The time of each frame, where there is a time column. */
  readonly times?: Float64Array;
}

export interface RowOptions extends DecodeOptions {
  /** Rows from which the form of a table is found out; everything is held until they are there. */
  readonly firstRows: number;
}

/** Turns the bytes of a stream, wherever they are cut, into blocks of frames. What is wrong is thrown as by `decode`. */
export interface RowDecoder {
  /** There before the first block is. */
  readonly head: RowHead | undefined;
  push(bytes: Uint8Array): RowBlock | undefined;
  /** What is left; no byte follows. */
  end(): RowBlock | undefined;
}

/** `bytes` behind what was left of those before. */
export function joinedBytes(rest: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (rest.length === 0) return bytes;
  const all = new Uint8Array(rest.length + bytes.length);
  all.set(rest);
  all.set(bytes, rest.length);
  return all;
}
