import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate, ELEMENT_TYPES, isComplex } from "../../src/base/element.js";
import { type Signal, signalOf } from "../../src/base/signal.js";
import { littleEndian } from "../../src/formats/bytes.js";
import { npy } from "../../src/formats/npy/npy.js";
import { failure, read, written } from "./signals.js";

/** A file with this dict and these bytes of data. */
function file(dict: string, data: ArrayLike<number> = [], version = 1): Uint8Array {
  const head = new TextEncoder().encode(`${dict}\n`);
  const length = version === 1 ? [head.length & 255, head.length >> 8] : [head.length & 255, head.length >> 8, 0, 0];
  return Uint8Array.from([0x93, ...Buffer.from("NUMPY"), version, 0, ...length, ...head, ...Array.from(data)]);
}
const dict = (descr: string, shape: string, fortran = "False"): string =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));
const fails = (bytes: Uint8Array, axes?: string): Promise<string> =>
  failure(read(npy, bytes, {}, axes === undefined ? {} : { axes }));

describe("an NPY array", () => {
  // Bytes of the data as numpy 1.24 and 2.4 write them.
  it.each<[string, string, string, number[], number[]?]>([
    ["|b1", "00 01 01", "u8", [0, 1, 1]],
    ["|u1", "00 7f ff", "u8", [0, 127, 255]],
    ["|i1", "00 7f 80", "i8", [0, 127, -128]],
    ["<u2", "0001 ffff 0200", "u16", [256, 65535, 2]],
    [">u2", "0001 ffff 0200", "u16", [1, 65535, 512]],
    ["<i2", "0080 ffff 0100", "i16", [-32768, -1, 1]],
    [">i2", "8000 ffff 0001", "i16", [-32768, -1, 1]],
    ["<u4", "00000080 ffffffff 01000000", "f64", [2147483648, 4294967295, 1]],
    [">u4", "80000000 ffffffff 00000001", "f64", [2147483648, 4294967295, 1]],
    ["<i4", "00000080 ffffffff 01000000", "i32", [-2147483648, -1, 1]],
    [">i4", "80000000 ffffffff 00000001", "i32", [-2147483648, -1, 1]],
    [
      "<u8",
      "0000000000002000 ffffffffffff1f00 0100000001000000",
      "f64",
      [9007199254740992, 9007199254740991, 4294967297],
    ],
    [
      ">u8",
      "0020000000000000 001fffffffffffff 0000000100000001",
      "f64",
      [9007199254740992, 9007199254740991, 4294967297],
    ],
    ["<i8", "000000000000e0ff ffffffffffffffff 0000000001000000", "f64", [-9007199254740992, -1, 4294967296]],
    [">i8", "ffe0000000000000 ffffffffffffffff 0000000100000000", "f64", [-9007199254740992, -1, 4294967296]],
    ["<f2", "003c 00c0 ff7b", "f64", [1, -2, 65504]],
    [">f2", "3555 0001 8000", "f64", [0.333251953125, 2 ** -24, -0]],
    ["<f2", "007c 00fc 007e", "f64", [Infinity, -Infinity, Number.NaN]],
    ["<f2", "ff03 0004 5535", "f64", [1023 / 2 ** 24, 2 ** -14, 0.333251953125]],
    ["<f4", "cdcccc3d 00000080 0000c07f", "f32", [Math.fround(0.1), -0, Number.NaN]],
    [">f4", "3dcccccd 80000000 7f800000", "f32", [Math.fround(0.1), -0, Infinity]],
    ["<f8", "9a9999999999b93f 0000000000000080 0100000000000000", "f64", [0.1, -0, 5e-324]],
    [">f8", "3fb999999999999a 8000000000000000 0000000000000001", "f64", [0.1, -0, 5e-324]],
    ["<c8", "0000803f 00000040 cdcccc3d 000080bf 00000000 00000080", "c64", [1, Math.fround(0.1), 0], [2, -1, -0]],
    [">c8", "3f800000 40000000 3dcccccd bf800000 00000000 80000000", "c64", [1, Math.fround(0.1), 0], [2, -1, -0]],
    [">c16", "3ff0000000000000 c000000000000000".repeat(3), "c128", [1, 1, 1], [-2, -2, -2]],
  ])("of dtype %s is read: %s", async (descr, data, type, re, im) => {
    for (const version of [1, 2, 3]) {
      const signal = await read(npy, file(dict(descr, "(3,)"), hex(data), version), { rate: 5 });
      expect(signal).toMatchObject({ width: 3, height: 1, channels: 1, rank: 1, type });
      expect([...signal.data]).toEqual(re);
      expect(signal.imag && [...signal.imag]).toEqual(im);
      expect(signal.about).toEqual({ source: "in", medium: "array", format: "npy", sampleRate: 5 });
    }
  });

  it.each<[string, string, string | undefined, Partial<Signal>, number[]]>([
    ["(6,)", "False", undefined, { width: 6, height: 1, channels: 1, rank: 1 }, [0, 1, 2, 3, 4, 5]],
    ["(2, 3)", "False", undefined, { width: 3, height: 2, channels: 1, rank: 2 }, [0, 1, 2, 3, 4, 5]],
    ["(2, 3)", "True", undefined, { width: 3, height: 2, channels: 1, rank: 2 }, [0, 2, 4, 1, 3, 5]],
    ["(2, 3)", "False", "xy", { width: 2, height: 3, channels: 1, rank: 2 }, [0, 3, 1, 4, 2, 5]],
    ["(2, 3)", "False", "xc", { width: 2, height: 1, channels: 3, rank: 1 }, [0, 1, 2, 3, 4, 5]],
    ["(2, 3)", "False", "cx", { width: 3, height: 1, channels: 2, rank: 1 }, [0, 3, 1, 4, 2, 5]],
    ["(2, 3)", "True", "cx", { width: 3, height: 1, channels: 2, rank: 1 }, [0, 1, 2, 3, 4, 5]],
    ["(1, 2, 3)", "False", undefined, { width: 2, height: 1, channels: 3, rank: 2 }, [0, 1, 2, 3, 4, 5]],
    ["(3, 1, 2)", "False", "cyx", { width: 2, height: 1, channels: 3, rank: 2 }, [0, 2, 4, 1, 3, 5]],
    ["(3, 1, 2)", "True", "cyx", { width: 2, height: 1, channels: 3, rank: 2 }, [0, 1, 2, 3, 4, 5]],
  ])("of shape %s, Fortran order %s, axes %s lies as it should", async (shape, fortran, axes, form, expected) => {
    const bytes = file(dict("|u1", shape, fortran), [0, 1, 2, 3, 4, 5]);
    const signal = await read(npy, bytes, { rate: 5 }, axes === undefined ? {} : { axes });
    expect(signal).toMatchObject(form);
    expect([...signal.data]).toEqual(expected);
    expect(signal.about.sampleRate).toBe(form.rank === 1 ? 5 : undefined);
  });

  it("may have a header that is spaced, ordered and quoted in any way that Python reads", async () => {
    for (const text of [
      `{"shape":(2,),"fortran_order":True,"descr":"|u1"}`,
      `{ 'shape' : ( 2 , ) , 'descr' : '|u1',\t'fortran_order': False }          `,
      `{'descr': '|u1', 'fortran_order': False, 'shape': (2L,), }`,
    ])
      expect([...(await read(npy, file(text, [4, 5]))).data]).toEqual([4, 5]);
  });

  it.each<[string, Uint8Array, string]>([
    [
      "another file",
      Uint8Array.from(Buffer.from("not an array at all")),
      "the file does not begin as NPY files do. Say its format with --input-format.",
    ],
    [
      "a later version",
      file(dict("|u1", "(1,)"), [1], 4),
      "NPY version 4.0. Save the array with version 1.0, 2.0 or 3.0.",
    ],
    [
      "a cut header",
      file(dict("|u1", "(1,)"), [1]).subarray(0, 30),
      "the header is cut off: expected 68 bytes, got 30. Copy or save the file again.",
    ],
    [
      "short data",
      file(dict("<f8", "(10,)"), new Uint8Array(8)),
      "expected 80 bytes of data for the shape (10), got 8. Copy or save the file again.",
    ],
    [
      "trailing bytes",
      file(dict("|u1", "(2,)"), [1, 2, 3]),
      "1 byte after the data of the array. Save one array a file.",
    ],
    [
      "a shape that overflows",
      file(dict("|u1", "(4294967296, 4294967296)")),
      "expected 18446744073709551616 bytes of data for the shape (4294967296, 4294967296), got 0. Copy or save the file again.",
    ],
    [
      "a shape beyond f64",
      file(dict("|u1", "(1000000000000000000000000,)")),
      "expected 999999999999999983222784 bytes of data for the shape (1e+24), got 0. Copy or save the file again.",
    ],
    [
      "no elements",
      file(dict("<f8", "(0,)")),
      "the array is empty: its shape is (0). Give an array with at least one number.",
    ],
    [
      "an empty axis",
      file(dict("<f8", "(3, 0)")),
      "the array is empty: its shape is (3, 0). Give an array with at least one number.",
    ],
    [
      "no axes",
      file(dict("|u1", "()"), [1]),
      "an array of 0 axes. Give one of 1 axis (a signal), 2 (a plane) or 3 (a plane with channels).",
    ],
    [
      "four axes",
      file(dict("|u1", "(1, 1, 1, 1)"), [1]),
      "an array of 4 axes. Give one of 1 axis (a signal), 2 (a plane) or 3 (a plane with channels).",
    ],
    [
      "objects",
      file(dict("|O", "(1,)"), [1]),
      "the array has dtype \"|O\" (Python objects), not numbers of 8 to 64 bits. Convert it, as with array.astype('f8').",
    ],
    [
      "text",
      file(dict("<U5", "(1,)"), [1]),
      "the array has dtype \"<U5\" (text), not numbers of 8 to 64 bits. Convert it, as with array.astype('f8').",
    ],
    [
      "byte strings",
      file(dict("|S3", "(1,)"), [1]),
      "the array has dtype \"|S3\" (byte strings), not numbers of 8 to 64 bits. Convert it, as with array.astype('f8').",
    ],
    [
      "dates",
      file(dict("<M8[ns]", "(1,)"), [1]),
      "the array has dtype \"<M8[ns]\" (dates), not numbers of 8 to 64 bits. Convert it, as with array.astype('f8').",
    ],
    [
      "long doubles",
      file(dict("<f16", "(1,)"), [1]),
      "the array has dtype \"<f16\", not numbers of 8 to 64 bits. Convert it, as with array.astype('f8').",
    ],
    [
      "a dtype from no table",
      file(dict("<__proto__", "(1,)"), [1]),
      "the array has dtype \"<__proto__\", not numbers of 8 to 64 bits. Convert it, as with array.astype('f8').",
    ],
    [
      "no byte order",
      file(dict("|f8", "(1,)"), [1]),
      "the array has dtype \"|f8\", not numbers of 8 to 64 bits. Convert it, as with array.astype('f8').",
    ],
    [
      "a structure",
      file("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}"),
      "the array has a structured dtype, not plain numbers. Save one field, as with numpy.save(file, array['name']).",
    ],
    [
      "an unknown key",
      file("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'x': 1}"),
      'the NPY header is damaged: the key "x" is unknown or stands twice. Save the array again, as with numpy.save.',
    ],
    [
      "a key twice",
      file("{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (1,)}"),
      'the NPY header is damaged: the key "descr" is unknown or stands twice. Save the array again, as with numpy.save.',
    ],
    [
      "a missing key",
      file("{'descr': '|u1', 'shape': (1,)}"),
      "the NPY header is damaged: the key fortran_order is missing. Save the array again, as with numpy.save.",
    ],
    [
      "a negative extent",
      file(dict("|u1", "(-1,)")),
      'the NPY header is damaged: expected a whole number, found "-1,), }\\n". Save the array again, as with numpy.save.',
    ],
    [
      "a fraction",
      file(dict("|u1", "(1.5,)")),
      'the NPY header is damaged: expected ), found ".5,), }\\n". Save the array again, as with numpy.save.',
    ],
    [
      "no tuple",
      file(dict("|u1", "(1)")),
      "the NPY header is damaged: a shape of one number needs a comma. Save the array again, as with numpy.save.",
    ],
    [
      "code",
      file("__import__('os').system('true')"),
      "the NPY header is damaged: expected {, found \"__import__('os').sys\". Save the array again, as with numpy.save.",
    ],
    [
      "a second dict",
      file(`${dict("|u1", "(1,)")} {}`),
      "the NPY header is damaged: something follows the closing brace. Save the array again, as with numpy.save.",
    ],
  ])("is refused: %s", async (_, bytes, message) => {
    expect(await fails(bytes)).toBe(`input: in: ${message}`);
  });

  it("has a limit of header bytes that is checked before they are read", async () => {
    const bytes = file(dict("|u1", "(1,)"), [1], 2);
    bytes.set([0xff, 0xff, 0xff, 0xff], 8);
    expect(await fails(bytes)).toBe(
      "input: in: an NPY header of 4294967295 bytes. The limit is 10000: save a plain array of numbers.",
    );
  });

  it("with integers beyond 2^53 is refused at the first", async () => {
    expect(await fails(file(dict("<u8", "(2,)"), hex("0000000000000000 0100000000002000")))).toBe(
      "input: in: 9007199254740993 at sample 1 is beyond 2^53, where f64 no longer holds every integer. Scale the data, or convert them to f64 if rounding is right.",
    );
    expect(await fails(file(dict(">i8", "(1, 2)"), hex("0000000000000000 ffdfffffffffffff")))).toBe(
      "input: in: -9007199254740993 at row 0, column 1 is beyond 2^53, where f64 no longer holds every integer. Scale the data, or convert them to f64 if rounding is right.",
    );
    expect(await fails(file(dict("<u8", "(1, 2)"), hex("0000000000000000 ffffffffffffffff")), "xc")).toBe(
      "input: in: 18446744073709551615 at sample 0, channel 1 is beyond 2^53, where f64 no longer holds every integer. Scale the data, or convert them to f64 if rounding is right.",
    );
  });

  it("takes no axes that do not fit", async () => {
    const bytes = file(dict("|u1", "(1, 2)"), [1, 2]);
    for (const axes of ["", "y", "yc", "xx", "xyz", "XY", "yxcx"])
      expect(await fails(bytes, axes)).toBe(
        `usage: --axes: "${axes}" is no order of axes. Give x and, if there are any, y and c, each once, such as yxc or xc.`,
      );
    expect(await fails(bytes, "yxc")).toBe(
      'usage: --axes: "yxc" names 3 axes, and the array in in has 2. Give one letter an axis.',
    );
  });
});

describe("a written NPY file", () => {
  it("is version 1.0, C order, little-endian, its data at a multiple of 64", async () => {
    const plane = signalOf(Int16Array.of(1, -2, 3, 4, 5, 6), { width: 3, height: 2, rank: 2 }, "i16", {
      source: "t",
      medium: "array",
    });
    const bytes = await written(npy, plane);
    expect(bytes.subarray(0, 10)).toEqual(Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, 118, 0]));
    expect(bytes.subarray(10, 128).toString()).toBe(
      `{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }${" ".repeat(58)}\n`,
    );
    expect(bytes.subarray(128)).toEqual(Buffer.from([1, 0, 254, 255, 3, 0, 4, 0, 5, 0, 6, 0]));
  });

  it("reads back as it was, for every type and shape", async () => {
    const shape = fc.record({
      width: fc.integer({ min: 1, max: 5 }),
      height: fc.integer({ min: 1, max: 4 }),
      channels: fc.integer({ min: 1, max: 3 }),
      rank: fc.constantFrom<1 | 2>(1, 2),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ELEMENT_TYPES),
        shape,
        fc.array(fc.double(), { minLength: 1, maxLength: 60 }),
        async (type, form, numbers) => {
          let taken = 0;
          const { width, channels, rank } = form;
          const height = rank === 1 ? 1 : form.height;
          const fill = (): ReturnType<typeof allocate> => {
            const data = allocate(type, width * height * channels);
            for (let i = 0; i < data.length; i++) {
              const v = numbers[taken++ % numbers.length];
              data[i] = type === "c64" ? Math.fround(v) : v;
            }
            return data;
          };
          const imag = isComplex(type) ? Float64Array.from(fill()) : undefined;
          const signal = signalOf(
            fill(),
            { width, height, channels, rank },
            type,
            { source: "t", medium: "array" },
            imag,
          );
          const axes = rank === 1 ? (channels > 1 ? "xc" : "x") : channels > 1 ? "yxc" : "yx";
          const back = await read(npy, await written(npy, signal), {}, { axes });
          expect(back).toMatchObject({ width, height, channels, rank, type });
          expect(back.data.every((v, i) => Object.is(v, signal.data[i]))).toBe(true);
          expect(back.imag?.every((v, i) => Object.is(v, imag?.[i]))).toBe(imag && true);
        },
      ),
      { numRuns: 500, seed: 31 },
    );
  });

  it("joins the pieces of long complex arrays", async () => {
    const n = 70_000;
    const re = Float64Array.from({ length: n }, (_, i) => i);
    const im = Float64Array.from({ length: n }, (_, i) => -i);
    const back = await read(
      npy,
      await written(npy, signalOf(re, { width: n }, "c128", { source: "t", medium: "array" }, im)),
    );
    expect(back.data).toEqual(re);
    expect(back.imag).toEqual(im);
  });

  it("swaps bytes where the host is big-endian", () => {
    expect([...littleEndian(Uint16Array.of(0x0102, 0x0304), false)]).toEqual([
      ...new Uint8Array(Uint16Array.of(0x0201, 0x0403).buffer),
    ]);
    const data = Float64Array.of(0.1, -2);
    expect([...littleEndian(data, false)]).toEqual([
      ...littleEndian(data.slice(0, 1), true).slice().reverse(),
      ...littleEndian(data.slice(1), true).slice().reverse(),
    ]);
    expect([...littleEndian(Int8Array.of(-1, 2), false)]).toEqual([255, 2]);
    expect([...littleEndian(new Uint16Array(Uint16Array.of(9, 1, 2).buffer, 2, 1))]).toEqual([1, 0]);
  });
});
