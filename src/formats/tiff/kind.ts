/** What the codec does to the samples of a TIFF, and how its mistakes are kept out. */
import { inputError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";
import { halfValues } from "./half.js";
import { TAG, type TiffHeader, tiffValues } from "./header.js";

export interface SampleKind {
  /** What the samples are, where the codec must take them for unsigned integers of the same bits. */
  readonly relabel?: "i8" | "i16" | "f16";
  /** The colours are stored multiplied by alpha. */
  readonly associated?: boolean;
}

/** How the samples are to be read; throws an input error for those that cannot be read exactly. */
export function sampleKind(header: TiffHeader): SampleKind {
  const channels = tiffValues(header, TAG.samplesPerPixel, [1])[0];
  const bits = tiffValues(header, TAG.bitsPerSample, [1]);
  const format = tiffValues(header, TAG.sampleFormat, [1]);
  const compression = tiffValues(header, TAG.compression, [1])[0];
  const photometric = tiffValues(header, TAG.photometric, [1])[0];
  const alpha = tiffValues(header, TAG.extraSamples, [])[0];
  const refuse = (what: string, remedy = "Convert it to 8, 16 or 32 bits, or to NPY"): Error =>
    inputError(header.source, `TIFFs with ${what} are not read`, remedy);
  if (bits.some((b) => b !== bits[0]) || format.some((f) => f !== format[0])) throw refuse("samples of unlike types");
  const [depth, kind] = [bits[0], format[0]];
  const name = `${depth}-bit ${["", "unsigned", "signed", "float", "undefined", "complex integer", "complex"][kind] ?? "unknown"} samples`;
  // Class Y: JPEG inside, which is decoded to RGB.
  const jpeg = photometric === 6 && compression === 7;
  if (photometric === 5) throw refuse("CMYK colours", "Convert it to RGB with its colour profile first");
  if (photometric > 3 && !jpeg) throw refuse(`the colour model ${photometric}`, "Convert it to grey or RGB first");
  if (channels === 2 && depth === 32) throw refuse("grey and alpha in 32 bits", "Convert it to NPY");
  if (kind === 1 && [1, 2, 4, 8, 16, 32].includes(depth)) {
    return alpha === 1 ? { associated: true } : {};
  }
  if (photometric === 0 || alpha === 1) throw refuse(`${name} that are inverted or multiplied by alpha`);
  if (kind === 2 && (depth === 8 || depth === 16)) return { relabel: depth === 8 ? "i8" : "i16" };
  if (kind === 3 && depth === 16) return { relabel: "f16" };
  if ((kind === 2 || kind === 3) && depth === 32) return {};
  throw refuse(name);
}

/** The file as the codec is to see it: a copy with the first picture's tags changed, or the file itself. */
export function forCodec(bytes: Uint8Array, header: TiffHeader, { relabel, associated }: SampleKind): Uint8Array {
  if (!relabel && !associated) return bytes;
  const copy = new Uint8Array(bytes);
  // 1 is unsigned; 2 is alpha by which nothing was multiplied.
  if (relabel) setShorts(copy, header, TAG.sampleFormat, 1);
  if (associated) setShorts(copy, header, TAG.extraSamples, 2);
  return copy;
}

function setShorts(copy: Uint8Array, { source, little, tags }: TiffHeader, tag: number, value: number): void {
  const field = tags.get(tag)!;
  if (field.type !== 3 || field.at + 2 * field.count > copy.length) {
    throw inputError(source, `the values of TIFF tag ${tag} are not in the file`, "Check that the file is whole");
  }
  const view = new DataView(copy.buffer);
  for (let i = 0; i < field.count; i++) view.setUint16(field.at + 2 * i, value, little);
}

/** What the codec read, with its samples as what they are. */
export function asStored(read: Signal, { relabel, associated }: SampleKind): Signal {
  if (associated && read.about.alpha) return divided(read);
  if (!relabel) return read;
  const { buffer, byteOffset, length } = read.data;
  if (relabel === "f16") return { ...read, data: halfValues(read.data as Uint16Array), type: "f64" };
  const data =
    relabel === "i8" ? new Int8Array(buffer, byteOffset, length) : new Int16Array(buffer, byteOffset, length);
  return { ...read, data, type: relabel };
}

/** Colours divided by alpha, rounded half up and at most the full value; 0 where alpha is 0. */
function divided(read: Signal): Signal {
  const { data, channels, type } = read;
  const full = type === "u8" ? 255 : type === "u16" ? 65535 : 4294967295;
  for (let i = 0; i < data.length; i += channels) {
    const alpha = data[i + channels - 1];
    for (let c = i; c < i + channels - 1; c++) {
      data[c] = alpha === 0 ? 0 : Math.min(full, Math.floor((data[c] * full) / alpha + 0.5));
    }
  }
  const notes = [...(read.about.notes ?? []), "its colours were stored multiplied by alpha and were divided by it"];
  return { ...read, about: { ...read.about, notes } };
}
