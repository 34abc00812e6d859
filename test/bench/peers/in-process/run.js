// Our engine against the peers' calls, on the same samples in memory, in interleaved rounds.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kernelFrom, kernelOf } from "../../../../dist/index.js";
import { pictureSamples, signalSamples } from "../../data.js";
import { extentOf, filtered, inputSignal, knowsFast, matched, shared } from "../../engine.js";
import { makeKernel } from "../../kernels.js";
import { collect, interleave, turn, warmUp } from "../../measure.js";
import { least, median, pairRatio } from "../../statistics.js";
import { agreement } from "./agreement.js";
import * as peers from "./all.js";
import { inProcessCells } from "./cells.js";
import { startServer } from "./server.js";

/** All results: { results, versions, missing }. `folder` is for the samples that go to the peers. */
export async function runInProcess({ folder, quick, wanted, seed, log }) {
  const cells = inProcessCells(quick).filter((c) => wanted(`in-process/${c.name}`));
  const [servers, versions, missing] = [[], {}, {}];
  if (cells.length > 0) {
    for (const peer of Object.values(peers)) {
      for (const threads of peer.threads) {
        const server = await startServer(peer.module, threads);
        if (server.missing === undefined) {
          servers.push({ peer, threads, ...server });
          versions[peer.name] = server.versions;
        } else missing[peer.name] = server.missing;
      }
    }
  }
  const limits = quick
    ? { run: 0.25, least: 2, most: 5, seconds: 0.6 }
    : { run: 0.8, least: 3, most: 25, seconds: 2.5 };
  const results = [];
  try {
    for (const cell of cells) {
      const rows = await runCell(cell, servers, { folder, seed, limits });
      for (const r of rows) log(`${cell.name} ${r.peer}: ${r.ratio.toFixed(2)}, ${r.agreement}`);
      results.push(...rows);
    }
  } finally {
    for (const server of servers) server.end();
  }
  return { results, versions, missing };
}

async function runCell(cell, servers, { folder, seed, limits }) {
  const { type, width, height, channels, rank } = cell;
  const samples = rank === 1 ? signalSamples(width, seed) : pictureSamples({ type, width, height, channels, seed });
  const signal = inputSignal(samples, { width, height, channels });
  const kernel = cell.template ? templateKernel(signal, cell.template) : makeKernel(cell.kernel, seed);
  const used = servers.filter((s) => s.peer.calls(cell, s.threads).length > 0);
  const file = join(folder, "samples.raw");
  writeFileSync(file, samples);
  const dtype = { u8: "uint8", u16: "uint16", f32: "float32", f64: "float64" }[type];
  const shape = rank === 1 ? [width] : channels === 1 ? [height, width] : [height, width, channels];
  for (const server of used) await server.ask({ do: "data", file, type: dtype, shape });

  const ours = ourCandidates(cell, signal, kernel);
  const theirs = [];
  for (const server of used) {
    for (const call of server.peer.calls(cell, server.threads)) {
      const candidate = await theirCandidate(server, call, { cell, kernel, signal, limits });
      if (candidate) theirs.push(candidate);
    }
  }
  collect();
  for (const { run } of ours) await warmUp(run, limits.run);
  const turns = [...ours, ...theirs].map((candidate) => ({ ...candidate, run: () => turn(candidate.run, LONG) }));
  const runs = await interleave(turns, limits);
  const whole = extentOf(signal);
  const rows = [];
  for (const their of theirs) {
    const mine = ours.find((o) => o.threads === their.threads);
    const [a, b] = [runs.get(their.name), runs.get(mine.name)];
    if (a.error !== undefined || a.wall.length === 0 || b.wall.length === 0) continue;
    // A call that was given a part of the data is compared by the time a sample.
    const part = their.rows / whole;
    rows.push({
      cell: cell.name,
      peer: their.name,
      threads: their.threads,
      part,
      rounds: Math.min(a.wall.length, b.wall.length),
      theirs: median(a.wall),
      theirLeast: least(a.wall),
      ours: median(b.wall),
      ourLeast: least(b.wall),
      ratio: pairRatio(a.wall, b.wall) / part,
      cpuRatio: pairRatio(a.cpu, b.cpu) / part,
      method: methodOf(b.last.result.report),
      agreement: await agreement(their, b.last.result.signal, { cell, kernel, folder, resultOf }),
    });
  }
  rmSync(file);
  return rows;
}

const methodOf = ({ computed, stages }) => computed?.algorithm ?? stages[0].method;

function ourCandidates(cell, signal, kernel) {
  const options = {
    ...(cell.template ? { size: "valid", depth: "f32" } : {}),
    ...(cell.fast && knowsFast ? { fast: true } : {}),
  };
  const reachable = shared(signal);
  return [1, 2].map((threads) => ({
    name: `convxcorr ${threads}t`,
    threads,
    run: cell.match
      ? () => matched(reachable, kernel.template, threads)
      : again((given) =>
          filtered(threads === 1 ? signal : reachable, kernel.kernel, { ...options, ...given }, threads),
        ),
  }));
}

/** Nanoseconds from which one call is a turn. */
const LONG = 50e6;

/** Calls that write where the call before did, as those of peers that take an array for their output. */
function again(call) {
  let given = {};
  return async () => {
    const done = await call(given);
    given = { out: done.result.signal.data };
    return done;
  };
}

/** A peer's call, on as much of the data as its limit allows; undefined (it cannot do this) where it fails. */
async function theirCandidate(server, call, { cell, kernel, signal, limits }) {
  const flipped = Array.from(kernel.taps).reverse();
  const parameters = {
    width: kernel.width,
    height: kernel.height,
    ...(cell.rank === 1 ? { taps: Array.from(kernel.taps), flipped } : { taps: Array.from(kernel.taps) }),
    ...(kernel.row ? { row: Array.from(kernel.row), column: Array.from(kernel.column) } : {}),
    ...(kernel.sigma ? { sigma: kernel.sigma } : {}),
    ...(cell.template ? { size: cell.template, taps: 0 } : {}),
  };
  const run = (rows) => server.ask({ do: "run", call, rows, parameters });
  const whole = extentOf(signal);
  let rows = Math.min(whole, Math.max(cell.rank === 1 ? 20000 : 64, 2 * kernel.height + 100, Math.ceil(whole / 64)));
  try {
    await run(rows);
    const { wall } = await run(rows);
    rows = Math.min(whole, Math.max(rows, Math.floor((rows * limits.run * 1e9) / wall)));
    const name = `${server.peer.name} ${call} ${server.threads}t`;
    return { name, call, rows, threads: server.threads, server, run: () => run(rows), again: () => run(rows) };
  } catch {
    return undefined;
  }
}

/** The last result of a call as typed array; it is run once more, since other calls of its process came between. */
async function resultOf(candidate, folder) {
  await candidate.again();
  const file = join(folder, "result.raw");
  const { type, shape } = await candidate.server.ask({ do: "result", file });
  const bytes = readFileSync(file);
  rmSync(file);
  const arrays = { uint8: Uint8Array, uint16: Uint16Array, float32: Float32Array, float64: Float64Array };
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return { data: new arrays[type](buffer), shape };
}

/** A square cut from the picture at (100, 100), as taps. */
function templateKernel(signal, size) {
  const taps = new Float64Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) taps[y * size + x] = signal.data[(100 + y) * signal.width + 100 + x];
  }
  const kernel = kernelOf(taps, { width: size, height: size, rank: 2 }, { name: "template" });
  const template = inputSignal(Uint8Array.from(taps), { width: size, height: size });
  return {
    name: "template",
    template,
    width: size,
    height: size,
    taps,
    kernel: kernelFrom(kernel, 2),
    work: taps.length,
  };
}
