/** Inputs that are wrong, of every kind. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { refuses } from "./refusals.js";

const fixture = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)));

/** The first half of the picture in another format. */
async function half(format: "tiff" | "jpeg" | "webp" | "gif"): Promise<Uint8Array> {
  const whole = await sharp(fixture("picture.png")).toFormat(format).toBuffer();
  return whole.subarray(0, whole.length >> 1);
}

const FILES = {
  "short.tif": await half("tiff"),
  "short.jpg": await half("jpeg"),
  "short.webp": await half("webp"),
  "short.gif": await half("gif"),
  "c.csv": "1\n2\n3\n",
  "empty.csv": "",
  "short.png": fixture("picture.png").subarray(0, 300),
  "headless.png": fixture("picture.png").subarray(0, 20),
  "short.npy": fixture("plane.npy").subarray(0, 300),
  "headless.npy": fixture("plane.npy").subarray(0, 20),
  "long.npy": Buffer.concat([fixture("plane.npy"), Buffer.from("x")]),
  "short.wav": fixture("tone.wav").subarray(0, 300),
  "headless.wav": fixture("tone.wav").subarray(0, 20),
  "not.png": "hello\n",
  "not.npy": "hello\n",
  "not.wav": "hello\n",
  unknown: "hello\n",
  "short.pgm": "P2\n2 2\n255\n1 2 3\n",
  "bad.pgm": "P2\n2 2\n255\n1 2 3 x\n",
  "over.pgm": "P2\n2 2\n255\n1 2 3 256\n",
  "p.pgm": "P2\n4 3\n255\n0 10 20 30\n40 50 60 70\n80 90 100 255\n",
  "drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"/>\n',
  "drawing.png": '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"/>\n',
  "page.pdf": "%PDF-1.4\n",
  "archive.csv": Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
};

refuses("an input that cannot be read", FILES, [
  [
    "conv -k 1 -",
    3,
    "stdin: its format is not known: neither by its content (png, jpeg, gif, webp, avif, tiff, npy, wav, pam, pfm, ppm, pgm, pbm, svg, json, tsv, csv) nor by its name. Say what it is with --input-format.",
    { stdin: "hello\n" },
  ],
  ["conv -k 1 nope.csv", 3, "nope.csv: there is no such file. Check the path."],
  ["conv -k 1 d.csv", 3, 'd.csv: there is no such file. Did you mean "c.csv"?'],
  ["conv -k 1 folder.csv", 3, "folder.csv: is a folder. Name a file in it."],
  ["conv -k 1 empty.csv", 3, "empty.csv: is empty. Give a file with data in it."],
  ["conv -k 1 c.csv/x", 3, "c.csv/x: a part of the path is a file, not a folder. Check the path."],
  ["conv -k 1 ''", 2, "INPUT: the path is empty. Name a file, or - for stdin."],
]);

refuses("an input that is damaged", FILES, [
  [
    "conv -k 1 short.png -o x.npy",
    3,
    "short.png: the PNG cannot be decoded (it ends within its chunk IDAT). Check that the file is whole, or convert it with another program.",
  ],
  [
    "conv -k 1 headless.png -o x.npy",
    3,
    "headless.png: the PNG cannot be decoded (it ends within its chunk IHDR). Check that the file is whole, or convert it with another program.",
  ],
  [
    "conv -k 1 short.npy",
    3,
    "short.npy: expected 3072 bytes of data for the shape (24, 32), got 172. Copy or save the file again.",
  ],
  [
    "conv -k 1 headless.npy",
    3,
    "headless.npy: the header is cut off: expected 128 bytes, got 20. Copy or save the file again.",
  ],
  ["conv -k 1 long.npy", 3, "long.npy: 1 byte after the data of the array. Save one array a file."],
  ["conv -k 1 short.wav", 3, "short.wav: expected 4000 bytes of data, got 256. Copy or save the file again."],
  [
    "conv -k 1 headless.wav",
    3,
    'headless.wav: expected 16 bytes of the chunk "fmt ", got 0. Copy or save the file again.',
  ],
  [
    "conv -k 1 short.pgm -o x.npy",
    3,
    "short.pgm:5:1: the file ends before the sample 4 of 4. Check that the file is whole.",
  ],
  ["conv -k 1 bad.pgm -o x.npy", 3, 'bad.pgm:4:7: the sample 4 of 4 is "x". It must be an integer from 0 to 255.'],
  ["conv -k 1 over.pgm -o x.npy", 3, 'over.pgm:4:7: the sample 4 of 4 is "256". It must be an integer from 0 to 255.'],
]);

refuses("a picture of which the second half is missing", FILES, [
  [
    "conv -k 1 short.tif -o x.npy",
    3,
    "short.tif: the TIFF states a directory at byte 15678, but has 8269 bytes. Check that the file is whole.",
  ],
  [
    "conv -k 1 short.jpg -o x.npy",
    3,
    "short.jpg: the JPEG cannot be decoded (VipsJpeg: premature end of JPEG image). Check that the file is whole, or convert it with another program.",
  ],
  [
    "conv -k 1 short.webp -o x.npy",
    3,
    "short.webp: the WebP cannot be decoded (Input buffer has corrupt header: webp: unable to parse image). Check that the file is whole, or convert it with another program.",
  ],
  [
    "conv -k 1 short.gif -o x.npy",
    3,
    "short.gif: the GIF cannot be decoded (Input buffer has corrupt header: gifload_buffer: Unexpected end of GIF source data). Check that the file is whole, or convert it with another program.",
  ],
]);

refuses("an input of another kind", FILES, [
  [
    "conv -k 1 not.png -o x.npy",
    3,
    "not.png: the file does not begin as PNG files do. Say its format with --input-format.",
  ],
  ["conv -k 1 not.npy", 3, "not.npy: the file does not begin as NPY files do. Say its format with --input-format."],
  ["conv -k 1 not.wav", 3, "not.wav: the file does not begin as WAV files do. Say its format with --input-format."],
  [
    "conv -k 1 unknown",
    3,
    "unknown: its format is not known: neither by its content (png, jpeg, gif, webp, avif, tiff, npy, wav, pam, pfm, ppm, pgm, pbm, svg, json, tsv, csv) nor by its name. Say what it is with --input-format.",
  ],
  [
    "conv -k 1 drawing.svg -o x.png",
    3,
    "drawing.svg: is svg by its content, which is not read unless asked for. Convert it to PNG first, or trust it with --input-format svg.",
  ],
  [
    "conv -k 1 drawing.png -o x.png",
    3,
    "drawing.png: is svg by its content, which is not read unless asked for. Convert it to PNG first, or trust it with --input-format svg.",
  ],
  ["conv -k 1 page.pdf -o x.png", 3, "page.pdf: is a PDF, which is not read. Draw its page to PNG first."],
  ["conv -k 1 archive.csv", 3, "archive.csv: is gzip, which is not read. Unpack it first."],
  [
    "conv -k 1 c.csv --input-format png",
    3,
    "c.csv: the file does not begin as PNG files do. Say its format with --input-format.",
  ],
  [
    "conv -k 1 c.csv --input-format wav",
    3,
    "c.csv: the file does not begin as WAV files do. Say its format with --input-format.",
  ],
  [
    "conv -k 1 p.pgm --limit-pixels 10 -o x.png",
    3,
    "p.pgm: 4×3 pixels are 12, over the limit of 10. Raise it with --limit-pixels 12 if the file is to be trusted.",
  ],
]);
