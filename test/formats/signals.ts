/** Short ways to read and write signals in tests. */
import { UserError } from "../../src/base/errors.js";
import type { Signal } from "../../src/base/signal.js";
import {
  DECODE_DEFAULTS,
  type DecodeOptions,
  type EncodeOptions,
  type Format,
  type TableOptions,
} from "../../src/formats/format.js";

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const read = (
  format: Format,
  input: string | Uint8Array,
  table: TableOptions = {},
  more: Partial<DecodeOptions> = {},
): Promise<Signal> =>
  format.decode!(typeof input === "string" ? bytesOf(input) : input, {
    ...DECODE_DEFAULTS,
    source: "in",
    table,
    ...more,
  });

export const written = async (format: Format, signal: Signal, options: Partial<EncodeOptions> = {}): Promise<Buffer> =>
  joined(await format.encode!(signal, { target: "out", ...options }));

/** `input: message`, `usage: message` or `output: message` of the failure that `work` ends in. */
export async function failure(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const codes = { usage: 2, input: 3, output: 4 };
    if (error.exitCode !== codes[error.fault]) throw new Error(`exit code ${error.exitCode} for ${error.fault}`);
    return `${error.fault}: ${error.message}`;
  }
  return "no failure";
}

/** The samples of channel `c`. */
export const channel = (signal: Signal, c = 0): number[] =>
  Array.from({ length: signal.width * signal.height }, (_, i) => signal.data[i * signal.channels + c]);

/** All blocks of a file as one. */
export async function joined(blocks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const block of blocks) all.push(block);
  return Buffer.concat(all);
}
