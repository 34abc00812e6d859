// Compiles the routines and writes them, as base64, into the `compiled` files of the room and `relaxed.ts`, which are
// committed: building the package needs no AssemblyScript, and a test holds the committed files against a fresh compilation.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The bands and the files that export them. Each is a module of its own: a call compiles what it needs, and no more. */
const BANDS = {
  boxBand: "box",
  denseBand: "dense",
  doubleBand: "float",
  fastBand: "float",
  fewBand: "few",
  nearBand: "near",
  premultipliedBand: "premultiplied",
  separableBand: "separable",
  spectralBand: "spectral",
};

const entry = (name, file = BANDS[name]) => `export { ${name} } from "./${file}";`;

/** What is in which file: the source of one module, or those of several by their names. */
export const FILES = [
  {
    file: "compiled.ts",
    constant: "COMPILED",
    sources: {
      ...Object.fromEntries(Object.keys(BANDS).map((name) => [name, entry(name)])),
      numbers: textOf(join(here, "numbers.ts")),
    },
  },
  { file: "relaxed.ts", constant: "RELAXED", source: entry("fastBand"), features: ["relaxed-simd"] },
  { file: "compiled-png.ts", constant: "PNG", source: entry("filterRows, adler32, unfilterRow", "png") },
];

/** The text of a file, compiled. */
export async function fileText({ constant, source, sources, features = [] }) {
  const head = `/** Routines of \`assembly/\`, compiled by \`npm run routines\`. */\nexport const ${constant} =`;
  if (source !== undefined) return `${head}\n  "${await compile(source, features)}";\n`;
  const lines = [];
  for (const [name, text] of Object.entries(sources))
    lines.push(`  ${name}:\n    "${await compile(text, features)}",\n`);
  return `${head} {\n${lines.join("")}};\n`;
}

/** A module in base64: SIMD128 and what else is asked for, no runtime, shared memory from outside. */
async function compile(source, features) {
  const memory = ["--importMemory", "--sharedMemory", "--maximumMemory", "65536"];
  const enabled = ["simd", "threads", ...features].flatMap((feature) => ["--enable", feature]);
  const how = ["--runtime", "stub", ...enabled, "-O3", "--noAssert"];
  let bytes;
  const { error, stderr } = await asc.main(["entry.ts", "--baseDir", here, "-o", "routines.wasm", ...memory, ...how], {
    readFile: (name, base) => (name === "entry.ts" ? source : textOf(join(base, name))),
    writeFile: (_, contents) => {
      bytes = contents;
    },
  });
  if (error) throw new Error(`the routines do not compile: ${stderr.toString()}`, { cause: error });
  return Buffer.from(bytes).toString("base64");
}

/** A file's text; null where there is none, for the compiler asks wherever one may be. */
function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of FILES) {
    const text = await fileText(file);
    writeFileSync(join(here, "..", file.file), text);
    console.log(`${file.file}: ${text.length} characters`);
  }
}
