/** JPEG files that were encoded in strips: the samples of a picture that was encoded at once, and what stands beside them. */
import type Sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { type Joined, joined } from "../../src/formats/jpeg/join.js";
import { jpeg } from "../../src/formats/jpeg.js";
import { decoded, encoded, p3, picture } from "./pictures.js";
import { joined as bytesOf } from "./signals.js";

let sharp: typeof Sharp;
beforeAll(async () => {
  sharp = (await import("sharp")).default;
});

type Extent = readonly [width: number, height: number, channels: number];

/** The codec's own file of the same samples, encoded at once with the usual tables, and that with tables of its own. */
function atOnce([width, height, channels]: Extent, quality: number, optimiseCoding: boolean): Promise<Buffer> {
  const { data } = picture("u8", [width, height, channels]);
  return sharp(data as Uint8Array, { raw: { width, height, channels: channels as 1 | 3 } })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .jpeg({ quality, chromaSubsampling: quality < 90 ? "4:2:0" : "4:4:4", optimiseCoding })
    .toBuffer();
}

/** Where a segment or a mark with this number stands outside the samples, or among them. */
const places = (file: Buffer, marker: number): number[] =>
  [...file.keys()].filter((at) => file[at] === 0xff && file[at + 1] === marker);

describe("strips", () => {
  const extents: Extent[] = [
    [64, 257, 3],
    [17, 511, 3],
    [33, 520, 1],
    [1, 1025, 3],
    // So wide that a restart interval is full before 256 rows.
    [30_000, 150, 1],
  ];
  for (const extent of extents) {
    it(`of ${extent.join("×")} samples are those of the whole picture`, async () => {
      for (const quality of [100, 90, 89, 40]) {
        const file = await encoded(jpeg, picture("u8", [...extent]), { quality });
        expect(places(file, 0xdd)).toHaveLength(1);
        const [ours, ...theirs] = await Promise.all(
          [file, await atOnce(extent, quality, false), await atOnce(extent, quality, true)].map((f) =>
            decoded(jpeg, f),
          ),
        );
        expect([ours.width, ours.height, ours.channels]).toEqual(extent);
        for (const other of theirs) expect(Buffer.from(ours.data).equals(Buffer.from(other.data))).toBe(true);
      }
    });
  }

  it("are counted by marks from 0 to 7, each with the interval that the header states", async () => {
    const file = await encoded(jpeg, picture("u8", [64, 2900, 1]));
    const [interval] = places(file, 0xdd);
    expect([...file.subarray(interval, interval + 6)]).toEqual([0xff, 0xdd, 0, 4, 1, 0]);
    const marks = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => places(file, 0xd0 + n).length);
    expect(marks).toEqual([2, 2, 2, 1, 1, 1, 1, 1]);
  });

  it("are not made of a small picture: the file is the codec's own", async () => {
    const file = await encoded(jpeg, picture("u8", [64, 256, 3]), { quality: 90 });
    expect(file.equals(await atOnce([64, 256, 3], 90, false))).toBe(true);
  });

  it("are not made where the tables are for all samples: the file is smaller, and the codec's own", async () => {
    const extent: Extent = [64, 300, 3];
    const file = await encoded(jpeg, picture("u8", [...extent]), { optimizeCoding: true });
    expect(file.equals(await atOnce(extent, 90, true))).toBe(true);
    expect(file.length).toBeLessThan((await encoded(jpeg, picture("u8", [...extent]))).length);
  });

  it("may lie in memory that threads share", async () => {
    const signal = picture("u8", [40, 300, 3]);
    const data = new Uint8Array(new SharedArrayBuffer(signal.data.length));
    data.set(signal.data);
    expect((await encoded(jpeg, { ...signal, data })).equals(await encoded(jpeg, signal))).toBe(true);
  });

  it("end in one error where the codec fails", async () => {
    const signal = { ...picture("u8", [16, 2000, 3]), height: 4000 };
    await expect(encoded(jpeg, signal)).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(
        /^out\.jpg: the jpeg could not be encoded \(.+\)\. Try another format\.$/,
      ) as string,
    });
  });
});

describe("joining", () => {
  const about: Joined = { height: 16, interval: 1, mcu: 8, segments: [] };
  async function* these(...files: Uint8Array[]): AsyncGenerator<Uint8Array> {
    for (const file of files) yield await Promise.resolve(file);
  }
  const join = async (files: Uint8Array[], how: Partial<Joined> = {}): Promise<Buffer> => {
    const blocks: Uint8Array[] = [];
    for await (const block of joined(these(...files), { ...about, ...how })) blocks.push(block);
    return bytesOf(blocks);
  };

  it("takes only strips that were encoded alike", async () => {
    const files = [await atOnce([8, 8, 1], 90, false), await atOnce([8, 8, 1], 80, false)];
    await expect(join(files)).rejects.toThrow("the strips of a JPEG were encoded in different ways");
    expect((await decoded(jpeg, await join([files[0], files[0]]))).height).toBe(16);
  });

  it("takes only strips of the blocks that were asked for", async () => {
    const file = await atOnce([16, 16, 3], 80, false);
    await expect(join([file])).rejects.toThrow("a strip of a JPEG has other blocks than were asked for");
    expect((await join([file], { mcu: 16, interval: 0 })).equals(file)).toBe(true);
  });

  it("takes only whole strips", async () => {
    const file = await atOnce([8, 8, 1], 90, false);
    await expect(join([file.subarray(0, -2)])).rejects.toThrow("a strip of a JPEG has no end");
    await expect(join([file.subarray(0, 30)])).rejects.toThrow("a strip of a JPEG has no samples");
  });
});

describe("a colour profile", () => {
  it("of more than one segment comes back whole", async () => {
    const small = await p3();
    const icc = Buffer.concat([small, Buffer.alloc(140_000, "profile ")]);
    icc.writeUInt32BE(icc.length, 0);
    const file = await encoded(jpeg, picture("u8", [8, 300, 3], { icc, density: 72 }));
    expect(places(file, 0xe2)).toHaveLength(3);
    const { about } = await decoded(jpeg, file);
    expect(Buffer.from(about.icc!).equals(icc)).toBe(true);
    expect(about.density).toBe(72);
  });
});
