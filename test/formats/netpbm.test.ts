import { describe, expect, it } from "vitest";
import { pam } from "../../src/formats/pam.js";
import { pfm } from "../../src/formats/pfm.js";
import { pbm, pgm, ppm } from "../../src/formats/pnm.js";
import { decoded, encoded, picture } from "./pictures.js";

const text = (s: string): Buffer => Buffer.from(s, "latin1");
const file = (head: string, ...bytes: number[]): Buffer => Buffer.concat([text(head), Buffer.from(bytes)]);

describe("PGM and PPM", () => {
  it("read binary samples of 8 and 16 bits", async () => {
    const grey = await decoded(pgm, file("P5\n3 2\n255\n", 0, 1, 2, 253, 254, 255));
    expect([grey.width, grey.height, grey.channels, grey.type]).toEqual([3, 2, 1, "u8"]);
    expect([...grey.data]).toEqual([0, 1, 2, 253, 254, 255]);
    const wide = await decoded(pgm, file("P5 2 1 65535\n", 1, 2, 255, 254));
    expect([wide.type, ...wide.data]).toEqual(["u16", 0x102, 0xfffe]);
    const rgb = await decoded(ppm, file("P6\n1 1\n255\n", 10, 13, 35));
    expect([rgb.channels, ...rgb.data]).toEqual([3, 10, 13, 35]);
  });

  it("read samples written as text, with comments anywhere between them", async () => {
    const grey = await decoded(pgm, text("P2 # a comment\n# another\n3 1\n# 9\n1000 0 7#x\n 1000\n# the end"));
    expect([grey.type, ...grey.data]).toEqual(["u16", 0, 7, 1000]);
    expect(grey.about.maxval).toBe(1000);
    const rgb = await decoded(ppm, text("P3\n1 2\n255\n1 2 3\n4 5 6\n"));
    expect([...rgb.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("keep the range: as bits where maxval is 2^n − 1, else as it is", async () => {
    const about = async (maxval: number): Promise<unknown> => {
      const { bits, maxval: kept } = (await decoded(pgm, text(`P2 1 1 ${maxval} 1`))).about;
      return [bits, kept];
    };
    expect(await about(255)).toEqual([undefined, undefined]);
    expect(await about(65535)).toEqual([undefined, undefined]);
    expect(await about(1)).toEqual([1, undefined]);
    expect(await about(1023)).toEqual([10, undefined]);
    expect(await about(32767)).toEqual([15, undefined]);
    expect(await about(100)).toEqual([undefined, 100]);
    expect(await about(256)).toEqual([undefined, 256]);
  });

  it("write the range that was read, and the whole one when samples grew over it", async () => {
    const maxvalIn = async (input: string, change = 0): Promise<string> => {
      const signal = await decoded(pgm, text(input));
      signal.data[0] += change;
      return (await encoded(pgm, signal)).toString("latin1").split("\n")[2];
    };
    expect(await maxvalIn("P2 1 1 100 7")).toBe("100");
    expect(await maxvalIn("P2 1 1 1023 7")).toBe("1023");
    expect(await maxvalIn("P2 1 1 100 100", 1)).toBe("255");
    expect(await maxvalIn("P2 1 1 1023 1023", 1)).toBe("65535");
  });

  it("write binary files", async () => {
    const grey = await encoded(pgm, { ...picture("u8", [2, 1, 1]), data: Uint8Array.of(7, 9) });
    expect(grey.equals(file("P5\n2 1\n255\n", 7, 9))).toBe(true);
    const rgb = await encoded(ppm, { ...picture("u16", [1, 1, 3]), data: Uint16Array.of(1, 256, 65535) });
    expect(rgb.equals(file("P6\n1 1\n65535\n", 0, 1, 1, 0, 255, 255))).toBe(true);
  });

  it("do not copy the samples of one byte", async () => {
    const bytes = file("P5\n3 2\n255\n", 0, 1, 2, 253, 254, 255);
    expect((await decoded(pgm, bytes)).data.buffer).toBe(bytes.buffer);
  });

  const BAD: [string, Buffer, string][] = [
    [
      "a width that is no number",
      text("P5\n3x 2\n255\n"),
      ':2:1: the width is "3x". It must be an integer from 0 to 9007199254740991',
    ],
    ["an extent of 0", file("P5\n0 2\n255\n"), ": the picture has 0×2 pixels. Give one with at least one pixel"],
    ["a maxval of 0", text("P5\n1 2\n0\n12"), ':3:1: the maxval is "0". It must be an integer from 1 to 65535'],
    ["a maxval of 65536", text("P5 1 2 65536\n"), ':1:8: the maxval is "65536". It must be an integer from 1 to 65535'],
    [
      "an escape sequence",
      text("P5 1 \x1b[31m 255\n"),
      ':1:6: the height is "\\e[31m". It must be an integer from 0 to 9007199254740991',
    ],
    ["no height", text("P5\n3 "), ":2:3: the file ends before the height. Check that the file is whole"],
    ["no samples", text("P5\n3 2\n255"), ":3:4: the file ends before its samples. Check that the file is whole"],
    [
      "too few samples",
      file("P5 2 2 255\n", 1, 2, 3),
      ": 4 bytes of samples are stated, 3 are there. Check that the file is whole",
    ],
    [
      "samples left over",
      file("P5 2 1 255\n", 1, 2, 3, 4),
      ": 2 bytes follow the 2 bytes of samples. Give a file with one picture and nothing behind it",
    ],
    [
      "a sample over maxval",
      file("P5 2 2 100\n", 1, 2, 3, 101),
      ": sample 101 at x = 1, y = 1 is over the maxval 100. Check that the file is whole",
    ],
    [
      "a text sample over maxval",
      text("P2 2 1 100\n1 101"),
      ':2:3: the sample 2 of 2 is "101". It must be an integer from 0 to 100',
    ],
    [
      "a text sample that is none",
      text("P2 2 1 100\n1 -1"),
      ':2:3: the sample 2 of 2 is "-1". It must be an integer from 0 to 100',
    ],
    ["a fraction", text("P2 2 1 100\n1 1.5"), ':2:3: the sample 2 of 2 is "1.5". It must be an integer from 0 to 100'],
    [
      "text that ends too early",
      text("P2 2 2 100\n1 2 1"),
      ": 4 samples are stated, and 6 bytes follow the header. Check that the file is whole",
    ],
    [
      "text that ends one sample early",
      text("P2 2 2 100\n100 20 10\n"),
      ":3:1: the file ends before the sample 4 of 4. Check that the file is whole",
    ],
    [
      "text left over",
      text("P2 2 1 100\n1 2\n3"),
      ":3:1: more stands behind the last sample. Give a file with one picture and nothing behind it",
    ],
    ["a PPM", text("P6 1 1 255\n123"), ': the file starts with "P6". A PGM starts with P2 or P5'],
    [
      "a huge size",
      text("P5 99999999 99999999 255\n"),
      ": 99999999×99999999 pixels are 9999999800000000, over the limit of 268402689. Raise it with --limit-pixels 9999999800000000 if the file is to be trusted",
    ],
  ];
  for (const [what, bytes, message] of BAD) {
    it(`refuse ${what}`, async () => {
      await expect(decoded(pgm, bytes)).rejects.toMatchObject({ exitCode: 3, message: `in.pgm${message}.` });
    });
  }

  it("are told from tables whose first column is called P2", () => {
    for (const head of ["P2 P3\n1 2\n", "P2,P3\n1,2\n", "P2\t\n", "P2", "P25 1", "P2 3x"]) {
      expect(pgm.sniff(text(head)), head).toBe(false);
    }
    expect(pgm.sniff(text("P2#c\n 3 "))).toBe(true);
  });

  it("say what they cannot hold", () => {
    const shape = { width: 3, height: 2, channels: 4, rank: 2, type: "u8" } as const;
    expect(ppm.cannotHold!(shape)).toBe("holds RGB without alpha, not 4 channels (use PAM or PNG)");
    expect(pgm.cannotHold!({ ...shape, channels: 2 })).toBe(
      "holds grey without alpha, not 2 channels (use PAM or PNG)",
    );
    expect(pgm.cannotHold!({ ...shape, channels: 1, type: "i16" })).toBe("holds u8 and u16, not i16 (use PAM or PNG)");
  });
});

describe("PBM", () => {
  it("is read as 0 for black and 255 for white, packed and as text", async () => {
    const packed = await decoded(pbm, file("P4\n9 2\n", 0b01010101, 0b10000000, 0xff, 0x7f));
    const row = [255, 0, 255, 0, 255, 0, 255, 0, 0];
    expect([...packed.data]).toEqual([...row, 0, 0, 0, 0, 0, 0, 0, 0, 255]);
    expect([...(await decoded(pbm, text("P1\n3 2\n010 # x\n1\n1 0\n"))).data]).toEqual([255, 0, 255, 0, 0, 255]);
    expect(packed.about).toEqual({ source: "in.pbm", medium: "raster", format: "pbm" });
  });

  it("refuses what is no bit", async () => {
    await expect(decoded(pbm, text("P1 3 1\n012"))).rejects.toThrow(
      'in.pbm:2:3: the sample 3 of 3 is "2". It must be an integer from 0 to 1.',
    );
  });
});

describe("PAM", () => {
  const header = (lines: string[]): string => ["P7", ...lines, "ENDHDR\n"].join("\n");
  const lines = (depth: number, maxval: number, type?: string): string[] => [
    "# a comment",
    "WIDTH 2",
    "HEIGHT 1",
    `DEPTH ${depth}`,
    `MAXVAL ${maxval}`,
    ...(type ? [`TUPLTYPE ${type}`] : []),
  ];

  it("knows alpha by the tuple type", async () => {
    const ga = await decoded(pam, file(header(lines(2, 255, "GRAYSCALE_ALPHA")), 1, 2, 3, 4));
    expect([ga.channels, ga.about.alpha, ...ga.data]).toEqual([2, true, 1, 2, 3, 4]);
    const rgba = await decoded(pam, file(header(lines(4, 65535, "RGB_ALPHA")), ...Array(16).keys()));
    expect([rgba.channels, rgba.about.alpha, rgba.data[1]]).toEqual([4, true, 0x203]);
    const plain = await decoded(pam, file(header(lines(4, 255)), ...Array(8).keys()));
    expect([plain.channels, plain.about.alpha]).toEqual([4, undefined]);
  });

  it("reads black and white as 0 and 255", async () => {
    const bw = await decoded(pam, file(header(lines(2, 1, "BLACKANDWHITE_ALPHA")), 0, 1, 1, 0));
    expect([...bw.data]).toEqual([0, 255, 255, 0]);
    expect([bw.about.alpha, bw.about.bits]).toEqual([true, undefined]);
  });

  it("writes the tuple type, and none for channels without a meaning", async () => {
    const typeOf = async (channels: number, alpha: boolean): Promise<string[]> => {
      const { about, ...rest } = picture("u8", [2, 1, channels]);
      const signal = { ...rest, about: { source: about.source, medium: about.medium, alpha } };
      const bytes = await encoded(pam, signal);
      const back = await decoded(pam, bytes);
      expect([...back.data]).toEqual([...signal.data]);
      expect(back.about.alpha ?? false).toBe(alpha);
      return (
        bytes
          .toString("latin1")
          .match(/TUPLTYPE (\w+)/)
          ?.slice(1) ?? []
      );
    };
    expect(await typeOf(1, false)).toEqual(["GRAYSCALE"]);
    expect(await typeOf(2, true)).toEqual(["GRAYSCALE_ALPHA"]);
    expect(await typeOf(2, false)).toEqual([]);
    expect(await typeOf(3, false)).toEqual(["RGB"]);
    expect(await typeOf(4, true)).toEqual(["RGB_ALPHA"]);
    expect(await typeOf(4, false)).toEqual([]);
    expect(await typeOf(5, false)).toEqual([]);
  });

  const BAD: [string, string, string][] = [
    ["a header without an end", "P7\nWIDTH 1\n", ":3:1: the header has no end. A PAM header ends with a line ENDHDR"],
    [
      "an unknown line",
      "P7\nWIDTH 1\nSIZE 3\nENDHDR\n",
      ':3:1: "SIZE 3" is no line of a PAM header. The header has WIDTH, HEIGHT, DEPTH and MAXVAL once each, TUPLTYPE and ENDHDR',
    ],
    [
      "a line that is there twice",
      "P7\nWIDTH 1\nWIDTH 1\nENDHDR\n",
      ':3:1: "WIDTH 1" is there twice. The header has WIDTH, HEIGHT, DEPTH and MAXVAL once each, TUPLTYPE and ENDHDR',
    ],
    [
      "a value that is none",
      "P7\nWIDTH -1\nENDHDR\n",
      ':2:1: "WIDTH -1" has no usable value. WIDTH is an integer from 1 to 9007199254740991',
    ],
    [
      "a missing line",
      "P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nENDHDR\n\0",
      ":5:7: the header ends without MAXVAL. Check that the file is whole",
    ],
    [
      "a depth unlike its tuple type",
      `${header(lines(4, 255, "RGB"))}12345678`,
      ':1:1: the depth is 4 and the tuple type "RGB". This tuple type has 3 channels',
    ],
    ["too many channels", `${header(lines(6, 255))}123456123456`, ":1:1: the depth is 6. At most 5 channels are read"],
  ];
  for (const [what, bytes, message] of BAD) {
    it(`refuses ${what}`, async () => {
      await expect(decoded(pam, text(bytes))).rejects.toMatchObject({ fault: "input", message: `in.pam${message}.` });
    });
  }
});

describe("PFM", () => {
  it("reads both byte orders, from the bottom row to the top", async () => {
    const little = Buffer.alloc(16);
    const big = Buffer.alloc(16);
    for (const [i, v] of [3.5, -4, 1.25, Number.NaN].entries()) {
      little.writeFloatLE(v, 4 * i);
      big.writeFloatBE(v, 4 * i);
    }
    for (const bytes of [
      Buffer.concat([text("Pf\n2 2\n-1.0\n"), little]),
      Buffer.concat([text("Pf\n2 2\n1\n"), big]),
    ]) {
      const signal = await decoded(pfm, bytes);
      expect([signal.type, signal.channels]).toEqual(["f32", 1]);
      expect([...signal.data]).toEqual([1.25, Number.NaN, 3.5, -4]);
    }
  });

  it("says so when it has a scale, which is not applied", async () => {
    const signal = await decoded(pfm, Buffer.concat([text("Pf 1 1 -0.5\n"), Buffer.from(Float32Array.of(8).buffer)]));
    expect([...signal.data]).toEqual([8]);
    expect(signal.about.notes).toEqual(["the scale 0.5 of the file was not applied to its samples"]);
  });

  it("writes little-endian RGB", async () => {
    const signal = { ...picture("f32", [1, 2, 3]), data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    const expected = Buffer.concat([text("PF\n1 2\n-1.0\n"), Buffer.from(Float32Array.of(4, 5, 6, 1, 2, 3).buffer)]);
    expect((await encoded(pfm, signal)).equals(expected)).toBe(true);
  });

  const BAD: [string, string, string][] = [
    [
      "a scale of 0",
      "Pf 1 1 0\n1234",
      ':1:8: the scale is "0". It must be a number other than 0: negative for little-endian samples',
    ],
    [
      "a scale that is no number",
      "Pf 1 1 0x1\n1234",
      ':1:8: the scale is "0x1". It must be a number other than 0: negative for little-endian samples',
    ],
    ["too few bytes", "PF 1 1 1\n1234", ": 12 bytes of samples are stated, 4 are there. Check that the file is whole"],
    ["another mark", "PG 1 1 1\n1234", ':1:1: the file starts with "PG". A PFM starts with Pf (grey) or PF (RGB)'],
  ];
  for (const [what, bytes, message] of BAD) {
    it(`refuses ${what}`, async () => {
      await expect(decoded(pfm, text(bytes))).rejects.toMatchObject({ exitCode: 3, message: `in.pfm${message}.` });
    });
  }

  it("says what it cannot hold", () => {
    const shape = { width: 3, height: 2, channels: 1, rank: 2 } as const;
    expect(pfm.cannotHold!({ ...shape, type: "f64" })).toBe("holds f32, not f64 (use NPY)");
    expect(pfm.cannotHold!({ ...shape, type: "f32", channels: 4 })).toBe(
      "holds grey and RGB without alpha, not 4 channels (use NPY)",
    );
  });
});
