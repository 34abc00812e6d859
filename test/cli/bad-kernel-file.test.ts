/** Kernel files that are wrong, and kernels that do not fit the call. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { refuses } from "./refusals.js";

const fixture = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)));

const FILES = {
  "c.csv": "1\n2\n3\n",
  "m.csv": "1,2,3\n4,5,6\n7,8,9\n",
  "word.txt": "1 2\n3 x\n",
  "ragged.txt": "1 2\n3\n",
  "nan.txt": "1 nan\n",
  "none.txt": "# nothing\n",
  "mixed.txt": "1 2,3\n",
  "nan.csv": "1,nan\n",
  "word.csv": "1,x\n",
  "hole.csv": "1,,2\n",
  "header.csv": "a,b\n",
  "null.json": '{"taps":[1,null]}',
  "key.json": '{"tapz":[1,2]}',
  "zero.json": '{"taps":[1,2],"divisor":0}',
  "ragged.json": '{"taps":[[1,2],[3]]}',
  "empty.json": '{"taps":[]}',
  "cut.json": '{"taps":[1',
  "deep.json": "[[[[1]]]]",
  "mode.json": '{"taps":[1,2],"mode":"corr"}',
  binary: Buffer.from([0, 1, 2, 3]),
  "short.npy": fixture("plane.npy").subarray(0, 300),
  "drawing.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
  "tone.wav": fixture("tone.wav"),
  "nothing.txt": "",
  "conv.json": '{"taps":[1,2],"mode":"conv","name":"my\\u001b[2J kernel"}',
  "rows.json": "[[1,2],[3]]",
  "word.json": '[1,"x"]',
};

refuses("kernel files that are wrong", FILES, [
  ["conv -k word.txt c.csv", 3, 'word.txt:2:3: "x" is not a number. Taps are written as -0.5, 1e-3, 2/3 or 1+2i.'],
  ["conv -k ragged.txt c.csv", 3, "ragged.txt:2:1: row 2 has 1 tap, row 1 has 2. Give all rows the same length."],
  ["conv -k nan.txt c.csv", 3, 'nan.txt:1:3: "nan" is not finite. Taps are written as -0.5, 1e-3, 2/3 or 1+2i.'],
  ["conv -k none.txt c.csv", 3, "none.txt: there are no taps. Taps are written as -0.5, 1e-3, 2/3 or 1+2i."],
  [
    "conv -k mixed.txt c.csv",
    3,
    "mixed.txt:1:4: commas and blanks both separate taps here. Separate all taps by commas or all by blanks; a decimal comma is never read as one.",
  ],
  ["conv -k nothing.txt c.csv", 3, "nothing.txt: is empty. Give a file with data in it."],
  ["conv -k nan.csv c.csv", 3, 'nan.csv:1:3: "nan" is not finite. Taps are written as -0.5, 1e-3, 2/3 or 1+2i.'],
  ["conv -k word.csv c.csv", 3, 'word.csv:1:3: "x" is not a number. Taps are written as -0.5, 1e-3, 2/3 or 1+2i.'],
  ["conv -k hole.csv c.csv", 3, "hole.csv:1:3: tap 2 of row 1 is empty. Taps are written as -0.5, 1e-3, 2/3 or 1+2i."],
  ["conv -k header.csv c.csv", 3, "header.csv:1: a header and no rows of data. Say --no-header if the line is data."],
  ["conv -k null.json c.csv", 3, 'null.json:1:12: taps[1] is null. A tap is a number, or a string as "2/3" or "1+2i".'],
  [
    "conv -k key.json c.csv",
    3,
    'key.json:1:2: a kernel has no key "tapz". Did you mean "taps"? It has taps, divisor, scale, offset, anchor, mode, name, sampleRate.',
  ],
  [
    "conv -k zero.json c.csv",
    3,
    "zero.json:1:25: divisor is 0, and nothing can be divided by it. Give another number or leave it out.",
  ],
  [
    "conv -k ragged.json c.csv",
    3,
    "ragged.json:1:16: taps[1] has 1 entry, the first of its kind has 2. Give all rows the same length.",
  ],
  ["conv -k empty.json c.csv", 3, 'empty.json:1:9: taps is empty. A tap is a number, or a string as "2/3" or "1+2i".'],
  ["conv -k cut.json c.csv", 3, 'cut.json:1:11: the text ends where "," or "]" should be. Mend the JSON.'],
  [
    "conv -k deep.json c.csv",
    3,
    "deep.json:1:4: [0][0][0] is a fourth level of arrays. Give [taps], [[rows]] or [[[channels]]].",
  ],
  ["conv -k mode.json c.csv", 3, 'mode.json:1:22: mode is "corr". Give "conv" or "xcorr".'],
  [
    "conv -k rows.json c.csv",
    3,
    "rows.json:1:8: [1] has 1 entry, the first of its kind has 2. Give all rows the same length.",
  ],
  [
    "conv -k word.json c.csv",
    3,
    'word.json:1:4: [1] is "x", which is not a number. A tap is a number, or a string as "2/3" or "1+2i".',
  ],
  [
    "conv -k binary c.csv",
    3,
    "binary: is no kernel: neither text nor a picture, sound or array that is known. Give rows of taps, JSON, CSV, NPY, WAV or a picture.",
  ],
  [
    "conv -k short.npy c.csv",
    3,
    "short.npy: expected 3072 bytes of data for the shape (24, 32), got 172. Copy or save the file again.",
  ],
  [
    "conv -k drawing.svg c.csv",
    3,
    "drawing.svg: is svg by its content, which is not read unless asked for. Convert it to PNG first, or trust it with --input-format svg.",
  ],
  ["conv -k folder.csv c.csv", 3, "folder.csv: is a folder. Name a file in it."],
]);

refuses("stdin asked for twice", FILES, [
  [
    "conv -k - -",
    2,
    "-: stdin is asked for twice, and it can be read once only. Give a file for one of them.",
    { stdin: "1\n" },
  ],
  [
    "conv -k - -k - c.csv",
    2,
    "-: stdin is asked for twice, and it can be read once only. Give a file for one of them.",
    { stdin: "1\n" },
  ],
]);

refuses("a mode that is left out where it matters", FILES, [
  [
    "apply -k 1,2,3 c.csv",
    2,
    "--mode: conv and xcorr give different results here, since the kernel 1,2,3 is not its own flip: taps differ by up to 2. Say which: --mode conv flips the kernel, --mode xcorr does not.",
  ],
  [
    "apply -k 1,2,1 --anchor 0 c.csv",
    2,
    "--mode: conv and xcorr give different results here, since the anchor is off the middle. Say which: --mode conv flips the kernel, --mode xcorr does not.",
  ],
  [
    "apply -k 1+i,2,1+i c.csv",
    2,
    "--mode: conv and xcorr give different results here, since the kernel 1+i,2,1+i is not its own flip (conjugated): taps differ by up to 2. Say which: --mode conv flips the kernel, --mode xcorr does not.",
  ],
  [
    "apply -k conv.json c.csv",
    2,
    "--mode: conv and xcorr give different results here, since the kernel conv.json (my\\e[2J kernel) is not its own flip: taps differ by up to 1. Say which: --mode conv flips the kernel, --mode xcorr does not (its file says conv).",
  ],
  [
    "apply -k sobel:x m.csv --matrix",
    2,
    "--mode: conv and xcorr give different results here, since the kernel sobel:x is not its own flip: taps differ by up to 4. Say which: --mode conv flips the kernel, --mode xcorr does not.",
  ],
]);

refuses("a kernel that the input has no room for", FILES, [
  [
    "conv -k sobel:x c.csv",
    2,
    "--kernel sobel:x: a kernel of 3×3 taps cannot run along a signal. Use --matrix to read the table as one plane, or a list of taps.",
  ],
  [
    "conv -k '1 2; 3 4' m.csv",
    2,
    "--kernel 1 2; 3 4: a kernel of 2×2 taps cannot run along a signal. Use --matrix to read the table as one plane, or a list of taps.",
  ],
  [
    "conv -k sobel:x tone.wav",
    2,
    "--kernel sobel:x: a kernel of 3×3 taps cannot run along a signal. Use a list of taps.",
  ],
]);
