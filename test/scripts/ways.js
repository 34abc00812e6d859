// Integer results are the same bytes whatever way makes them: computes problems by every way that is possible, with 1, 2,
// 3 and 8 threads and by both sets of routines, and prints one hash a problem. Arguments: the folder of the build, then
// pictures besides those that are made here. Where CONVXCORR_LONG is not set, 3 threads stand for 2, 3 and 8, and the plain
// routines leave out the largest pictures. `npm run test:matrix` holds the lines of several versions of Node together.
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [build, ...files] = process.argv.slice(2);
const module = (name) => import(pathToFileURL(join(resolve(build), name)).href);
const { filter, filterAsync, kernelFrom, loadSignal, signalFrom } = await module("index.js");
const { Pool } = await module("engine/pool.js");
const { probe } = await module("engine/probe.js");
const { forceRoutines } = await module("routines/load.js");

/** Threads that help with the smallest work too. */
class Eager extends Pool {
  take() {
    return super.take(Number.POSITIVE_INFINITY);
  }
}
const LONG = process.env["CONVXCORR_LONG"] !== undefined;
const pools = (LONG ? [2, 3, 8] : [3]).map((threads) => new Eager(threads));
for (const pool of pools) pool.start();

let state = 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
};
const picture = (Type, width, height, channels, sample, about = {}) => {
  const data = Type.from({ length: width * height * channels }, (_, i) => {
    const [c, p] = [i % channels, Math.floor(i / channels)];
    return sample(p % width, Math.floor(p / width), c);
  });
  const signal = signalFrom(data, { width, height, channels, rank: 2 });
  return { ...signal, about: { ...signal.about, medium: "raster", ...about } };
};
const wave = (x, y, c) => 128 + 90 * Math.fround(((x * (7 + c) + y * 3) % 97) / 97 - 0.5) + 30 * (random() - 0.5);
const tie = (x, y) => 100 + ((x + y) & 1);
const PICTURES = [
  ["waves, u8 rgb", picture(Uint8Array, 301, 113, 3, wave)],
  ["waves, u16", picture(Uint16Array, 301, 113, 1, (x, y, c) => 251 * wave(x, y, c))],
  ["extremes, u8", picture(Uint8Array, 301, 113, 1, () => (random() < 0.5 ? 0 : 255))],
  ["ties, u8", picture(Uint8Array, 103, 71, 1, tie)],
  ["ties, u16", picture(Uint16Array, 103, 71, 1, tie)],
  ["rgba, u8", picture(Uint8Array, 203, 91, 4, (x, y, c) => (c < 3 ? wave(x, y, c) : 256 * random()), { alpha: true })],
  ["ties, rgba", picture(Uint8Array, 67, 51, 4, (x, y, c) => (c < 3 ? tie(x, y) : 255 * (x & 1)), { alpha: true })],
];
for (const file of files) PICTURES.push([file.replace(/.*\//, ""), (await loadSignal(file)).signal]);
const dense = Array.from({ length: 7 }, () => Array.from({ length: 7 }, () => random() / 20 - 0.01));
const KERNELS = [
  ...["gaussian:sigma=1", "gaussian:sigma=3", "box:5", "box:4x2", "binomial:5", "sobel:x", "sharpen", "emboss"],
  ...["disk:3", "log:sigma=1.2", "0.25 0.25; 0.25 0.25", "0.5 0.5"],
].map((text) => [text, kernelFrom(text, 2)]);
KERNELS.push(["dense 7×7", kernelFrom(dense, 2)]);

const ways = new Set();
const threaded = new Set();
let wrong = 0;
const hashOf = ({ signal, report }) =>
  createHash("sha256").update(signal.data).update(JSON.stringify(report.clipped)).digest("hex").slice(0, 16);

for (const [name, input] of PICTURES) {
  for (const [kernelName, kernel] of KERNELS) {
    const options = { mode: "xcorr" };
    let plan;
    probe.seen = (seen) => {
      plan = seen;
    };
    const expected = hashOf(filter(input, [kernel], options));
    delete probe.seen;
    const check = (result, who) => {
      if (hashOf(result) === expected) return;
      wrong++;
      console.log(`DIFFERENT: ${name} under ${kernelName} by ${who}`);
    };
    const possible = plan.candidates.filter(({ verdict }) => "cost" in verdict).map((c) => c.name);
    for (const way of possible) {
      probe.way = way;
      const plain = LONG || input.data.length < 50_000;
      for (const set of plain ? ["compiled", "reference"] : ["compiled"]) {
        forceRoutines(set);
        check(filter(input, [kernel], options), `${way}, ${set}`);
      }
      forceRoutines(undefined);
      for (const pool of pools) {
        const result = await filterAsync(input, [kernel], options, { pool });
        check(result, `${way}, ${pool.threads} threads`);
        if (result.report.threads === pool.threads) threaded.add(way);
      }
      delete probe.way;
      ways.add(way);
    }
    console.log(`${expected}  ${name} under ${kernelName}: ${possible.length} ways`);
  }
}
await Promise.all(pools.map((pool) => pool.close()));
console.log(`ways: ${[...ways].sort().join(" ")}`);
console.log(`with threads: ${[...threaded].sort().join(" ")}`);
console.log(`${wrong} different`);
process.exitCode = wrong === 0 ? 0 : 1;
