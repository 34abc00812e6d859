// `npm run bench [-- FILTER… --json FILE --quick --seed N]`: what the engine does with a sample, and how near its direct
// loops come to loops that never leave the nearest cache. How to read it: README.md in this folder.
import { writeFileSync } from "node:fs";
import { ceiling, makeLoops } from "./ceilings.js";
import { engineCells } from "./cells.js";
import { pictureSamples, signalSamples } from "./data.js";
import { closePools, extentOf, filtered, inputSignal, knowsFast, methods, partOf, shared } from "./engine.js";
import { makeKernel } from "./kernels.js";
import { factsText, machineFacts } from "./machine.js";
import { collect, interleave, warmUp } from "./measure.js";
import { benchOptions } from "./options.js";
import { least, median } from "./statistics.js";
import { digits, duration, percent, table } from "./table.js";

const USAGE = "npm run bench -- [FILTER…] [--json FILE] [--quick] [--seed N]";
const options = benchOptions(USAGE);
/** Seconds that one run of a candidate may take before it is given a part of the data, and that a cell's rounds take. */
const LIMITS = options.quick
  ? { run: 0.12, warm: 0.1, cell: 0.4, least: 2, most: 9 }
  : { run: 0.4, warm: 0.5, cell: 2.5, least: 3, most: 25 };

const facts = machineFacts();
console.log(factsText(facts));
const loops = await makeLoops(options.quick ? 3 : 10);
const cells = engineCells(options.quick).filter((c) => options.wanted(c.name) && (!c.fast || knowsFast));
if (cells.length === 0) throw new Error("no cell has such a name");
const results = [];
let data = { key: "", plain: undefined, shared: undefined };
for (const cell of cells) {
  const rows = await measured(cell);
  results.push(...rows);
  for (const row of rows) console.error(`${row.cell} ${row.method}: ${duration(row.median)}`);
}
console.log(`\n${resultTable(results)}`);
const rates = Object.entries(loops).map(([name, rate]) => [name, digits(rate())]);
console.log(`\n${table(["first-level loop", "Gmac/s>"], rates)}`);
await closePools();
if (options.json) writeFileSync(options.json, `${JSON.stringify({ facts, seed: options.seed, results }, null, 2)}\n`);

/** The samples of a cell, in memory of this thread and in memory of all; kept for the next cell where that has the same. */
function signalOfCell({ type, width, height, channels }) {
  const key = [type, width, height, channels].join();
  if (data.key !== key) {
    const samples =
      height === 1
        ? signalSamples(width, options.seed)
        : pictureSamples({ type, width, height, channels, seed: options.seed });
    const plain = inputSignal(samples, { width, height, channels });
    data = { key, plain, shared: shared(plain) };
  }
  return data;
}

async function measured(cell) {
  const signals = signalOfCell(cell);
  const kernel = makeKernel(cell.kernel, options.seed);
  const fast = cell.fast ? { fast: true } : {};
  collect();
  const candidates = [];
  for (const [name, method, threads, signal] of [
    ["auto", "auto", 1, signals.plain],
    ["auto 2t", "auto", 2, signals.shared],
    ["auto 2t copied", "auto", 2, signals.plain],
    ...methods.map((m) => [m, m, 1, signals.plain]),
  ]) {
    const candidate = await prepared(signal, kernel, { method, ...fast }, threads);
    if (candidate) candidates.push({ name, threads, ...candidate });
  }
  const loop = { name: "ceiling", run: async () => ({ wall: 1 / ceiling(loops, cell.ceiling), cpu: 0 }) };
  const runs = await interleave([...candidates, loop], { ...LIMITS, seconds: LIMITS.cell });
  const nsPerMac = least(runs.get("ceiling").wall);
  return candidates.flatMap(({ name, threads, samples, extent }) => {
    const { wall, cpu, last, error } = runs.get(name);
    if (error !== undefined || !last) return [];
    const rate = (samples * kernel.work) / least(wall);
    return [
      {
        cell: cell.name,
        method: name,
        ran: last.result.report.stages[0].method,
        share: extent / extentOf(signals.plain),
        samples,
        runs: wall.length,
        least: least(wall),
        median: median(wall),
        cpu: median(cpu),
        nsPerSample: least(wall) / samples,
        gmacs: rate,
        ofCeiling: (rate * nsPerMac) / threads,
        recomputed: last.result.report.recomputed,
      },
    ];
  });
}

/**
 * Warms a candidate up on parts of the data that grow fourfold, until the whole is reached or a run takes about as long
 * as the limit allows; undefined where the method cannot do the problem.
 */
async function prepared(signal, kernel, call, threads) {
  const whole = extentOf(signal);
  let extent = Math.min(whole, signal.rank === 1 ? 10000 + 2 * kernel.width : 64);
  for (;;) {
    const part = partOf(signal, extent);
    const run = () => filtered(part, kernel.kernel, call, threads);
    try {
      const first = (await run()).wall;
      const seconds = Math.min(first, (await run()).wall) / 1e9;
      if (extent === whole || 2 * seconds > LIMITS.run) {
        await warmUp(run, LIMITS.warm);
        return { extent, samples: part.data.length, run };
      }
      extent = Math.min(whole, Math.ceil(extent * Math.min(4, LIMITS.run / seconds)));
    } catch (error) {
      if (error?.exitCode === 2) return undefined;
      throw error;
    }
  }
}

function resultTable(rows) {
  const columns = [
    "cell",
    "method",
    "ran",
    "of data>",
    "n>",
    "min>",
    "median>",
    "cpu>",
    "ns/sample>",
    "Gmac/s>",
    "of L1>",
  ];
  const lines = rows.map((r) => [
    r.cell,
    r.method,
    r.ran,
    percent(r.share),
    r.runs,
    duration(r.least),
    duration(r.median),
    duration(r.cpu),
    digits(r.nsPerSample),
    digits(r.gmacs),
    percent(r.ofCeiling),
  ]);
  return table(columns, lines);
}
