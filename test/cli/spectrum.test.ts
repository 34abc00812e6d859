/** The JSON of `spectrum` against its schema, its NPY, and its figures. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SpectrumReport } from "../../src/cli/spectrum.js";
import { loadSignal } from "../../src/files/load.js";
import { freshFolder } from "../support/folder.js";
import { jsonReports } from "./json-report.js";

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { reportOf } = jsonReports<SpectrumReport>("spectrum-report");

const { root, path } = freshFolder();
const before = process.cwd();
beforeAll(() => {
  process.chdir(root);
  for (const name of ["chirp.wav", "rumble.csv"]) writeFileSync(path(name), readFileSync(file(`fixtures/${name}`)));
});
afterAll(() => {
  process.chdir(before);
});

describe("the schema of spectra", () => {
  it.each([
    "spectrum chirp.wav",
    "spectrum chirp.wav chirp.wav --db --scaling amplitude",
    "spectrum rumble.csv --time-column time_s --welch --average median --segment 64 --overlap 10",
    "spectrum --kernel 'log:sigma=1' --rank 2 --points 8 --mode xcorr",
    "spectrum --kernel 1,-1 --db",
  ])("holds for: %s", async (line) => {
    await reportOf(line);
  });

  it("has the settings of Welch, and null for decibels of nothing", async () => {
    const { settings, rate } = await reportOf("spectrum chirp.wav chirp.wav --welch --segment 20ms");
    expect(settings).toEqual({
      window: "hann",
      segment: 160,
      overlap: 80,
      segments: 9,
      detrend: "constant",
      scaling: "density",
      average: "mean",
    });
    expect(rate).toBe(8000);
    const { columns } = await reportOf("spectrum --kernel 1,-1 --db --points 1");
    expect(columns[1]).toEqual({ name: "amplitude_db", values: [null] });
  });
});

describe("files", () => {
  it("are the table, also as NPY", async () => {
    const { columns } = await reportOf("spectrum chirp.wav -o spectrum.npy");
    const { signal } = await loadSignal(path("spectrum.npy"), { axes: "xc" });
    expect([signal.width, signal.channels]).toEqual([401, 3]);
    for (const [c, { values }] of columns.entries()) {
      expect(values).toEqual(Array.from({ length: 401 }, (_, i) => signal.data[i * 3 + c]));
    }
  });

  it("are figures with a panel for each quantity", async () => {
    await reportOf("spectrum rumble.csv --columns north,east --time-column time_s --welch --plot all.svg");
    await reportOf("spectrum --kernel log:sigma=1.5 --rank 2 --plot maps.svg");
    for (const name of ["all.svg", "maps.svg"]) expect(readFileSync(path(name), "utf8")).toMatch(/^<svg /);
  });
});
