import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { loadKernel } from "../src/files/kernel.js";
import { loadSignal } from "../src/files/load.js";
import { delay, delays } from "../src/tasks/delay/delay.js";
import { filter } from "../src/tasks/filter/filter.js";
import { freshFolder } from "./support/folder.js";

const FIXTURES = fileURLToPath(new URL("../fixtures", import.meta.url));
const fixture = (name: string): string => join(FIXTURES, name);
const { root, path } = freshFolder();

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !/^make\/|^golden\/|^readme\/|^example\.js$|^README/.test(name))
    .sort();

beforeAll(() => {
  execFileSync(process.execPath, [fixture("make/all.js"), root]);
});

describe("the fixtures are what their scripts make", () => {
  test("no file is missing and none is left over", () => {
    expect(filesIn(root)).toEqual(filesIn(FIXTURES));
    expect(filesIn(root)).toHaveLength(18);
  });

  test("pictures have the same samples", async () => {
    for (const name of filesIn(FIXTURES).filter((n) => n.endsWith(".png"))) {
      const [made, kept] = [await loadSignal(path(name)), await loadSignal(fixture(name))];
      expect({ ...made.signal, about: 0 }, name).toEqual({ ...kept.signal, about: 0 });
    }
  });

  test("all other files have the same bytes", () => {
    const names = filesIn(FIXTURES).filter((n) => !n.endsWith(".png"));
    expect(names).toHaveLength(14);
    for (const name of names) expect(readFileSync(path(name)).equals(readFileSync(fixture(name))), name).toBe(true);
  });
});

describe("the fixtures show what they are for", () => {
  test("the logo hides magenta under pixels that cannot be seen", async () => {
    const { signal } = await loadSignal(fixture("logo.png"));
    expect([signal.width, signal.height, signal.channels, signal.type]).toEqual([96, 96, 4, "u8"]);
    expect(Array.from(signal.data.subarray(0, 4))).toEqual([255, 0, 255, 0]);
    const soft = Array.from({ length: 96 * 96 }, (_, p) => signal.data[4 * p + 3]).filter((a) => a > 0 && a < 255);
    expect(soft.length).toBeGreaterThan(1000);
  });

  test("the grey picture needs its 16 bits", async () => {
    const { signal } = await loadSignal(fixture("grey16.png"));
    expect([signal.width, signal.height, signal.channels, signal.type]).toEqual([64, 48, 1, "u16"]);
    expect(new Set(signal.data).size).toBeGreaterThan(1000);
  });

  test("the sensor table has missing cells, remarks with commas and a constant rate", async () => {
    const { signal } = await loadSignal(fixture("sensor.csv"), { table: { timeColumn: "time_s" } });
    expect([signal.width, signal.channels, signal.about.columns]).toEqual([400, 2, ["temperature", "pressure"]]);
    expect(signal.about.sampleRate).toBeCloseTo(10, 9);
    const missing = Array.from({ length: 400 }, (_, i) => i).filter((i) => Number.isNaN(signal.data[2 * i]));
    expect(missing).toEqual([64, 65, 301]);
    expect(signal.about.table?.others.get(3)?.text(37)).toBe("door opened, then closed");
    expect(signal.about.table?.others.get(3)?.text(200)).toBe('operator said "steady"');
  });

  test("a box of 128 taps finds the clean bits at the middle of each", async () => {
    const { signal } = await loadSignal(fixture("bits.csv"), { table: { columns: ["signal"] } });
    const found = filter(signal, [await loadKernel("box:128", { rank: 1 })], { mode: "xcorr" }).signal.data;
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((n) => found[64 + 128 * n])).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
    // The lone bit between 512 and 640 has its peak at one sample only.
    expect([found[575], found[576], found[577]]).toEqual([127 / 128, 1, 127 / 128]);
  });

  test("a box of 128 taps finds the bits under noise", async () => {
    const { signal } = await loadSignal(fixture("bits.csv"), { table: { columns: ["noisy"] } });
    const found = filter(signal, [await loadKernel("box:128", { rank: 1 })], { mode: "xcorr" }).signal.data;
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((n) => (found[64 + 128 * n] > 0.5 ? 1 : 0))).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
    expect(signal.data.some((v) => v < -1) && signal.data.some((v) => v > 2)).toBe(true);
  });

  test("sounds and impulse response share one rate", async () => {
    const tone = (await loadSignal(fixture("tone.wav"))).signal;
    const echo = await loadKernel(fixture("echo.wav"), { rank: 1 });
    expect([tone.width, tone.type, tone.about.sampleRate]).toEqual([2000, "i16", 8000]);
    expect([echo.width, echo.sampleRate]).toEqual([600, 8000]);
  });

  test("the rumble is as late at each sensor, and the chirp in the hall, as they say", async () => {
    const { signal } = await loadSignal(fixture("rumble.csv"), { table: { timeColumn: "time_s" } });
    const found = delays(signal).map(({ result }) => [result.delay, result.polarity] as const);
    for (const [i, truth] of [7.25, 12.5, 5.25].entries()) expect(Math.abs(found[i][0] - truth)).toBeLessThan(0.05);
    expect(found.map(([, polarity]) => polarity)).toEqual(["positive", "negative", "negative"]);
    const [chirp, hall] = await Promise.all(["chirp.wav", "hall.wav"].map((name) => loadSignal(fixture(name))));
    expect(delay(chirp.signal, hall.signal)).toMatchObject({ outcome: "delay", lag: 2600 });
  });

  test("the plane has 24 rows of 32 f32 samples", async () => {
    const { signal } = await loadSignal(fixture("plane.npy"));
    expect([signal.width, signal.height, signal.channels, signal.rank, signal.type]).toEqual([32, 24, 1, 2, "f32"]);
  });

  test("each kernel file reads as the kernel it shows", async () => {
    const read = (name: string) => loadKernel(fixture(`kernels/${name}`), { rank: 2 });
    expect(Array.from((await read("sharpen.txt")).taps)).toEqual([0, -1, 0, -1, 5, -1, 0, -1, 0]);
    const edges = await read("edges.json");
    expect([edges.divisor, edges.mode]).toEqual([{ num: 2n, den: 1n }, "xcorr"]);
    expect(edges.taps.reduce((s, t) => s + t, 0)).toBe(0);
    expect(Array.from((await read("ramp.csv")).taps)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect((await read("arrow.txt")).taps[14]).toBe(3);
  });
});
