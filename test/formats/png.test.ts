import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Signal } from "../../src/base/signal.js";
import { plainCrc32 } from "../../src/formats/png/checks.js";
import { png } from "../../src/formats/png.js";
import { tiff } from "../../src/formats/tiff.js";
import { forceRoutines } from "../../src/routines/load.js";
import { adler32 } from "../../src/routines/png-filter.js";
import { crc32 } from "./crc32.js";
import { decoded, encoded, exifOrientation, p3, picture, pngChunk, withChunk } from "./pictures.js";
import { pngFile } from "./png-files.js";

const bytesOf = ({ data }: Signal): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

describe("PNG", () => {
  it("reads 1, 2 and 4 bits of grey stretched to 8", async () => {
    const one = pngFile({ width: 9, height: 2, bits: 1, colour: 0 }, [0, 0b10110001, 0b10000000, 0, 0, 0]);
    expect([...(await decoded(png, one)).data]).toEqual([
      255,
      0,
      255,
      255,
      0,
      0,
      0,
      255,
      255,
      ...Array<number>(9).fill(0),
    ]);
    const two = pngFile({ width: 4, height: 1, bits: 2, colour: 0 }, [0, 0b00011011]);
    expect([...(await decoded(png, two)).data]).toEqual([0, 85, 170, 255]);
    const four = pngFile({ width: 2, height: 1, bits: 4, colour: 0 }, [0, 0x1f]);
    const signal = await decoded(png, four);
    expect([...signal.data]).toEqual([17, 255]);
    expect([signal.channels, signal.type]).toEqual([1, "u8"]);
  });

  it("reads a palette as RGB, and one with transparency as RGBA", async () => {
    const header = { width: 3, height: 1, bits: 8, colour: 3 };
    const palette = pngChunk("PLTE", Uint8Array.of(10, 20, 30, 200, 100, 50));
    const plain = await decoded(png, pngFile(header, [0, 0, 1, 0], palette));
    expect([...plain.data]).toEqual([10, 20, 30, 200, 100, 50, 10, 20, 30]);
    const clear = await decoded(png, pngFile(header, [0, 0, 1, 0], palette, pngChunk("tRNS", Uint8Array.of(7))));
    expect([...clear.data]).toEqual([10, 20, 30, 7, 200, 100, 50, 255, 10, 20, 30, 7]);
    expect(clear.about.alpha).toBe(true);
  });

  it("reads 16-bit RGB with a transparent colour as RGBA", async () => {
    const rows = [0, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 7];
    const file = pngFile(
      { width: 2, height: 1, bits: 16, colour: 2 },
      rows,
      pngChunk("tRNS", Uint8Array.of(1, 2, 3, 4, 5, 6)),
    );
    const signal = await decoded(png, file);
    expect(signal.type).toBe("u16");
    expect([...signal.data]).toEqual([0x102, 0x304, 0x506, 0, 0x102, 0x304, 0x507, 65535]);
  });

  it("takes no notice of gamma", async () => {
    const gamma = Buffer.alloc(4);
    gamma.writeUInt32BE(100_000, 0);
    const signal = picture("u16", [4, 3, 3]);
    const file = withChunk(await encoded(png, signal), pngChunk("gAMA", gamma));
    expect((await decoded(png, file)).data).toEqual(signal.data);
  });

  const ORDERS: Readonly<Record<number, { width: number; order: number[] }>> = {
    1: { width: 3, order: [0, 1, 2, 3, 4, 5] },
    2: { width: 3, order: [2, 1, 0, 5, 4, 3] },
    3: { width: 3, order: [5, 4, 3, 2, 1, 0] },
    4: { width: 3, order: [3, 4, 5, 0, 1, 2] },
    5: { width: 2, order: [0, 3, 1, 4, 2, 5] },
    6: { width: 2, order: [3, 0, 4, 1, 5, 2] },
    7: { width: 2, order: [5, 2, 4, 1, 3, 0] },
    8: { width: 2, order: [2, 5, 1, 4, 0, 3] },
  };

  for (const [key, { width, order }] of Object.entries(ORDERS)) {
    it(`undoes the orientation ${key} exactly, in 8 and 16 bits`, async () => {
      const orientation = Number(key);
      for (const type of ["u8", "u16"] as const) {
        for (const channels of [1, 2, 3, 4]) {
          const signal = picture(type, [3, 2, channels]);
          const file = withChunk(await encoded(png, signal), pngChunk("eXIf", exifOrientation(orientation)));
          const back = await decoded(png, file);
          expect([back.width, back.height, back.channels]).toEqual([width, 6 / width, channels]);
          const expected = order.flatMap((p) => [...signal.data.subarray(p * channels, (p + 1) * channels)]);
          expect([...back.data], `${type} × ${channels}`).toEqual(expected);
          expect(back.about.orientation).toBe(orientation === 1 ? undefined : orientation);
        }
      }
    });
  }

  it("carries a density, and makes none up", async () => {
    const without = await encoded(png, picture("u8", [4, 3, 3]));
    expect(without.includes("pHYs")).toBe(false);
    expect((await decoded(png, without)).about.density).toBeUndefined();
    const dense = await encoded(png, picture("u8", [4, 3, 3], { density: 300 }));
    expect((await decoded(png, dense)).about.density).toBe(300);
  });

  it("carries a colour profile and leaves the pixels alone, on reading and on writing", async () => {
    const icc = await p3();
    for (const type of ["u8", "u16"] as const) {
      for (const channels of [3, 4]) {
        const signal = picture(type, [9, 4, channels], { icc });
        for (const format of [png, tiff]) {
          const back = await decoded(format, await encoded(format, signal));
          expect(back.data).toEqual(signal.data);
          expect(Buffer.from(back.about.icc!).equals(icc)).toBe(true);
        }
      }
    }
  });

  it("writes strips that are one stream of zlib, each chunk with its checksum", async () => {
    for (const [type, channels] of [
      ["u8", 3],
      ["u16", 2],
    ] as const) {
      for (const pngLevel of [0, 1, 6, 9]) {
        const signal = picture(type, [500, 1000, channels]);
        const file = await encoded(png, signal, { pngLevel });
        const parts: Buffer[] = [];
        for (let at = 8, name = ""; name !== "IEND"; ) {
          const length = file.readUInt32BE(at);
          name = file.toString("latin1", at + 4, at + 8);
          const checked = file.subarray(at + 4, at + 8 + length);
          expect(file.readUInt32BE(at + 8 + length)).toBe(plainCrc32(checked, 0));
          if (name === "IDAT") parts.push(checked.subarray(4));
          at += 12 + length;
          if (name === "IEND") expect(at).toBe(file.length);
        }
        expect(parts.length).toBeGreaterThan(4);
        const row = 500 * channels * signal.data.BYTES_PER_ELEMENT;
        // This one checks the sum over all rows, too.
        const rows = inflateSync(Buffer.concat(parts));
        expect(rows.length).toBe(1000 * (row + 1));
        // The filter types; what is stored uncompressed is not filtered.
        expect(rows.every((byte, i) => i % (row + 1) > 0 || byte <= (pngLevel === 0 ? 0 : 4))).toBe(true);
        const back = await decoded(png, file);
        expect(bytesOf(back).equals(bytesOf(signal))).toBe(true);
      }
    }
  });

  it("sums up in parts as in one", () => {
    const bytes = Buffer.from(picture("u8", [40, 40, 1]).data.buffer);
    expect(plainCrc32(bytes, 0)).toBe(crc32(bytes));
    expect(plainCrc32(bytes.subarray(7), plainCrc32(bytes.subarray(0, 7), 0))).toBe(crc32(bytes));
    expect(adler32(bytes.subarray(7), adler32(bytes.subarray(0, 7), 1))).toBe(adler32(bytes, 1));
    // The sums may grow most where all bytes are 255.
    const full = Buffer.alloc(1 << 20, 255);
    expect(adler32(full, 1)).toBe(deflateSync(full).readUInt32BE(deflateSync(full).length - 4));
  });

  /** Bytes of the rows, compressed unfiltered in one piece. */
  const unfiltered = ({ data, width, height, channels }: Signal, level: number): number => {
    const row = width * channels;
    const rows = Buffer.alloc(height * (row + 1));
    for (let y = 0; y < height; y++) rows.set(data.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
    return deflateSync(rows, { level }).length;
  };

  it("makes photographs smaller by filters, and nothing larger", async () => {
    const photograph = await decoded(png, readFileSync(join(import.meta.dirname, "../../fixtures/picture.png")));
    const noise = picture("u8", [300, 200, 3]);
    const pattern = { ...noise, data: noise.data.map((_, i) => ((i * i) >> 7) & ((i >> 9) % 3 === 0 ? 255 : 192)) };
    const flat = { ...noise, data: noise.data.map((_, i) => (i % 900 < 450 ? 20 : 220)) };
    for (const pngLevel of [1, 6, 9]) {
      const sizes = async (signal: Signal): Promise<number> =>
        (await encoded(png, signal, { pngLevel })).length / unfiltered(signal, pngLevel);
      expect(await sizes(photograph)).toBeLessThan(0.8);
      expect(await sizes(noise)).toBeLessThan(1.001);
      expect(await sizes(pattern)).toBeLessThan(1.01);
      // The file has some hundred bytes besides its rows.
      expect((await encoded(png, flat, { pngLevel })).length).toBeLessThan(unfiltered(flat, pngLevel) + 200);
    }
  });

  it("writes the same bytes with compiled and with plain routines", async () => {
    for (const [type, channels] of [
      ["u8", 1],
      ["u8", 3],
      ["u16", 4],
    ] as const) {
      const signal = picture(type, [333, 300, channels]);
      for (let i = channels; i < signal.data.length; i++) {
        signal.data[i] = (signal.data[i - channels] + (signal.data[i] & 7)) & 65535;
      }
      const files = [];
      for (const set of ["compiled", "reference"] as const) {
        forceRoutines(set);
        files.push(await encoded(png, signal));
      }
      forceRoutines(undefined);
      expect(files[0].equals(files[1])).toBe(true);
    }
  });

  it("loses next to nothing where strips meet", async () => {
    const data = Uint8Array.from({ length: 2000 * 1000 }, (_, i) => (i * (i >> 9)) % 251);
    const signal = { ...picture("u8", [2000, 1000, 1]), data };
    expect((await encoded(png, signal)).length).toBeLessThan(1.002 * unfiltered(signal, 6));
  });

  it("takes a zlib level, and refuses others than 0 to 9", async () => {
    const signal = { ...picture("u8", [64, 64, 1]), data: new Uint8Array(4096) };
    const sizes = await Promise.all([0, 9].map(async (pngLevel) => (await encoded(png, signal, { pngLevel })).length));
    expect(sizes[0]).toBeGreaterThan(4096);
    expect(sizes[1]).toBeLessThan(200);
    await expect(encoded(png, signal, { pngLevel: 10 })).rejects.toMatchObject({
      fault: "usage",
      message: "--png-level: 10 is not an integer from 0 to 9. Give one in that range.",
    });
  });

  it("checks the pixels against the limit before it decodes", async () => {
    const file = await encoded(png, picture("u8", [20, 10, 1]));
    await expect(decoded(png, file, { limitPixels: 199 })).rejects.toMatchObject({
      exitCode: 3,
      message:
        "in.png: 20×10 pixels are 200, over the limit of 199. Raise it with --limit-pixels 200 if the file is to be trusted.",
    });
    expect((await decoded(png, file, { limitPixels: 200 })).width).toBe(20);
    const tall = pngFile({ width: 1, height: 1_358_954_546, bits: 8, colour: 0 }, [0]);
    await expect(decoded(png, tall, { limitPixels: 1e12 })).rejects.toMatchObject({
      message: "in.png: 1×1358954546 pixels are over the limit of 10000000 along one axis. Cut the picture into parts.",
    });
    const bomb = pngFile({ width: 70_000, height: 70_000, bits: 16, colour: 6 }, [0]);
    await expect(decoded(png, bomb, { limitPixels: 1e12 })).rejects.toMatchObject({
      message:
        "in.png: 70000×70000 pixels decode to 39200000000 bytes, over the limit of 4294967295. Cut the picture into parts.",
    });
  });

  it("refuses damaged files with one line", async () => {
    const file = await encoded(png, picture("u8", [20, 10, 1]));
    const damaged = Buffer.from(file);
    damaged[60] ^= 4;
    for (const bytes of [damaged, file.subarray(0, 100)]) {
      await expect(decoded(png, bytes)).rejects.toMatchObject({ fault: "input", place: "in.png" });
      await expect(decoded(png, bytes)).rejects.toThrow(
        /^in\.png: the PNG cannot be decoded \([^\n]+\)\. Check that the file is whole, or convert it with another program\.$/,
      );
    }
  });

  it("says what it cannot hold", () => {
    const shape = { width: 3, height: 2, channels: 1, rank: 2 } as const;
    expect(png.cannotHold!({ ...shape, type: "f32" })).toBe("holds u8 and u16, not f32 (use NPY)");
    expect(png.cannotHold!({ ...shape, type: "u8", channels: 5 })).toBe(
      "holds grey and RGB, with or without alpha, not 5 channels (use NPY)",
    );
    expect(png.cannotHold!({ ...shape, type: "u8", rank: 1 })).toBe(
      "holds pictures, not signals of rank 1 (use CSV, NPY or WAV)",
    );
  });
});
