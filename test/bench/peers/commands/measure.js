// One run of a whole command: wall time seen from outside, processor time and peak memory by GNU time where it is there.
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

const TIME = "/usr/bin/time";
export const knowsMemory = existsSync(TIME);

const COMMAND_ENV = { ...process.env };
// Where these are set, they hold an OpenBLAS back to an older processor's routines.
delete COMMAND_ENV["OPENBLAS_CORETYPE"];
delete COMMAND_ENV["OPENBLAS_L2_SIZE"];
// Where this is set, Node 20 reads and decodes all certificates at each start, whatever it is to do.
delete COMMAND_ENV["NODE_EXTRA_CA_CERTS"];

/** Runs argv to its end: { wall, cpu } in nanoseconds, `memory` in MB. Rejects when it fails or takes over `limit` s. */
export function runCommand(argv, { folder, env = {}, limit = 120, stdout }) {
  const figures = join(folder, "figures.txt");
  const [command, ...args] = knowsMemory ? [TIME, "-q", "-f", "%U %S %M", "-o", figures, ...argv] : argv;
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const out = stdout === undefined ? "ignore" : openSync(stdout, "w");
    // A process group of its own, so that a late one ends with all that it started.
    const options = { env: { ...COMMAND_ENV, ...env }, stdio: ["ignore", out, "pipe"], detached: true };
    const child = spawn(command, args, options);
    let complaints = "";
    let late = false;
    child.stderr.on("data", (block) => {
      if (complaints.length < 2000) complaints += block;
    });
    const timer = setTimeout(() => {
      late = true;
      process.kill(-child.pid, "SIGKILL");
    }, limit * 1000);
    child.on("error", reject);
    child.on("close", (code) => {
      if (typeof out === "number") closeSync(out);
      clearTimeout(timer);
      const wall = Number(process.hrtime.bigint() - start);
      if (late) reject(new Error(`over ${limit} s`));
      else if (code !== 0) reject(new Error(`exit ${code}: ${shortened(complaints)}`));
      else resolve({ wall, ...(knowsMemory ? figuresIn(figures) : { cpu: Number.NaN, memory: Number.NaN }) });
    });
  });
}

/** The last line without colours. */
const shortened = (text) =>
  text
    .trim()
    .split("\n")
    .at(-1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes of terminals are what is taken out
    .replaceAll(/\x1b\[[\d;]*m/g, "")
    .slice(0, 90);

function figuresIn(file) {
  const [user, system, kilobytes] = readFileSync(file, "utf8").trim().split(/\s+/).slice(-3).map(Number);
  return { cpu: (user + system) * 1e9, memory: kilobytes / 1000 };
}
