/** A signal to WAV. */
import { outputError, usageError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";
import { littleEndian } from "../bytes.js";
import type { EncodeOptions } from "../format.js";

/** What the samples of a type are in the file. */
function storage(signal: Signal): { bits: number; float: boolean } | undefined {
  switch (signal.type) {
    case "i8":
      return { bits: 8, float: false };
    case "i16":
      return { bits: 16, float: false };
    case "i32":
      return { bits: signal.about.bits === 24 ? 24 : 32, float: false };
    case "f32":
      return { bits: 32, float: true };
    case "f64":
      return { bits: 64, float: true };
    default:
      return undefined;
  }
}

/** Bytes of a RIFF file before its samples, at most. */
const HEADER = 128;

export function wavCannotHold(
  signal: Pick<Signal, "type" | "channels" | "width" | "height" | "rank">,
): string | undefined {
  if (signal.rank === 2) return "holds signals, not planes";
  if (!["i8", "i16", "i32", "f32", "f64"].includes(signal.type))
    return `holds samples of i8, i16, i32, f32 or f64, not ${signal.type}`;
  const size = Number(signal.type.slice(1)) / 8;
  if (signal.channels * size > 65535) return `holds frames of up to 65535 bytes, not ${signal.channels * size}`;
  const bytes = signal.width * signal.channels * size;
  return bytes + HEADER > 0xffffffff ? `holds up to 4 GiB, not ${bytes} bytes of samples` : undefined;
}

/**
 * RIFF, little-endian. i8 becomes unsigned 8-bit PCM, i32 with 24 significant bits packed 24-bit PCM. The extensible
 * form is used where the standard asks for it: more than two channels, or PCM of more than 16 bits.
 * @throws a usage error where the signal has no sample rate, or one that is no whole number
 */
export function encodeWav(signal: Signal, options: EncodeOptions): Uint8Array[] {
  const stored = storage(signal);
  const refusal = wavCannotHold(signal);
  if (stored === undefined || refusal !== undefined)
    throw outputError(
      options.target,
      `WAV ${refusal ?? `does not hold ${signal.type}`}`,
      "Choose another format or --depth",
    );
  const { sampleRate } = signal.about;
  if (sampleRate === undefined)
    throw usageError(
      "--rate",
      `a WAV file needs a sample rate, and ${signal.about.source} has none`,
      "Give the samples per second with --rate",
    );
  if (!Number.isInteger(sampleRate) || sampleRate < 1 || sampleRate > 0xffffffff)
    throw usageError(
      "--rate",
      `a WAV file holds whole sample rates, not ${sampleRate}`,
      "Give a whole number with --rate, or write another format",
    );
  const size = stored.bits / 8;
  const dataBytes = signal.width * signal.channels * size;
  const blocks = [
    header(stored, signal.channels, sampleRate, signal.width, dataBytes),
    sampleBytes(signal, stored.bits, options),
  ];
  if (dataBytes % 2 === 1) blocks.push(new Uint8Array(1));
  return blocks;
}

function header(
  stored: { bits: number; float: boolean },
  channels: number,
  rate: number,
  frames: number,
  dataBytes: number,
): Uint8Array {
  const { bits, float } = stored;
  const extensible = channels > 2 || (!float && bits > 16);
  const formatBytes = extensible ? 40 : float ? 18 : 16;
  // All that is not plain PCM has a chunk with the number of frames.
  const factBytes = extensible || float ? 12 : 0;
  const length = 12 + 8 + formatBytes + factBytes + 8;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const id = (text: string): void => {
    for (let i = 0; i < 4; i++) bytes[at++] = text.charCodeAt(i);
  };
  const u16 = (value: number): void => {
    view.setUint16(at, value, true);
    at += 2;
  };
  const u32 = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const frame = (bits / 8) * channels;
  const code = float ? 3 : 1;
  id("RIFF");
  u32(length - 8 + dataBytes + (dataBytes % 2));
  id("WAVE");
  id("fmt ");
  u32(formatBytes);
  u16(extensible ? 0xfffe : code);
  u16(channels);
  u32(rate);
  u32(Math.min(rate * frame, 0xffffffff));
  u16(frame);
  u16(bits);
  if (extensible) {
    u16(22);
    u16(bits);
    u32(channels === 1 ? 4 : channels === 2 ? 3 : 0);
    u16(code);
    bytes.set([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71], at);
    at += 14;
  } else if (float) u16(0);
  if (factBytes > 0) {
    id("fact");
    u32(4);
    u32(frames);
  }
  id("data");
  u32(dataBytes);
  return bytes;
}

function sampleBytes(signal: Signal, bits: number, options: EncodeOptions): Uint8Array {
  const { data } = signal;
  if (bits === 8) {
    const out = new Uint8Array(data.length);
    for (let i = 0; i < data.length; i++) out[i] = data[i] + 128;
    return out;
  }
  if (bits !== 24) return littleEndian(data);
  const out = new Uint8Array(3 * data.length);
  for (let i = 0; i < data.length; i++) {
    const v = data[i];
    if (v < -8388608 || v > 8388607)
      throw outputError(
        options.target,
        `sample ${Math.floor(i / signal.channels)} is ${v}, beyond 24 bits`,
        "Saturate it first, or write 32 bits",
      );
    out[3 * i] = v;
    out[3 * i + 1] = v >> 8;
    out[3 * i + 2] = v >> 16;
  }
  return out;
}
