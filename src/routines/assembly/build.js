// Compiles the routines and writes them, as base64, into `../compiled.ts` and `../relaxed.ts`, which are committed:
// building the package needs no AssemblyScript, and a test holds the committed bytes against a fresh compilation.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));

/** What is compiled to which constant of which file. */
export const MODULES = [
  { constant: "COMPILED", file: "compiled.ts", entry: "index.ts" },
  { constant: "RELAXED", file: "relaxed.ts", entry: "relaxed.ts" },
  { constant: "PNG", file: "compiled-png.ts", entry: "png.ts" },
];

/** A compiled module: SIMD128 (and relaxed SIMD in one that is named so), no runtime, shared memory from outside. */
export async function compile(entry) {
  const folder = mkdtempSync(join(tmpdir(), "routines-"));
  try {
    const out = join(folder, "routines.wasm");
    const memory = ["--importMemory", "--sharedMemory", "--maximumMemory", "65536"];
    const how = ["--runtime", "stub", "--enable", "simd", "--enable", "threads", "-O3", "--noAssert"];
    if (entry === "relaxed.ts") how.push("--enable", "relaxed-simd");
    const { error, stderr } = await asc.main([join(here, entry), "--baseDir", here, "-o", out, ...memory, ...how]);
    if (error) throw new Error(`the routines do not compile: ${stderr.toString()}`, { cause: error });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const moduleText = (bytes, constant) =>
  `/** Routines of \`assembly/\`, compiled by \`npm run routines\`. */\nexport const ${constant} =\n  "${bytes.toString("base64")}";\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { constant, file, entry } of MODULES) {
    const bytes = await compile(entry);
    writeFileSync(join(here, "..", file), moduleText(bytes, constant));
    console.log(`${file}: ${bytes.length} bytes`);
  }
}
