// The program in one file, `FOLDER/program/main.js`, and the one of its threads: Node starts it in a third of the time
// that some hundred modules take. The library stays as `tsc` builds it. The argument names the folder of the build.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const build = resolve(process.argv[2] ?? join(ROOT, "dist"));
const folder = join(build, "program");

/** What is bundled into the program, with the words that its licence asks for. */
const INSIDE = ["commander", "chalk"];
/** Modules of Node that take milliseconds to load, and that most calls do without. */
const LATE = ["node:child_process", "node:crypto", "node:net", "node:tty", "node:worker_threads", "node:zlib"];

await bundle("cli/main.js", "main.js", LATE);
await bundle("engine/worker.js", "worker.js", []);
writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }\n');
writeFileSync(join(folder, "licenses.txt"), `This program contains:\n\n${INSIDE.map(licence).join("\n")}`);

/** One file from the module `from` and all that it needs but sharp, which has parts that are no JavaScript. */
async function bundle(from, to, late) {
  const input = await rolldown({
    input: join(build, from),
    platform: "node",
    external: ["sharp"],
    // Nearly all functions are left for when they are called.
    optimization: { pifeForModuleWrappers: false },
  });
  const { output } = await input.generate({
    format: "cjs",
    codeSplitting: false,
    comments: false,
    // Names stay, so that the trace of a bug can be read.
    minify: { compress: true, mangle: false, codegen: true },
  });
  await input.close();
  let code = output[0].code;
  for (const module of late) code = loadedLate(code, module);
  mkdirSync(folder, { recursive: true });
  // Text of one byte a character is read and compiled faster.
  const ascii = code.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  writeFileSync(join(folder, to), ascii);
}

/** `name=require("module")` becomes something that looks like the module and loads it when it is asked for a part. */
function loadedLate(code, module) {
  const names = [...code.matchAll(new RegExp(`\\b(\\w+)=require\\("${module}"\\)`, "g"))].map((m) => m[1]);
  if (names.length === 0) throw new Error(`the bundle does not require ${module} in the way that is known here`);
  let late = code;
  for (const name of new Set(names)) {
    const stand = `new Proxy({},{get:(_,key)=>require("${module}")[key]})`;
    late = late.replaceAll(`${name}=require("${module}")`, `${name}=${stand}`);
    // A default import is the module itself.
    late = late.replaceAll(`${name}=__toESM(${name},1);`, "").replaceAll(`${name}.default.`, `${name}.`);
    if (new RegExp(`\\b${name}(?![\\w.]|=new Proxy)`).test(late)) throw new Error(`${name} is used in a new way`);
  }
  return late;
}

function licence(name) {
  const file = ["LICENSE", "license"].map((f) => join(ROOT, "node_modules", name, f)).find((f) => existsSync(f));
  return `${name}\n\n${readFileSync(file, "utf8")}`;
}
