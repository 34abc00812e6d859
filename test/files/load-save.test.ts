import * as fs from "node:fs";
import { describe, expect, it } from "vitest";
import { allocate, isShared } from "../../src/base/element.js";
import { type Signal, signalOf } from "../../src/base/signal.js";
import { loadSignal } from "../../src/files/load.js";
import { outputFormat, requireRoom, saveSignal } from "../../src/files/save.js";
import type { ByteSink } from "../../src/files/stdout.js";
import { FORMATS } from "../../src/formats/all.js";
import { faultOf } from "../support/fault.js";
import { freshFolder } from "../support/folder.js";
import { mulberry } from "../support/random.js";

const { path, names } = freshFolder();
const formatOf = (name: string) => FORMATS.find((f) => f.name === name)!;
const grey = (): Signal =>
  signalOf(Uint8Array.of(0, 50, 100, 150, 200, 250), { width: 3, height: 2, rank: 2 }, "u8", {
    source: "test",
    medium: "raster",
  });
const floats = (): Signal =>
  signalOf(Float64Array.of(0.5, -1, 2, 3), { width: 2, height: 2, rank: 2 }, "f64", {
    source: "test",
    medium: "array",
  });

describe("saving and loading", () => {
  it("gives the samples back through a file, and says what format it was", async () => {
    const format = await outputFormat(path("a.pgm"), "csv");
    await saveSignal(grey(), path("a.pgm"), { format });
    const { signal, format: found, note } = await loadSignal(path("a.pgm"));
    expect([found.name, note, signal.type, signal.width, signal.height]).toEqual(["pgm", undefined, "u8", 3, 2]);
    expect(signal.data).toEqual(grey().data);
    expect(signal.about.source).toBe(path("a.pgm"));
    expect(names()).toEqual(["a.pgm"]);
  });

  it("finds a format by content under a wrong name, and says so", async () => {
    fs.copyFileSync(path("a.pgm"), path("wrong.png"));
    const { format, note } = await loadSignal(path("wrong.png"));
    expect([format.name, note]).toEqual([
      "pgm",
      `${path("wrong.png")} is pgm by its content, though its name says png`,
    ]);
  });

  it("reads stdin, named so in messages, and passes options on to the format", async () => {
    const stdin = (text: string) => ({ read: () => Promise.resolve(new TextEncoder().encode(text)) });
    const { signal } = await loadSignal("-", { stdin: stdin("1;2\n3;4\n"), table: { columns: ["2"] } });
    expect([Array.from(signal.data), signal.about.source]).toEqual([[2, 4], "stdin"]);
    const [code, message] = await faultOf(() => loadSignal("-", { stdin: stdin("1\n2\nx3\n") }));
    expect([code, message.slice(0, 8)]).toEqual([3, "stdin:3:"]);
    expect(await faultOf(() => loadSignal("-", { stdin: stdin("1\n"), format: "xls" }))).toEqual([
      2,
      expect.stringMatching(/^--input-format: there is no format "xls"\. (Did you mean \w+\? )?The formats are png, /),
    ]);
  });

  it("writes to the stdout it was given", async () => {
    const written: Uint8Array[] = [];
    const stdout: ByteSink = {
      isTerminal: false,
      write: async (blocks) => {
        for await (const block of blocks) written.push(block);
      },
    };
    await saveSignal(grey(), "-", { format: await outputFormat("-", "pgm"), stdout });
    expect(Buffer.concat(written).toString("latin1")).toMatch(/^P5\s+3\s+2\s+255\s/);
    expect(names()).toEqual(["a.pgm", "wrong.png"]);
  });

  it("takes the fallback for devices, which have no name ending", async () => {
    expect((await outputFormat("/dev/null", "npy")).name).toBe("npy");
    expect((await outputFormat("/dev/null", "npy", "wav")).name).toBe("wav");
  });
});

describe("every format that can be written and read", () => {
  const sound = signalOf(Float64Array.of(0, 0.5, -0.5), { width: 3 }, "f64", {
    source: "test",
    medium: "audio",
    sampleRate: 8000,
  });
  const raster = { source: "test", medium: "raster" } as const;
  const shape = { width: 2, height: 1, rank: 2 } as const;
  const colours = signalOf(Uint8Array.of(1, 2, 3, 4, 5, 6), { ...shape, channels: 3 }, "u8", raster);
  const single = signalOf(Float32Array.of(0.5, -1), shape, "f32", raster);
  for (const format of FORMATS.filter((f) => f.encode && f.decode)) {
    it(`is known again without a name: ${format.name}`, async () => {
      const signal = [grey(), colours, single, floats(), sound].find((s) => format.cannotHold?.(s) === undefined);
      await saveSignal(signal!, path("nameless"), { format });
      expect((await loadSignal(path("nameless"))).format.name).toBe(format.name);
    });
  }
});

describe("a format that cannot hold the samples", () => {
  it("is refused with the depths and formats that can, and nothing is written", async () => {
    expect(await faultOf(() => saveSignal(floats(), path("b.png"), { format: formatOf("png") }))).toEqual([
      2,
      `${path("b.png")}: png holds u8 and u16, not f64. Use --depth u8 or u16, or write .csv, .tsv, .json or .npy.`,
    ]);
    expect(fs.existsSync(path("b.png"))).toBe(false);
  });

  it("names a way out that works", () => {
    for (const format of FORMATS.filter((f) => f.encode && f.cannotHold?.(floats()) !== undefined)) {
      let message = "";
      try {
        requireRoom(format, floats(), "-");
      } catch (error) {
        message = String(error);
      }
      const depths = /--depth ([^,.]*(?:, \w+)*)/.exec(message)?.[1].match(/\b[uif]\d+\b/g) ?? [];
      for (const type of depths) {
        expect(format.cannotHold?.({ ...floats(), type: type as Signal["type"] })).toBeUndefined();
      }
      const suffixes = message.match(/ \.\w+/g)!.map((s) => s.trim());
      expect(suffixes).toContain(".npy");
      for (const suffix of suffixes) {
        expect(FORMATS.find((f) => f.suffixes[0] === suffix)!.cannotHold?.(floats())).toBeUndefined();
      }
    }
  });
});

describe("memory that threads share", () => {
  /** Random samples that fill more than a megabyte. */
  const noise = (type: "u8" | "u16" | "i16" | "f64"): Signal => {
    const data = allocate(type, 3 * 1_000_000);
    const next = mulberry(1);
    for (let i = 0; i < data.length; i++) data[i] = Math.floor(256 * next());
    const about = { source: "test", medium: "raster" as const };
    return signalOf(data, { width: 1000, height: 1000, channels: 3, rank: 2 }, type, about);
  };

  it("takes large pictures on request, and holds the same samples", async () => {
    for (const [name, type] of [
      ["a.ppm", "u8"],
      ["b.ppm", "u16"],
      ["c.npy", "u8"],
      ["d.npy", "f64"],
      ["e.png", "u8"],
      ["f.png", "u16"],
      ["g.tif", "u8"],
      ["h.tif", "u16"],
      ["i.tif", "i16"],
    ] as const) {
      const signal = noise(type);
      await saveSignal(signal, path(name), { format: await outputFormat(path(name), "") });
      const plain = await loadSignal(path(name));
      const shared = await loadSignal(path(name), { share: true });
      expect([name, isShared(plain.signal.data), isShared(shared.signal.data)]).toEqual([name, false, true]);
      expect(Buffer.compare(bytesOf(plain.signal), bytesOf(signal)), name).toBe(0);
      expect(Buffer.compare(bytesOf(shared.signal), bytesOf(signal)), name).toBe(0);
      expect({ ...shared.signal, data: 0 }).toEqual({ ...plain.signal, data: 0 });
      await saveSignal(shared.signal, path(`again-${name}`), { format: shared.format });
      expect(fs.readFileSync(path(`again-${name}`)).equals(fs.readFileSync(path(name))), name).toBe(true);
    }
  });

  it("is no trouble to a format that knows nothing of it", async () => {
    await saveSignal(noise("u8"), path("forced.ppm"), { format: formatOf("ppm") });
    for (const format of ["csv", "json", "png", "wav"]) {
      const fault = (share: boolean): Promise<unknown> =>
        faultOf(() => loadSignal(path("forced.ppm"), { share, format }));
      expect(await fault(true)).toEqual(await fault(false));
    }
  });

  it("leaves small files and other samples alone", async () => {
    fs.writeFileSync(path("small.pgm"), "P5 2 1 255\nab");
    expect(isShared((await loadSignal(path("small.pgm"), { share: true })).signal.data)).toBe(false);
    fs.writeFileSync(path("long.csv"), "1.5\n".repeat(400_000));
    expect(isShared((await loadSignal(path("long.csv"), { share: true })).signal.data)).toBe(false);
  });
});

const bytesOf = ({ data }: Signal): Buffer => Buffer.from(data.slice().buffer.slice(0), 0, data.byteLength);
