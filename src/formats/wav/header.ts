/** The chunks of a RIFF file that hold a sound. */
import { inputError } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import { count, quoted } from "../../base/text.js";

export interface WavHeader {
  readonly channels: number;
  /** Samples per second. */
  readonly rate: number;
  readonly bits: 8 | 16 | 24 | 32 | 64;
  readonly float: boolean;
  /** false for RIFX, whose numbers are big-endian. */
  readonly little: boolean;
  readonly dataAt: number;
  readonly dataBytes: number;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** The GUID 0000xxxx-0000-0010-8000-00aa00389b71: all but the format code xxxx in its first number. */
const GUID_END = [0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

const CODECS: ReadonlyMap<number, string> = new Map([
  [0x0002, "Microsoft ADPCM"],
  [0x0006, "A-law"],
  [0x0007, "mu-law"],
  [0x0011, "IMA ADPCM"],
  [0x0031, "GSM 6.10"],
  [0x0040, "G.721 ADPCM"],
  [0x0050, "MPEG"],
  [0x0055, "MP3"],
  [0x0161, "WMA"],
  [0xf1ac, "FLAC"],
]);

export const idAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

export const isWav = (head: Uint8Array): boolean =>
  head.length >= 12 && ["RIFF", "RIFX", "RF64"].includes(idAt(head, 0)) && idAt(head, 8) === "WAVE";

/**
 * Finds and checks the format and the data. A data size of 0 with a RIFF size of 0, of 0xFFFFFFFF, and SoX's 0x7FFFF000
 * are what writers to pipes leave: the data then reach to the end of the file.
 */
export function readHeader(bytes: Uint8Array, source: string): WavHeader {
  const bad = (found: string, remedy = "Copy or save the file again"): Error => inputError(source, found, remedy);
  if (!isWav(bytes)) throw bad("the file does not begin as WAV files do", "Say its format with --input-format");
  const form = idAt(bytes, 0);
  const little = form !== "RIFX";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Pick<WavHeader, "channels" | "rate" | "bits" | "float"> | undefined;
  let longData: bigint | undefined;
  let data: { at: number; size: number } | undefined;
  for (let at = 12; at < bytes.length; ) {
    if (bytes.length - at < 8) {
      // A pad byte may end the file.
      if (bytes.length - at === 1 && bytes[at] === 0) break;
      throw bad(`${count(bytes.length - at, "byte")} behind the last chunk`);
    }
    const id = idAt(bytes, at);
    let size = view.getUint32(at + 4, little);
    const room = bytes.length - at - 8;
    if (id === "data") {
      if (data !== undefined) throw bad("a second data chunk", "Give a file with one sound");
      if (format === undefined) throw bad("the data chunk stands before the format chunk");
      if (form === "RF64" && size === 0xffffffff && longData !== undefined) {
        if (longData > BigInt(room)) throw bad(`expected ${longData} bytes of data, got ${room}`);
        size = Number(longData);
      } else if (isOpen(size, view.getUint32(4, little), room, (format.bits / 8) * format.channels)) size = room;
      data = { at: at + 8, size };
    }
    if (size > room)
      throw bad(
        id === "data"
          ? `expected ${size} bytes of data, got ${room}`
          : `expected ${size} bytes of the chunk ${quoted(id)}, got ${room}`,
      );
    if (id === "ds64" && form === "RF64") {
      if (size < 24) throw bad(`a ds64 chunk of ${size} bytes`);
      longData = view.getBigUint64(at + 16, little);
    }
    if (id === "fmt ") {
      if (format !== undefined) throw bad("a second format chunk");
      format = readFormat(view, at + 8, size, little, bad);
    }
    at += 8 + size + (size % 2);
  }
  if (format === undefined) throw bad("there is no format chunk");
  if (data === undefined) throw bad("there is no data chunk");
  const frame = (format.bits / 8) * format.channels;
  if (data.size === 0) throw bad("the sound has no samples", "Give a sound with at least one sample");
  if (data.size % frame !== 0)
    throw bad(`${count(data.size, "byte")} of data are no whole number of frames of ${count(frame, "byte")}`);
  return { ...format, little, dataAt: data.at, dataBytes: data.size };
}

function isOpen(size: number, riffSize: number, room: number, frame: number): boolean {
  if (size === 0xffffffff) return true;
  if (size === 0) return riffSize === 0;
  return size > room && size === 0x7ffff000 - (0x7ffff000 % frame);
}

/** What the format chunk at `at` says. @param bad makes the error for what was found */
export function readFormat(
  view: DataView,
  at: number,
  size: number,
  little: boolean,
  bad: (found: string, remedy?: string) => Error,
): Pick<WavHeader, "channels" | "rate" | "bits" | "float"> {
  if (size < 16) throw bad(`a format chunk of ${size} bytes, where at least 16 are needed`);
  let code = view.getUint16(at, little);
  const channels = view.getUint16(at + 2, little);
  const rate = view.getUint32(at + 4, little);
  const align = view.getUint16(at + 12, little);
  const bits = view.getUint16(at + 14, little);
  if (code === EXTENSIBLE) {
    if (size < 40) throw bad(`an extensible format chunk of ${size} bytes, where 40 are needed`);
    const known =
      view.getUint16(at + 28, little) === 0 &&
      view.getUint16(at + 30, little) === 0x10 &&
      GUID_END.every((byte, i) => view.getUint8(at + 32 + i) === byte);
    code = view.getUint32(at + 24, little);
    if (!known || code > 0xffff) throw bad("the sound is stored by an unknown codec", "Convert it to PCM");
    const valid = view.getUint16(at + 18, little);
    // Samples fill their containers from the top, so full scale is the container's either way.
    if (valid > bits) throw bad(`${valid} valid bits in samples of ${bits} bits`);
  }
  if (code !== PCM && code !== FLOAT) {
    const name = CODECS.get(code) ?? `codec 0x${code.toString(16).padStart(4, "0")}`;
    throw bad(`the sound is stored as ${name}`, "Convert it to PCM, as with ffmpeg -i in.wav -c:a pcm_s16le out.wav");
  }
  const float = code === FLOAT;
  if (!(float ? bits === 32 || bits === 64 : bits === 8 || bits === 16 || bits === 24 || bits === 32))
    throw bad(
      `${float ? "float" : "PCM"} samples of ${bits} bits`,
      "Convert the sound to PCM of 8, 16, 24 or 32 bits or float of 32 or 64",
    );
  if (channels === 0) throw bad("the sound has 0 channels");
  if (channels > limits.audioChannels) throw bad(`${channels} channels`, `The limit is ${limits.audioChannels}`);
  if (rate === 0) throw bad("the sample rate is 0");
  if (align !== (bits / 8) * channels)
    throw bad(
      `frames of ${count(align, "byte")}, where ${count(channels, "channel")} of ${bits} bits make ${(bits / 8) * channels}`,
    );
  return { channels, rate, bits: bits as WavHeader["bits"], float };
}
