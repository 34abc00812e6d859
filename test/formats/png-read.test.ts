/** The samples of PNG files of every kind: as the picture codec reads them, and as they are known to be. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { isShared } from "../../src/base/element.js";
import { png } from "../../src/formats/png.js";
import { forceRoutines } from "../../src/routines/load.js";
import { decoded, encoded, picture, pngChunk, randomBits } from "./pictures.js";
import { byCodec, END, pngFile, pngHeader, put, randomRows } from "./png-files.js";

const KINDS = [
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
] as const;

const SIZES = [
  [1, 1],
  [2, 9],
  [9, 2],
  [33, 21],
  [67, 8],
] as const;

const bytes = (next: () => number, length: number): Buffer => Buffer.from(Array.from({ length }, () => next() & 255));

/** The chunks that a colour type needs or may have: without and with transparency. */
function* companions(colour: number, bits: number, next: () => number): Generator<Buffer[]> {
  if (colour === 3) {
    for (const count of [2 ** bits, Math.min(2 ** bits, 3)]) {
      const palette = pngChunk("PLTE", bytes(next, 3 * count));
      yield [palette];
      yield [palette, pngChunk("tRNS", bytes(next, Math.ceil(count / 2)))];
    }
    return;
  }
  yield [];
  if (colour === 0)
    for (let key = 0; key < Math.min(4, 2 ** bits); key++) yield [pngChunk("tRNS", Buffer.from([0, key]))];
  if (colour === 2) yield [pngChunk("tRNS", Buffer.from([0, 1, 0, 1, 0, 1]))];
}

afterEach(() => {
  forceRoutines(undefined);
});

describe("PNG files of every kind are read as the picture codec reads them", () => {
  for (const [colour, depths] of KINDS) {
    for (const bits of depths) {
      it(`colour type ${colour}, ${bits} bits`, async () => {
        const next = randomBits(colour * 100 + bits);
        for (const interlace of [0, 1]) {
          for (const [width, height] of SIZES) {
            for (const chunks of companions(colour, bits, next)) {
              const fields = { width, height, bits, colour, interlace };
              // Few values, so that some are the transparent one.
              const file = pngFile(fields, randomRows(fields, chunks.length > 0 ? () => next() & 1 : next), ...chunks);
              const expected = await byCodec(file);
              for (const set of ["compiled", "reference"] as const) {
                forceRoutines(set);
                expect(await decoded(png, file), JSON.stringify(fields)).toEqual(expected);
              }
            }
          }
        }
      });
    }
  }

  it("in rows that are longer than what is decompressed at once", async () => {
    const next = randomBits(3);
    const fields = { width: 100_001, height: 6, bits: 8, colour: 2 };
    const file = pngFile(fields, randomRows(fields, next));
    expect((await decoded(png, file)).data).toEqual((await byCodec(file)).data);
  });

  it("in parts of any length", async () => {
    const fields = { width: 40, height: 30, bits: 8, colour: 6 };
    const samples = deflateSync(Uint8Array.from(randomRows(fields, randomBits(5))));
    const parts: Buffer[] = [];
    for (let at = 0, n = 0; at < samples.length; at += n, n = (n * 3 + 1) % 50) {
      parts.push(pngChunk("IDAT", samples.subarray(at, at + n)));
    }
    const file = put(pngHeader(fields), ...parts, END);
    expect(await decoded(png, file)).toEqual(await byCodec(file));
  });

  it("in memory that threads share, where a large picture is asked for there", async () => {
    const [small, large] = [picture("u8", [20, 10, 3]), picture("u16", [1024, 600, 1])];
    for (const [signal, share, expected] of [
      [small, true, false],
      [large, true, true],
      [large, false, false],
    ] as const) {
      const { data } = await decoded(png, await encoded(png, signal), { share });
      expect(isShared(data)).toBe(expected);
      expect(Buffer.from(data.buffer).equals(Buffer.from(signal.data.buffer))).toBe(true);
    }
  });
});

const REAL = process.env["CONVXCORR_REAL"];

describe.skipIf(REAL === undefined)("real pictures", () => {
  interface Pixels {
    readonly files: Readonly<Record<string, { readonly sha256_samples_le: string }>>;
  }
  const folder = REAL ?? "";
  const list = join(folder, "pixels.json");
  const { files } = existsSync(list) ? (JSON.parse(readFileSync(list, "utf8")) as Pixels) : { files: {} };
  for (const [name, { sha256_samples_le: expected }] of Object.entries(files)) {
    if (!name.endsWith(".png")) continue;
    it(name, async () => {
      const { data } = await decoded(png, readFileSync(join(folder, name)));
      const samples = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      expect(createHash("sha256").update(samples).digest("hex")).toBe(expected);
    });
  }
});
