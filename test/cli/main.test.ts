import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { freshFolder } from "../support/folder.js";
import { built, type Ended, run, type Start, shell } from "../support/process.js";

const { path } = freshFolder();

/** The program with a few commands of its own, as a file that a shell can start. */
function program(): string {
  fs.writeFileSync(
    path("program.mjs"),
    `import { main } from "${built("cli/main.js")}";
     import { inputError } from "${built("base/errors.js")}";
     import { writeAtomically } from "${built("files/atomic.js")}";
     import { acting } from "${built("cli/context.js")}";
     const command = (name, work) => (program, context, answer) =>
       program.command(name).action(acting(answer, () => work(context)));
     await main(process.argv.slice(2), [
       command("big", async ({ stdout, talk }) => {
         talk.warning("much");
         for (let i = 0; i < 64; i++) await stdout.write([new Uint8Array(65536).fill(120)]);
         return 1;
       }),
       command("user", () => Promise.reject(inputError("a\\u001b[31m.csv:3", "is no number", "Mend it"))),
       command("bug", () => { throw new TypeError("x is not\\na function"); }),
       command("stray", () => { setTimeout(() => { throw new Error("later"); }, 1); return new Promise(() => setTimeout(() => {}, 9000)); }),
       command("rejected", () => { Promise.reject("words"); return new Promise(() => setTimeout(() => {}, 9000)); }),
       command("strayTemporary", async () => {
         setTimeout(() => { throw new Error("later"); }, 20);
         await writeAtomically("stray.csv", (async function* () { yield Buffer.from("x"); await new Promise((r) => setTimeout(r, 9000)); })());
       }),
       command("colour", async ({ talk }) => { talk.warning(String(talk.level)); return 0; }),
     ]);`,
  );
  return `${process.execPath} ${path("program.mjs")}`;
}
const ended = ({ code, stdout, stderr }: Ended): unknown => [code, stdout, stderr];
const start = (words: string, options?: Start): Promise<Ended> => shell(`${program()} ${words}`, options);

describe("the process", () => {
  it("ends with the answer when all is written, to a slow reader too", async () => {
    const { stdout, stderr } = await shell(`(${program()} big; echo "code $?" >&2) | (sleep 0.3; wc -c)`);
    expect([stdout.trim(), stderr]).toEqual([String(64 * 65536), "convxcorr: warning: much\ncode 1\n"]);
  });

  it("is quiet about a reader that has gone, on stdout and on stderr", async () => {
    const { stdout, stderr } = await shell(`(${program()} big; echo "code $?" >&2) | head -c 3`);
    expect([stdout, stderr]).toEqual(["xxx", "convxcorr: warning: much\ncode 1\n"]);
    expect((await shell(`(${program()} user 2>&1; echo "code $?" >&2) | true`)).stderr).toBe("code 3\n");
  });

  it("tells an output that cannot be written", async () => {
    const full = "convxcorr: stdout: no space is left on the device. Free some space or write somewhere else.\n";
    expect(ended(await start("--help > /dev/full"))).toEqual([4, "", full]);
    expect(ended(await start("big > /dev/full"))).toEqual([4, "", `convxcorr: warning: much\n${full}`]);
    const closed = "convxcorr: stdout: is closed. Open it, or write to a file with -o FILE.\n";
    expect(ended(await start("--version >&-"))).toEqual([4, "", closed]);
  });

  it("prints one line for a user's error, escaped, and its stack only when asked", async () => {
    const line = "convxcorr: a\\e[31m.csv:3: is no number. Mend it.\n";
    expect(ended(await start("user"))).toEqual([3, "", line]);
    const { stderr } = await start("user", { env: { CONVXCORR_DEBUG: "1" } });
    expect(stderr.startsWith(`${line}convxcorr: UserError: `)).toBe(true);
    expect(stderr).toMatch(/\nconvxcorr: {5}at /);
  });

  it("prints one line for a bug of ours, with what to report", async () => {
    const report =
      /^convxcorr: internal error: TypeError: x is not\\na function\. This is a fault of convxcorr, not of your call\. Report it where you got convxcorr from, with the command line and what CONVXCORR_DEBUG=1 prints \(convxcorr \d+\.\d+\.\d+, Node [\d.]+, \w+ \w+\)\.\n$/;
    const { code, stdout, stderr } = await start("bug");
    expect([code, stdout]).toEqual([70, ""]);
    expect(stderr).toMatch(report);
    const debug = await start("bug", { env: { CONVXCORR_DEBUG: "1" } });
    expect(debug.stderr).toMatch(/^convxcorr: internal error: .*\nconvxcorr: TypeError: x is not\n(convxcorr: .*\n)+$/);
  });

  it("ends as a bug on exceptions outside the run, and removes temporary files", async () => {
    for (const [word, what] of [
      ["stray", "Error: later"],
      ["rejected", "words"],
    ]) {
      const { code, stderr } = await start(word);
      expect([code, stderr.split("\n").length, stderr.startsWith(`convxcorr: internal error: ${what}. `)]).toEqual([
        70,
        2,
        true,
      ]);
    }
    fs.mkdirSync(path("work"));
    expect((await start("strayTemporary", { cwd: path("work") })).code).toBe(70);
    expect(fs.readdirSync(path("work"))).toEqual([]);
  });

  it("decides about colour by terminal, environment and option", async () => {
    const plain = "convxcorr: warning: 0\n";
    const coloured = "convxcorr: \u001b[33mwarning: \u001b[39m1\n";
    expect((await start("colour")).stderr).toBe(plain);
    expect((await start("colour", { env: { FORCE_COLOR: "1" } })).stderr).toBe(coloured);
    expect((await start("colour --no-color", { env: { FORCE_COLOR: "1" } })).stderr).toBe(plain);
    expect((await start("colour", { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stderr).toBe(plain);
  });
});

describe("bin/convxcorr.js", () => {
  it("runs from any folder through a link, needs no HOME, and starts without the picture library", async () => {
    expect((await run("convxcorr", ["--version"], { cwd: path("") })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    // Which modules a start loads, as Node itself logs it.
    fs.writeFileSync(path("in.pgm"), "P2 2 2 255 1 2 3 4");
    const env = { NODE_DEBUG: "esm,module" };
    const { code, stderr } = await shell("convxcorr apply -k box:3 in.pgm -o out.pgm", { env, cwd: path("") });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("node:path");
    expect(stderr).not.toMatch(/node_modules\/|sharp|chalk|crypto|zlib|child_process|worker_threads/);
  });

  it("keeps its compiled code for the next start, and does without where it cannot", async () => {
    const copy = path("copy");
    for (const name of ["bin", "dist", "package.json"]) {
      fs.cpSync(join(inject("built"), name), join(copy, name), { recursive: true, preserveTimestamps: true });
    }
    fs.symlinkSync(new URL("../../node_modules", import.meta.url), join(copy, "node_modules"));
    const program = join(copy, "dist/program");
    const stores = (): string[] => fs.readdirSync(program).filter((name) => name.includes("cache"));
    for (const name of stores()) fs.rmSync(join(program, name));
    const call = async (env = {}): Promise<void> => {
      const line = `${join(copy, "bin/convxcorr.js")} conv -k 1,2 -`;
      expect(ended(await shell(line, { input: "1\n2\n", env, cwd: path("") }))).toEqual([0, "1\n4\n", ""]);
    };
    await call({ NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(stores()).toEqual([]);
    // Help needs little of the program, and that little would be all that is kept.
    for (const word of ["--help", "-h"])
      expect((await shell(`${join(copy, "bin/convxcorr.js")} conv ${word}`, { cwd: path("") })).code).toBe(0);
    expect(stores()).toEqual([]);
    const [name, other] = ["conv", "kernel"].map((n) => `main.js.${n}.${process.version}-${process.arch}.cache`);
    await call();
    expect(stores()).toEqual([name]);
    // Every other command has its own, but not one that does not exist.
    for (const [words, code] of [
      ["kernel list", 0],
      ["kernels list", 2],
      ["help kernel", 0],
      ["kernel list --help", 0],
    ] as const)
      expect((await shell(`${join(copy, "bin/convxcorr.js")} ${words}`, { cwd: path("") })).code, words).toBe(code);
    expect(stores().sort()).toEqual([name, other]);
    fs.rmSync(join(program, other));
    const store = join(program, name);
    const { size, mtimeMs } = fs.statSync(store);
    await call();
    expect(fs.statSync(store)).toMatchObject({ size, mtimeMs });
    for (const damage of [Buffer.alloc(0), Buffer.alloc(1000, 7), fs.readFileSync(store).subarray(0, size / 2)]) {
      fs.writeFileSync(store, damage);
      await call();
      expect(fs.statSync(store).size).toBeGreaterThan(size / 2);
    }
    // It grows by what a run needs that none before it did, and only then.
    fs.writeFileSync(path("in.pgm"), "P2 2 2 255 1 2 3 4");
    const sizes: number[] = [];
    for (const input of ["in.pgm", "in.pgm", "in.csv"]) {
      fs.writeFileSync(path("in.csv"), "1\n2\n");
      const line = `${join(copy, "bin/convxcorr.js")} conv -k 1,2 ${input} -o ${input}`;
      expect(ended(await shell(line, { cwd: path("") }))).toEqual([0, "", ""]);
      sizes.push(fs.statSync(store).size);
    }
    expect(sizes[0]).toBeGreaterThan(size);
    expect([sizes[1], sizes[2] >= sizes[1]]).toEqual([sizes[0], true]);
    // Modules that are newer than the program in one file are run themselves.
    fs.writeFileSync(join(copy, "dist/cli/main.js"), "export const main = () => console.log('newer')");
    fs.utimesSync(join(copy, "dist/cli/main.js"), new Date(), new Date(Date.now() + 10_000));
    expect((await shell(join(copy, "bin/convxcorr.js"))).stdout).toBe("newer\n");
  });

  it("says which Node it needs when it is too old", async () => {
    const bin = fs.readFileSync(new URL("../../bin/convxcorr.js", import.meta.url), "utf8");
    for (const [version, old] of [
      ["18.20.4", true],
      ["20.8.1", true],
      ["20.9.0", false],
      ["22.0.0", false],
    ] as const) {
      const pretend = `Object.defineProperty(process, "versions", { value: { node: "${version}" } });`;
      fs.writeFileSync(path("old.cjs"), bin.replace("const fs =", `${pretend}\nconst fs =`));
      const { code, stderr } = await shell(`${process.execPath} ${path("old.cjs")} --version`);
      const message = `convxcorr: Node: this is version ${version}. Use Node 20.9 or newer.\n`;
      const unbuilt =
        "convxcorr: dist: the program is not built, or damaged (ERR_MODULE_NOT_FOUND). Run npm run build, or install it again.\n";
      expect([version, code, stderr]).toEqual([version, old ? 2 : 70, old ? message : unbuilt]);
    }
  });
});
