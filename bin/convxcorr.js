#!/usr/bin/env node
// Kept in words that old versions of Node can read, so that they get a message and no syntax error.
const fs = require("node:fs");
const { join } = require("node:path");

const dist = join(__dirname, "../dist");
const folder = join(dist, "program");
const program = join(folder, "main.js");

function fail(error) {
  process.stderr.write(
    `convxcorr: dist: the program is not built, or damaged (${error.code}). Run npm run build, or install it again.\n`,
  );
  process.exitCode = 70;
}

/** When a file was made; -1 where it is not there. */
function made(path) {
  try {
    return fs.statSync(path).mtimeMs;
  } catch {
    return -1;
  }
}

/** What is asked for; nothing where that is help, which needs little of a command, or no command at all. */
function asked() {
  const [, , word = "", ...words] = process.argv;
  return /^[a-z]+$/.test(word) && word !== "help" && !words.some((w) => w === "--help" || w === "-h")
    ? word
    : undefined;
}

/** Runs the program. The compiled code is kept between runs: half of a short run would be spent on compiling. */
function start() {
  const command = asked();
  const part = (name) => command && (name === "main.js" ? `.${command}` : "");
  const load = (name) => kept(join(folder, name), part(name), load);
  load("main.js").main();
}

/** Bytes before the compiled code: one for each module of the file, 1 where a run has made it. */
const MADE = 2048;

/**
 * What a file of the program exports. Compiled code is kept beside it, where that may be written, as it is when a run ends:
 * the cache that Node has since 22.1 holds what is compiled at the start only, and a run compiles most functions later. Each
 * command has its own, with what its runs have needed so far. Without a `part` of its name nothing is kept.
 */
function kept(path, part, load) {
  const { Script } = require("node:vm");
  const store =
    part === undefined || process.env.NODE_DISABLE_COMPILE_CACHE
      ? undefined
      : `${path}${part}.${process.version}-${process.arch}.cache`;
  const before = store && made(store) >= made(path) ? fs.readFileSync(store) : undefined;
  const script = new Script(fs.readFileSync(path, "latin1"), {
    filename: path,
    cachedData: before === undefined ? undefined : before.subarray(MADE),
  });
  const modules = [];
  if (store) {
    process.on("exit", (code) => {
      // Engines take nothing that another one made.
      const old = before === undefined || script.cachedDataRejected ? [] : before;
      if (code !== 0 || modules.every((_, i) => old[i] === 1)) return;
      const marks = Uint8Array.from({ length: MADE }, (_, i) => (i in modules ? 1 : old[i] || 0));
      keep(store, () => [marks, script.createCachedData()]);
    });
  }
  // Each is a function, for `require` and for a script alike.
  return script.runInThisContext()(require, path, load, modules);
}

/**
 * Written beside its name and then given it, so that nobody reads a part; where it cannot be written, nothing is made, and
 * nothing lost.
 */
function keep(store, parts) {
  const temporary = `${store}.${process.pid}.tmp`;
  try {
    const fd = fs.openSync(temporary, "wx");
    try {
      fs.writeFileSync(fd, Buffer.concat(parts()));
    } finally {
      fs.closeSync(fd);
    }
    fs.renameSync(temporary, store);
  } catch {
    fs.rmSync(temporary, { force: true });
  }
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  process.stderr.write(`convxcorr: Node: this is version ${process.versions.node}. Use Node 20.9 or newer.\n`);
  process.exitCode = 2;
} else if (made(program) >= Math.max(0, made(join(dist, "cli/main.js")))) start();
// Modules that are newer than the program in one file: someone works on them.
else import("../dist/cli/main.js").then((main) => main.main(), fail);
