/** The bytes of a text file, checked to be UTF-8 text, and places in it for messages. */
import { isUtf8 } from "node:buffer";
import { inputError } from "../../base/errors.js";

/** A slice of the bytes as text. Unlike TextDecoder it keeps a mark U+FEFF at the start of a cell. */
export const textOf = (bytes: Buffer, from: number, to: number): string => bytes.toString("utf8", from, to);

export interface TextSource {
  /** How messages name the file. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Offset behind a byte order mark, else 0. */
  readonly start: number;
  /** Lines of the file before these bytes, where they are a part of it. */
  readonly linesBefore?: number;
}

const LF = 10;
/** Offsets into a table are kept as unsigned 32-bit integers. */
const MOST_BYTES = 0xffffffff;

/** Refuses UTF-16, NUL bytes, bytes that are not UTF-8, empty files and files over 4 GiB, each by an input error. */
export function openText(data: Uint8Array, name: string, linesBefore = 0): TextSource {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.length === 0) throw inputError(name, "the file is empty", "Give a file with numbers in it");
  if (bytes.length > MOST_BYTES)
    throw inputError(name, `${bytes.length} bytes of text`, `The limit is ${MOST_BYTES}: split the file or use NPY`);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw inputError(name, "the text is UTF-16", "Convert it to UTF-8");
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const source = { name, bytes, start, linesBefore };
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    throw inputError(
      placeAt(source, nul),
      "a NUL byte, so this is no UTF-8 text",
      "Convert UTF-16 text to UTF-8, or say the format of binary data with --input-format",
    );
  if (!isUtf8(bytes))
    throw inputError(
      `${name}:${linesBefore + badLine(bytes)}`,
      "bytes that are not UTF-8",
      "Convert the text to UTF-8 (it may be Latin-1)",
    );
  return source;
}

function badLine(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const next = lineEnd(bytes, from) + 1;
    if (!isUtf8(bytes.subarray(from, next))) break;
    from = next;
  }
  return line;
}

/** Offset of the next line feed at or after `from`, or the length where there is none. */
export function lineEnd(bytes: Uint8Array, from: number): number {
  const at = bytes.indexOf(LF, from);
  return at < 0 ? bytes.length : at;
}

/** Number of the line, from 1, that holds the byte at `offset`. Counted when asked: only messages need it. */
export function lineAt(source: TextSource, offset: number): number {
  let line = 1 + (source.linesBefore ?? 0);
  for (let i = source.bytes.indexOf(LF); i >= 0 && i < offset; i = source.bytes.indexOf(LF, i + 1)) line++;
  return line;
}

/** `FILE:LINE`. */
export const linePlace = (source: TextSource, offset: number): string => `${source.name}:${lineAt(source, offset)}`;

/** `FILE:LINE:COLUMN`, the column counted in characters from 1, as editors do. */
export function placeAt(source: TextSource, offset: number): string {
  const { bytes, start } = source;
  const from = Math.max(start, bytes.lastIndexOf(LF, offset - 1) + 1);
  let column = 1;
  for (let i = offset === 0 ? 0 : from; i < offset; i++) if ((bytes[i] & 0xc0) !== 0x80) column++;
  return `${linePlace(source, offset)}:${column}`;
}
