/** The reports of `match` against their schema, its jobs in a batch, and its threads. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { loadSignal } from "../../src/files/load.js";
import { command } from "../support/command.js";
import { freshFolder } from "../support/folder.js";
import { built, script } from "../support/process.js";
import { jsonReports } from "./json-report.js";
import { words } from "./refusals.js";

const from = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { reportOf, validate } = jsonReports("match-report");

const { root, path } = freshFolder();
const before = process.cwd();
beforeAll(() => {
  process.chdir(root);
  for (const name of ["picture.png", "post.png", "logo.png", "grey16.png", "plane.npy"])
    writeFileSync(path(name), readFileSync(from(`fixtures/${name}`)));
  writeFileSync(path("a.csv"), "1,2,3,nan\n4,9,1,0\n5,6,7,7\n");
  writeFileSync(path("b.csv"), "9,1\n6,7\n");
  writeFileSync(path("m.csv"), "1,0.5\n1,0\n");
});
afterAll(() => {
  process.chdir(before);
});

describe("the schema of reports", () => {
  it.each([
    ["match picture.png post.png", 0],
    ["match picture.png post.png --top 0 --subpixel paraboloid --min-score 0.9", 0],
    ["match picture.png post.png --luminance --threads 1", 0],
    ["match picture.png post.png --method ssd-norm --algorithm direct --threads 1", 0],
    ["match logo.png logo.png --overlap 1", 0],
    ["match grey16.png grey16.png --method ncc", 0],
    ["match plane.npy plane.npy --method ccoeff", 0],
    ["match a.csv b.csv --mask m.csv --method ssd --top 3", 0],
    ["match a.csv b.csv --min-score 1e9", 1],
    ["match a.csv m.csv --method ccorr --min-score 1e9", 1],
  ])("holds for: %s", async (line, exitCode) => {
    await reportOf(line, exitCode);
  });

  it("is as strict as it looks: a report that lacks something is none", async () => {
    const { report } = await command(words("match a.csv b.csv --report r.json"));
    expect(JSON.parse(readFileSync(path("r.json"), "utf8"))).toEqual(report);
    expect(validate({ ...report, matches: undefined })).toBe(false);
    expect(validate({ ...report, more: 1 })).toBe(false);
    expect(validate({ ...report, ratio: 2 })).toBe(false);
  });
});

test("frames and maps keep depth and floats", async () => {
  await command(words("match grey16.png grey16.png --annotate out.png --map map.npy"));
  const out = await loadSignal(path("out.png"));
  expect([out.signal.type, out.signal.channels, out.signal.width]).toEqual(["u16", 3, 64]);
  const map = await loadSignal(path("map.npy"));
  expect([map.signal.type, map.signal.width, map.signal.height, map.signal.data[0]]).toEqual(["f32", 1, 1, 1]);
  await command(words("match a.csv b.csv --method ssd --map map.npy"));
  expect((await loadSignal(path("map.npy"))).signal.type).toBe("f64");
});

test("a job of a batch has its matches in its report, and two jobs do not write one file", async () => {
  const line = (id: number, ...args: string[]): string => `${JSON.stringify({ id, args: ["match", ...args] })}\n`;
  const jobs = [
    line(1, "picture.png", "post.png", "--annotate", "x.png"),
    line(2, "a.csv", "b.csv", "--map", "x.png"),
    line(3, "a.csv", "b.csv", "--min-score", "9"),
  ];
  const { exitCode, stdout } = await command(["batch", "--jobs", "-"], { stdin: jobs.join("") });
  const answers = stdout
    .toString()
    .trim()
    .split("\n")
    .map((l) => JSON.parse(l) as { exitCode: number; report?: { matches: { x: number }[] }; message?: string });
  expect([exitCode, answers.map((a) => a.exitCode)]).toEqual([1, [0, 2, 1]]);
  expect(answers[0].report?.matches[0].x).toBe(37);
  expect(answers[1].message).toContain("x.png");
  expect(answers[2].report?.matches).toEqual([]);
});

test("threads change no score, of no type, masks and colours included", async () => {
  const ended = await script(`
    import { match, matchAsync } from ${JSON.stringify(built("index.js"))};
    import { Pool } from ${JSON.stringify(built("engine/pool.js"))};
    let seed = 1;
    const random = () => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return seed / 4294967296; };
    const about = { source: "test", medium: "raster" };
    const bytes = (width, height, channels) => ({ data: Uint8Array.from({ length: width * height * channels }, () => random() * 256), width, height, channels, rank: 2, type: "u8", about });
    const as = (s, type, data) => ({ ...s, type, data });
    const grey = bytes(900, 700, 1);
    const colour = bytes(900, 700, 3);
    const images = [grey, as(grey, "u16", Uint16Array.from(grey.data, (v) => v * 250)), as(grey, "f32", Float32Array.from(grey.data, (v, i) => (i === 70000 ? NaN : v / 3))), colour];
    const pool = new Pool(3);
    pool.start();
    for (const image of images) {
      const { channels } = image;
      const template = as({ ...image, width: 40, height: 30 }, image.type, new image.data.constructor(40 * 30 * channels));
      for (let y = 0; y < 30; y++) template.data.set(image.data.subarray(((200 + y) * image.width + 300) * channels, ((200 + y) * image.width + 340) * channels), y * 40 * channels);
      for (const mask of [undefined, bytes(40, 30, 1)]) {
        for (const method of ["zncc", "ssd-norm"]) {
          const alone = match(image, template, { method }, mask);
          const shared = await matchAsync(image, template, { method }, { pool, mask });
          const report = ({ report: { computed: { threads, ...computed }, ...rest } }) => JSON.stringify({ computed, ...rest });
          const [a, b] = [alone, shared].map(({ map: { data } }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
          console.log(image.type, channels, mask ? "mask" : "plain", method, shared.report.computed.threads, report(alone) === report(shared) && a.equals(b));
        }
      }
    }`);
  expect(ended.stderr).toBe("");
  const lines = ended.stdout.trim().split("\n");
  expect(lines).toHaveLength(16);
  for (const line of lines) expect(line).toMatch(/ true$/);
  // Proof that threads took part; where they come late, one may have done it all.
  expect(lines.filter((line) => / 3 true$/.test(line)).length).toBeGreaterThan(0);
}, 120_000);
