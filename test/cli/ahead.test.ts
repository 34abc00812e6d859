/** Threads that are started before a command line is parsed. */
import * as fs from "node:fs";
import { afterEach, expect, it, vi } from "vitest";
import { startAhead } from "../../src/cli/ahead.js";
import { Pool } from "../../src/engine/pool.js";
import { freshFolder } from "../support/folder.js";

const { path } = freshFolder();
fs.writeFileSync(path("large.ppm"), new Uint8Array(1 << 20));
fs.writeFileSync(path("large.csv"), new Uint8Array(1 << 20));
fs.writeFileSync(path("small.ppm"), new Uint8Array(1000));

const start = vi.spyOn(Pool.prototype, "start").mockImplementation(() => undefined);
afterEach(() => {
  start.mockClear();
});

it.each([
  ["apply -k sharpen LARGE.ppm -o out.png", 1],
  ["match LARGE.ppm SMALL.ppm", 1],
  ["conv -k box:3 SMALL.ppm -o LARGE.ppm", 1],
  ["apply -k sharpen SMALL.ppm", 0],
  ["apply -k sharpen LARGE.csv", 0],
  ["apply -k sharpen LARGE.ppm --threads 1", 0],
  ["apply -k sharpen LARGE.ppm --threads=2", 0],
  ["apply -k sharpen - -o none.ppm", 0],
  ["spectrum LARGE.ppm", 0],
  ["", 0],
])("%s: %i", async (line, times) => {
  const words = line.split(" ").map((w) => (/^(LARGE|SMALL)/.test(w) ? path(w.toLowerCase()) : w));
  await startAhead(words);
  expect(start).toHaveBeenCalledTimes(times);
});
