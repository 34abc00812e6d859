import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate } from "../../src/base/element.js";
import { signalOf } from "../../src/base/signal.js";
import { fullScale } from "../../src/formats/wav/samples.js";
import { wav } from "../../src/formats/wav/wav.js";
import { failure, read, written } from "./signals.js";

const ascii = (text: string): number[] => [...Buffer.from(text, "latin1")];
const le = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256);
const chunk = (id: string, body: number[], size = body.length): number[] => [
  ...ascii(id),
  ...le(size, 4),
  ...body,
  ...(body.length % 2 ? [0] : []),
];
interface Form {
  code?: number;
  channels?: number;
  rate?: number;
  bits?: number;
  align?: number;
  more?: number[];
}
const fmt = ({ code = 1, channels = 1, rate = 8000, bits = 16, align, more = [] }: Form = {}): number[] => {
  const frame = align ?? (channels * bits) / 8;
  return chunk("fmt ", [
    ...le(code, 2),
    ...le(channels, 2),
    ...le(rate, 4),
    ...le(rate * frame, 4),
    ...le(frame, 2),
    ...le(bits, 2),
    ...more,
  ]);
};
const riff = (...chunks: number[][]): Uint8Array => {
  const body = chunks.flat();
  return Uint8Array.from([...ascii("RIFF"), ...le(body.length + 4, 4), ...ascii("WAVE"), ...body]);
};
const guid = (code: number): number[] => [...le(code, 4), 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
const extensible = (code: number, bits: number, valid = bits, tail = guid(code)): number[] =>
  fmt({ code: 0xfffe, channels: 1, bits, more: [...le(22, 2), ...le(valid, 2), ...le(4, 4), ...tail] });
const fails = (bytes: Uint8Array): Promise<string> => failure(read(wav, bytes));

describe("a WAV file", () => {
  it.each<[string, number[], number[], string, number[]]>([
    ["8-bit PCM, centred at 0", fmt({ bits: 8 }), [0, 128, 255], "i8", [-128, 0, 127]],
    ["16-bit PCM", fmt({ bits: 16 }), [0, 128, 255, 127, 1, 0], "i16", [-32768, 32767, 1]],
    ["24-bit PCM", fmt({ bits: 24 }), [0, 0, 128, 255, 255, 127, 255, 255, 255], "i32", [-8388608, 8388607, -1]],
    ["32-bit PCM", fmt({ bits: 32 }), [0, 0, 0, 128, 255, 255, 255, 127], "i32", [-2147483648, 2147483647]],
    ["32-bit float", fmt({ code: 3, bits: 32 }), [0, 0, 128, 63, 0, 0, 0, 128], "f32", [1, -0]],
    ["64-bit float", fmt({ code: 3, bits: 64 }), [0, 0, 0, 0, 0, 0, 248, 191], "f64", [-1.5]],
    ["extensible PCM", extensible(1, 16), [5, 0], "i16", [5]],
    ["extensible float", extensible(3, 32), [0, 0, 128, 63], "f32", [1]],
    ["extensible PCM of 20 bits in 24", extensible(1, 24, 20), [0x10, 0, 0], "i32", [16]],
  ])("is read: %s", async (_, format, data, type, samples) => {
    const signal = await read(wav, riff(format, chunk("data", data)));
    expect(signal).toMatchObject({ type, width: samples.length, height: 1, channels: 1, rank: 1 });
    expect([...signal.data]).toEqual(samples);
    const bits = data.length / samples.length === 3 ? { bits: 24 } : {};
    expect(signal.about).toEqual({ source: "in", medium: "audio", format: "wav", sampleRate: 8000, ...bits });
  });

  it("is read big-endian as RIFX", async () => {
    const be = (value: number, bytes: number): number[] => le(value, bytes).reverse();
    const file = (bits: number, data: number[], code = 1, more: number[] = []): Uint8Array =>
      Uint8Array.from([
        ...ascii("RIFX"),
        ...be(0, 4),
        ...ascii("WAVEfmt "),
        ...be(16 + more.length, 4),
        ...be(code, 2),
        ...be(1, 2),
        ...be(8000, 4),
        ...be(0, 4),
        ...be(bits / 8, 2),
        ...be(bits, 2),
        ...more,
        ...ascii("data"),
        ...be(data.length, 4),
        ...data,
      ]);
    expect([...(await read(wav, file(16, [1, 2, 255, 255]))).data]).toEqual([258, -1]);
    expect([...(await read(wav, file(24, [255, 0, 1, 0, 1, 2]))).data]).toEqual([-65535, 258]);
    expect([...(await read(wav, file(64, [0x3f, 0xf0, 0, 0, 0, 0, 0, 0], 3))).data]).toEqual([1]);
    const tail = [
      ...be(22, 2),
      ...be(16, 2),
      ...be(4, 4),
      ...be(1, 4),
      0,
      0,
      0,
      0x10,
      0x80,
      0,
      0,
      0xaa,
      0,
      0x38,
      0x9b,
      0x71,
    ];
    expect([...(await read(wav, file(16, [0, 7], 0xfffe, tail))).data]).toEqual([7]);
  });

  it("is read as RF64, the size of the data in the ds64 chunk", async () => {
    const ds64 = (size: number): number[] => chunk("ds64", [...le(0, 8), ...le(size, 8), ...le(0, 8), ...le(0, 4)]);
    const file = (size: number, data: number[]): Uint8Array =>
      Uint8Array.from([
        ...ascii("RF64"),
        ...le(0xffffffff, 4),
        ...ascii("WAVE"),
        ...ds64(size),
        ...fmt(),
        ...ascii("data"),
        ...le(0xffffffff, 4),
        ...data,
      ]);
    expect([...(await read(wav, file(4, [1, 0, 2, 0]))).data]).toEqual([1, 2]);
    expect(await fails(file(2 ** 40, [1, 0]))).toBe(
      "input: in: expected 1099511627776 bytes of data, got 2. Copy or save the file again.",
    );
  });

  it("has its channels side by side", async () => {
    const signal = await read(wav, riff(fmt({ channels: 2, rate: 44100 }), chunk("data", [1, 0, 2, 0, 3, 0, 4, 0])));
    expect(signal).toMatchObject({ width: 2, channels: 2 });
    expect([...signal.data]).toEqual([1, 2, 3, 4]);
    expect(signal.about.sampleRate).toBe(44100);
  });

  it("may have other chunks anywhere, of odd sizes too, and a missing last pad byte", async () => {
    const odd = chunk("LIST", [1, 2, 3]);
    const signal = await read(
      wav,
      riff(odd, fmt({ bits: 8 }), odd, chunk("data", [129, 130, 131]), odd, chunk("id3 ", [])),
    );
    expect([...signal.data]).toEqual([1, 2, 3]);
    const bytes = riff(fmt({ bits: 8 }), chunk("data", [129]));
    expect([...(await read(wav, bytes.subarray(0, -1))).data]).toEqual([1]);
  });

  it("that a writer to a pipe left open reaches to the end", async () => {
    const data = [1, 0, 2, 0];
    const open = (size: number, riffSize: number): Uint8Array => {
      const bytes = riff(fmt(), chunk("data", data, size));
      bytes.set(le(riffSize, 4), 4);
      return bytes;
    };
    for (const [size, riffSize] of [
      [0, 0],
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0],
      [0x7ffff000, 0x7ffff024],
    ])
      expect([...(await read(wav, open(size, riffSize))).data]).toEqual([1, 2]);
    const cut = open(0xffffffff, 0).subarray(0, -1);
    expect(await fails(cut)).toBe(
      "input: in: 3 bytes of data are no whole number of frames of 2 bytes. Copy or save the file again.",
    );
  });

  const data = chunk("data", [1, 0]);
  it.each<[string, Uint8Array, string]>([
    [
      "another file",
      Uint8Array.from(ascii("RIFF....AVI LIST")),
      "the file does not begin as WAV files do. Say its format with --input-format.",
    ],
    ["no format", riff(data), "the data chunk stands before the format chunk. Copy or save the file again."],
    ["no chunks", riff(), "there is no format chunk. Copy or save the file again."],
    ["no data", riff(fmt()), "there is no data chunk. Copy or save the file again."],
    ["no samples", riff(fmt(), chunk("data", [])), "the sound has no samples. Give a sound with at least one sample."],
    [
      "cut data",
      riff(fmt(), chunk("data", [1, 0, 2, 0], 1000)),
      "expected 1000 bytes of data, got 4. Copy or save the file again.",
    ],
    [
      "a cut chunk",
      riff(fmt(), data, chunk("LIST", [1, 2], 9)),
      'expected 9 bytes of the chunk "LIST", got 2. Copy or save the file again.',
    ],
    ["stray bytes", riff(fmt(), data, [1, 2, 3]), "3 bytes behind the last chunk. Copy or save the file again."],
    [
      "half a frame",
      riff(fmt({ channels: 2 }), chunk("data", [1, 0, 2, 0, 3, 0])),
      "6 bytes of data are no whole number of frames of 4 bytes. Copy or save the file again.",
    ],
    ["two data chunks", riff(fmt(), data, data), "a second data chunk. Give a file with one sound."],
    ["two format chunks", riff(fmt(), fmt(), data), "a second format chunk. Copy or save the file again."],
    [
      "a short format",
      riff(chunk("fmt ", [1, 0, 1, 0]), data),
      "a format chunk of 4 bytes, where at least 16 are needed. Copy or save the file again.",
    ],
    [
      "a short extensible format",
      riff(fmt({ code: 0xfffe }), data),
      "an extensible format chunk of 16 bytes, where 40 are needed. Copy or save the file again.",
    ],
    ["0 channels", riff(fmt({ channels: 0 }), data), "the sound has 0 channels. Copy or save the file again."],
    ["too many channels", riff(fmt({ channels: 1025 }), data), "1025 channels. The limit is 1024."],
    ["rate 0", riff(fmt({ rate: 0 }), data), "the sample rate is 0. Copy or save the file again."],
    [
      "block align 0",
      riff(fmt({ align: 0 }), data),
      "frames of 0 bytes, where 1 channel of 16 bits make 2. Copy or save the file again.",
    ],
    [
      "0 bits",
      riff(fmt({ bits: 0 }), data),
      "PCM samples of 0 bits. Convert the sound to PCM of 8, 16, 24 or 32 bits or float of 32 or 64.",
    ],
    [
      "12 bits",
      riff(fmt({ bits: 12, align: 2 }), data),
      "PCM samples of 12 bits. Convert the sound to PCM of 8, 16, 24 or 32 bits or float of 32 or 64.",
    ],
    [
      "16-bit floats",
      riff(fmt({ code: 3 }), data),
      "float samples of 16 bits. Convert the sound to PCM of 8, 16, 24 or 32 bits or float of 32 or 64.",
    ],
    [
      "A-law",
      riff(fmt({ code: 6, bits: 8 }), data),
      "the sound is stored as A-law. Convert it to PCM, as with ffmpeg -i in.wav -c:a pcm_s16le out.wav.",
    ],
    [
      "mu-law",
      riff(fmt({ code: 7, bits: 8 }), data),
      "the sound is stored as mu-law. Convert it to PCM, as with ffmpeg -i in.wav -c:a pcm_s16le out.wav.",
    ],
    [
      "ADPCM",
      riff(fmt({ code: 2, bits: 4, align: 256 }), data),
      "the sound is stored as Microsoft ADPCM. Convert it to PCM, as with ffmpeg -i in.wav -c:a pcm_s16le out.wav.",
    ],
    [
      "an unknown codec",
      riff(fmt({ code: 0x1234 }), data),
      "the sound is stored as codec 0x1234. Convert it to PCM, as with ffmpeg -i in.wav -c:a pcm_s16le out.wav.",
    ],
    [
      "extensible mu-law",
      riff(extensible(7, 8), data),
      "the sound is stored as mu-law. Convert it to PCM, as with ffmpeg -i in.wav -c:a pcm_s16le out.wav.",
    ],
    [
      "an unknown GUID",
      riff(
        extensible(
          1,
          16,
          16,
          guid(1).map((b, i) => (i === 15 ? b + 1 : b)),
        ),
        data,
      ),
      "the sound is stored by an unknown codec. Convert it to PCM.",
    ],
    [
      "more valid bits than bits",
      riff(extensible(1, 16, 20), data),
      "20 valid bits in samples of 16 bits. Copy or save the file again.",
    ],
  ])("is refused: %s", async (_, bytes, message) => {
    expect(await fails(bytes)).toBe(`input: in: ${message}`);
  });
});

describe("a written WAV file", () => {
  const about = { source: "t", medium: "audio", sampleRate: 8000 } as const;

  it("is plain RIFF for 16-bit PCM", async () => {
    const bytes = await written(wav, signalOf(Int16Array.of(1, -1), { width: 2 }, "i16", about));
    expect([...bytes]).toEqual([...riff(fmt(), chunk("data", [1, 0, 255, 255]))]);
  });

  it("is extensible for more than two channels and for PCM of more than 16 bits, and has a frame count then", async () => {
    const bytes = await written(wav, signalOf(Int32Array.of(1, -2), { width: 2 }, "i32", { ...about, bits: 24 }));
    expect([...bytes]).toEqual([
      ...riff(extensible(1, 24), chunk("fact", le(2, 4)), chunk("data", [1, 0, 0, 254, 255, 255])),
    ]);
    const three = await written(wav, signalOf(Int16Array.of(1, 2, 3), { width: 1, channels: 3 }, "i16", about));
    expect(three.readUInt16LE(20)).toBe(0xfffe);
    const float = await written(wav, signalOf(Float32Array.of(1), { width: 1 }, "f32", about));
    expect([...float]).toEqual([
      ...riff(fmt({ code: 3, bits: 32, more: [0, 0] }), chunk("fact", le(1, 4)), chunk("data", [0, 0, 128, 63])),
    ]);
  });

  it("reads back as it was, for every type and number of channels", async () => {
    const types = ["i8", "i16", "i24", "i32", "f32", "f64"] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...types),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.double(), { minLength: 1, maxLength: 9 }),
        async (kind, channels, values) => {
          const type = kind === "i24" ? "i32" : kind;
          const data = allocate(type, values.length * channels);
          const bits = new DataView(new ArrayBuffer(8));
          for (let i = 0; i < data.length; i++) {
            bits.setFloat64(0, values[i % values.length]);
            data[i] = type.startsWith("f")
              ? values[i % values.length]
              : kind === "i24"
                ? bits.getInt32(2) >> 8
                : bits.getInt32(2);
          }
          const signal = signalOf(data, { width: values.length, channels }, type, {
            ...about,
            ...(kind === "i24" ? { bits: 24 } : {}),
          });
          const bytes = await written(wav, signal);
          expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
          expect(bytes.length % 2).toBe(0);
          const back = await read(wav, bytes);
          expect(back).toMatchObject({ type, channels, width: values.length });
          expect(back.about.bits).toBe(kind === "i24" ? 24 : undefined);
          expect(back.data.every((v, i) => Object.is(v, data[i]))).toBe(true);
        },
      ),
      { numRuns: 500, seed: 41 },
    );
  });

  it("needs a whole sample rate", async () => {
    const { sampleRate: _, ...none } = about;
    expect(await failure(written(wav, signalOf(Int16Array.of(1), { width: 1 }, "i16", none)))).toBe(
      "usage: --rate: a WAV file needs a sample rate, and t has none. Give the samples per second with --rate.",
    );
    for (const sampleRate of [0.5, 44100.5, 2 ** 33])
      expect(
        await failure(written(wav, signalOf(Int16Array.of(1), { width: 1 }, "i16", { ...about, sampleRate }))),
      ).toBe(
        `usage: --rate: a WAV file holds whole sample rates, not ${sampleRate}. Give a whole number with --rate, or write another format.`,
      );
  });

  it("holds no planes, no unsigned and no complex samples, no more than 24 bits where it says 24, and 4 GiB", async () => {
    const form = { width: 1, height: 1, channels: 1, rank: 1 } as const;
    expect(wav.cannotHold?.({ ...form, type: "u8" })).toBe("holds samples of i8, i16, i32, f32 or f64, not u8");
    expect(wav.cannotHold?.({ ...form, type: "c128" })).toBe("holds samples of i8, i16, i32, f32 or f64, not c128");
    expect(wav.cannotHold?.({ ...form, type: "i16", rank: 2 })).toBe("holds signals, not planes");
    expect(wav.cannotHold?.({ ...form, type: "f64", channels: 8192 })).toBe(
      "holds frames of up to 65535 bytes, not 65536",
    );
    expect(wav.cannotHold?.({ ...form, type: "i16", width: 2 ** 31 })).toBe(
      "holds up to 4 GiB, not 4294967296 bytes of samples",
    );
    expect(wav.cannotHold?.({ ...form, type: "i16", width: 2 ** 31 - 100 })).toBeUndefined();
    expect(await failure(written(wav, signalOf(Uint8Array.of(1), { width: 1 }, "u8", about)))).toBe(
      "output: out: WAV holds samples of i8, i16, i32, f32 or f64, not u8. Choose another format or --depth.",
    );
    const loud = signalOf(Int32Array.of(0, 0, 8388608, 0), { width: 2, channels: 2 }, "i32", { ...about, bits: 24 });
    expect(await failure(written(wav, loud))).toBe(
      "output: out: sample 1 is 8388608, beyond 24 bits. Saturate it first, or write 32 bits.",
    );
  });

  it("has the full scale of its samples", () => {
    expect([
      fullScale("i8"),
      fullScale("i16"),
      fullScale("i32", 24),
      fullScale("i32"),
      fullScale("f32"),
      fullScale("u8"),
    ]).toEqual([128, 32768, 8388608, 2147483648, 1, 1]);
  });
});
