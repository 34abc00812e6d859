/**
 * What the chunks before the samples say of a picture: palette, transparency, colour profile, density, orientation,
 * animation. What is malformed there counts for nothing, except the palette, without which there are no colours.
 */
import { inflateSync } from "node:zlib";
import { count } from "../../base/text.js";
import { hasText } from "../raster/magic.js";
import type { Chunks } from "./chunks.js";
import { damage } from "./damage.js";
import type { Header } from "./header.js";

/** RGBA of each index; those that the file leaves out are black. @throws inputError */
export function paletteOf({ header, before }: Chunks, source: string): Uint8Array {
  const colours = before.get("PLTE");
  if (!colours) throw damage(source, "it has no palette");
  const indices = colours.length / 3;
  if (indices < 1 || indices > 256 || !Number.isInteger(indices)) {
    throw damage(source, `its palette has ${colours.length} bytes instead of 3 for each of 1 to 256 colours`);
  }
  const alphas = transparencyOf({ header, before });
  const table = new Uint8Array(4 * 256);
  for (let i = 0; i < 256; i++) {
    if (i < indices) table.set(colours.subarray(3 * i, 3 * i + 3), 4 * i);
    table[4 * i + 3] = alphas?.[i] ?? 255;
  }
  return table;
}

/**
 * The alphas of the palette, or the stored samples of the one colour that is transparent; undefined where there is no
 * transparency besides the stored alpha.
 */
export function transparencyOf({ header, before }: Pick<Chunks, "header" | "before">): ArrayLike<number> | undefined {
  const data = before.get("tRNS");
  if (!data || header.alpha) return undefined;
  if (header.palette) return data.length > 0 && 3 * data.length <= before.get("PLTE")!.length ? data : undefined;
  if (data.length !== 2 * header.stored) return undefined;
  // Only as many bits count as samples have.
  const bits = header.bits === 16 ? 65535 : (1 << header.bits) - 1;
  return Array.from({ length: header.stored }, (_, c) => ((data[2 * c] << 8) | data[2 * c + 1]) & bits);
}

const INCH = 0.0254;

/** Pixels per inch, from those per metre along x; fewer than 1000 per metre are no density of a picture. */
export function densityOf(before: Chunks["before"]): number | undefined {
  const data = before.get("pHYs");
  // Without a unit it is the ratio of the sides of a pixel.
  if (data?.length !== 9 || data[8] !== 1) return undefined;
  const perMetre = new DataView(data.buffer, data.byteOffset).getUint32(0);
  return perMetre > 1000 ? Math.round(perMetre * INCH) : undefined;
}

/** Bytes of the largest profile that is carried over. */
const PROFILE = 8_000_000;

/** The colour profile (ICC.1:2022, 7.2), where it is one for such samples: a wrong one would be worse than none. */
export function profileOf({ header, before }: Chunks): Uint8Array | undefined {
  const data = before.get("iCCP");
  const name = data?.indexOf(0) ?? 0;
  if (!data || name < 1 || name > 79 || data[name + 1] !== 0) return undefined;
  let profile: Uint8Array;
  try {
    profile = inflateSync(data.subarray(name + 2), { maxOutputLength: PROFILE });
  } catch {
    return undefined;
  }
  if (profile.length < 132 || !hasText(profile, "acsp", 36) || !hasText(profile, spaceOf(header), 16)) return undefined;
  const size = new DataView(profile.buffer, profile.byteOffset).getUint32(0);
  return size >= 132 && size <= profile.length ? new Uint8Array(profile.subarray(0, size)) : undefined;
}

const spaceOf = ({ palette, stored }: Header): string => (palette || stored > 2 ? "RGB " : "GRAY");

/** What was read of an animation (APNG): its first frame, or the picture that stands beside it. */
export function animationNote(before: Chunks["before"]): string | undefined {
  const data = before.get("acTL");
  if (data?.length !== 8) return undefined;
  const frames = new DataView(data.buffer, data.byteOffset).getUint32(0);
  if (!before.has("fcTL")) return `the still picture was read, not the animation (${count(frames, "frame")})`;
  return frames > 1 ? `the first of ${frames} frames was read` : undefined;
}

/** Bytes of a value by its field type in EXIF: of BYTE, SHORT and LONG. */
const SIZES: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [3, 2],
  [4, 4],
]);
const ORIENTATION = 274;

/** The orientation in EXIF (a TIFF directory), 1 to 8; 1 where none is stated. */
export function orientationOf(before: Chunks["before"]): number {
  const data = before.get("eXIf");
  if (!data || data.length < 14 || !(hasText(data, "II*\0") || hasText(data, "MM\0*"))) return 1;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const little = data[0] === 0x49;
  const start = view.getUint32(4, little);
  if (start + 2 > data.length) return 1;
  const entries = view.getUint16(start, little);
  for (let at = start + 2, i = 0; i < entries && at + 12 <= data.length; at += 12, i++) {
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const size = SIZES.get(view.getUint16(at + 2, little));
    if (size === undefined || view.getUint32(at + 4, little) === 0) return 1;
    const value =
      size === 1 ? data[at + 8] : size === 2 ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
