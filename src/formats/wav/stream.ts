/** WAV sounds as their bytes come, also from programs that write to a pipe and leave the sizes open. */
import { inputError } from "../../base/errors.js";
import { count } from "../../base/text.js";
import { joinedBytes, type RowBlock, type RowDecoder, type RowHead, type RowOptions } from "../rows.js";
import { idAt, isWav, readFormat, type WavHeader } from "./header.js";
import { readSamples } from "./samples.js";

const NOTHING = new Uint8Array(0);
/** Most bytes before the data: chunks with tags may stand there. */
const LONGEST_HEAD = 16 * 1024 * 1024;

type Sound = Omit<WavHeader, "dataAt" | "dataBytes"> & {
  /** Bytes of data; Infinity where they reach to the end. */
  readonly bytes: number;
};

export class WavRows implements RowDecoder {
  head: RowHead | undefined;
  private rest: Uint8Array = NOTHING;
  private sound: Sound | undefined;
  private taken = 0;

  constructor(private readonly options: RowOptions) {}

  push(bytes: Uint8Array): RowBlock | undefined {
    let all = joinedBytes(this.rest, bytes);
    if (!this.sound) {
      const at = this.begin(all);
      if (at === undefined) {
        this.rest = all;
        return undefined;
      }
      all = all.subarray(at);
    }
    return this.frames(all);
  }

  end(): RowBlock | undefined {
    const { source } = this.options;
    if (!this.sound) throw inputError(source, "the file ends before its data", "Copy or save the file again");
    const { bytes } = this.sound;
    const found = this.taken + this.rest.length;
    if (bytes !== Infinity && found < bytes)
      throw inputError(source, `expected ${bytes} bytes of data, got ${found}`, "Copy or save the file again");
    if (bytes === Infinity && this.rest.length > 0)
      throw inputError(source, `${count(this.rest.length, "byte")} of a frame that is cut off`, "Save the file again");
    return undefined;
  }

  /** Walks over the chunks to the data; returns where they begin, or undefined where that has not come yet. */
  private begin(bytes: Uint8Array): number | undefined {
    const bad = (found: string, remedy = "Copy or save the file again"): Error =>
      inputError(this.options.source, found, remedy);
    if (bytes.length < 12) return undefined;
    if (!isWav(bytes)) throw bad("the file does not begin as WAV files do", "Say its format with --input-format");
    const form = idAt(bytes, 0);
    const little = form !== "RIFX";
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let format: ReturnType<typeof readFormat> | undefined;
    let long: bigint | undefined;
    for (let at = 12; bytes.length - at >= 8; ) {
      const id = idAt(bytes, at);
      const size = view.getUint32(at + 4, little);
      if (id === "data") {
        if (!format) throw bad("the data chunk stands before the format chunk");
        const whole = form === "RF64" && size === 0xffffffff && long !== undefined ? Number(long) : size;
        const frame = (format.bits / 8) * format.channels;
        const open = isOpen(whole, view.getUint32(4, little), frame);
        if (!open && whole === 0) throw bad("the sound has no samples", "Give a sound with at least one sample");
        if (!open && whole % frame !== 0)
          throw bad(`${count(whole, "byte")} of data are no whole number of frames of ${count(frame, "byte")}`);
        this.sound = { ...format, little, bytes: open ? Infinity : whole };
        this.head = { channels: format.channels, sampleRate: format.rate };
        return at + 8;
      }
      if (at + size > LONGEST_HEAD) throw bad(`more than ${LONGEST_HEAD} bytes before the data`);
      if (bytes.length - at - 8 < size) return undefined;
      if (id === "ds64" && size >= 24) long = view.getBigUint64(at + 16, little);
      if (id === "fmt ") format = readFormat(view, at + 8, size, little, bad);
      at += 8 + size + (size % 2);
    }
    return undefined;
  }

  private frames(bytes: Uint8Array): RowBlock | undefined {
    const sound = this.sound!;
    // What stands behind the data are chunks with words about them.
    const own = bytes.subarray(0, Math.min(bytes.length, sound.bytes - this.taken));
    const frame = (sound.bits / 8) * sound.channels;
    const used = own.length - (own.length % frame);
    this.rest = own.slice(used);
    this.taken += used;
    if (used === 0) return undefined;
    return { samples: readSamples(own, { ...sound, dataAt: 0, dataBytes: used }) };
  }
}

/** Sizes that writers to pipes leave: the data reach to the end. */
const isOpen = (size: number, riffSize: number, frame: number): boolean =>
  size === 0xffffffff || (size === 0 && riffSize === 0) || size === 0x7ffff000 - (0x7ffff000 % frame);
