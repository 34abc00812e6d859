/** Rows that come while a call is computed, and rows that are told when they are made: the same samples, none too early. */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisBorder } from "../../src/base/border.js";
import type { FilterOptions } from "../../src/base/options.js";
import { Rows } from "../../src/base/rows.js";
import type { Signal } from "../../src/base/signal.js";
import { kernelFrom, signalFrom } from "../../src/tasks/arrays.js";
import { filter } from "../../src/tasks/filter/filter.js";
import { filterAsync } from "../../src/tasks/filter/threaded.js";
import { trialsOf } from "../support/effort.js";

const BORDERS = ["replicate", "wrap", "reflect101", "symmetric", "constant", "keep", "renormalize", "odd"] as const;
const KERNELS = [
  ["sobel"],
  ["box:7"],
  ["gaussian:2"],
  ["gaussian:1", "sobel"],
  ["log:sigma=2"],
  ["motion:len=9,angle=30"],
];

const bytesOf = ({ data }: Signal): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/** A signal whose samples are others until `coming` says that they are there. */
function slow(whole: Signal, step: number): { signal: Signal; coming: Rows } {
  const data = Uint8Array.from(whole.data, (v) => 255 - v);
  const coming = new Rows(whole.height);
  const row = data.length / whole.height;
  const pump = async (): Promise<void> => {
    for (let y = 0; y < whole.height; y += step) {
      await setImmediate();
      const part = whole.data.subarray(y * row, Math.min(whole.height, y + step) * row);
      data.set(part, y * row);
      coming.advance(Math.min(whole.height, y + step));
    }
  };
  void pump();
  return { signal: { ...whole, data }, coming };
}

async function same(whole: Signal, kernels: readonly string[], options: FilterOptions, step: number): Promise<boolean> {
  const made = kernels.map((k) => kernelFrom(k, 2));
  const expected = filter(whole, made, options);
  const { signal, coming } = slow(whole, step);
  const told: { readonly n: number; readonly rows: string }[] = [];
  let out: Signal | undefined;
  const pitch = expected.signal.data.length / expected.signal.height;
  const textOf = (s: Signal, n: number): string =>
    createHash("sha1")
      .update(bytesOf({ ...s, data: s.data.slice(0, n * pitch) }))
      .digest("hex");
  const grow = (growing: Signal): Rows => {
    out = growing;
    const rows = new Rows(growing.height);
    const advance = rows.advance.bind(rows);
    rows.advance = (n) => {
      told.push({ n, rows: textOf(growing, n) });
      advance(n);
    };
    return rows;
  };
  const { signal: result, report } = await filterAsync(signal, made, options, { threads: 1, flow: { coming, grow } });
  expect(Buffer.compare(bytesOf(result), bytesOf(expected.signal))).toBe(0);
  expect(report).toEqual(expected.report);
  if (out) expect(result.data).toBe(out.data);
  for (const { n, rows } of told) expect(rows).toBe(textOf(result, n));
  if (out) expect(told.at(-1)?.n).toBe(result.height);
  return out !== undefined;
}

const picture = (width: number, height: number, channels: number, seed: number): Signal =>
  signalFrom(
    Uint8Array.from({ length: width * height * channels }, (_, i) => Math.imul(i + seed, 48271) >>> 9),
    { width, height, channels, about: { medium: "raster" } },
  );

describe("rows that come and go", () => {
  test("change no sample and no report, and are told when they are final", async () => {
    let grown = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          width: fc.integer({ min: 30, max: 60 }),
          height: fc.integer({ min: 30, max: 90 }),
          channels: fc.constantFrom(1, 3),
          seed: fc.nat(1000),
          step: fc.integer({ min: 1, max: 40 }),
          kernels: fc.constantFrom(...KERNELS),
          border: fc.constantFrom(...BORDERS),
          size: fc.constantFrom("same" as const, "full" as const, "valid" as const),
          depth: fc.constantFrom(undefined, "f32" as const, "i16" as const),
          map: fc.constantFrom(undefined, "stretch" as const),
          method: fc.constantFrom(undefined, "fft" as const, "direct" as const),
        }),
        async ({ width, height, channels, seed, step, kernels, border, size, depth, map, method }) => {
          const options: FilterOptions = {
            mode: "conv",
            border: axisBorder(border),
            ...(border === "keep" || border === "renormalize" || border === "odd" ? {} : { size }),
            ...(depth ? { depth } : {}),
            ...(map && depth !== "f32" ? { map } : {}),
            ...(method ? { method } : {}),
          };
          const signed = kernels.some((k) => k === "sobel" || k.startsWith("log"));
          if (border === "renormalize" && signed) return;
          if (await same(picture(width, height, channels, seed), kernels, options, step)) grown++;
        },
      ),
      { numRuns: trialsOf({ usual: 150, long: 1500 }) },
    );
    expect(grown).toBeGreaterThan(20);
  }, 300_000);

  test("a large picture, whose bands are many", async () => {
    expect(await same(picture(700, 600, 3, 5), ["gaussian:2"], { mode: "conv" }, 17)).toBe(true);
    expect(await same(picture(700, 600, 3, 5), ["sharpen"], { mode: "conv", border: axisBorder("wrap") }, 17)).toBe(
      true,
    );
  });

  test("under a chain, whose last kernel reads more rows than the input has", async () => {
    expect(
      await same(picture(33, 64, 3, 5), ["gaussian:1", "sobel"], { mode: "conv", size: "full", depth: "f32" }, 8),
    ).toBe(true);
  });

  test("of which some never come end the call with the reason", async () => {
    const coming = new Rows(600);
    const call = filterAsync(picture(700, 600, 1, 1), [kernelFrom("sharpen", 2)], {}, { threads: 1, flow: { coming } });
    coming.advance(300);
    await setImmediate();
    coming.fail(new Error("the disk is gone"));
    await expect(call).rejects.toThrow("the disk is gone");
  });
});
