/** Files that are known but not read, so that the message can name them. */
import { hasText, isoBrands } from "./raster/magic.js";

export interface Refusal {
  /** What the file is. */
  readonly name: string;
  /** What to do, no full stop. */
  readonly remedy: string;
}

const TO_PNG = "Convert it to PNG or TIFF first";
const TO_WAV = "Convert it to WAV first";
const TO_NPY = "Convert it to NPY first";
const UNPACK = "Unpack it first";

/** Name, remedy, and the marks that stand at the start (or at the given byte). */
const MARKS: readonly (readonly [
  name: string,
  remedy: string,
  ...marks: readonly (string | readonly [string, number])[],
])[] = [
  ["a PDF", "Draw its page to PNG first", "%PDF-"],
  ["PostScript", "Draw it to PNG first", "%!PS", "\xc5\xd0\xd3\xc6"],
  ["an icon file (ICO)", TO_PNG, "\0\0\x01\0", "\0\0\x02\0"],
  ["JPEG XL", TO_PNG, "\xff\x0a", "\0\0\0\x0cJXL \r\n\x87\n"],
  ["JPEG 2000", TO_PNG, "\0\0\0\x0cjP  \r\n\x87\n", "\xff\x4f\xff\x51"],
  ["JPEG XR", TO_PNG, "II\xbc\x01"],
  ["a Radiance HDR picture", "Convert it to PFM or float TIFF first", "#?RADIANCE", "#?RGBE"],
  ["OpenEXR", "Convert it to PFM or float TIFF first", "\x76\x2f\x31\x01"],
  ["FITS", TO_NPY, "SIMPLE  ="],
  ["a Photoshop file (PSD)", TO_PNG, "8BPS\0\x01"],
  ["QOI", TO_PNG, "qoif\0"],
  ["DDS", TO_PNG, "DDS \x7c\0\0\0"],
  ["MNG or JNG", TO_PNG, "\x8aMNG", "\x8bJNG"],
  ["DICOM", "Convert it to PNG, TIFF or NPY first", ["DICM", 128]],
  ["FLAC", TO_WAV, "fLaC\0"],
  ["Ogg", TO_WAV, "OggS\0"],
  ["MP3", TO_WAV, "ID3\x02", "ID3\x03", "ID3\x04", "\xff\xfb", "\xff\xf3", "\xff\xf2"],
  ["AIFF", TO_WAV, ["AIFF", 8], ["AIFC", 8]],
  ["HDF5", TO_NPY, "\x89HDF\r\n\x1a\n"],
  ["a MATLAB file", TO_NPY, "MATLAB 5.0 MAT-file"],
  ["Parquet", "Convert it to CSV or NPY first", "PAR1\x15"],
  ["a zip archive (as NPZ is)", "Take out the array as NPY first", "PK\x03\x04"],
  ["gzip", UNPACK, "\x1f\x8b"],
  ["bzip2", UNPACK, ["1AY&SY", 4]],
  ["xz", UNPACK, "\xfd7zXZ\0"],
  ["Zstandard", UNPACK, "\x28\xb5\x2f\xfd"],
];

/** What `head` (the start of a file) is, if it is something that is known and not read. */
export function refusal(head: Uint8Array): Refusal | undefined {
  for (const [name, remedy, ...marks] of MARKS) {
    if (marks.some((m) => (typeof m === "string" ? hasText(head, m) : hasText(head, ...m)))) return { name, remedy };
  }
  if (isBmp(head)) return { name: "a BMP", remedy: TO_PNG };
  const brands = isoBrands(head);
  if (brands.length === 0 || brands.includes("avif") || brands.includes("avis")) return undefined;
  return /^(hei|hev|mif1|msf1)/.test(brands[0])
    ? { name: "HEIC", remedy: TO_PNG }
    : { name: "a film or sound in an MP4 container", remedy: "Convert it to pictures or WAV first" };
}

/** `BM`, and a header of a size that exists. Text may start with the same two letters. */
function isBmp(head: Uint8Array): boolean {
  if (!hasText(head, "BM") || head.length < 18) return false;
  return [12, 40, 52, 56, 64, 108, 124].includes(new DataView(head.buffer, head.byteOffset).getUint32(14, true));
}
