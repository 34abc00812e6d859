/** Uncompressed sound in RIFF, RIFX and RF64 files. */
import type { Signal } from "../../base/signal.js";
import type { DecodeOptions, Format } from "../format.js";
import { settle } from "../settle.js";
import { encodeWav, wavCannotHold } from "./encode.js";
import { isWav, readHeader } from "./header.js";
import { readSamples, typeOfWav } from "./samples.js";
import { WavRows } from "./stream.js";

function decodeWav(bytes: Uint8Array, { source }: DecodeOptions): Signal {
  const header = readHeader(bytes, source);
  const data = readSamples(bytes, header);
  return {
    data,
    width: data.length / header.channels,
    height: 1,
    channels: header.channels,
    rank: 1,
    type: typeOfWav(header),
    about: {
      source,
      medium: "audio",
      format: "wav",
      sampleRate: header.rate,
      ...(header.bits === 24 ? { bits: 24 } : {}),
    },
  };
}

export const wav: Format = {
  name: "wav",
  title: "WAV sound: PCM of 8, 16, 24 or 32 bits, float of 32 or 64 bits",
  medium: "audio",
  suffixes: [".wav", ".wave"],
  sniff: isWav,
  decode: (bytes, options) => settle(() => decodeWav(bytes, options)),
  rows: (options) => new WavRows(options),
  encode: (signal, options) => settle(() => encodeWav(signal, options)),
  cannotHold: wavCannotHold,
  holds: ["i8", "i16", "i32", "f32", "f64"],
};
