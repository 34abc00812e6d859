/**
 * A PNG to samples, exactly as they are stored, without the picture codec: rows are put together while the next ones are
 * decompressed, and go to where they stay.
 */
import { allocate, type Samples, WORTH_SHARING } from "../../base/element.js";
import { inputError, UserError } from "../../base/errors.js";
import { type About, type Signal, signalOf } from "../../base/signal.js";
import { count } from "../../base/text.js";
import type { DecodeOptions } from "../format.js";
import { checkExtent } from "../raster/extent.js";
import { upright } from "../raster/upright.js";
import { animationNote, densityOf, orientationOf, paletteOf, profileOf, transparencyOf } from "./about.js";
import { type Chunks, chunksOf } from "./chunks.js";
import { damage } from "./damage.js";
import { inflated } from "./inflate.js";
import { bytesOf, type Pass, passesOf } from "./passes.js";
import { type Colours, placing } from "./place.js";
import { Rows } from "./rows.js";

/** Bytes that one byte of deflate stands for at most (RFC 1951: 258 of them in two bits, and a little). */
const EXPANSION = 1032;

/**
 * The picture of the file; of an animated one the still picture, which mostly is the first frame. Orientation is applied; colour
 * profile and gamma are not.
 * @throws inputError where it is no PNG, damaged, cut off, or larger than the limits
 */
export async function readPng(bytes: Uint8Array, options: DecodeOptions): Promise<Signal> {
  const { source } = options;
  const chunks = chunksOf(bytes, source);
  const { header, samples, behind } = chunks;
  const { width, height, bits } = header;
  const type = bits === 16 ? "u16" : "u8";
  const colours = coloursOf(chunks, source);
  const { channels } = colours;
  checkExtent(source, width, height, channels * (bits === 16 ? 2 : 1), options);
  const passes = passesOf(header);
  const compressed = samples.reduce((sum, part) => sum + part.length, 0);
  if (bytesOf(passes) > compressed * EXPANSION) {
    throw damage(source, `${count(compressed, "byte")} of samples cannot hold ${width}×${height} pixels`);
  }
  const data = memory(source, type, width * height * channels, options.share === true);
  const more = await fill(chunks, passes, colours, data, source);
  const orientation = orientationOf(chunks.before);
  const alpha = channels % 2 === 0;
  const icc = profileOf(chunks);
  const density = densityOf(chunks.before);
  const animation = animationNote(chunks.before);
  const notes = [
    ...(animation === undefined ? [] : [animation]),
    ...(more ? ["nothing was read behind the last row of the PNG"] : []),
    ...(behind > 0 ? [`nothing was read behind the end of the PNG (${count(behind, "byte")})`] : []),
  ];
  const about: About = {
    source,
    medium: "raster",
    format: "png",
    ...(alpha ? { alpha } : {}),
    ...(icc ? { icc } : {}),
    ...(density === undefined ? {} : { density }),
    ...(orientation > 1 ? { orientation } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
  return upright(signalOf(data, { width, height, channels, rank: 2 }, type, about), orientation);
}

function coloursOf(chunks: Chunks, source: string): Colours {
  const { header } = chunks;
  const clear = transparencyOf(chunks);
  if (header.palette) return { channels: clear ? 4 : 3, palette: paletteOf(chunks, source) };
  return { channels: header.stored + (clear ? 1 : 0), ...(clear ? { clear } : {}) };
}

function memory(source: string, type: "u8" | "u16", length: number, share: boolean): Samples {
  const size = type === "u16" ? 2 * length : length;
  try {
    return allocate(type, length, share && size >= WORTH_SHARING);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw inputError(source, `needs ${size} bytes of memory, more than there are`, "Cut the picture into parts", error);
  }
}

/** Decompresses all rows into `data`. Says whether there was more than that. */
async function fill(
  { header, samples }: Chunks,
  passes: readonly Pass[],
  colours: Colours,
  data: Samples,
  source: string,
): Promise<boolean> {
  const place = placing(header, colours, data as Uint8Array | Uint16Array);
  const rows = new Rows(header, passes, place, source);
  const expected = bytesOf(passes);
  const stream = inflated(samples);
  let taken = 0;
  try {
    for await (const block of stream.blocks) {
      const n = rows.take(block);
      taken += n;
      if (n < block.length) return true;
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw damage(source, `its samples are not a stream of zlib: ${(error as Error).message}`, error);
  }
  if (taken < expected) throw damage(source, `${taken} of ${expected} bytes of its rows are there`);
  return stream.used() < samples.reduce((sum, part) => sum + part.length, 0);
}
