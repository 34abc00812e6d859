// Compiles the routines and writes them, as base64, into `../compiled.ts` and `../relaxed.ts`, which are committed:
// building the package needs no AssemblyScript, and a test holds the committed bytes against a fresh compilation.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));

/** What is compiled to which constant of which file. */
const MODULES = [
  { constant: "COMPILED", file: "compiled.ts", relaxed: false },
  { constant: "RELAXED", file: "relaxed.ts", relaxed: true },
];

/** A compiled module: SIMD128 (and relaxed SIMD), no runtime, shared memory from outside. */
export async function compile(relaxed = false) {
  const folder = mkdtempSync(join(tmpdir(), "routines-"));
  try {
    const out = join(folder, "routines.wasm");
    const memory = ["--importMemory", "--sharedMemory", "--maximumMemory", "65536"];
    const how = ["--runtime", "stub", "--enable", "simd", "--enable", "threads", "-O3", "--noAssert"];
    if (relaxed) how.push("--enable", "relaxed-simd");
    const entry = join(here, relaxed ? "relaxed.ts" : "index.ts");
    const { error, stderr } = await asc.main([entry, "--baseDir", here, "-o", out, ...memory, ...how]);
    if (error) throw new Error(`the routines do not compile: ${stderr.toString()}`, { cause: error });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const moduleText = (bytes, constant = "COMPILED") =>
  `/** Routines of \`assembly/\`, compiled by \`npm run routines\`. */\nexport const ${constant} =\n  "${bytes.toString("base64")}";\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { constant, file, relaxed } of MODULES) {
    const bytes = await compile(relaxed);
    writeFileSync(join(here, "..", file), moduleText(bytes, constant));
    console.log(`${file}: ${bytes.length} bytes`);
  }
}
