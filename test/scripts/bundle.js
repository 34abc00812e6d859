// The program in one file, `FOLDER/program/main.js`, with one for its threads and one for its picture codec, and the library
// in another: Node starts them in an eighth to a quarter of the time that some hundred modules take. The argument names the
// folder of the build.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { minifySync } from "rolldown/utils";
import { lazyModules } from "./lazy.js";
import { CODEC, SHARP_CHANGES, SHARP_INSIDE, sharpInside } from "./sharp/plugin.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const build = resolve(process.argv[2] ?? join(ROOT, "dist"));
const folder = join(build, "program");

/** What is bundled into the program, with the words that its licence asks for. */
const INSIDE = ["commander", "chalk", ...SHARP_INSIDE];

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
/** The version is a word in the program: nothing is read for it. */
const VERSION = {
  load: (id) =>
    id === join(build, "cli/version.js")
      ? `export const packageVersion = () => ${JSON.stringify(version)};`
      : undefined,
};

/** What a module has around a maker of modules: the names that its function takes. */
const LIBRARY = [
  'import { createRequire } from "node:module";',
  'import { fileURLToPath } from "node:url";',
  "const require = createRequire(import.meta.url);",
  "const self = fileURLToPath(import.meta.url);",
  'const load = (name) => require("./" + name)(require, fileURLToPath(new URL(name, import.meta.url)), load, []);',
];

mkdirSync(folder, { recursive: true });
// A function for `require` as well as for a script, which needs no copy of the text to be made a module of.
const callable = (maker) => `(typeof module=="object"?module:{}).exports=${maker};`;
bundle(join(build, "cli/main.js"), "main.js", callable);
bundle(CODEC, "codec.js", callable);
bundle(join(build, "engine/worker.js"), "worker.js", (maker) => `${maker}(require,__filename,undefined,[]);`);
const library = join(build, "index.js");
const names = Object.keys(await import(pathToFileURL(library).href));
const exported = (maker) => [...LIBRARY, `export const {${names}} = ${maker}(require, self, load, []);`].join("\n");
// In lines: Node shows that of an error that nobody catches.
bundle(library, "library.mjs", exported, false);
writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }\n');
const letters = `the outlines of letters\n\n${readFileSync(join(ROOT, "src/plot/font/LICENSE"), "utf8")}`;
const words = [...INSIDE.map(licence), letters, SHARP_CHANGES].join("\n");
writeFileSync(join(folder, "licenses.txt"), `This program contains:\n\n${words}\n`);

/** One file from the module `from` and all that it may need but the native part of sharp, small or with lines to read. */
function bundle(from, to, wrapped, small = true) {
  const code = wrapped(lazyModules(from, [VERSION, sharpInside(build)]));
  const text = small ? minified(code, to) : code;
  // Text of one byte a character is read and compiled faster.
  const ascii = text.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  writeFileSync(join(folder, to), ascii);
}

/** Names stay, so that the trace of a bug can be read. */
function minified(code, name) {
  const small = minifySync(name, code, { compress: true, mangle: false, codegen: true });
  if (small.errors.length > 0) throw new Error(`${name}: ${small.errors[0].message}`);
  return small.code;
}

function licence(name) {
  const file = ["LICENSE", "LICENSE.md", "license"]
    .map((f) => join(ROOT, "node_modules", name, f))
    .find((f) => existsSync(f));
  return `${name}\n\n${readFileSync(file, "utf8")}`;
}
