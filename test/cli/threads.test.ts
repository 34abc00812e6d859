/** Threads change no sample, and none is left behind. Run in processes, since threads start from built files. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ALGORITHMS } from "../../src/engine/algorithms/all.js";
import { FUSED } from "../../src/engine/fused/all.js";
import { built, run, script } from "../support/process.js";

/** The ways that make integers of pictures. */
const ALL = [...ALGORITHMS, ...FUSED].filter(({ name }) => !/-(float|fast)$|segments/.test(name));

const PRELUDE = `
import { filter } from ${JSON.stringify("FILTER")};
import { filterAsync } from ${JSON.stringify("THREADED")};
import { kernelFrom } from ${JSON.stringify("ARRAYS")};
let seed = 1;
const random = () => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return seed / 4294967296; };
const about = { source: "test", medium: "raster" };
const u8 = { data: Uint8Array.from({ length: 700 * 900 * 3 }, () => random() * 256), width: 900, height: 700, channels: 3, rank: 2, type: "u8", about };
const u16 = { ...u8, data: Uint16Array.from(u8.data, (v) => v * 257), type: "u16" };
const ties = { ...u8, data: u8.data.map((_, i) => (i % 2 === 0 ? 100 : 101)) };
const holes = Float64Array.from({ length: 1500000 }, () => (random() < 1e-5 ? NaN : random() - 0.5));
const line = { data: holes, width: 1500000, height: 1, channels: 1, rank: 1, type: "f64", about: { source: "test", medium: "table", table: { others: new Map([[0, { length: 1, text: () => "x" }]]) } } };
const grey = Float32Array.from({ length: 1100 * 900 }, () => random() * 3 - 1);
const f32 = { ...u8, data: grey, width: 1100, height: 900, channels: 1, type: "f32" };
const f64 = { ...f32, data: Float64Array.from(grey, (v, i) => (i % 70001 === 5 ? (i % 2 === 0 ? NaN : Infinity) : v)), type: "f64" };
const dense = kernelFrom(Array.from({ length: 9 }, () => Array.from({ length: 9 }, () => random() / 80)), 2);
const cases = [
  [u8, kernelFrom("emboss", 2), {}],
  [u8, kernelFrom("gaussian:sigma=2", 2), {}],
  [u8, dense, { border: { kind: "wrap", value: 0 } }],
  [u8, kernelFrom("gaussian:sigma=1", 2), { method: "fft" }],
  [u8, kernelFrom("emboss", 2), { method: "fft", round: "half-up" }],
  [u8, kernelFrom("log:sigma=2", 2), { method: "fft", scale: 0.1 }],
  [u16, kernelFrom("motion:len=9,angle=30", 2), { method: "direct", stride: [2, 1], border: { kind: "odd", value: 0 } }],
  [u16, kernelFrom("box:5", 2), {}],
  [u16, kernelFrom("gaussian:sigma=1", 2), {}],
  [ties, kernelFrom("0.25 0.25; 0.25 0.25", 2), { method: "fft" }],
  [line, kernelFrom(Array.from({ length: 301 }, () => random()), 1), {}],
  [line, kernelFrom(Array.from({ length: 31 }, () => random()), 1), { size: "full" }],
  [f32, dense, { method: "direct" }],
  [f32, dense, { method: "direct", fast: true }],
  [f32, kernelFrom("gaussian:sigma=2", 2), { method: "separable" }],
  [f32, kernelFrom("gaussian:sigma=2", 2), { method: "separable", fast: true, border: { kind: "wrap", value: 0 } }],
  [f64, dense, { method: "direct", size: "full" }],
  [f64, kernelFrom("gaussian:sigma=2", 2), { method: "separable", border: { kind: "keep", value: 0 } }],
  [f64, kernelFrom("0 1 0; 1 -4 1; 0 1 0", 2), { depth: "f32", offset: 1 }],
  [u8, dense, { depth: "f32" }],
  [f32, dense, { method: "fft", fast: true, size: "full" }],
];
`;

/** The prelude with the addresses of the built modules. */
const prelude = (): string =>
  PRELUDE.replace("FILTER", built("tasks/filter/filter.js"))
    .replace("THREADED", built("tasks/filter/threaded.js"))
    .replace("ARRAYS", built("tasks/arrays.js"));

describe("threads", () => {
  test("1, 2, 3 and 8 of them give the same samples and the same accounts", async () => {
    const ended = await script(`${prelude()}
      import { Pool } from ${JSON.stringify(built("engine/pool.js"))};
      const pools = [1, 2, 3, 8].map((threads) => new Pool(threads));
      // Threads that run already are used for less work than it takes to start some.
      for (const pool of pools) pool.start();
      // Until they do: this one is worth their start.
      for (const pool of pools) for (let i = 0; i < 3; i++) await filterAsync(u8, [dense], { mode: "xcorr" }, { pool });
      const equal = (a, b) => a.length === b.length && a.every((v, i) => Object.is(v, b[i]));
      for (const [i, [input, kernel, options]] of cases.entries()) {
        const one = filter(input, [kernel], { mode: "xcorr", ...options });
        for (const pool of pools) {
          const { threads } = pool;
          const many = await filterAsync(input, [kernel], { mode: "xcorr", ...options }, { pool });
          const { threads: used, ...rest } = many.report;
          const { threads: _, ...expected } = one.report;
          const same = equal(many.signal.data, one.signal.data) && JSON.stringify(rest) === JSON.stringify(expected);
          console.log(i, threads, used, same);
        }
      }`);
    expect(ended.stderr).toBe("");
    const lines = ended.stdout.trim().split("\n");
    expect(lines).toHaveLength(4 * 21);
    for (const line of lines) expect(line).toMatch(/ true$/);
    // Proof that threads were really used: by all cases.
    const threaded = lines.filter((line) => / 8 8 /.test(line)).map((line) => Number.parseInt(line, 10));
    expect(threaded).toEqual(Array.from({ length: 21 }, (_, i) => i));
  }, 120_000);

  test("every way of the engine gives the same integers, with any number of them", async () => {
    const program = join(import.meta.dirname, "../scripts/ways.js");
    const { code, stdout, stderr } = await run(process.execPath, [program, join(built(""), ".")]);
    expect([code, stderr]).toEqual([0, ""]);
    const lines = stdout.trim().split("\n");
    expect(lines.at(-1)).toBe("0 different");
    // Proof that each way ran, and that each had threads to help it.
    const all = ALL.map(({ name }) => name).sort();
    expect(lines.slice(-3, -1)).toEqual([`ways: ${all.join(" ")}`, `with threads: ${all.join(" ")}`]);
  }, 240_000);

  test("a call leaves none behind, and a waiting pool does not keep the process", async () => {
    const pool = built("engine/pool.js");
    const ended = await script(`${prelude()}
      import { Pool } from ${JSON.stringify(pool)};
      await filterAsync(...[cases[1][0], [cases[1][1]], { mode: "xcorr" }, { threads: 3 }]);
      const waiting = new Pool(3);
      waiting.start();
      await filterAsync(cases[1][0], [cases[1][1]], { mode: "xcorr" }, { pool: waiting });
      console.log("done");`);
    expect(ended).toEqual({ code: 0, signal: null, stdout: "done\n", stderr: "" });
  }, 60_000);

  test("threads do not hold what a call has ended with", async () => {
    const ended = await script(`${prelude()}
      import { Pool } from ${JSON.stringify(built("engine/pool.js"))};
      import { setFlagsFromString } from "node:v8";
      import { runInNewContext } from "node:vm";
      setFlagsFromString("--expose-gc");
      const collect = runInNewContext("gc");
      const data = new Float32Array(new SharedArrayBuffer(16e6));
      const input = { ...f32, data, width: 2000, height: 2000 };
      const pool = new Pool(2);
      pool.start();
      let first = 0;
      for (let i = 0; i < 30; i++) {
        await filterAsync(input, [cases[1][1]], { mode: "xcorr" }, { pool });
        collect();
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (i === 5) first = process.memoryUsage().rss;
      }
      await pool.close();
      console.log(Math.round((process.memoryUsage().rss - first) / 1e6));`);
    expect(ended.stderr).toBe("");
    // 24 outputs of 16 MB were made since.
    expect(Number(ended.stdout)).toBeLessThan(100);
  }, 60_000);

  test("a thread that dies is an error, not a wait without end", async () => {
    const ended = await script(`${prelude()}
      import { Pool } from ${JSON.stringify(built("engine/pool.js"))};
      const pool = new Pool(2);
      pool.start();
      const [input, kernel] = cases[2];
      const call = filterAsync(input, [kernel], { mode: "xcorr" }, { pool });
      await pool.close();
      console.log(await call.then(() => "ended", (error) => error.message));`);
    expect(ended.stdout).toMatch(/^(ended|a thread ended with code \d+)\n$/);
  }, 60_000);
});
