/** What chunks of a PNG say of its picture. */
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { png } from "../../src/formats/png.js";
import { decoded, exifOrientation, p3, pngChunk } from "./pictures.js";
import { byCodec, densityChunk, END, pngFile, pngHeader, put, RGB, ROW, SAMPLES } from "./png-files.js";

const profile = (data: Uint8Array, name = "a", method = 0): Buffer =>
  pngChunk("iCCP", Buffer.concat([Buffer.from(`${name}\0`, "latin1"), Buffer.from([method]), data]));

/** EXIF of one tag in little-endian order, the value in a field of `type`. */
const exif = (value: number, type = 3, count = 1): Buffer =>
  Buffer.from([73, 73, 42, 0, 8, 0, 0, 0, 1, 0, 18, 1, type, 0, count, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0]);

describe("what a PNG says of its picture is taken as the picture codec takes it", () => {
  const between = async (...chunks: Buffer[]): Promise<void> => {
    const file = pngFile(RGB, ROW, ...chunks);
    expect(await decoded(png, file)).toEqual(await byCodec(file));
  };

  it("density", async () => {
    for (const [x, y] of [
      [11811, 11811],
      [2835, 2835],
      [11811, 5000],
      [0, 0],
      [1000, 1000],
      [1001, 1001],
      [100_000, 100_000],
      [4_000_000_000, 4],
    ]) {
      await between(densityChunk(x, y));
    }
    await between(densityChunk(11811, 11811), densityChunk(2835, 2835));
  });

  it("but the ratio of the sides of a pixel is no density", async () => {
    expect((await decoded(png, pngFile(RGB, ROW, densityChunk(72, 72, 0)))).about.density).toBeUndefined();
    expect((await decoded(png, pngFile(RGB, ROW, pngChunk("pHYs", Buffer.alloc(8, 1))))).about.density).toBeUndefined();
  });

  it("orientation, in fields of each type and in both byte orders", async () => {
    for (let value = 0; value < 11; value++) {
      await between(pngChunk("eXIf", exifOrientation(value)));
      for (const type of [1, 3, 4]) await between(pngChunk("eXIf", exif(value, type)));
    }
    await between(pngChunk("eXIf", exif(6, 3, 2)));
    await between(pngChunk("eXIf", exif(6, 3, 0)));
    for (let length = 0; length < 26; length++) await between(pngChunk("eXIf", exif(6).subarray(0, length)));
    await between(pngChunk("eXIf", Buffer.concat([Buffer.from("Exif\0\0", "latin1"), exif(6)])));
    await between(pngChunk("eXIf", exif(6)), pngChunk("eXIf", exif(3)));
  });

  it("colour profile, where it is one for these samples", async () => {
    const icc = await p3();
    const packed = deflateSync(icc);
    await between(profile(packed));
    await between(profile(packed, ""));
    await between(profile(packed, "a".repeat(79)));
    await between(profile(packed, "a".repeat(80)));
    await between(profile(packed, "a", 1));
    await between(profile(packed.subarray(0, 60)));
    await between(profile(deflateSync(icc.subarray(0, 200))));
    await between(profile(deflateSync(Buffer.from("no profile"))));
    await between(profile(deflateSync(Buffer.alloc(200, 7))));
    await between(profile(deflateSync(Buffer.concat([icc, Buffer.alloc(9)]))));
    await between(pngChunk("sRGB", Buffer.from([0])), profile(packed));
    const grey = pngFile({ ...RGB, width: 6, colour: 0 }, ROW, profile(packed));
    expect(await decoded(png, grey)).toEqual(await byCodec(grey));
    // More than anybody's profile: it is not even unpacked.
    const bomb = pngFile(RGB, ROW, profile(deflateSync(Buffer.alloc(9_000_000))));
    expect((await decoded(png, bomb)).about.icc).toBeUndefined();
  });

  it("transparency, where it is one for these samples", async () => {
    for (const length of [0, 2, 4, 6, 8])
      await between(pngChunk("tRNS", Buffer.from([0, 1, 0, 2, 0, 3, 0, 4]).subarray(0, length)));
    // Only as many bits count as samples have.
    await between(pngChunk("tRNS", Buffer.from([9, 1, 9, 2, 9, 3])));
    const alpha = pngFile({ ...RGB, colour: 6 }, [...ROW, 7, 8], pngChunk("tRNS", Buffer.from([0, 1, 0, 2, 0, 3])));
    expect(await decoded(png, alpha)).toEqual(await byCodec(alpha));
    const palette = pngChunk("PLTE", Buffer.from([1, 2, 3, 4, 5, 6]));
    for (const chunks of [
      [palette, pngChunk("tRNS", Buffer.from([7]))],
      [pngChunk("tRNS", Buffer.from([7])), palette],
      [palette, pngChunk("tRNS", Buffer.from([7, 8, 9]))],
      [palette, pngChunk("tRNS", Buffer.from([7])), pngChunk("tRNS", Buffer.from([9]))],
    ]) {
      const file = pngFile({ ...RGB, width: 3, colour: 3 }, [0, 0, 1, 2], ...chunks);
      expect(await decoded(png, file)).toEqual(await byCodec(file));
    }
  });

  it("chunks that may be left out", async () => {
    await between(pngChunk("abCd", Buffer.from("x")), pngChunk("gAMA", Buffer.alloc(4)));
    await between(pngChunk("bKGD", Buffer.from([1])), pngChunk("tIME", Buffer.from([1])));
  });

  it("with a note where there is an animation", async () => {
    const frames = (n: number): Buffer => pngChunk("acTL", Buffer.from([0, 0, 0, n, 0, 0, 0, 0]));
    const first = pngChunk("fcTL", Buffer.alloc(26));
    for (const [chunks, note] of [
      [[frames(2), first], "the first of 2 frames was read"],
      [[frames(2)], "the still picture was read, not the animation (2 frames)"],
      [[frames(1), first], undefined],
      [[pngChunk("acTL", Buffer.alloc(7)), first], undefined],
    ] as const) {
      const { about, data } = await decoded(png, pngFile(RGB, ROW, ...chunks));
      expect(about.notes?.[0]).toBe(note);
      expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it("with a note where there is more than the picture", async () => {
    const notes = async (file: Buffer): Promise<readonly string[] | undefined> => {
      const signal = await decoded(png, file);
      expect([...signal.data]).toEqual([1, 2, 3, 4, 5, 6]);
      return signal.about.notes;
    };
    const [header, stream] = [pngHeader(RGB), deflateSync(Uint8Array.from(ROW))];
    const behind = ["nothing was read behind the last row of the PNG"];
    expect(await notes(put(header, SAMPLES, END))).toBeUndefined();
    expect(await notes(put(header, SAMPLES, END, Buffer.from("more")))).toEqual([
      "nothing was read behind the end of the PNG (4 bytes)",
    ]);
    expect(await notes(pngFile(RGB, [...ROW, ...ROW]))).toEqual(behind);
    expect(await notes(put(header, pngChunk("IDAT", Buffer.concat([stream, Buffer.from([1])])), END))).toEqual(behind);
    expect(await notes(put(header, SAMPLES, SAMPLES, END))).toEqual(behind);
  });
});
