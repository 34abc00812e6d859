/**
 * The first directory of a TIFF (TIFF 6.0, and BigTIFF with 64-bit offsets): how its samples are stored. The codec
 * decodes; this is read before, because some sample formats come out of the codec silently wrong.
 */
import { inputError } from "../../base/errors.js";

export const TAG = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  samplesPerPixel: 277,
  xResolution: 282,
  extraSamples: 338,
  sampleFormat: 339,
} as const;

export interface TiffHeader {
  /** How messages name the file. */
  readonly source: string;
  readonly view: DataView;
  readonly little: boolean;
  /** Type, number of values, and where they lie, by tag number. */
  readonly tags: ReadonlyMap<number, { readonly type: number; readonly count: number; readonly at: number }>;
}

/** Bytes of a value by its field type; only the integer ones are read here. */
const SIZE: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [3, 2],
  [4, 4],
  [16, 8],
]);

export function tiffHeader(bytes: Uint8Array, source: string): TiffHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (found: string): Error => inputError(source, found, "Check that the file is whole");
  if (bytes.length < 16) throw fail(`the TIFF ends after ${bytes.length} bytes`);
  const little = view.getUint8(0) === 0x49;
  const big = view.getUint16(2, little) === 43;
  const offset = (at: number): number => (big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  const start = offset(big ? 8 : 4);
  const [countSize, entrySize, inline] = big ? [8, 20, 8] : [2, 12, 4];
  if (start < 8 || start + countSize > bytes.length) {
    throw fail(`the TIFF states a directory at byte ${start}, but has ${bytes.length} bytes`);
  }
  const entries = big ? Number(view.getBigUint64(start, little)) : view.getUint16(start, little);
  if (start + countSize + entries * entrySize > bytes.length) {
    throw fail(`the TIFF ends inside its directory of ${entries} entries`);
  }
  const tags = new Map<number, { type: number; count: number; at: number }>();
  for (let i = 0; i < entries; i++) {
    const entry = start + countSize + i * entrySize;
    const type = view.getUint16(entry + 2, little);
    const count = offset(entry + 4);
    const field = entry + 4 + inline;
    const bytesOfValues = (SIZE.get(type) ?? 8) * count;
    const at = bytesOfValues <= inline ? field : offset(field);
    tags.set(view.getUint16(entry, little), { type, count, at });
  }
  return { source, view, little, tags };
}

/** The first `most` values of an integer tag; `fallback` where it is absent. */
export function tiffValues(header: TiffHeader, tag: number, fallback: number[], most = 8): number[] {
  const { source, view, little, tags } = header;
  const field = tags.get(tag);
  if (!field) return fallback;
  const size = SIZE.get(field.type);
  const count = Math.min(field.count, most);
  if (size === undefined || count === 0 || field.at + count * size > view.byteLength) {
    throw inputError(source, `the values of TIFF tag ${tag} are not in the file`, "Check that the file is whole");
  }
  return Array.from({ length: count }, (_, i) => {
    const at = field.at + i * size;
    if (size === 1) return view.getUint8(at);
    if (size === 2) return view.getUint16(at, little);
    return size === 4 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
  });
}
