/**
 * The chunks of a PNG (W3C Portable Network Graphics, third edition, clauses 5 and 11), each checked against its
 * checksum: a file in which one bit was changed, or that was cut off, is refused.
 */
import { inputError } from "../../base/errors.js";
import { hasText } from "../raster/magic.js";
import { crc32 } from "./checks.js";
import { damage } from "./damage.js";
import { type Header, headerOf } from "./header.js";

export interface Chunks {
  readonly header: Header;
  /** The contents of the chunks before the samples, by type; of several of one type the first. */
  readonly before: ReadonlyMap<string, Uint8Array>;
  /** The compressed samples, in parts. */
  readonly samples: readonly Uint8Array[];
  /** Bytes behind the last chunk. */
  readonly behind: number;
}

export const SIGNATURE = "\x89PNG\r\n\x1a\n";
const CRITICAL: ReadonlySet<string> = new Set(["IHDR", "PLTE", "IDAT", "IEND"]);

/** @throws inputError where the file is no PNG, or damaged */
export function chunksOf(bytes: Uint8Array, source: string): Chunks {
  if (!hasText(bytes, SIGNATURE)) {
    throw inputError(source, "the file does not begin as PNG files do", "Say its format with --input-format");
  }
  let header: Header | undefined;
  const before = new Map<string, Uint8Array>();
  const samples: Uint8Array[] = [];
  let last = "";
  for (let at = SIGNATURE.length; last !== "IEND"; ) {
    const { type, data, next } = chunkAt(bytes, at, source);
    if (!header && type !== "IHDR") throw damage(source, `it begins with the chunk ${type} instead of IHDR`);
    // Bit 5 of the first letter says whether a picture can be shown without knowing what the chunk means.
    if (/^[A-Z]/.test(type) && !CRITICAL.has(type)) {
      throw damage(source, `it needs the chunk ${type}, which the standard does not know`);
    }
    if (type === "IHDR" && header) throw damage(source, "it has two headers");
    if (type === "IHDR") header = headerOf(data, source);
    else if (type === "IDAT") {
      if (samples.length > 0 && last !== "IDAT") throw damage(source, `the chunk ${last} stands between its samples`);
      samples.push(data);
    } else if (samples.length === 0) keep(before, type, data, source, header!.palette);
    last = type;
    at = next;
    if (type === "IEND") {
      if (samples.length === 0) throw damage(source, "it has no samples");
      return { header: header!, before, samples, behind: bytes.length - next };
    }
  }
  throw damage(source, "it has no end");
}

function chunkAt(bytes: Uint8Array, at: number, source: string): { type: string; data: Uint8Array; next: number } {
  if (at + 8 > bytes.length) throw damage(source, "it ends before its last chunk");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
  if (!/^[A-Za-z]{2}[A-Z][A-Za-z]$/.test(type)) throw damage(source, `no chunk begins at byte ${at}`);
  const end = at + 8 + view.getUint32(at);
  if (end + 4 > bytes.length) throw damage(source, `it ends within its chunk ${type}`);
  if (crc32(bytes.subarray(at + 4, end), 0) !== view.getUint32(end)) {
    throw damage(source, `the checksum of its chunk ${type} at byte ${at} is wrong`);
  }
  return { type, data: bytes.subarray(at + 8, end), next: end + 4 };
}

/** Chunks where the standard does not allow them count for nothing, but only one palette can be meant. */
function keep(before: Map<string, Uint8Array>, type: string, data: Uint8Array, source: string, palette: boolean): void {
  if (palette && type === "PLTE" && before.has(type)) throw damage(source, "it has two palettes");
  const late = type === "iCCP" && before.has("PLTE");
  const early = type === "tRNS" && palette && !before.has("PLTE");
  if (!before.has(type) && !late && !early) before.set(type, data);
}
