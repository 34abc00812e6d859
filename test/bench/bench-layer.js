// `npm run bench:layer [-- FILTER… --rounds N --json FILE]`: layers against ONNX Runtime, where `onnxruntime-node` can be
// imported (`--onnxruntime FOLDER` says where it is installed), and against the f32 loop of `ceilings.js`.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Pool } from "../../dist/engine/pool.js";
import { layerAsync } from "../../dist/index.js";
import { ceiling, makeLoops } from "./ceilings.js";
import { generator } from "./data.js";
import { factsText, machineFacts } from "./machine.js";
import { timed, turn } from "./measure.js";
import { onnxModel } from "./onnx.js";
import { difference, least, median, pairRatio } from "./statistics.js";
import { digits, percent, table } from "./table.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { onnxruntime: { type: "string" }, rounds: { type: "string", default: "25" }, json: { type: "string" } },
});

/** input, weights, options, of the sizes that networks have. */
const LAYERS = {
  "3x3 64-64 56x56": [[1, 64, 56, 56], [64, 64, 3, 3], { padding: 1 }],
  "1x1 64-256 56x56": [[1, 64, 56, 56], [256, 64, 1, 1], {}],
  "3x3 512-512 7x7": [[1, 512, 7, 7], [512, 512, 3, 3], { padding: 1 }],
  "7x7 3-64 224x224 stride 2": [[1, 3, 224, 224], [64, 3, 7, 7], { padding: 3, stride: 2 }],
  "depthwise 3x3 32 112x112": [[1, 32, 112, 112], [32, 1, 3, 3], { padding: 1, groups: 32 }],
  "3x3 64-64 56x56 dilation 2": [[1, 64, 56, 56], [64, 64, 3, 3], { padding: 2, dilation: 2 }],
  "transposed 4x4 64-64 28x28 stride 2": [[1, 64, 28, 28], [64, 64, 4, 4], { padding: 1, stride: 2, transposed: true }],
};

const next = generator(1);
const array = (shape) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((n, s) => n * s, 1) }, () => next() - 0.5),
});

async function onnxruntime() {
  const folder = values.onnxruntime === undefined ? import.meta.dirname : resolve(values.onnxruntime);
  try {
    return createRequire(join(folder, "package.json"))("onnxruntime-node");
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    return undefined;
  }
}

/** Milliseconds before a turn: threads of ONNX Runtime were seen to spin for some 45 after a call. */
const REST = 80;

const ort = await onnxruntime();
const loops = await makeLoops();
console.log(factsText(machineFacts()));
if (!ort) console.log("onnxruntime-node is not installed here: --onnxruntime FOLDER says where it is");
const results = [];
for (const threads of [1, 2]) {
  const pool = new Pool(threads);
  pool.start();
  for (const [name, [inputShape, weightShape, options]] of Object.entries(LAYERS)) {
    if (!positionals.every((part) => name.includes(part))) continue;
    const [input, weights] = [array(inputShape), array(weightShape)];
    const own = () => layerAsync(input, weights, options, { pool });
    const peer = ort && (await peerOf(input, weights, options, threads));
    results.push({ name, threads, ...(await measured(own, peer)) });
  }
  await pool.close();
}
print();
if (values.json) writeFileSync(values.json, `${JSON.stringify({ facts: machineFacts(), results }, null, 2)}\n`);

async function peerOf(input, weights, options, threads) {
  const model = onnxModel(weights, options);
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: threads, interOpNumThreads: 1 });
  const x = new ort.Tensor("float32", input.data, input.shape);
  return async () => (await session.run({ x })).y.data;
}

/**
 * Interleaved rounds, so that a machine that becomes slower for a while is slower for all. In a round each has its turn after
 * a rest, so that no thread of the other still spins on a core that is to be used.
 */
async function measured(own, peer) {
  const times = { own: [], peer: [], ceiling: [] };
  const rested = async (run, walls) => {
    await setTimeout(REST);
    const { wall, result } = await turn(() => timed(run));
    walls.push(wall);
    return result;
  };
  let [layered, theirs] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    layered = await rested(own, times.own);
    if (peer) theirs = await rested(peer, times.peer);
    times.ceiling.push(ceiling(loops, "f32"));
  }
  const { multiplyAdds, computed } = layered.report;
  return {
    least: least(times.own),
    middle: median(times.own),
    rate: multiplyAdds / least(times.own),
    ceiling: Math.max(...times.ceiling),
    used: computed.threads,
    ...(peer && {
      peer: least(times.peer),
      ratio: pairRatio(times.own, times.peer),
      apart: difference(layered.output.data, theirs).largest,
    }),
  };
}

function print() {
  const ms = (time) => (time === undefined ? "" : (time / 1e6).toFixed(2));
  const lines = results.map((r) => [
    r.name,
    `${r.used} of ${r.threads}`,
    ms(r.least),
    ms(r.middle),
    digits(r.rate),
    percent(r.rate / r.used / r.ceiling),
    ms(r.peer),
    r.ratio === undefined ? "" : digits(r.ratio),
    r.apart === undefined ? "" : r.apart.toExponential(1),
  ]);
  const titles = [
    "layer",
    "threads>",
    "min ms>",
    "median ms>",
    "Gmac/s>",
    "of loop>",
    "onnxruntime>",
    "ratio>",
    "apart>",
  ];
  console.log(`\n${table(titles, lines)}`);
}
