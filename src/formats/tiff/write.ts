/**
 * A TIFF (6.0, little-endian, strips) from samples. Written here because the codec has no float and no signed output,
 * loses the density, and cannot be handed a colour profile without converting the pixels.
 */
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import { allocate, type Samples, typeOfSamples } from "../../base/element.js";
import { outputError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";

/** Field types of the entries that are written. */
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;

type Entry = readonly [tag: number, type: number, values: ArrayLike<number>];

/** Bytes of samples in one strip before compression. */
const STRIP = 256 * 1024;
/** Strips that are compressed at the same time. */
const AT_ONCE = 8;
const compress = (data: Uint8Array, options: { level: number }): Promise<Uint8Array> =>
  (promisify(deflate) as (data: Uint8Array, options: { level: number }) => Promise<Uint8Array>)(data, options);

/**
 * The blocks of the file, in order. Compressed: deflate, the integer types after horizontal differencing; exact in any
 * case. Samples must be of at most 32 bits.
 */
export async function tiffBlocks(signal: Signal, target: string, compressed: boolean): Promise<Uint8Array[]> {
  const { data, width, height, channels } = signal;
  const size = data.BYTES_PER_ELEMENT;
  const row = width * channels;
  const rows = Math.max(1, Math.min(height, Math.floor(STRIP / (row * size))));
  const strips: Uint8Array[] = [];
  for (let y = 0; y < height; y += rows * AT_ONCE) {
    const some: Promise<Uint8Array>[] = [];
    for (let top = y; top < Math.min(height, y + rows * AT_ONCE); top += rows) {
      const part = data.subarray(top * row, Math.min(height, top + rows) * row);
      some.push(
        compressed ? compress(bytesOf(differenced(part, row, channels)), { level: 6 }) : Promise.resolve(bytesOf(part)),
      );
    }
    strips.push(...(await Promise.all(some)));
  }
  const head = directory(signal, rows, strips, compressed);
  const total = strips.reduce((sum, strip) => sum + strip.length, head.length);
  if (total > 0xffffffff) {
    throw outputError(target, `the TIFF would have ${total} bytes, and a TIFF ends at 4294967295`, "Write NPY instead");
  }
  return [head, ...strips];
}

/** The samples in the file's byte order, which is that of every machine Node runs on but s390x. */
function bytesOf(samples: Samples): Uint8Array {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  if (LITTLE || samples.BYTES_PER_ELEMENT === 1) return bytes;
  const swapped = Buffer.from(bytes);
  return samples.BYTES_PER_ELEMENT === 2 ? swapped.swap16() : swapped.swap32();
}
const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Each sample of a row less the one of its channel to the left, modulo the type; floats as they are. */
function differenced(part: Samples, row: number, channels: number): Samples {
  if (part instanceof Float32Array || part instanceof Float64Array) return part;
  const out = allocate(typeOfSamples(part), part.length);
  out.set(part);
  for (let start = 0; start < out.length; start += row) {
    for (let i = start + row - 1; i >= start + channels; i--) out[i] -= out[i - channels];
  }
  return out;
}

/** Header and directory; the strips follow it without a gap. */
function directory(signal: Signal, rows: number, strips: readonly Uint8Array[], compressed: boolean): Uint8Array {
  const { data, width, height, channels, about } = signal;
  const isFloat = data instanceof Float32Array;
  const isSigned = data instanceof Int8Array || data instanceof Int16Array || data instanceof Int32Array;
  const each = (value: number): number[] => new Array<number>(channels).fill(value);
  const resolution = about.density ? [Math.round(about.density * 10_000), 10_000] : undefined;
  const offsets = new Array<number>(strips.length).fill(0);
  const entries: Entry[] = [
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, each(8 * data.BYTES_PER_ELEMENT)],
    [259, SHORT, [compressed ? 8 : 1]],
    [262, SHORT, [channels < 3 ? 1 : 2]],
    [273, LONG, offsets],
    [277, SHORT, [channels]],
    [278, LONG, [rows]],
    [279, LONG, strips.map((strip) => strip.length)],
    ...(resolution
      ? ([
          [282, RATIONAL, resolution],
          [283, RATIONAL, resolution],
        ] satisfies Entry[])
      : []),
    [284, SHORT, [1]],
    ...(resolution ? ([[296, SHORT, [2]]] satisfies Entry[]) : []),
    ...(compressed && !isFloat ? ([[317, SHORT, [2]]] satisfies Entry[]) : []),
    ...(channels % 2 === 0 ? ([[338, SHORT, [2]]] satisfies Entry[]) : []),
    [339, SHORT, each(isFloat ? 3 : isSigned ? 2 : 1)],
    ...(about.icc ? ([[34675, UNDEFINED, about.icc]] satisfies Entry[]) : []),
  ];
  const places = layout(entries);
  const head = new Uint8Array(places.end);
  let next = head.length;
  strips.forEach((strip, i) => {
    offsets[i] = next;
    next += strip.length;
  });
  writeEntries(new DataView(head.buffer), entries, places.values);
  return head;
}

const sizeOf = (type: number): number => (type === SHORT ? 2 : type === UNDEFINED ? 1 : 4);

/** Where the values of each entry go: into the entry if they fit, else behind the directory at even offsets. */
function layout(entries: readonly Entry[]): { values: number[]; end: number } {
  let free = 8 + 2 + 12 * entries.length + 4;
  const values = entries.map(([, type, list], i) => {
    const bytes = list.length * sizeOf(type);
    if (bytes <= 4) return 8 + 2 + 12 * i + 8;
    const at = free;
    free += bytes + (bytes % 2);
    return at;
  });
  return { values, end: free + (free % 2) };
}

function writeEntries(view: DataView, entries: readonly Entry[], places: readonly number[]): void {
  view.setUint32(0, 0x002a4949, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, entries.length, true);
  entries.forEach(([tag, type, list], i) => {
    const entry = 10 + 12 * i;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, type === RATIONAL ? list.length / 2 : list.length, true);
    const size = sizeOf(type);
    if (places[i] !== entry + 8) view.setUint32(entry + 8, places[i], true);
    for (let j = 0; j < list.length; j++) {
      const at = places[i] + j * size;
      if (size === 1) view.setUint8(at, list[j]);
      else if (size === 2) view.setUint16(at, list[j], true);
      else view.setUint32(at, list[j], true);
    }
  });
}
