import { describe, expect, it } from "vitest";
import { tiff } from "../../src/formats/tiff.js";
import { decoded, encoded, picture } from "./pictures.js";

interface Tags {
  bits: number[];
  format: number[];
  photometric?: number;
  compression?: number;
  extra?: number[];
  /** Tag, values: further SHORT entries. */
  more?: [number, number[]][];
  big?: boolean;
}

/** An uncompressed TIFF with one strip. All entries are SHORT but those of the strip. */
function tiffFile(samples: ArrayBufferView, width: number, height: number, tags: Tags): Buffer {
  const { bits, format, photometric = bits.length < 3 ? 1 : 2, compression = 1, extra, more = [], big = false } = tags;
  const entries: [number, number[]][] = [
    [256, [width]],
    [257, [height]],
    [258, bits],
    [259, [compression]],
    [262, [photometric]],
    [273, [0]],
    [277, [bits.length]],
    [278, [height]],
    [279, [samples.byteLength]],
    ...(extra ? [[338, extra] as [number, number[]]] : []),
    [339, format],
    ...more,
  ];
  entries.sort((a, b) => a[0] - b[0]);
  const long = (values: number[]): Buffer => {
    const out = Buffer.alloc(2 * values.length);
    for (const [i, v] of values.entries()) out.writeUInt16BE(v, 2 * i);
    return out;
  };
  const [start, entrySize, inline] = big ? [16 + 8, 20, 8] : [8 + 2, 12, 4];
  let free = start + entrySize * entries.length + inline;
  const spill: Buffer[] = [];
  const head = Buffer.alloc(free);
  head.write("MM", 0, "latin1");
  head.writeUInt16BE(big ? 43 : 42, 2);
  if (big) {
    head.writeUInt16BE(8, 4);
    head.writeBigUInt64BE(16n, 8);
    head.writeBigUInt64BE(BigInt(entries.length), 16);
  } else {
    head.writeUInt32BE(8, 4);
    head.writeUInt16BE(entries.length, 8);
  }
  const size = (values: number[]): number => 2 * values.length;
  const samplesAt = free + entries.reduce((sum, [, v]) => sum + (size(v) > inline ? size(v) : 0), 0);
  entries.forEach(([tag, values], i) => {
    const at = start + entrySize * i;
    head.writeUInt16BE(tag, at);
    const strip = tag === 273 || tag === 279;
    head.writeUInt16BE(strip ? 4 : 3, at + 2);
    if (big) head.writeBigUInt64BE(BigInt(values.length), at + 4);
    else head.writeUInt32BE(values.length, at + 4);
    const field = at + 4 + inline;
    if (strip) head.writeUInt32BE(tag === 273 ? samplesAt : values[0], field);
    else if (size(values) <= inline) long(values).copy(head, field);
    else {
      if (big) head.writeBigUInt64BE(BigInt(free), field);
      else head.writeUInt32BE(free, field);
      spill.push(long(values));
      free += size(values);
    }
  });
  const stored = Buffer.from(
    samples.buffer.slice(samples.byteOffset, samples.byteOffset + samples.byteLength) as ArrayBuffer,
  );
  const width16 = bits[0] === 16 ? 16 : bits[0];
  if (width16 === 16) stored.swap16();
  if (width16 === 32) stored.swap32();
  if (width16 === 64) stored.swap64();
  return Buffer.concat([head, ...spill, stored]);
}

const same = (n: number, value: number): number[] => new Array<number>(n).fill(value);

describe("TIFF", () => {
  it("reads signed samples of 8, 16 and 32 bits, grey and RGB, in both kinds of header", async () => {
    for (const big of [false, true]) {
      for (const channels of [1, 3]) {
        for (const [bits, Type] of [
          [8, Int8Array],
          [16, Int16Array],
          [32, Int32Array],
        ] as const) {
          const data = new Type(6 * channels).map((_: number, i: number) => (i % 2 ? -1 : 1) * i * 5);
          const file = tiffFile(data, 3, 2, { bits: same(channels, bits), format: same(channels, 2), big });
          expect(tiff.sniff(file)).toBe(true);
          const signal = await decoded(tiff, file);
          expect([...signal.data], `${bits} × ${channels}`).toEqual([...data]);
          expect(signal.type).toBe(`i${bits}`);
        }
      }
    }
  });

  it("reads unsigned 32-bit and half-float samples as f64", async () => {
    const wide = Uint32Array.of(0, 1, 4294967295, 65536);
    const a = await decoded(tiff, tiffFile(wide, 2, 2, { bits: [32], format: [1] }));
    expect([a.type, ...a.data]).toEqual(["f64", ...wide]);
    // 1, −2, 65504, the least subnormal, 1/3 rounded, −0, infinity, NaN
    const half = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555, 0x8000, 0x7c00, 0x7e00);
    const b = await decoded(tiff, tiffFile(half, 4, 2, { bits: [16], format: [3] }));
    expect(b.type).toBe("f64");
    expect([...b.data]).toEqual([1, -2, 65504, 1 / 16777216, 0.333251953125, -0, Infinity, NaN]);
  });

  it("reads and writes floats exactly, also those that are no numbers", async () => {
    for (const channels of [1, 3, 4]) {
      const signal = picture("f32", [5, 3, channels]);
      signal.data.set([NaN, Infinity, -Infinity, -0, 1e-42]);
      const back = await decoded(tiff, await encoded(tiff, signal));
      expect(back.type).toBe("f32");
      expect([...back.data]).toEqual([...signal.data]);
      const plain = tiffFile(signal.data, 5, 3, {
        bits: same(channels, 32),
        format: same(channels, 3),
        ...(channels === 4 ? { extra: [2] } : {}),
      });
      expect([...(await decoded(tiff, plain)).data]).toEqual([...signal.data]);
    }
  });

  it("keeps the samples of the caller, also when they are a Buffer", async () => {
    const signal = { ...picture("u8", [6, 4, 3]), data: Buffer.from([...Array(72).keys()]) };
    await encoded(tiff, signal);
    expect([...signal.data]).toEqual([...Array(72).keys()]);
    const half = tiffFile(Int16Array.of(-1, 2, -3, 4), 2, 2, { bits: [16], format: [2] });
    const before = Buffer.from(half);
    await decoded(tiff, half);
    expect(half.equals(before)).toBe(true);
  });

  it("turns white-is-zero samples round and stretches fewer bits to 8", async () => {
    const inverted = tiffFile(Uint8Array.of(0, 10, 200, 255), 2, 2, { bits: [8], format: [1], photometric: 0 });
    expect([...(await decoded(tiff, inverted)).data]).toEqual([255, 245, 55, 0]);
    const four = tiffFile(Uint8Array.of(0x1f, 0x2e), 2, 2, { bits: [4], format: [1] });
    expect([...(await decoded(tiff, four)).data]).toEqual([17, 255, 34, 238]);
  });

  it("says that associated alpha was divided out", async () => {
    const file = tiffFile(Uint8Array.of(50, 100, 0, 128), 1, 1, { bits: same(4, 8), format: same(4, 1), extra: [1] });
    const signal = await decoded(tiff, file);
    expect([...signal.data]).toEqual([100, 199, 0, 128]);
    expect(signal.about.notes).toEqual(["its colours were stored multiplied by alpha and were divided by it"]);
  });

  it("undoes its own orientation tag", async () => {
    const data = Int16Array.of(-1, -2, -3, -4, -5, -6);
    const file = tiffFile(data, 3, 2, { bits: [16], format: [2], more: [[274, [6]]] });
    const signal = await decoded(tiff, file);
    expect([signal.width, signal.height, signal.about.orientation]).toEqual([2, 3, 6]);
    expect([...signal.data]).toEqual([-4, -1, -5, -2, -6, -3]);
  });

  it("carries the density", async () => {
    const back = await decoded(tiff, await encoded(tiff, picture("u16", [4, 3, 1], { density: 96 })));
    expect(back.about.density).toBe(96);
    expect((await decoded(tiff, await encoded(tiff, picture("u16", [4, 3, 1])))).about.density).toBeUndefined();
  });

  it("reads the first of several pages and says so", async () => {
    const { default: sharp } = await import("sharp");
    const pages = Buffer.from([...Array(2 * 12).keys()]);
    const file = await sharp(pages, { raw: { width: 2, height: 4, channels: 3, pageHeight: 2 } })
      .tiff({ compression: "none" })
      .toBuffer();
    const signal = await decoded(tiff, file);
    expect(signal.height).toBe(2);
    expect([...signal.data]).toEqual([...Array(12).keys()]);
    expect(signal.about.notes).toEqual(["the first of 2 pages was read"]);
  });

  const REFUSED: [string, Buffer, string][] = [
    [
      "f64 samples",
      tiffFile(Float64Array.of(1, 2), 2, 1, { bits: [64], format: [3] }),
      "TIFFs with 64-bit float samples are not read. Convert it to 8, 16 or 32 bits, or to NPY",
    ],
    [
      "complex samples",
      tiffFile(Float32Array.of(1, 2), 1, 1, { bits: [64], format: [6] }),
      "TIFFs with 64-bit complex samples are not read. Convert it to 8, 16 or 32 bits, or to NPY",
    ],
    [
      "12 bits",
      tiffFile(Uint8Array.of(1, 2, 3), 2, 1, { bits: [12], format: [1] }),
      "TIFFs with 12-bit unsigned samples are not read. Convert it to 8, 16 or 32 bits, or to NPY",
    ],
    [
      "inverted signed samples",
      tiffFile(Int16Array.of(1, 2), 2, 1, { bits: [16], format: [2], photometric: 0 }),
      "TIFFs with 16-bit signed samples that are inverted or multiplied by alpha are not read. Convert it to 8, 16 or 32 bits, or to NPY",
    ],
    [
      "CMYK",
      tiffFile(Uint8Array.of(1, 2, 3, 4), 1, 1, { bits: same(4, 8), format: same(4, 1), photometric: 5 }),
      "TIFFs with CMYK colours are not read. Convert it to RGB with its colour profile first",
    ],
    [
      "YCbCr without JPEG",
      tiffFile(Uint8Array.of(1, 2, 3), 1, 1, { bits: same(3, 8), format: same(3, 1), photometric: 6 }),
      "TIFFs with the colour model 6 are not read. Convert it to grey or RGB first",
    ],
    [
      "grey and alpha as floats",
      tiffFile(Float32Array.of(1, 2), 1, 1, { bits: same(2, 32), format: same(2, 3), extra: [2] }),
      "TIFFs with grey and alpha in 32 bits are not read. Convert it to NPY",
    ],
    [
      "unlike sample types",
      tiffFile(Uint8Array.of(1, 2, 3), 1, 1, { bits: [8, 8, 16], format: same(3, 1) }),
      "TIFFs with samples of unlike types are not read. Convert it to 8, 16 or 32 bits, or to NPY",
    ],
  ];
  for (const [what, file, message] of REFUSED) {
    it(`refuses ${what}`, async () => {
      await expect(decoded(tiff, file)).rejects.toMatchObject({ exitCode: 3, message: `in.tif: ${message}.` });
    });
  }

  it("refuses directories that lie outside the file", async () => {
    const file = tiffFile(Uint8Array.of(1, 2, 3, 4), 2, 2, { bits: [8], format: [1] });
    const far = Buffer.from(file);
    far.writeUInt32BE(4_000_000_000, 4);
    await expect(decoded(tiff, far)).rejects.toThrow(
      `in.tif: the TIFF states a directory at byte 4000000000, but has ${file.length} bytes. Check that the file is whole.`,
    );
    const many = Buffer.from(file);
    many.writeUInt16BE(60_000, 8);
    await expect(decoded(tiff, many)).rejects.toThrow(
      "in.tif: the TIFF ends inside its directory of 60000 entries. Check that the file is whole.",
    );
  });

  it("says what it cannot hold", () => {
    const shape = { width: 3, height: 2, channels: 2, rank: 2 } as const;
    expect(tiff.cannotHold!({ ...shape, type: "f64" })).toBe("holds u8, i8, u16, i16, i32 and f32, not f64 (use NPY)");
    expect(tiff.cannotHold!({ ...shape, type: "f32" })).toBe(
      "holds grey without alpha and RGB with or without it in 32 bits, not 2 channels (use NPY)",
    );
    expect(tiff.cannotHold!({ ...shape, type: "i16" })).toBeUndefined();
  });
});
