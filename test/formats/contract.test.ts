/** What every format of the registry keeps, whatever it is. A new format is tested by its line in `all.ts`. */
import { describe, expect, it } from "vitest";
import { allocate, type ElementType, isComplex } from "../../src/base/element.js";
import { UserError } from "../../src/base/errors.js";
import { type Medium, type Signal, signalOf } from "../../src/base/signal.js";
import { FORMATS } from "../../src/formats/all.js";
import { DECODE_DEFAULTS, type Format } from "../../src/formats/format.js";
import { refusal } from "../../src/formats/refused.js";
import { randomBits } from "./pictures.js";
import { joined } from "./signals.js";

/** Random samples of a type, its extremes among them. Floats are sixteenths, so that text keeps them too. */
function fill(type: ElementType, length: number, seed: number): Float64Array | ReturnType<typeof allocate> {
  const next = randomBits(seed);
  const data = allocate(type, length);
  const isFloat = type.startsWith("f") || type.startsWith("c");
  for (let i = 0; i < length; i++) data[i] = isFloat ? ((next() % 200001) - 100000) / 16 : next();
  return data;
}

type Shape = readonly [width: number, height: number, channels: number];

const SHAPES: Readonly<Record<Medium, readonly Shape[]>> = {
  raster: [1, 2, 3, 4].flatMap((c): Shape[] => [
    [7, 5, c],
    [1, 1, c],
    [300, 2, c],
  ]),
  table: [1, 3].map((c): Shape => [9, 1, c]),
  array: [1, 3].flatMap((c): Shape[] => [
    [9, 1, c],
    [7, 5, c],
  ]),
  audio: [1, 2].map((c): Shape => [9, 1, c]),
};

/** Signals that a format might be given: each type that it holds, in shapes that are usual for its medium. */
function* candidates(format: Format): Generator<Signal> {
  for (const type of format.holds) {
    for (const [n, [width, height, channels]] of SHAPES[format.medium].entries()) {
      const length = width * height * channels;
      const alpha = format.medium === "raster" && channels % 2 === 0;
      const signal = signalOf(
        fill(type, length, n + 1),
        { width, height, channels, rank: format.medium === "raster" || height > 1 ? 2 : 1 },
        type,
        {
          source: "test",
          medium: format.medium,
          ...(alpha ? { alpha: true } : {}),
          ...(format.medium === "audio" ? { sampleRate: 8000 } : {}),
        },
        isComplex(type) ? (fill(type, length, n + 100) as Float64Array) : undefined,
      );
      if (format.cannotHold?.(signal) === undefined) yield signal;
    }
  }
}

const QUALITY = { target: "out", quality: 100 };
const encode = async (format: Format, signal: Signal): Promise<Buffer> => joined(await format.encode!(signal, QUALITY));

/** The extents that may come back: samples of several channels in an array are a plane to its reader. */
function extents({ width, height, channels, rank, about }: Signal): number[][] {
  const same = [width, height, rank];
  return about.medium === "array" && rank === 1 && channels > 1 ? [same, [channels, width, 2]] : [same];
}

/** Grey with alpha or without, as the R = G = B that some formats store instead. */
function asRgb(signal: Signal): number[] {
  const { data, channels } = signal;
  const colours = (p: number): number[] => {
    const grey = data[p * channels];
    return channels === 2 ? [grey, grey, grey, data[p * 2 + 1]] : [grey, grey, grey];
  };
  return Array.from({ length: data.length / channels }, (_, p) => colours(p)).flat();
}

const outcome = async (format: Format, bytes: Uint8Array): Promise<Signal | Error> => {
  try {
    return await format.decode!(bytes, { ...DECODE_DEFAULTS, source: "in" });
  } catch (error) {
    return error as Error;
  }
};

it("names are unique, suffixes are lower case and belong to one format", () => {
  const names = FORMATS.map((f) => f.name);
  expect(new Set(names).size).toBe(names.length);
  const suffixes = FORMATS.flatMap((f) => f.suffixes);
  expect(new Set(suffixes).size).toBe(suffixes.length);
  for (const suffix of suffixes) expect(suffix).toMatch(/^\.[a-z0-9]+$/);
});

for (const format of FORMATS) {
  describe(`the format ${format.name}`, () => {
    it("says why it holds nothing when it cannot be written", () => {
      const signal = signalOf(new Uint8Array(4), { width: 2, height: 2, rank: 2 }, "u8", {
        source: "t",
        medium: "raster",
      });
      if (format.encode) expect([...candidates(format)].length).toBeGreaterThan(0);
      else expect(format.cannotHold?.(signal)).toMatch(/^is only read/);
    });

    if (format.encode && format.decode) {
      it("gives back what was written", async () => {
        for (const signal of candidates(format)) {
          const bytes = await encode(format, signal);
          const back = await format.decode!(bytes, { ...DECODE_DEFAULTS, source: "in" });
          const what = `${signal.type} ${signal.width}×${signal.height}×${signal.channels}`;
          expect(extents(signal), what).toContainEqual([back.width, back.height, back.rank]);
          expect(back.data.length, what).toBe(back.width * back.height * back.channels);
          expect(back.about.format, what).toBe(format.name);
          expect(back.about.source, what).toBe("in");
          if (format.lossy) continue;
          const grown = back.data.length !== signal.data.length;
          expect([...back.data], what).toEqual(grown ? asRgb(signal) : [...signal.data]);
          expect(back.imag && [...back.imag], what).toEqual(signal.imag && [...signal.imag]);
          if (format.medium !== "table" && !grown) expect(back.type, what).toBe(signal.type);
        }
      });

      it("writes the same bytes each time", async () => {
        const [signal] = candidates(format);
        expect((await encode(format, signal)).equals(await encode(format, signal))).toBe(true);
      });

      it("knows its own files by their start, and no other format does", async () => {
        for (const signal of candidates(format)) {
          const head = (await encode(format, signal)).subarray(0, 4096);
          const others = FORMATS.filter((f) => f !== format && f.sniff(head)).map((f) => f.name);
          expect(others).toEqual([]);
          expect(refusal(head)).toBeUndefined();
          // Text without a mark is known by its suffix only.
          if (format.medium !== "table") expect(format.sniff(head)).toBe(true);
        }
      });

      it("refuses a file that was cut off, or reads its extent rightly", async () => {
        const [signal] = candidates(format);
        const bytes = await encode(format, signal);
        const step = Math.max(1, Math.floor(bytes.length / 60));
        for (let cut = 0; cut < bytes.length; cut += cut < 32 ? 1 : step) {
          const got = await outcome(format, bytes.subarray(0, cut));
          if (got instanceof Error) {
            expect(got, `cut at ${cut}: ${got.stack}`).toBeInstanceOf(UserError);
            expect(got).toMatchObject({ fault: "input", exitCode: 3 });
          } else if (format.medium !== "table") {
            // Only an end mark may be missing.
            expect(extents(signal), `cut at ${cut}`).toContainEqual([got.width, got.height, got.rank]);
            expect(bytes.length - cut).toBeLessThanOrEqual(16);
          }
        }
      });

      it("never fails but with a message for the user when bytes are changed", async () => {
        const [signal] = candidates(format);
        const bytes = await encode(format, signal);
        const next = randomBits(42);
        for (let n = 0; n < 120; n++) {
          const damaged = Buffer.from(bytes);
          // Headers are worth more tries than samples.
          damaged[next() % (n % 2 ? damaged.length : Math.min(64, damaged.length))] = next();
          const got = await outcome(format, damaged);
          if (got instanceof Error) expect(got, got.stack).toBeInstanceOf(UserError);
          else expect(got.data.length).toBe(got.width * got.height * got.channels);
        }
      });
    }

    if (format.decode) {
      it("refuses an empty file and noise", async () => {
        const next = randomBits(7);
        const noise = Uint8Array.from({ length: 500 }, next);
        for (const bytes of [new Uint8Array(0), Uint8Array.of(0), noise]) {
          const got = await outcome(format, bytes);
          expect(got, `${bytes.length} bytes`).toBeInstanceOf(UserError);
          expect(got).toMatchObject({ exitCode: 3 });
        }
      });
    }

    it("sniffs heads of any length without failing", () => {
      for (let n = 0; n < 40; n++) expect(format.sniff(new Uint8Array(n))).toBe(false);
    });
  });
}
