// `npm run bench:peers [-- FILTER… --json FILE --quick --long --keep --seed N]`: our engine against other libraries'
// calls in memory, and our command against other programs, with results compared. How to read it: README.md.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closePools, knowsFast } from "./engine.js";
import { factsText, machineFacts } from "./machine.js";
import { benchOptions } from "./options.js";
import { runCommands } from "./peers/commands/run.js";
import { commandTable } from "./peers/commands/table.js";
import { runInProcess } from "./peers/in-process/run.js";
import { inProcessTable } from "./peers/in-process/table.js";

const USAGE =
  "npm run bench:peers -- [in-process|command] [FILTER…] [--json FILE] [--quick] [--long] [--keep] [--seed N]";
const options = benchOptions(USAGE);
const facts = machineFacts();
console.log(factsText(facts));
if (!knowsFast) console.log("This build has no --fast: f32 cells are summed in f64.");
const folder = mkdtempSync(join(tmpdir(), "convxcorr-bench-"));
process.once("SIGINT", () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(130);
});
const log = (text) => console.error(text);
const settings = { ...options, folder, log };
const report = { facts, seed: options.seed };
try {
  report.inProcess = await runInProcess(settings);
  if (report.inProcess.results.length > 0) console.log(`\n${inProcessTable(report.inProcess)}`);
  report.commands = await runCommands(settings);
  if (report.commands.results.length > 0) console.log(`\n${commandTable(report.commands)}`);
  if (report.inProcess.results.length + report.commands.results.length === 0)
    throw new Error("no cell has such a name");
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await closePools();
  if (options.keep) console.error(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
