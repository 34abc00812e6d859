// The program in one file, `FOLDER/program/main.js`, with one for its threads and one for its picture codec: Node starts it
// in a third of the time that some hundred modules take. The library stays as `tsc` builds it. The argument names the
// folder of the build.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { CODEC, SHARP_CHANGES, SHARP_INSIDE, sharpInside } from "./sharp/plugin.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const build = resolve(process.argv[2] ?? join(ROOT, "dist"));
const folder = join(build, "program");

/** What is bundled into the program, with the words that its licence asks for. */
const INSIDE = ["commander", "chalk", ...SHARP_INSIDE];
/** Modules of Node that take milliseconds to load, and that most calls do without. */
const LATE = [
  "node:child_process",
  "node:crypto",
  "node:net",
  "node:os",
  "node:timers/promises",
  "node:tty",
  "node:v8",
  "node:vm",
  "node:worker_threads",
  "node:zlib",
];

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
/** The version is a word in the program: nothing is read for it. */
const VERSION = {
  name: "version",
  load: (id) =>
    id === join(build, "cli/version.js")
      ? `export const packageVersion = () => ${JSON.stringify(version)};`
      : undefined,
};

/** The calls that are made most often start sooner from a file without the other commands; `bin` knows which they are. */
const FILTERS = {
  name: "filters",
  load: (id) =>
    id === join(build, "cli/commands/all.js")
      ? 'import { apply, conv, xcorr } from "./apply.js"; export const COMMANDS = [apply, conv, xcorr];'
      : undefined,
};

await bundle("cli/main.js", "main.js", LATE, true);
await bundle("cli/main.js", "filter.js", LATE, true, [FILTERS]);
await bundle(CODEC, "codec.js", ["node:child_process", "node:module"], true);
await bundle("engine/worker.js", "worker.js", [], false);
writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }\n');
const letters = `the outlines of letters\n\n${readFileSync(join(ROOT, "src/plot/font/LICENSE"), "utf8")}`;
const words = [...INSIDE.map(licence), letters, SHARP_CHANGES].join("\n");
writeFileSync(join(folder, "licenses.txt"), `This program contains:\n\n${words}\n`);

/**
 * One file from the module `from` and all that it needs but the native part of sharp. A `callable` one is a function of
 * `require`, its path and a loader of others, which returns the exports. It is so for `require` as well as for a script,
 * which needs no copy of the text to be made a module of.
 */
async function bundle(from, to, late, callable, plugins = []) {
  const input = await rolldown({
    input: resolve(build, from),
    platform: "node",
    // Nearly all functions are left for when they are called.
    optimization: { pifeForModuleWrappers: false },
    plugins: [VERSION, ...plugins, sharpInside(build)],
  });
  const { output } = await input.generate({
    format: "cjs",
    codeSplitting: false,
    comments: false,
    // Names stay, so that the trace of a bug can be read.
    minify: { compress: true, mangle: false, codegen: true },
  });
  await input.close();
  let code = builtin(output[0].code, late);
  if (callable) {
    const body = `let exports={};${kept(code)};return exports`;
    code = `(typeof module=="object"?module:{}).exports=(function(require,__filename,__load){${body}});`;
  }
  mkdirSync(folder, { recursive: true });
  // Text of one byte a character is read and compiled faster.
  const ascii = code.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  writeFileSync(join(folder, to), ascii);
}

/**
 * Modules of Node as they are: no copy of their names is made, as is the rule for modules that may be of either kind. Those
 * that come `late` are stood in for by something that loads them when it is asked for a part.
 */
function builtin(code, late) {
  let plain = code;
  const found = [...code.matchAll(/\b(\w+)=require\("(node:[\w/]+)"\)/g)];
  const missing = late.find((module) => !found.some(([, , other]) => other === module));
  if (missing !== undefined) throw new Error(`the bundle does not require ${missing} in the way that is known here`);
  for (const [whole, name, module] of found) {
    // A default import is the module itself.
    plain = plain.replaceAll(`${name}=__toESM(${name},1);`, "");
    plain = plain.replace(new RegExp(`\\b${name}\\.default\\b`, "g"), name);
    if (!late.includes(module)) continue;
    plain = plain.replaceAll(whole, `${name}=new Proxy({},{get:(_,key)=>require("${module}")[key]})`);
    if (new RegExp(`\\b${name}(?![\\w.]|=new Proxy)`).test(plain)) throw new Error(`${name} is used in a new way`);
  }
  return plain;
}

/**
 * Functions that make the modules are kept when they have run. Let go of, as the bundler's own helper does it, they would be
 * collected before the compiled code is written down, and be compiled again at each start.
 */
function kept(code) {
  const [once, again] = ["fn&&(res=fn(fn=0))", "fn.ran||(fn.ran=1,res=fn())"];
  if (code.includes("__esmMin=") && code.split(once).length !== 2)
    throw new Error("the bundle does not make its modules in the way that is known here");
  return code.replace(once, again);
}

function licence(name) {
  const file = ["LICENSE", "LICENSE.md", "license"]
    .map((f) => join(ROOT, "node_modules", name, f))
    .find((f) => existsSync(f));
  return `${name}\n\n${readFileSync(file, "utf8")}`;
}
