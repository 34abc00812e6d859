import { expect, it } from "vitest";
import { FORMATS } from "../../src/formats/all.js";
import { refusal } from "../../src/formats/refused.js";

const box = (brand: string, ...more: string[]): Buffer => {
  const text = `ftyp${brand}\0\0\0\0${more.join("")}`;
  const size = Buffer.alloc(4);
  size.writeUInt32BE(text.length + 4, 0);
  return Buffer.concat([size, Buffer.from(text, "latin1"), Buffer.alloc(16)]);
};
const bmp = Buffer.alloc(64);
bmp.write("BM", 0, "latin1");
bmp.writeUInt32LE(40, 14);

const KNOWN: [string, Buffer | string][] = [
  ["a PDF", "%PDF-1.7\n"],
  ["PostScript", "%!PS-Adobe-3.0 EPSF-3.0\n"],
  ["a BMP", bmp],
  ["an icon file (ICO)", "\0\0\x01\0\x01\0"],
  ["JPEG XL", "\xff\x0a\xfa"],
  ["JPEG 2000", "\0\0\0\x0cjP  \r\n\x87\n"],
  ["a Radiance HDR picture", "#?RADIANCE\n"],
  ["OpenEXR", "\x76\x2f\x31\x01\x02"],
  ["FITS", "SIMPLE  =                    T"],
  ["HEIC", box("heic", "mif1", "heic")],
  ["a film or sound in an MP4 container", box("isom", "mp42")],
  ["FLAC", "fLaC\0\0\0\x22"],
  ["gzip", "\x1f\x8b\x08"],
  ["a zip archive (as NPZ is)", "PK\x03\x04"],
];

it("known files that are not read are named, with a way out, and no format takes them", () => {
  for (const [name, start] of KNOWN) {
    const head = typeof start === "string" ? Buffer.from(start, "latin1") : start;
    expect(refusal(head)?.name, name).toBe(name);
    expect(refusal(head)?.remedy).toMatch(/^[A-Z][^.]+$/);
    expect(FORMATS.filter((f) => f.sniff(head)).map((f) => f.name)).toEqual([]);
  }
});

it("text that happens to begin like a mark, and AVIF, are not refused", () => {
  for (const start of ["BM,ID3\n1,2\n", "ID3,DDS\n1,2\n", "PAR1\n3\n", "8BPS 1\n", "", "1,2,3\n", "BZh\n"]) {
    expect(refusal(Buffer.from(start)), start).toBeUndefined();
  }
  expect(refusal(box("avif", "mif1"))).toBeUndefined();
  expect(refusal(box("mif1", "avif"))).toBeUndefined();
});
