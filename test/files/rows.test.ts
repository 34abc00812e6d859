/** Streams of signals: the same frames wherever the bytes are cut, and the same messages. */
import { describe, expect, it } from "vitest";
import type { Signal } from "../../src/base/signal.js";
import { decodeBytes } from "../../src/files/load.js";
import { openRows, type RowStreamOptions } from "../../src/files/rows.js";
import type { ByteSource } from "../../src/files/stdin.js";
import { FORMATS } from "../../src/formats/all.js";
import type { RowHead } from "../../src/formats/rows.js";
import { mulberry } from "../support/random.js";
import { plane } from "../support/signals.js";

const next = mulberry(31);
const upTo = (n: number): number => Math.floor(next() * n);

/** A pipe that gives these bytes in pieces of up to `most`, with pauses. */
function pipe(bytes: Uint8Array, most: number): ByteSource {
  async function* live(): AsyncGenerator<Uint8Array | undefined> {
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(bytes.length, at + 1 + upTo(most));
      yield await Promise.resolve(bytes.slice(at, end));
      at = end;
      if (next() < 0.1) yield undefined;
    }
  }
  return { read: () => Promise.reject(new Error("not whole")), live };
}

interface Read {
  readonly head: RowHead;
  readonly format: string;
  readonly samples: readonly number[];
  readonly times: readonly number[];
}

async function read(bytes: Uint8Array, most: number, options: RowStreamOptions = {}): Promise<Read> {
  const stream = await openRows("-", { ...options, stdin: pipe(bytes, most) });
  const [samples, times]: [number[], number[]] = [[], []];
  for await (const block of stream.blocks) {
    samples.push(...block.samples);
    times.push(...(block.times ?? []));
  }
  return { head: stream.head, format: stream.format, samples, times };
}

const text = (...lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join("\n")}\n`);

/** What it fails with; `none` where it does not. */
const messageOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (error: unknown) => (error as Error).message,
  );

const CUTS = [1, 7, 100, 5000, 1_000_000];

describe("formats that are read as they come", () => {
  const signals: [string, Signal][] = FORMATS.filter((f) => f.rows).flatMap((format) =>
    [1, 3].map((channels): [string, Signal] => {
      const type = format.holds.includes("f64") ? "f64" : format.holds[0];
      const values = Array.from({ length: 600 * channels }, () => Math.round((next() - 0.5) * 65536) / 1024);
      const about = { medium: format.medium, ...(format.medium === "audio" ? { sampleRate: 8000 } : {}) };
      return [format.name, plane(values, { width: 600, channels }, type, about)];
    }),
  );

  it("are csv, tsv, npy and wav", () => {
    expect([...new Set(signals.map(([name]) => name))]).toEqual(["csv", "tsv", "npy", "wav"]);
  });

  it.each(signals)("%s gives the frames of the whole, wherever it is cut", async (name, signal) => {
    const format = FORMATS.find((f) => f.name === name)!;
    const blocks: Uint8Array[] = [];
    for await (const block of await format.encode!(signal, { target: "test" })) blocks.push(block);
    const bytes = Buffer.concat(blocks);
    const axes = name === "npy" && signal.channels > 1 ? { axes: "xc" } : {};
    const whole = await decodeBytes(bytes, "-", { format: name, ...axes });
    for (const most of CUTS) {
      const { head, samples, format: found } = await read(bytes, most, axes);
      // One column of numbers is no more TSV than CSV.
      if (signal.channels > 1) expect(found).toBe(name);
      expect(samples).toEqual(Array.from(whole.signal.data));
      expect(head.channels).toBe(signal.channels);
      expect(head.sampleRate).toBe(whole.signal.about.sampleRate);
    }
  });
});

describe("tables as they come", () => {
  const table = text(
    "# a comment",
    "time_s,flow,note,level",
    ...Array.from(
      { length: 400 },
      (_, i) => `${i / 8},${i % 9}${i % 50 === 3 ? ',"a, ""b""\nc"' : ",x"},${i % 70 === 5 ? "" : i * 0.25}`,
    ),
  );

  it("have header, time column, quoted cells and missing values as whole ones", async () => {
    for (const most of CUTS) {
      const { head, samples, times } = await read(table, most, { table: { timeColumn: "time_s" }, firstRows: 20 });
      expect(head).toEqual({ channels: 2, columns: ["flow", "level"], sampleRate: 8 });
      expect(samples).toEqual(
        Array.from({ length: 400 }, (_, i) => [i % 9, i % 70 === 5 ? Number.NaN : i * 0.25]).flat(),
      );
      expect(times).toEqual(Array.from({ length: 400 }, (_, i) => i / 8));
    }
  });

  it("tell the line of a mistake, wherever they are cut", async () => {
    const rows = (bad: string, ...more: readonly string[]): Uint8Array =>
      text(...Array.from({ length: 150 }, (_, i) => `${i},${i * 2}`), bad, ...more);
    const cases: [Uint8Array, RowStreamOptions, string][] = [
      [
        rows("1,oops"),
        {},
        'stdin:151:3: found "oops" in column 2, not a number. Correct it, name it with --na "oops" if it means a missing value, or choose other columns with --columns.',
      ],
      [rows("", "1,2"), {}, "stdin:151: a blank line between rows. Take it out, or write nan for a missing value."],
      [
        rows("999,1"),
        { table: { timeColumn: "1" } },
        "stdin:151: a time step of 850 s where the usual one is 1 s. Resample the data to equal steps, or leave out --time-column and give --rate.",
      ],
      [rows("1,2i"), {}, "complex numbers"],
    ];
    for (const [bytes, options, message] of cases)
      for (const most of CUTS) expect(await messageOf(read(bytes, most, options))).toContain(message);
    for (const most of CUTS) {
      expect((await read(rows("5,5", "", ""), most)).samples).toHaveLength(302);
      expect(await messageOf(read(text("1", "2", "1e999"), most))).toContain("stdin:3:1: ");
    }
  });

  it("say which columns held nothing at first and are left out", async () => {
    const { head, samples } = await read(text("a,b", "1,", "2,", "3,7"), 5, { firstRows: 2 });
    expect(head).toEqual({
      channels: 1,
      columns: ["a"],
      notes: ['column "b" is empty in the first 2 rows and is not searched; --columns names the ones to search'],
    });
    expect(samples).toEqual([1, 2, 3]);
    const named = await read(text("a,b", "1,", "2,", "3,7"), 5, { firstRows: 2, table: { columns: ["a", "b"] } });
    expect(named.samples).toEqual([1, Number.NaN, 2, Number.NaN, 3, 7]);
  });

  it("refuse a line without end", async () => {
    const endless = new Uint8Array(3 * 1024 * 1024).fill(49);
    expect(await messageOf(read(endless, 100_000))).toBe(
      "stdin:1: a line (or a quoted cell) of more than 1048576 bytes. Write one sample a line.",
    );
  });
});

describe("JSON Lines", () => {
  it("are numbers, arrays or records, null is missing", async () => {
    for (const most of CUTS) {
      expect(await read(text("1", "", "2.5", "null", '"inf"'), most, { format: "jsonl" })).toMatchObject({
        format: "jsonl",
        head: { channels: 1 },
        samples: [1, 2.5, Number.NaN, Infinity],
      });
      expect((await read(text("[1,2]", "[3,null]"), most, { format: "jsonl" })).samples).toEqual([1, 2, 3, Number.NaN]);
      const records = text('{"t":0,"v":1,"who":"me"}', '{"t":0.5,"who":"you","v":2}', '{"t":1}');
      expect(await read(records, most, { table: { timeColumn: "t" } })).toMatchObject({
        format: "jsonl",
        head: { channels: 1, columns: ["v"] },
        samples: [1, 2, Number.NaN],
        times: [0, 0.5, 1],
      });
    }
  });

  it("tell the line of a mistake", async () => {
    for (const most of CUTS) {
      expect(await messageOf(read(text('{"v":1}', '{"v":"x"}'), most))).toBe(
        'stdin:2:6: "x" stands where a number should be. Correct it, write null for a missing value, or choose other columns with --columns.',
      );
      expect(await messageOf(read(text('{"v":1}', "{"), most))).toContain("stdin:2:");
      expect(await messageOf(read(text("[1,2]", "[1]"), most, { format: "jsonl" }))).toBe(
        "stdin:2: no array of 2 numbers, as the first line is. Give all lines the same form.",
      );
    }
  });
});

describe("what is no stream of signals", () => {
  it.each<[string, Uint8Array, RowStreamOptions, string]>([
    ["nothing", new Uint8Array(0), {}, "stdin: is empty. Give a file with data in it."],
    [
      "a sound that ends early",
      wave(100).subarray(0, 90),
      {},
      "stdin: expected 200 bytes of data, got 46. Copy or save the file again.",
    ],
    [
      "a plane",
      npy("<f8", "(2, 3)", 48),
      {},
      "stdin: the array has 2 axes, so it is a plane. Give an array of one axis, or say --axes xc or cx where they are samples and channels.",
    ],
    [
      "an array that is too short",
      npy("<f8", "(9,)", 16),
      {},
      "stdin: expected 72 bytes of data, got 16. Copy or save the file again.",
    ],
    [
      "complex samples",
      npy("<c16", "(2,)", 32),
      {},
      "stdin: the samples are complex. Give real ones, such as magnitudes.",
    ],
  ])("%s", async (_, bytes, options, message) => {
    for (const most of CUTS) expect(await messageOf(read(bytes, most, options))).toBe(message);
  });

  it("sounds whose sizes were left open reach to the end", async () => {
    const bytes = wave(100);
    for (const size of [0, 0xffffffff, 0x7ffff000]) {
      const open = bytes.slice();
      const view = new DataView(open.buffer);
      view.setUint32(4, size === 0x7ffff000 ? 0x7ffff024 : size, true);
      view.setUint32(40, size, true);
      for (const most of CUTS) expect((await read(open, most)).samples).toHaveLength(100);
    }
  });
});

/** A 16-bit sound of `n` samples. */
function wave(n: number): Uint8Array {
  const bytes = new Uint8Array(44 + 2 * n);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("RIFF....WAVEfmt "));
  view.setUint32(4, 36 + 2 * n, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, 8000, true);
  view.setUint32(28, 16000, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  bytes.set(new TextEncoder().encode("data"), 36);
  view.setUint32(40, 2 * n, true);
  for (let i = 0; i < n; i++) view.setInt16(44 + 2 * i, i * 7, true);
  return bytes;
}

function npy(descr: string, shape: string, bytes: number): Uint8Array {
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;
  const out = new Uint8Array(10 + dict.length + bytes);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, dict.length, 0]);
  out.set(new TextEncoder().encode(dict), 10);
  return out;
}
