/** Audio samples: which element type carries which, and full scale. */
import type { ElementType, Samples } from "../../base/element.js";
import { allocate } from "../../base/element.js";
import type { WavHeader } from "./header.js";

/**
 * The magnitude that a float sample of 1 stands for: 128, 32768, 2^23 (24 bits in i32), 2^31; 1 for all other types.
 * Integer samples become float samples by division by it.
 */
export function fullScale(type: ElementType, bits?: number): number {
  switch (type) {
    case "i8":
      return 128;
    case "i16":
      return 32768;
    case "i32":
      return bits === 24 ? 8388608 : 2147483648;
    default:
      return 1;
  }
}

/** The element type of a sound's samples. 8-bit PCM is unsigned in files and centred at 0 here. */
export function typeOfWav({ bits, float }: Pick<WavHeader, "bits" | "float">): ElementType {
  if (float) return bits === 32 ? "f32" : "f64";
  return bits === 8 ? "i8" : bits === 16 ? "i16" : "i32";
}

/** The samples of a file whose header is checked. */
export function readSamples(bytes: Uint8Array, header: WavHeader): Samples {
  const { bits, float, little } = header;
  const size = bits / 8;
  const count = header.dataBytes / size;
  const view = new DataView(bytes.buffer, bytes.byteOffset + header.dataAt, header.dataBytes);
  const out = allocate(typeOfWav(header), count);
  if (float && bits === 32) for (let i = 0; i < count; i++) out[i] = view.getFloat32(4 * i, little);
  else if (float) for (let i = 0; i < count; i++) out[i] = view.getFloat64(8 * i, little);
  else if (bits === 8) for (let i = 0; i < count; i++) out[i] = view.getUint8(i) - 128;
  else if (bits === 16) for (let i = 0; i < count; i++) out[i] = view.getInt16(2 * i, little);
  else if (bits === 32) for (let i = 0; i < count; i++) out[i] = view.getInt32(4 * i, little);
  else {
    const [low, high] = little ? [0, 2] : [2, 0];
    for (let i = 0; i < count; i++)
      out[i] = (view.getInt8(3 * i + high) << 16) | (view.getUint8(3 * i + 1) << 8) | view.getUint8(3 * i + low);
  }
  return out;
}
