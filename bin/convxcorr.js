#!/usr/bin/env node
// Kept in words that old versions of Node can read, so that they get a message and no syntax error.
const fs = require("node:fs");
const { join } = require("node:path");

const dist = join(__dirname, "../dist");
/** A function of `require` and its own path that returns `{ main }`, for Node to require or to run as a script. */
const program = join(dist, "program/main.js");

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

/** Runs the program. The compiled code is kept between runs: half of a short run would be spent on compiling. */
function start() {
  // What node:module gives, which would have to be loaded.
  const Module = module.constructor;
  if (Module.enableCompileCache) {
    Module.enableCompileCache();
    require(program)(require, program).main();
  } else startKept();
}

/** For Node before 22.1, which does not do that by itself: beside the program, where it may be written there. */
function startKept() {
  const { Script } = require("node:vm");
  const store = `${program}.${process.version}-${process.arch}.cache`;
  const off = process.env.NODE_DISABLE_COMPILE_CACHE;
  const cachedData = !off && made(store) >= made(program) ? fs.readFileSync(store) : undefined;
  const script = new Script(fs.readFileSync(program, "latin1"), { filename: program, cachedData });
  script.runInThisContext()(require, program).main();
  // Engines take nothing that another one made. What a filter call needs is what is worth keeping.
  if (off || (cachedData && !script.cachedDataRejected)) return;
  if (!["apply", "conv", "xcorr"].includes(process.argv[2])) return;
  process.on("exit", (code) => {
    if (code === 0) keep(store, script.createCachedData());
  });
}

/** Written beside its name and then given it, so that nobody reads a part; where it cannot be written, nothing is lost. */
function keep(store, data) {
  const temporary = `${store}.${process.pid}.tmp`;
  try {
    fs.writeFileSync(temporary, data, { flag: "wx" });
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
