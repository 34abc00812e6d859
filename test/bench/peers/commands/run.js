// Our command against other programs on the same files, in interleaved rounds.
import { rmSync } from "node:fs";
import { loadSignal } from "../../../../dist/index.js";
import { interleave } from "../../measure.js";
import { difference, least, median, pairRatio } from "../../statistics.js";
import { agreementText } from "../agreement.js";
import * as programs from "./all.js";
import { commandCells } from "./cells.js";
import { cellFiles } from "./files.js";
import { knowsMemory, runCommand } from "./measure.js";

/** Seconds after which a program other than ours is stopped on large pictures, and on long tables and sounds. */
const LIMITS = { picture: 8, csv: 100, wav: 100 };

/** All results: { results, skipped, versions, missing, knowsMemory }. */
export async function runCommands({ folder, quick, long, wanted, seed, log }) {
  const cells = commandCells({ quick, long }).filter((c) => wanted(`command/${c.name}`));
  const [versions, missing, present] = [{}, [], []];
  if (cells.length > 0) {
    for (const program of Object.values(programs)) {
      const version = program.version();
      if (version === undefined) missing.push(program.name);
      else {
        versions[program.name] = version;
        present.push(program);
      }
    }
  }
  const [results, skipped] = [[], []];
  const late = new Set();
  for (const cell of cells) {
    const files = await cellFiles(cell, folder, seed);
    const commands = present
      .flatMap((p) => p.commands(cell, files))
      .map((c) => ({ ...c, output: c.output ?? files.output(c.name) }));
    // Kernels come with rising work, so who was late for one is late for the next.
    const kept = commands.filter((c) => !late.has(lateKey(cell, c.name)));
    skipped.push(...commands.filter((c) => !kept.includes(c)).map((c) => `${cell.name} ${c.name}`));
    const rows = await runCell(cell, kept, { folder, quick });
    for (const row of rows) {
      if (row.agreement.startsWith("over ")) late.add(lateKey(cell, row.program));
      log(`${cell.name} ${row.program}: ${(row.median / 1e9).toFixed(3)} s, ${row.agreement}`);
    }
    results.push(...rows);
  }
  return { results, skipped, versions, missing, knowsMemory };
}

const samplesOf = (cell) => (cell.kind === "picture" ? cell.width * cell.height : cell.length);
const lateKey = (cell, program) => [cell.kind, cell.format, cell.width, cell.length, program].join();

async function runCell(cell, commands, { folder, quick }) {
  const large = samplesOf(cell) > 1e6;
  const limits = quick
    ? { least: 2, most: 3, seconds: 3 }
    : large
      ? { least: 3, most: 5, seconds: 8 }
      : { least: 3, most: 7, seconds: 4 };
  const limit = (c) => (large && c.name !== "convxcorr" ? LIMITS[cell.kind] : 600);
  const run = (c) => () => runCommand(c.argv, { folder, env: c.env, stdout: c.stdout, limit: limit(c) });
  const runs = await interleave(
    commands.map((c) => ({ name: c.name, run: run(c) })),
    limits,
  );
  const mine = runs.get("convxcorr");
  if (mine.error !== undefined) throw new Error(`convxcorr fails on ${cell.name}: ${mine.error}`);
  const { signal: own } = await loadSignal(commands.find((c) => c.name === "convxcorr").output);
  const rows = [];
  for (const command of commands) {
    const { wall, cpu, last, error } = runs.get(command.name);
    rows.push({
      cell: cell.name,
      program: command.name,
      runs: wall.length,
      median: median(wall),
      least: least(wall),
      cpu: median(cpu),
      memory: last?.memory,
      ratio: pairRatio(wall, mine.wall),
      agreement: error ?? (command.floor ? "unfiltered" : await compared(command, own, cell)),
    });
  }
  for (const { output } of commands) rmSync(output, { force: true });
  return rows;
}

/** Agreement of a program's output with ours. */
async function compared(command, own, cell) {
  if (command.name === "convxcorr") return "";
  let theirs;
  try {
    ({ signal: theirs } = await loadSignal(command.output));
  } catch (error) {
    return `OFF: its output cannot be read (${error.message})`;
  }
  if (theirs.data.length !== own.data.length) return `OFF: ${theirs.data.length} samples, ours ${own.data.length}`;
  const margin = command.margin ?? 0;
  const part = (s) => s.data.subarray(margin, s.data.length - margin);
  if (cell.format === "jpg") {
    // Decoders and encoders differ by a level here and there, which codes differently.
    const { mean, largest } = difference(part(theirs), part(own));
    return `${mean < 1.5 ? "" : "OFF: "}mean difference ${mean.toFixed(2)}, largest ${largest}`;
  }
  return agreementText(part(theirs), part(own), cell.kind !== "csv");
}
