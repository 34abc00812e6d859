/** A picture file to samples by way of sharp, exactly as they are stored. */
import type { Metadata } from "sharp";
import { copyInto } from "../../base/copy.js";
import { type RealType, type Samples, typeOfSamples } from "../../base/element.js";
import { inputError, UserError } from "../../base/errors.js";
import { type About, type Signal, signalOf } from "../../base/signal.js";
import type { DecodeOptions } from "../format.js";
import { settle } from "../settle.js";
import { checkExtent } from "./extent.js";
import { codec, firstLine } from "./sharp.js";

export interface ReadRules {
  /** Name of the format, and how messages call it. */
  readonly name: string;
  readonly title: string;
  /** Words for several pictures in one file. */
  readonly pages?: string;
  /** Which complaints of the codec end the reading; `warning` unless the format is full of harmless ones. */
  readonly failOn?: "error" | "warning";
  /**
   * Width and height as the file's first bytes state them, where a number may stand there that the codec has no room
   * for. They are checked before the codec sees the file.
   */
  readonly stated?: readonly [width: number, height: number];
  /** The density in pixels per inch, where the file states one (the codec makes one up where it does not). */
  density?(m: Metadata): number | undefined;
}

/** Colour spaces whose samples can be taken as they are. Others would need a conversion, which is not exact. */
const SPACES: ReadonlySet<string> = new Set(["b-w", "grey16", "srgb", "rgb16", "scrgb"]);

const REMEDY = "Check that the file is whole, or convert it with another program";

/**
 * The first picture of a file. Orientation is applied; no colour profile is. Palettes become RGB, fewer than 8 bits
 * become u8, 10- and 12-bit AVIF samples stand in the upper bits of u16 (v·64, v·16), unsigned 32-bit ones become f64.
 */
export async function readPicture(bytes: Uint8Array, options: DecodeOptions, rules: ReadRules): Promise<Signal> {
  const { source } = options;
  if (rules.stated) checkExtent(source, ...rules.stated, 0, options);
  const sharp = codec(source, "input");
  const setup = {
    ignoreIcc: true,
    limitInputPixels: false,
    limitInputChannels: false,
    failOn: rules.failOn ?? "warning",
  } as const;
  try {
    const m = await sharp(bytes, setup).metadata();
    checkColours(source, m, rules);
    checkExtent(source, m.width, m.height, Math.max(4, m.channels) * (BYTES[m.depth] ?? 8), options);
    const greyAlpha = m.space === "b-w" && m.channels === 2;
    const decoding = sharp(bytes, { ...setup, autoOrient: true })
      // The codec drops the alpha of 8-bit grey with alpha unless it is taken for a colour picture.
      .toColourspace(greyAlpha ? "srgb" : m.space)
      .raw({ depth: m.depth as "uchar" })
      .toBuffer({ resolveWithObject: true });
    const [{ data, info }, room] = await Promise.all([decoding, settle(() => roomFor(m, options))]);
    if (info.channels !== (greyAlpha ? 4 : m.channels)) {
      throw inputError(source, `this kind of ${rules.title} is not read exactly`, "Convert it with another program");
    }
    const raw = samplesOf(data, m.depth);
    const decoded = greyAlpha ? firstAndLast(raw as Uint8Array) : raw;
    const samples = room?.length === decoded.length ? room : decoded;
    if (samples !== decoded) copyInto(samples, decoded);
    const { width, height } = info;
    return signalOf(
      samples,
      { width, height, channels: m.channels, rank: 2 },
      typeOfSamples(samples) satisfies RealType,
      aboutOf(m, options, rules),
    );
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (firstLine(error) === "Input buffer contains unsupported image format") {
      const found = `the file does not begin as ${rules.title} files do`;
      throw inputError(source, found, "Say its format with --input-format", error);
    }
    throw inputError(source, `the ${rules.title} cannot be decoded (${firstLine(error)})`, REMEDY, error);
  }
}

function checkColours(source: string, m: Metadata, rules: ReadRules): void {
  if (m.space === "cmyk") {
    throw inputError(
      source,
      `the ${rules.title} is CMYK, which has no exact RGB values`,
      "Convert it to RGB with its colour profile first",
    );
  }
  if (!SPACES.has(m.space) || m.channels > 4 || (m.channels % 2 === 0) !== m.hasAlpha) {
    throw inputError(
      source,
      `the ${rules.title} has ${m.channels} channels in the colour space ${m.space}`,
      "Grey and RGB are read, each with or without alpha: convert it first",
    );
  }
}

function aboutOf(m: Metadata, { source }: DecodeOptions, rules: ReadRules): About {
  const density = rules.density?.(m);
  const pages = m.pages ?? 1;
  return {
    source,
    medium: "raster",
    format: rules.name,
    ...(m.hasAlpha ? { alpha: true } : {}),
    ...(m.icc ? { icc: new Uint8Array(m.icc) } : {}),
    ...(density ? { density } : {}),
    ...(m.orientation !== undefined && m.orientation > 1 ? { orientation: m.orientation } : {}),
    ...(pages > 1 ? { notes: [`the first of ${pages} ${rules.pages ?? "pictures"} was read`] } : {}),
  };
}

/** Where the samples should lie, if that matters. */
function roomFor(m: Metadata, { room }: DecodeOptions): Samples | undefined {
  const type = m.depth === "uchar" ? "u8" : m.depth === "ushort" ? "u16" : undefined;
  return type && room?.(type, m.width * m.height * m.channels);
}

const BYTES: Readonly<Record<string, number>> = { uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4, float: 4 };

/** The codec's bytes as the array that their depth means. */
function samplesOf(data: Uint8Array, depth: string): Samples {
  const size = BYTES[depth];
  // Typed arrays must start on a multiple of their element size.
  const { buffer, byteOffset, byteLength } = data.byteOffset % size === 0 ? data : new Uint8Array(data);
  const length = byteLength / size;
  switch (depth) {
    case "uchar":
      return new Uint8Array(buffer, byteOffset, length);
    case "char":
      return new Int8Array(buffer, byteOffset, length);
    case "ushort":
      return new Uint16Array(buffer, byteOffset, length);
    case "short":
      return new Int16Array(buffer, byteOffset, length);
    case "int":
      return new Int32Array(buffer, byteOffset, length);
    case "uint":
      return Float64Array.from(new Uint32Array(buffer, byteOffset, length));
    default:
      return new Float32Array(buffer, byteOffset, length);
  }
}

/** Channels 0 and 3 of four: grey and alpha of grey that was taken for RGB. */
function firstAndLast(rgba: Uint8Array): Uint8Array {
  const out = new Uint8Array(rgba.length / 2);
  for (let i = 0; i < out.length; i += 2) {
    out[i] = rgba[2 * i];
    out[i + 1] = rgba[2 * i + 3];
  }
  return out;
}
