/** NPZ: NumPy arrays in a ZIP archive, each a member `NAME.npy`, stored or deflated (PKWARE APPNOTE 6.3, without ZIP64). */
import { inflateRawSync } from "node:zlib";
import { inputError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";
import { crc32 } from "../png/checks.js";

/** What a central directory says of a member. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_LENGTH = 22;
/** A comment may follow the end record. */
const COMMENT = 65535;
const STORED = 0;
const DEFLATED = 8;
/** Says that a number stands in the ZIP64 record. */
const ELSEWHERE = 0xffffffff;

export const isZip = (bytes: Uint8Array): boolean =>
  bytes.length > 3 && bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);

const damaged = (found: string, source: string): Error =>
  inputError(source, `the archive is damaged: ${found}`, "Copy or save the file again");

/** The names of the arrays, without `.npy`, in the order of the archive. @throws inputError */
export const npzNames = (bytes: Uint8Array, source: string): string[] =>
  entriesOf(bytes, source).map(({ name }) => name.replace(/\.npy$/, ""));

/**
 * The bytes of the NPY file of a member.
 * @throws inputError where there is none of that name, or the archive is damaged
 */
export function npzMember(bytes: Uint8Array, name: string, source: string): Uint8Array {
  const entries = entriesOf(bytes, source);
  const entry = entries.find((e) => e.name === `${name}.npy`) ?? entries.find((e) => e.name === name);
  if (!entry) {
    const names = entries.map((e) => e.name.replace(/\.npy$/, "")).join(", ");
    throw inputError(source, `there is no array ${quoted(name)}`, `It has ${names === "" ? "none" : names}`);
  }
  return unpacked(bytes, entry, source);
}

function entriesOf(bytes: Uint8Array, source: string): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === undefined) throw damaged("its end is missing", source);
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw damaged("its directory is cut off", source);
    const nameLength = view.getUint16(at + 28, true);
    const further = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    entries.push({
      name: new TextDecoder().decode(bytes.slice(at + 46, at + 46 + nameLength)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + further;
  }
  return entries;
}

/** Where the end record begins, behind which only a comment stands. */
function endOf(view: DataView): number | undefined {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - COMMENT); at--) if (view.getUint32(at, true) === END) return at;
  return undefined;
}

function unpacked(bytes: Uint8Array, entry: Entry, source: string): Uint8Array {
  const { at, packed, size, method, flags, crc, name } = entry;
  if ((flags & 1) !== 0) throw inputError(source, `${quoted(name)} is encrypted`, "Save the arrays without a password");
  if (packed === ELSEWHERE || size === ELSEWHERE || at === ELSEWHERE)
    throw inputError(source, `${quoted(name)} has more than 4 GiB`, "Save it as NPY");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL)
    throw damaged(`${quoted(name)} is not there`, source);
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (from + packed > bytes.length) throw damaged(`${quoted(name)} is cut off`, source);
  const data = bytes.slice(from, from + packed);
  const found = method === STORED ? data : method === DEFLATED ? inflated(data, size, name, source) : undefined;
  if (!found)
    throw inputError(source, `${quoted(name)} is compressed in way ${method}`, "Save it with numpy.savez_compressed");
  if (found.length !== size || crc32(found, 0) !== crc)
    throw damaged(`the checksum of ${quoted(name)} is wrong`, source);
  return found;
}

function inflated(data: Uint8Array, size: number, name: string, source: string): Uint8Array {
  try {
    // One byte more is enough to see that there are too many.
    return inflateRawSync(data, { maxOutputLength: size + 1 });
  } catch {
    throw damaged(`${quoted(name)} does not decompress`, source);
  }
}
