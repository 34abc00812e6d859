/** PNG files that are damaged, cut off or made up. */
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { png } from "../../src/formats/png.js";
import { decoded, pngChunk, randomBits } from "./pictures.js";
import { densityChunk, END, pngFile, pngHeader, put, RGB, ROW, randomRows, SAMPLES } from "./png-files.js";

describe("a PNG is refused", () => {
  const header = pngHeader(RGB);
  const palette = pngChunk("PLTE", Buffer.from([1, 2, 3]));
  const indexed = { ...RGB, colour: 3 };
  const broken = (chunk: Buffer): Buffer =>
    Buffer.concat([chunk.subarray(0, -1), Buffer.from([chunk[chunk.length - 1] ^ 1])]);
  const samples = (stream: Uint8Array): Buffer => put(header, pngChunk("IDAT", stream), END);
  const stream = deflateSync(Uint8Array.from(ROW));
  const damaged = Buffer.from(stream);
  damaged[damaged.length - 1] ^= 1;

  test.each<[string, Buffer]>([
    ["it ends before its last chunk", put(header, SAMPLES)],
    ["it ends before its last chunk", put(header, SAMPLES, END.subarray(0, 6))],
    ["it ends within its chunk IEND", put(header, SAMPLES, END.subarray(0, 10))],
    ["the checksum of its chunk IEND at byte 60 is wrong", put(header, SAMPLES, broken(END))],
    ["the checksum of its chunk IHDR at byte 8 is wrong", put(broken(header), SAMPLES, END)],
    [
      "the checksum of its chunk tEXt at byte 33 is wrong",
      put(header, broken(pngChunk("tEXt", Buffer.from("a\0b"))), SAMPLES, END),
    ],
    ["it begins with the chunk CgBI instead of IHDR", put(pngChunk("CgBI", Buffer.alloc(4)), header, SAMPLES, END)],
    [
      "it needs the chunk ABCD, which the standard does not know",
      put(header, pngChunk("ABCD", Buffer.alloc(1)), SAMPLES, END),
    ],
    [
      "it needs the chunk ABCD, which the standard does not know",
      put(header, SAMPLES, pngChunk("ABCD", Buffer.alloc(1)), END),
    ],
    ["no chunk begins at byte 33", put(header, pngChunk("a1 b", Buffer.alloc(1)), SAMPLES, END)],
    ["no chunk begins at byte 33", put(header, pngChunk("abcd", Buffer.alloc(1)), SAMPLES, END)],
    ["it has two headers", put(header, header, SAMPLES, END)],
    ["it has no samples", put(header, END)],
    ["0 bytes of samples cannot hold 2×1 pixels", samples(Buffer.alloc(0))],
    [
      "the chunk tEXt stands between its samples",
      put(
        header,
        pngChunk("IDAT", stream.subarray(0, 5)),
        pngChunk("tEXt", Buffer.from("a\0b")),
        pngChunk("IDAT", stream.subarray(5)),
        END,
      ),
    ],
    ["4 of 7 bytes of its rows are there", pngFile(RGB, ROW.slice(0, 4))],
    ["its samples are not a stream of zlib: incorrect data check", samples(damaged)],
    ["its samples are not a stream of zlib: unexpected end of file", samples(stream.subarray(0, -4))],
    ["its samples are not a stream of zlib: incorrect header check", samples(gzipSync(Uint8Array.from(ROW)))],
    [
      "its samples are not a stream of zlib: Missing dictionary",
      samples(deflateSync(Uint8Array.from(ROW), { dictionary: Buffer.from("abc") })),
    ],
    ["a row has the filter 5, which does not exist", pngFile(RGB, [5, ...ROW.slice(1)])],
    ["its header has 14 bytes instead of 13", put(pngChunk("IHDR", Buffer.alloc(14)), SAMPLES, END)],
    ["its header states the colour type 1, which does not exist", pngFile({ ...RGB, colour: 1 }, ROW)],
    ["its header states the colour type 9, which does not exist", pngFile({ ...RGB, colour: 9 }, ROW)],
    [
      "its header states 3 bits for the colour type 0, which do not exist",
      pngFile({ ...RGB, colour: 0, bits: 3 }, ROW),
    ],
    ["its header states 4 bits for the colour type 2, which do not exist", pngFile({ ...RGB, bits: 4 }, ROW)],
    [
      "its header states 16 bits for the colour type 3, which do not exist",
      pngFile({ ...indexed, bits: 16 }, ROW, palette),
    ],
    ["its header states the interlacing 2, which does not exist", pngFile({ ...RGB, interlace: 2 }, ROW)],
    ["its header states the compression 1, which does not exist", pngFile({ ...RGB, compression: 1 }, ROW)],
    ["its header states the filter method 64, which does not exist", pngFile({ ...RGB, filter: 64 }, ROW)],
    ["it has no palette", pngFile(indexed, [0, 0, 0])],
    ["it has no palette", put(pngHeader(indexed), pngChunk("IDAT", deflateSync(Uint8Array.of(0, 0, 0))), palette, END)],
    ["it has two palettes", pngFile(indexed, [0, 0, 0], palette, palette)],
    [
      "its palette has 0 bytes instead of 3 for each of 1 to 256 colours",
      pngFile(indexed, [0, 0, 0], pngChunk("PLTE", Buffer.alloc(0))),
    ],
    [
      "its palette has 10 bytes instead of 3 for each of 1 to 256 colours",
      pngFile(indexed, [0, 0, 0], pngChunk("PLTE", Buffer.alloc(10))),
    ],
    [
      "its palette has 771 bytes instead of 3 for each of 1 to 256 colours",
      pngFile(indexed, [0, 0, 0], pngChunk("PLTE", Buffer.alloc(771))),
    ],
  ])("because %s", async (why, file) => {
    await expect(decoded(png, file)).rejects.toMatchObject({
      fault: "input",
      message: `in.png: the PNG cannot be decoded (${why}). Check that the file is whole, or convert it with another program.`,
    });
  });

  it("because its few bytes cannot be so large a picture, before there is memory for it", async () => {
    await expect(decoded(png, pngFile({ ...RGB, width: 16_000, height: 16_000 }, ROW))).rejects.toThrow(
      "in.png: the PNG cannot be decoded (15 bytes of samples cannot hold 16000×16000 pixels).",
    );
  });

  it("because it has no pixels, or is no PNG", async () => {
    await expect(decoded(png, pngFile({ ...RGB, width: 0 }, ROW))).rejects.toThrow(
      "in.png: the picture has 0×1 pixels. Give one with at least one pixel.",
    );
    await expect(decoded(png, Buffer.from("\x89PNG\n\x1a\n", "latin1"))).rejects.toThrow(
      "in.png: the file does not begin as PNG files do. Say its format with --input-format.",
    );
  });

  it("wherever one bit is changed, and wherever it is cut off", async () => {
    const fields = { width: 9, height: 7, bits: 4, colour: 3, interlace: 1 };
    const chunks = [
      densityChunk(11811, 11811),
      pngChunk("PLTE", Buffer.alloc(48, 9)),
      pngChunk("tEXt", Buffer.from("a\0b")),
    ];
    const file = pngFile(fields, randomRows(fields, randomBits(8)), ...chunks);
    await decoded(png, file);
    const refused = async (bytes: Uint8Array, what: string): Promise<void> => {
      const error: unknown = await decoded(png, bytes).catch((e: unknown) => e);
      expect(error, what).toBeInstanceOf(UserError);
      expect(error, what).toMatchObject({ exitCode: 3 });
    };
    for (let bit = 0; bit < 8 * file.length; bit++) {
      const changed = Buffer.from(file);
      changed[bit >> 3] ^= 1 << (bit & 7);
      await refused(changed, `bit ${bit}`);
    }
    for (let length = 0; length < file.length; length++) await refused(file.subarray(0, length), `${length} bytes`);
  });
});
