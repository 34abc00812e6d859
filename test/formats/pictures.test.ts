import { describe, expect, it } from "vitest";
import { avif } from "../../src/formats/avif.js";
import type { Format } from "../../src/formats/format.js";
import { gif } from "../../src/formats/gif.js";
import { jpeg } from "../../src/formats/jpeg.js";
import { svg } from "../../src/formats/svg.js";
import { tiff } from "../../src/formats/tiff.js";
import { webp } from "../../src/formats/webp.js";
import { decoded, encoded, exifOrientation, p3, picture } from "./pictures.js";

const sharp = async (): Promise<typeof import("sharp").default> => (await import("sharp")).default;

/** A smooth picture, which lossy formats keep nearly as it is. */
function smooth(width: number, height: number, channels: number): ReturnType<typeof picture> {
  const signal = picture("u8", [width, height, channels]);
  for (let i = 0; i < signal.data.length; i++) {
    const p = Math.floor(i / channels);
    signal.data[i] = 40 + 3 * (p % width) + 2 * Math.floor(p / width) + 20 * (i % channels);
  }
  return signal;
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (v, i) => Math.abs(v - b[i])));

describe("JPEG", () => {
  it("keeps grey as one channel and RGB as three", async () => {
    for (const channels of [1, 3]) {
      const signal = smooth(16, 12, channels);
      const back = await decoded(jpeg, await encoded(jpeg, signal));
      expect([back.width, back.height, back.channels, back.type]).toEqual([16, 12, channels, "u8"]);
      expect(worst(back.data, signal.data)).toBeLessThan(6);
    }
  });

  it("writes 4:4:4 from quality 90 on, which is the default, and 4:2:0 below", async () => {
    const signal = smooth(32, 32, 3);
    const lib = await sharp();
    const sampling = async (options: object): Promise<string | undefined> =>
      (await lib(await encoded(jpeg, signal, options)).metadata()).chromaSubsampling;
    expect(await sampling({})).toBe("4:4:4");
    expect(await sampling({ quality: 89 })).toBe("4:2:0");
    expect((await encoded(jpeg, signal, { quality: 5 })).length).toBeLessThan((await encoded(jpeg, signal)).length);
    await expect(encoded(jpeg, signal, { quality: 0 })).rejects.toMatchObject({
      exitCode: 2,
      message: "--quality: 0 is not an integer from 1 to 100. Give one in that range.",
    });
  });

  it("undoes the orientation of its EXIF block", async () => {
    const plain = await encoded(jpeg, smooth(16, 8, 1), { quality: 100 });
    const block = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), exifOrientation(6)]);
    const marker = Buffer.from([0xff, 0xe1, 0, block.length + 2]);
    const turned = Buffer.concat([plain.subarray(0, 2), marker, block, plain.subarray(2)]);
    const [a, b] = [await decoded(jpeg, plain), await decoded(jpeg, turned)];
    expect([b.width, b.height, b.about.orientation]).toEqual([8, 16, 6]);
    for (let y = 0; y < 16; y++) {
      for (let x = 0; x < 8; x++) expect(b.data[y * 8 + x]).toBe(a.data[(7 - x) * 16 + y]);
    }
  });

  it("carries the density and the colour profile", async () => {
    const icc = await p3();
    const back = await decoded(jpeg, await encoded(jpeg, picture("u8", [16, 8, 3], { density: 300, icc })));
    expect(back.about.density).toBe(300);
    expect(Buffer.from(back.about.icc!).equals(icc)).toBe(true);
    expect((await decoded(jpeg, await encoded(jpeg, smooth(16, 8, 3)))).about.density).toBeUndefined();
  });

  it("refuses CMYK", async () => {
    const lib = await sharp();
    const file = await lib(Buffer.alloc(48, 90), { raw: { width: 4, height: 4, channels: 3 } })
      .toColourspace("cmyk")
      .jpeg()
      .toBuffer();
    await expect(decoded(jpeg, file)).rejects.toThrow(
      "in.jpg: the JPEG is CMYK, which has no exact RGB values. Convert it to RGB with its colour profile first.",
    );
  });

  it("says that it holds neither alpha nor 16 bits", async () => {
    const shape = { width: 3, height: 2, channels: 4, rank: 2 } as const;
    expect(jpeg.cannotHold!({ ...shape, type: "u8" })).toBe(
      "holds grey and RGB without alpha, not 4 channels (use PNG)",
    );
    expect(jpeg.cannotHold!({ ...shape, type: "u16", channels: 3 })).toBe("holds u8, not u16 (use PNG)");
    expect(jpeg.cannotHold!({ ...shape, type: "u8", channels: 1, width: 65_501 })).toBe(
      "holds at most 65500 pixels along one axis, not 65501×2 (use PNG)",
    );
    await expect(encoded(jpeg, picture("u8", [3, 2, 4]))).rejects.toMatchObject({
      fault: "output",
      message:
        "out.jpg: jpeg holds grey and RGB without alpha, not 4 channels (use PNG). Choose another format, or another --depth.",
    });
  });
});

for (const format of [webp, avif] as Format[]) {
  describe(format.name, () => {
    it("is exact at quality 100, colours under alpha 0 included", async () => {
      for (const channels of [3, 4]) {
        const signal = picture("u8", [21, 10, channels]);
        const back = await decoded(format, await encoded(format, signal, { quality: 100 }));
        expect(back.about.alpha).toBe(channels === 4 ? true : undefined);
        expect([...back.data]).toEqual([...signal.data]);
      }
    });

    it("carries the colour profile", async () => {
      const icc = await p3();
      const signal = picture("u8", [16, 8, 3], { icc });
      const back = await decoded(format, await encoded(format, signal, { quality: 100 }));
      expect(back.data).toEqual(signal.data);
      expect(Buffer.from(back.about.icc!).equals(icc)).toBe(true);
    });

    it("is near at its default quality, and smaller", async () => {
      const signal = smooth(32, 20, 3);
      const file = await encoded(format, signal);
      expect(worst((await decoded(format, file)).data, signal.data)).toBeLessThan(16);
      const noise = picture("u8", [64, 64, 3]);
      const [lossy, exact] = await Promise.all([80, 100].map((quality) => encoded(format, noise, { quality })));
      expect(lossy.length).toBeLessThan(exact.length);
    });
  });
}

describe("AVIF", () => {
  it("reads 10 and 12 bits into the upper bits of u16", async () => {
    const lib = await sharp();
    for (const [bitdepth, step] of [
      [10, 64],
      [12, 16],
    ] as const) {
      const data = Uint16Array.from({ length: 48 }, (_, i) => i * 20 * step);
      const file = await lib(data, { raw: { width: 4, height: 4, channels: 3 } })
        .toColourspace("rgb16")
        .avif({ lossless: true, bitdepth, chromaSubsampling: "4:4:4" })
        .toBuffer();
      const signal = await decoded(avif, file);
      expect(signal.type).toBe("u16");
      expect([...signal.data]).toEqual([...data]);
    }
  });
});

it("AVIF and TIFF sizes are checked before the codec sees the file", async () => {
  const picked = picture("u8", [21, 10, 3]);
  const avifFile = await encoded(avif, picked);
  avifFile.writeUInt32BE(469_762_098, avifFile.indexOf("ispe") + 12);
  await expect(decoded(avif, avifFile)).rejects.toThrow(
    "in.avif: 21×469762098 pixels are 9865004058, over the limit of 268402689. Raise it with --limit-pixels 9865004058 if the file is to be trusted.",
  );
  const tiffFile = await encoded(tiff, picked);
  tiffFile.writeUInt32LE(2_000_000_000, 10 + 8);
  await expect(decoded(tiff, tiffFile, { limitPixels: 1e12 })).rejects.toThrow(
    "in.tif: 2000000000×10 pixels are over the limit of 10000000 along one axis. Cut the picture into parts.",
  );
});

describe("GIF", () => {
  it("reads the first frame and says so", async () => {
    const lib = await sharp();
    const frame = (value: number): Promise<Buffer> =>
      lib(Buffer.alloc(27, value), { raw: { width: 3, height: 3, channels: 3 } })
        .png()
        .toBuffer();
    const file = await lib(await Promise.all([frame(60), frame(200)]), { join: { animated: true } })
      .gif()
      .toBuffer();
    const signal = await decoded(gif, file);
    expect([signal.width, signal.height]).toEqual([3, 3]);
    expect(signal.data[0]).toBe(60);
    expect(signal.about.notes).toEqual(["the first of 2 frames was read"]);
    expect(gif.cannotHold!(signal)).toBe("is only read, since its 256 colours would change the samples (use PNG)");
  });
});

describe("SVG", () => {
  const drawing = (body: string): Buffer =>
    Buffer.from(
      `<?xml version="1.0"?>\n<!-- a > b -->\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="4" height="3">${body}</svg>`,
    );

  it("is drawn at its own size, in RGBA", async () => {
    const file = drawing('<rect width="4" height="3" fill="#102030"/>');
    expect(svg.sniff(file)).toBe(true);
    expect(svg.onlyWhenForced).toBe(true);
    const signal = await decoded(svg, file);
    expect([signal.width, signal.height, signal.channels]).toEqual([4, 3, 4]);
    expect([...signal.data.subarray(0, 4)]).toEqual([16, 32, 48, 255]);
  });

  it("loads no other file", async () => {
    const path = new URL("./contract.test.ts", import.meta.url).pathname;
    const file = drawing(
      `<text xmlns:xi="http://www.w3.org/2001/XInclude" y="3"><xi:include href="${path}" parse="text"/></text><image href="${path}" width="4" height="3"/>`,
    );
    expect([...(await decoded(svg, file)).data].every((v) => v === 0)).toBe(true);
  });

  it("leaves its loader off, so that no other format draws", async () => {
    await decoded(svg, drawing(""));
    await expect(decoded(jpeg, drawing(""))).rejects.toThrow(
      "in.jpg: the file does not begin as JPEG files do. Say its format with --input-format.",
    );
  });

  it("is refused when it is too large, broken or compressed", async () => {
    const big = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="20000"/>');
    await expect(decoded(svg, big)).rejects.toThrow(
      "in.svg: 20000×20000 pixels are 400000000, over the limit of 268402689. Raise it with --limit-pixels 400000000 if the file is to be trusted.",
    );
    await expect(decoded(svg, Buffer.from("<svg"))).rejects.toThrow(
      "in.svg: no <svg> element begins the file. Give an SVG as text, not compressed.",
    );
    await expect(decoded(svg, Buffer.from("<html><svg></svg></html>"))).rejects.toThrow("no <svg> element");
  });
});
