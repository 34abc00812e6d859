// A Python process that runs a peer's calls on request. Only one request is under way at a time.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PYTHON = "/usr/bin/python3";
const SERVER = fileURLToPath(new URL("../python/server.py", import.meta.url));

/** Starts `module` with so many threads; undefined (with the reason logged) where it cannot start. */
export async function startServer(module, threads) {
  const env = { ...process.env };
  for (const name of ["OPENBLAS", "OMP", "MKL", "BLIS"]) env[`${name}_NUM_THREADS`] = String(threads);
  // Where these are set, they hold an OpenBLAS back to an older processor's routines.
  delete env["OPENBLAS_CORETYPE"];
  delete env["OPENBLAS_L2_SIZE"];
  const child = spawn(PYTHON, [SERVER, module, String(threads)], { env, stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (block) => {
    complaints += block;
  });
  child.stdin.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const gone = new Promise((resolve) => {
    child.on("error", resolve);
  });
  const answer = async () => {
    const next = await Promise.race([lines.next(), gone]);
    if (next instanceof Error || next.done) throw new Error(reason(complaints) ?? `${PYTHON} ended`);
    const said = JSON.parse(next.value);
    if (said.error !== undefined) throw new Error(said.error);
    return said;
  };
  try {
    const { versions } = await answer();
    return {
      versions,
      ask: (request) => {
        child.stdin.write(`${JSON.stringify(request)}\n`);
        return answer();
      },
      end: () => child.stdin.end(),
    };
  } catch (error) {
    return { missing: error.message };
  }
}

const reason = (text) => text.trim().split("\n").at(-1) || undefined;
