// Compiles the routines and writes them, as base64, into `../compiled.ts`, which is committed: building the package
// needs no AssemblyScript, and a test holds the committed bytes against a fresh compilation.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The compiled module: SIMD128, no runtime, shared memory from outside. */
export async function compile() {
  const folder = mkdtempSync(join(tmpdir(), "routines-"));
  try {
    const out = join(folder, "routines.wasm");
    const memory = ["--importMemory", "--sharedMemory", "--maximumMemory", "65536"];
    const how = ["--runtime", "stub", "--enable", "simd", "--enable", "threads", "-O3", "--noAssert"];
    const { error, stderr } = await asc.main([join(here, "index.ts"), "--baseDir", here, "-o", out, ...memory, ...how]);
    if (error) throw new Error(`the routines do not compile: ${stderr.toString()}`, { cause: error });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const moduleText = (bytes) =>
  `/** The routines of \`assembly/\`, compiled by \`npm run routines\`. */\nexport const COMPILED =\n  "${bytes.toString("base64")}";\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await compile();
  writeFileSync(join(here, "../compiled.ts"), moduleText(bytes));
  console.log(`${bytes.length} bytes`);
}
