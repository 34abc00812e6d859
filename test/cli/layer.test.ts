/** The reports of `layer` against their schema, its arrays, its refusals, and its threads. */
import { readFileSync, writeFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { encodeArray } from "../../src/formats/npy/array.js";
import { npzMember, npzNames } from "../../src/formats/npy/npz.js";
import { crc32 } from "../formats/crc32.js";
import { command } from "../support/command.js";
import { freshFolder } from "../support/folder.js";
import { npyOf, readNpy } from "../support/npy.js";
import { built, script } from "../support/process.js";
import { jsonReports } from "./json-report.js";
import { words } from "./refusals.js";

const { reportOf, validate } = jsonReports<Report>("layer-report");

interface Report {
  readonly output: { readonly shape: readonly number[]; readonly type: string };
}

/** A ZIP archive, put together here: nothing of it is the program's. */
function zip(members: Readonly<Record<string, Uint8Array>>, deflated: boolean): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of Object.entries(members)) {
    const packed = deflated ? deflateRawSync(bytes) : Buffer.from(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(deflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(
    directory.reduce((n, d) => n + d.length, 0),
    12,
  );
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const ramp = (n: number): number[] => Array.from({ length: n }, (_, i) => (i % 11) - 5);
const bytesOf = (shape: readonly number[], dtype: string, data = ramp(shape.reduce((n, s) => n * s, 1))): Uint8Array =>
  npyOf({ shape, dtype, data });

const DESCR: Readonly<Record<string, string>> = { u8: "|u1", i32: "<i4", f32: "<f4", f64: "<f8" };

const { root, path } = freshFolder();
const before = process.cwd();
beforeAll(() => {
  process.chdir(root);
  const [w, b] = [bytesOf([4, 3, 3, 3], "f32"), bytesOf([4], "f32")];
  const files = {
    "x.npy": bytesOf([2, 3, 6, 7], "f32"),
    "x64.npy": bytesOf([3, 6, 7], "f64"),
    "line.npy": bytesOf([3, 9], "f32"),
    "volume.npy": bytesOf([1, 2, 4, 5, 6], "f32"),
    "cube.npy": bytesOf([2, 2, 2, 2, 2], "f32"),
    "w.npy": w,
    "b.npy": b,
    "w1.npy": bytesOf([2, 3, 3], "f32"),
    "w.npz": zip({ "weight.npy": w, "bias.npy": b }, false),
    "model.npz": zip({ "conv1.weight.npy": w, "conv1.bias.npy": b }, true),
    "u.npy": bytesOf(
      [1, 2, 5, 5],
      "u8",
      ramp(50).map((v) => v + 5),
    ),
    "i.npy": bytesOf([3, 2, 2, 2], "i8"),
    "s.npy": bytesOf([3], "f64", [0.5, 1, 2]),
    "c.npy": bytesOf([4, 3, 3, 3], "c64"),
    "broken.npz": zip({ "weight.npy": w }, true).subarray(0, 200),
    "text.npz": Buffer.from("no archive"),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path(name), bytes);
});
afterAll(() => {
  process.chdir(before);
});

describe("the schema of reports", () => {
  it.each([
    "x.npy -w w.npy -o y.npy",
    "x.npy -w w.npz --padding same-upper --stride 2 -o y.npy",
    "x64.npy -w w.npy --bias b.npy --mode conv --padding 1,0,2,0 -o y.npy --threads 1",
    "line.npy -w w1.npy --padding 1,2 --dilation 2 -o y.npy",
    "volume.npy -w cube.npy --stride 1,1,2 -o y.npy",
    "x.npy -w w1t.npy --transposed --stride 2 --output-padding 1,0 -o y.npy",
    "u.npy -w i.npy --x-zero-point 3 -o y.npy",
    "u.npy -w i.npy --x-scale 0.5 --w-scale s.npy --y-scale 2 --y-zero-point 9 -o y.npy",
  ])("holds for: layer %s", async (line) => {
    writeFileSync(path("w1t.npy"), bytesOf([3, 2, 3, 3], "f32"));
    const { output } = await reportOf(`layer ${line}`);
    const written = readFileSync(path("y.npy"));
    expect(readNpy(written).shape).toEqual(output.shape);
    expect(written.toString("latin1", 10, 60)).toContain(`'descr': '${DESCR[output.type]}'`);
  });

  it("is as strict as it looks", async () => {
    const { report } = await command(words("layer x.npy -w w.npy -o y.npy --report r.json"));
    expect(JSON.parse(readFileSync(path("r.json"), "utf8"))).toEqual(report);
    expect(validate({ ...report, axes: [] })).toBe(false);
    expect(validate({ ...report, more: 1 })).toBe(false);
    expect(validate({ ...report, form: undefined })).toBe(false);
  });
});

describe("arrays", () => {
  test("NPY and NPZ, stored and deflated, by name and as a whole, give the same; a bias in the archive is taken", async () => {
    const all = [
      "x.npy -w w.npy --bias b.npy",
      "x.npy -w w.npz",
      "x.npy -w w.npz:weight --bias w.npz:bias",
      "x.npy -w model.npz:conv1.weight --bias model.npz:conv1.bias",
    ];
    const outputs = [];
    for (const line of all) outputs.push((await command(words(`layer ${line}`))).stdout.toString("base64"));
    expect(new Set(outputs).size).toBe(1);
    const alone = await command(words("layer x.npy -w w.npz:weight"));
    expect(alone.stdout.equals((await command(words("layer x.npy -w w.npy"))).stdout)).toBe(true);
    expect(alone.stdout.toString("base64")).not.toBe(outputs[0]);
  });

  test("one of them may be stdin", async () => {
    const named = await command(words("layer x.npy -w w.npy"));
    const piped = await command(words("layer - -w w.npy"), { stdin: readFileSync(path("x.npy")) });
    expect(piped.stdout.equals(named.stdout)).toBe(true);
  });

  test("a damaged archive is told, wherever it is cut or changed", () => {
    const whole = zip({ "a.npy": bytesOf([40], "f64"), "b.npy": bytesOf([2], "i8") }, true);
    expect(npzNames(whole, "f")).toEqual(["a", "b"]);
    for (let n = 0; n < whole.length; n++)
      expect(() => npzMember(whole.subarray(0, n), "a", "f"), `${n} bytes`).toThrow(/^f: the archive is damaged: /);
    let told = 0;
    for (let at = 30; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] ^= 0x55;
      try {
        expect(npzMember(changed, "a", "f")).toEqual(npzMember(whole, "a", "f"));
      } catch (error) {
        expect((error as Error).message).toMatch(/^f: /);
        told++;
      }
    }
    expect(told).toBeGreaterThan(100);
  });

  test("what is written is read back", () => {
    for (const data of [Int32Array.of(-1, 2), Float32Array.of(0.5, -0), Uint8Array.of(3, 255)]) {
      const bytes = Buffer.concat(encodeArray({ shape: [1, 2, 1], data }));
      const { shape, real } = readNpy(bytes);
      expect([shape, real]).toEqual([[1, 2, 1], Array.from(data)]);
    }
  });
});

test.each([
  ["x.npy", 2, "--weights: is missing. Write --weights <file>."],
  [
    "x.npy -w model.npz -o y.npy",
    3,
    'model.npz: there is no array "weight" among conv1.weight, conv1.bias. Name one: model.npz:conv1.weight.',
  ],
  ["x.npy -w model.npz:conv2 -o y.npy", 3, 'model.npz: there is no array "conv2". It has conv1.weight, conv1.bias.'],
  ["x.npy -w c.npy -o y.npy", 3, "c.npy: the array is complex. Give real numbers."],
  ["x.npy -w text.npz -o y.npy", 3, "text.npz: it is neither NPY nor NPZ. Save it with numpy.save or numpy.savez."],
  [
    "x.npy -w broken.npz -o y.npy",
    3,
    "broken.npz: the archive is damaged: its end is missing. Copy or save the file again.",
  ],
  ["x.npy -w w.npy -o y.csv", 2, "y.csv: layers are written as NPY. Name a file that ends in .npy."],
  [
    "x.npy -w w.npy --json",
    2,
    "--json: stdout carries the data. Give -o FILE for the data, or --report FILE for the report.",
  ],
  ["- -w - -o y.npy", 2, "-: stdin is asked for twice, and it can be read once only. Give a file for one of them."],
  ["x.npy -w w.npy --stride 1,2,3 -o y.npy", 2, "--stride: 3 numbers for kernels of 2 axes. Give one, or x,y."],
  ["x.npy -w w.npy --padding 1,2,3 -o y.npy", 2, "--padding: 3 numbers for kernels of 2 axes. Give one, or l,t,r,b."],
  [
    "x.npy -w w.npy --padding same -o y.npy",
    2,
    '--padding: there is no "same". Use valid, same-upper, same-lower, or numbers such as 1 or 1,0,1,0.',
  ],
  [
    "u.npy -w i.npy --w-scale i.npy --x-scale 1 --y-scale 1 -o y.npy",
    2,
    "--w-scale: i.npy has 4 axes. Give an array of one axis, with one number a channel.",
  ],
])("refuses: layer %s", async (line, exitCode, message) => {
  const ran = await command(words(`layer ${line}`));
  expect([ran.message, ran.exitCode]).toEqual([message, exitCode]);
});

test("stdout that is a terminal gets no array", async () => {
  const ran = await command(words("layer x.npy -w w.npy"), { terminal: true });
  expect([ran.message, ran.exitCode]).toEqual([
    "stdout: it is a terminal, and npy is no text. Give -o FILE, or redirect the output.",
    2,
  ]);
});

test("--explain says which operation it was, the extents, and how", async () => {
  const ran = await command(words("layer x.npy -w w.npz --stride 2,1 --padding 1 --threads 1 --explain -o y.npy"));
  expect(
    ran.stderr,
  ).toBe(`cross-correlation (xcorr): kernels are not flipped. Frameworks compute this, and call it convolution
          the flip matters: a layer that learns under conv would have the flipped kernels
input     x.npy: 2×3×6×7 of f32, a batch of 2
weights   w.npz:weight: 4×3×3×3 of f32, 3 channels to 4
bias      w.npz:bias: 4 of f32
axis y    6 outputs = ⌊(6 + 1 + 1 − ((3 − 1)·1 + 1)) / 1⌋ + 1
axis x    4 outputs = ⌊(7 + 1 + 1 − ((3 − 1)·1 + 1)) / 2⌋ + 1
output    y.npy (npy): 2×4×6×4 of f32
work      5184 multiply-adds: compiled routines, 1 thread
values    sums in f32, in blocks of 64 products, within 0.00074
`);
});

test("threads change no byte, whatever they share: rows, channels, groups, phases or samples of the batch", async () => {
  const ended = await script(`
    import { layer, layerAsync } from ${JSON.stringify(built("index.js"))};
    import { Pool } from ${JSON.stringify(built("engine/pool.js"))};
    let seed = 1;
    const random = () => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return seed / 4294967296 - 0.5; };
    const array = (shape, Type = Float32Array) => ({ shape, data: Type.from({ length: shape.reduce((a, b) => a * b) }, random) });
    const pool = new Pool(3);
    pool.start();
    for (const [x, w, options, Type] of [
      [[1, 16, 90, 90], [20, 16, 3, 3], { padding: 1 }],
      [[1, 16, 60, 90], [20, 16, 3, 3], { padding: 1, mode: "conv" }, Float64Array],
      [[1, 256, 9, 9], [131, 256, 3, 3], { padding: 1 }],
      [[2, 24, 160, 161], [24, 1, 9, 9], { groups: 24, stride: 2, padding: 2 }],
      [[1, 24, 60, 60], [24, 16, 4, 4], { transposed: true, stride: 2, padding: 1 }],
      [[1, 2, 160000], [8, 2, 33], { padding: "same-upper" }],
      [[3, 8, 8, 20, 20], [19, 8, 3, 3, 3], { dilation: 2, padding: 2 }],
    ]) {
      const [a, b] = [array(x, Type), array(w, Type)];
      const alone = layer(a, b, options);
      const shared = await layerAsync(a, b, options, { pool });
      const bytes = ({ output: { data } }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      console.log(x.join("x"), shared.report.computed.threads, bytes(alone).equals(bytes(shared)));
    }
    await pool.close();`);
  expect(ended.stderr).toBe("");
  const lines = ended.stdout.trim().split("\n");
  expect(lines).toHaveLength(7);
  for (const line of lines) expect(line).toMatch(/ true$/);
  // Where threads come late, one may have done it all.
  expect(lines.filter((line) => / 3 true$/.test(line)).length).toBeGreaterThan(0);
}, 120_000);
