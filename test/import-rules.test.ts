/** Reads the import lines of `src/` and holds them against the table of `src/README.md`. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../src");
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  math: ["base"],
  routines: ["base"],
  engine: ["base", "math", "routines"],
  kernels: ["base", "math"],
  formats: ["base", "kernels", "math", "routines"],
  files: ["base", "formats", "kernels"],
  tasks: ["base", "math", "kernels", "engine"],
  jobs: ["base", "files", "tasks"],
  plot: ["base", "math"],
  cli: ["base", "math", "routines", "engine", "kernels", "formats", "files", "tasks", "jobs", "plot"],
};
/** Packages, and the only places that may name them. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  sharp: /^formats\/raster\/(sharp\.ts$)?/,
  commander: /^cli\//,
  chalk: /^cli\/talk\.ts$/,
};
/** Files that may use threads. */
const THREADS = /^engine\/(pool|worker)\.ts$/;
/** Parts of Node that reach outside the process, and the rooms that may. */
const EFFECTS = /^node:(fs|fs\/promises|process|tty|child_process|worker_threads|net|http|https)$/;

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts"));

const namesIn = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport\(|^import|\brequire\()\s*"([^"]+)"/gm)].map((m) => m[1]);

const imports = (file: string): string[] => namesIn(readFileSync(join(SRC, file), "utf8"));

/** Imports that are still there when the types are gone. */
const valueImports = (file: string): string[] =>
  namesIn(readFileSync(join(SRC, file), "utf8").replace(/^import type [^;]*;$/gm, ""));

test("the table of rooms in the README is the one that is enforced", () => {
  const readme = readFileSync(join(SRC, "README.md"), "utf8");
  for (const room of Object.keys(ROOMS)) expect(readme).toContain(`| \`${room}/\` |`);
});

test.each(files.filter((f) => f !== "index.ts"))("%s imports only what its room may", (file) => {
  const room = file.split("/")[0];
  for (const name of imports(file)) {
    if (name.startsWith(".")) {
      const target = relative(SRC, resolve(SRC, dirname(file), name)).split("/")[0];
      if (target === room) continue;
      expect(ROOMS[room], `${file} imports ${name}`).toContain(target);
    } else if (name.startsWith("node:")) {
      if (name === "node:worker_threads" && THREADS.test(file)) continue;
      if (EFFECTS.test(name)) expect(["files", "cli"], `${file} imports ${name}`).toContain(room);
    } else {
      expect(Object.hasOwn(PACKAGES, name) && PACKAGES[name].test(file), `${file} imports ${name}`).toBe(true);
    }
  }
});

test("index.ts only re-exports", () => {
  const text = readFileSync(join(SRC, "index.ts"), "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "");
  for (const statement of text.split(";").map((s) => s.trim()))
    expect(statement).toMatch(/^(export [\s\S]* from "[^"]+")?$/);
});

test("no file is imported by a circle of files", () => {
  const graph = new Map(
    files.map((f) => [
      f,
      valueImports(f)
        .filter((n) => n.startsWith("."))
        .map((n) => relative(SRC, resolve(SRC, dirname(f), n)).replace(/\.js$/, ".ts")),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    expect(path, `a circle: ${[...path, file].join(" → ")}`).not.toContain(file);
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const f of files) visit(f, []);
});
