/** Whatever the README shows is run: commands, examples of the library, tables and links. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { BORDER_PICTURES, BORDER_WORDS } from "../src/base/border.js";
import { ELEMENT_TYPES } from "../src/base/element.js";
import { EXIT } from "../src/base/errors.js";
import { FIT_NOISES, SYMMETRIES } from "../src/base/fit.js";
import { LAYER_DEPTHS, LAYER_PADDINGS } from "../src/base/layer.js";
import { limits } from "../src/base/limits.js";
import { MATCH_ALGORITHMS, MATCH_FORMULAS, MATCH_METHODS, SUBPIXELS } from "../src/base/match.js";
import {
  ALPHA_POLICIES,
  KERNEL_NORMS,
  METHODS,
  MODES,
  NAN_POLICIES,
  NORMALIZATIONS,
  POLARITIES,
  RANGE_MAPS,
  ROUNDINGS,
  SIZES,
  SPACES,
} from "../src/base/options.js";
import { loadSignal } from "../src/files/load.js";
import { FORMATS } from "../src/formats/all.js";
import { NAMED_KERNELS } from "../src/kernels/all.js";
import { DECONVOLVE_BORDERS, DECONVOLVE_METHODS, DECONVOLVE_SIZES } from "../src/tasks/deconvolve/options.js";
import { DELAY_METHODS, DELAY_NANS, DETRENDS } from "../src/tasks/delay/options.js";
import { AVERAGES, PHASES, PLAIN_SCALINGS, SPECTRUM_DETRENDS, WELCH_SCALINGS } from "../src/tasks/spectrum/options.js";
import { WINDOWS } from "../src/tasks/spectrum/windows.js";
import { LAWS } from "../src/tasks/verify/laws/all.js";
import { LAW_NAMES } from "../src/tasks/verify/names.js";
import { freshFolder } from "./support/folder.js";
import { run, shell } from "./support/process.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const SCRIPTS = (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> })
  .scripts;
const folder = freshFolder();

interface Fence {
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

const fences: readonly Fence[] = [...README.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((m) => ({
  line: README.slice(0, m.index).split("\n").length,
  language: m[1],
  text: m[2],
}));
const fencesOf = (language: string): Fence[] => fences.filter((f) => f.language === language);

/** The cells of the first column of the tables below a heading, without their backquotes. */
function tableRows(heading: string): string[][] {
  const section = README.split(/^##+ /m).find((s) => s.startsWith(`${heading}\n`));
  const lines = section?.split("\n").filter((l) => l.startsWith("|")) ?? [];
  return lines.slice(2).map((l) =>
    l
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replace(/\\\|/g, "|")),
  );
}
const wordsIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((m) => m[1]);

/** A folder such as the README's commands expect: the fixtures, and an empty `out`. */
function checkout(name: string): string {
  const cwd = folder.path(name);
  mkdirSync(join(cwd, "out"), { recursive: true });
  symlinkSync(join(ROOT, "fixtures"), join(cwd, "fixtures"));
  return cwd;
}

/** `<*>` stands for any text in a line, a line of three dots for any lines. */
function fits(actual: string, shown: string): boolean {
  const pattern = shown
    .replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    .replaceAll("<\\*>", "[^\\n]*")
    .replace(/^\\\.\\\.\\\.\n/gm, "(?:[^\\n]*\\n)*");
  return new RegExp(`^${pattern}$`).test(actual);
}

describe("the commands of the README", () => {
  test("its first two shell blocks are what a newcomer and .ci/run execute", () => {
    expect(
      fencesOf("sh")
        .slice(0, 2)
        .map((f) => f.text),
    ).toEqual(["npm ci && npm run example\n", "npm test\n"]);
  });

  test("every script that it names is there", () => {
    const named = [...README.matchAll(/npm run ([\w:]+)/g)].map((m) => m[1]);
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(Object.keys(SCRIPTS)).toContain(name);
  });

  test.concurrent.each(fencesOf("console").map((f) => [f.line, f.text] as const))(
    "those of line %i print what it shows",
    async (line, text) => {
      const cwd = checkout(`console-${line}`);
      for (const part of text.split(/^\$ /m).slice(1)) {
        const [command] = part.split("\n", 1);
        const shown = part.slice(command.length + 1);
        const { code, stdout } = await shell(`exec 2>&1\n${command}`, { cwd });
        if (!fits(stdout, shown)) expect(stdout, command).toBe(shown);
        expect(code, command).toBe(0);
      }
    },
  );

  test("`npm run example` writes pictures and a table, and says where they are", async () => {
    const cwd = folder.path("example");
    mkdirSync(cwd);
    cpSync(join(ROOT, "fixtures"), join(cwd, "fixtures"), { recursive: true });
    symlinkSync(join(inject("built"), "bin"), join(cwd, "bin"));
    const [program, script] = SCRIPTS["example"].split(" ");
    expect(program).toBe("node");
    const { code, stdout, stderr } = await run(process.execPath, [join(cwd, script)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(
      "Written: out/soft.png and out/edges.png from fixtures/picture.png, out/smooth.csv from fixtures/sensor.csv.",
    );
    for (const name of ["soft", "edges"]) {
      const { signal } = await loadSignal(join(cwd, `out/${name}.png`));
      expect([signal.width, signal.height, signal.channels, signal.type]).toEqual([320, 240, 3, "u8"]);
    }
    const table = readFileSync(join(cwd, "out/smooth.csv"), "utf8");
    expect(table.split("\n")).toHaveLength(402);
    for (const call of stdout.split("\n").filter((l) => l.startsWith("$ "))) expect(README).toContain(call);
  });
});

describe("the library in the README", () => {
  const examples = fencesOf("ts");
  const root = folder.path("library");

  beforeAll(() => {
    mkdirSync(root);
    mkdirSync(join(root, "node_modules"));
    mkdirSync(join(root, "out"));
    symlinkSync(inject("built"), join(root, "node_modules/convxcorr"));
    symlinkSync(join(ROOT, "fixtures"), join(root, "fixtures"));
    writeFileSync(join(root, "package.json"), '{ "type": "module" }');
    for (const { line, text } of examples) writeFileSync(join(root, `line-${line}.ts`), text);
    const compilerOptions = {
      strict: true,
      target: "ES2022",
      module: "NodeNext",
      moduleResolution: "NodeNext",
      noUnusedLocals: true,
      types: ["node"],
      typeRoots: [join(ROOT, "node_modules/@types")],
    };
    writeFileSync(join(root, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", root],
      {
        encoding: "utf8",
      },
    );
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });

  test.each(examples.map((f) => [f.line, f.text] as const))(
    "the example of line %i prints what its comments say",
    async (line, text) => {
      const said = [...text.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm)].map((m) => m[1]);
      expect(said).toHaveLength(text.split("console.log(").length - 1);
      const { code, stdout, stderr } = await run(process.execPath, [`line-${line}.js`], { cwd: root });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout.trimEnd().split("\n")).toEqual(said);
    },
  );
});

describe("the tables of the README", () => {
  test("options: every option of apply stands there once, and no other", async () => {
    const { stdout } = await run("convxcorr", ["apply", "--help"]);
    const real = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((m) => m[1]);
    const listed = tableRows("Options of apply, conv and xcorr").flatMap(([option]) =>
      wordsIn(option).filter((w) => w.startsWith("--")),
    );
    expect(real.length).toBeGreaterThan(30);
    expect([...listed].sort()).toEqual(real.filter((o) => o !== "--help" && o !== "--version").sort());
  });

  test.each(["plot", "demo"])("options of %s: all of them, and no other", async (name) => {
    const { stdout } = await run("convxcorr", [name, "--help"]);
    const real = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((m) => m[1]);
    const listed = tableRows(`Options of ${name}`).flatMap(([o]) => wordsIn(o).filter((w) => w.startsWith("--")));
    const global = ["--help", "--version", "--no-color"];
    expect([...listed].sort()).toEqual(real.filter((o) => !global.includes(o)).sort());
  });

  test("options of verify: all of them, with the names of the laws", async () => {
    const { stdout } = await run("convxcorr", ["verify", "--help"]);
    const real = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((m) => m[1]);
    const rows = tableRows("Laws");
    const listed = rows.flatMap(([option]) => wordsIn(option).filter((w) => w.startsWith("--")));
    expect([...listed].sort()).toEqual(real.filter((o) => !["--help", "--version", "--no-color"].includes(o)).sort());
    expect(wordsIn(rows.find(([option]) => option === "`--laws`")![1])).toEqual(LAW_NAMES);
    for (const { name } of LAWS) expect(stdout).toMatch(new RegExp(`^ {2}${name} {2,}`, "m"));
  });

  test("options of find: all of them, and no other", async () => {
    const { stdout } = await run("convxcorr", ["find", "--help"]);
    const real = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((m) => m[1]);
    const listed = tableRows("Finding a waveform").flatMap(([option]) =>
      wordsIn(option).filter((w) => w.startsWith("--")),
    );
    expect(real.length).toBeGreaterThan(20);
    const global = ["--help", "--version", "--no-color"];
    expect([...listed].sort()).toEqual(real.filter((o) => !global.includes(o)).sort());
  });

  test("options of match: every one stands there once, and no other, with all words that it takes", async () => {
    const { stdout } = await run("convxcorr", ["match", "--help"]);
    const real = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((m) => m[1]);
    const rows = tableRows("Template matching");
    const listed = new Map(rows.map(([option, values]) => [wordsIn(option).at(-1), wordsIn(values)]));
    const options = [...listed.keys()].filter((w) => w?.startsWith("--")).sort();
    expect(options).toEqual(real.filter((o) => !["--help", "--version", "--no-color"].includes(o)).sort());
    for (const [option, words] of [
      ["--method", MATCH_METHODS],
      ["--subpixel", SUBPIXELS],
      ["--algorithm", MATCH_ALGORITHMS],
    ] as const)
      expect([option, listed.get(option)]).toEqual([option, words]);
    expect(
      rows.filter(([method]) => MATCH_METHODS.includes(wordsIn(method)[0] as never)).map(([, formula]) => formula),
    ).toEqual(Object.values(MATCH_FORMULAS));
  });

  test("options: those that take one of some words list them all", () => {
    const known = new Map<string, readonly string[]>([
      ["--mode", MODES],
      ["--size", SIZES],
      ["--method", METHODS],
      ["--normalize-kernel", KERNEL_NORMS],
      ["--normalize", NORMALIZATIONS],
      ["--map", RANGE_MAPS],
      ["--round", ROUNDINGS],
      ["--depth", ELEMENT_TYPES],
      ["--nan", NAN_POLICIES],
      ["--alpha", ALPHA_POLICIES],
      ["--space", SPACES],
    ]);
    const listed = new Map(
      tableRows("Options of apply, conv and xcorr").map(([option, values]) => [
        wordsIn(option).at(-1),
        wordsIn(values),
      ]),
    );
    for (const [option, words] of known) expect([option, listed.get(option)]).toEqual([option, words]);
  });

  test("options of delay: all of them, with their words", async () => {
    const { stdout } = await run("convxcorr", ["delay", "--help"]);
    const real = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((m) => m[1]);
    const rows = tableRows("Time delay");
    const listed = rows.flatMap(([option]) => wordsIn(option));
    expect([...listed].sort()).toEqual(real.filter((o) => !["--help", "--version", "--no-color"].includes(o)).sort());
    const known = { "--method": DELAY_METHODS, "--detrend": DETRENDS, "--polarity": POLARITIES, "--nan": DELAY_NANS };
    const values = new Map(rows.map(([option, words]) => [wordsIn(option)[0], wordsIn(words)]));
    for (const [option, words] of Object.entries(known)) expect([option, values.get(option)]).toEqual([option, words]);
  });

  test("options of fit: all of them, with their words", async () => {
    const { stdout } = await run("convxcorr", ["fit", "--help"]);
    const real = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((m) => m[1]);
    const rows = tableRows("Options of fit");
    const listed = rows.flatMap(([option]) => wordsIn(option)).filter((word) => word.startsWith("--"));
    expect([...listed].sort()).toEqual(real.filter((o) => !["--help", "--version", "--no-color"].includes(o)).sort());
    const values = new Map(rows.map(([option, words]) => [wordsIn(option).at(-1), wordsIn(words)]));
    const known = { "--mode": [...MODES, "both"], "--symmetry": SYMMETRIES, "--noise": FIT_NOISES };
    for (const [option, words] of Object.entries(known)) expect([option, values.get(option)]).toEqual([option, words]);
  });

  test("options of layer: all of them, and no other, with all words that they take", async () => {
    const { stdout } = await run("convxcorr", ["layer", "--help"]);
    const real = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((m) => m[1]);
    const rows = tableRows("Layers of neural networks");
    const listed = rows.flatMap(([option]) => wordsIn(option));
    expect([...listed].sort()).toEqual(real.filter((o) => !["--help", "--version", "--no-color"].includes(o)).sort());
    const values = new Map(rows.map(([option, words]) => [wordsIn(option)[0], wordsIn(words)]));
    expect([...values.get("--mode")!].sort()).toEqual([...MODES].sort());
    expect(values.get("--depth")).toEqual(LAYER_DEPTHS);
    expect(values.get("--padding")!.slice(0, LAYER_PADDINGS.length)).toEqual(LAYER_PADDINGS);
  });

  test("options of spectrum: all of them, with their words", async () => {
    const { stdout } = await run("convxcorr", ["spectrum", "--help"]);
    const real = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((m) => m[1]);
    const rows = tableRows("Spectra");
    const listed = rows.flatMap(([option]) => wordsIn(option)).filter((word) => word.startsWith("--"));
    expect([...listed].sort()).toEqual(real.filter((o) => !["--help", "--version", "--no-color"].includes(o)).sort());
    const values = new Map(rows.map(([option, words]) => [wordsIn(option).at(-1), wordsIn(words)]));
    for (const [option, words] of Object.entries({
      "--window": WINDOWS,
      "--detrend": SPECTRUM_DETRENDS,
      "--scaling": [...PLAIN_SCALINGS, ...WELCH_SCALINGS],
      "--average": AVERAGES,
      "--phase": PHASES,
      "--mode": MODES,
    })) {
      expect([option, values.get(option)]).toEqual([option, words]);
    }
  });

  test("options of deconvolve: all of them, with their words", async () => {
    const { stdout } = await run("convxcorr", ["deconvolve", "--help"]);
    const real = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((m) => m[1]);
    const rows = tableRows("Deconvolution").filter(([option]) => option.startsWith("`-"));
    const listed = rows.flatMap(([option]) => wordsIn(option)).filter((word) => word.startsWith("--"));
    expect([...listed].sort()).toEqual(real.filter((o) => !["--help", "--version", "--no-color"].includes(o)).sort());
    const values = new Map(rows.map(([option, words]) => [wordsIn(option).at(-1), wordsIn(words)]));
    for (const [option, words] of Object.entries({
      "--mode": MODES,
      "--method": DECONVOLVE_METHODS,
      "--size": DECONVOLVE_SIZES,
      "--border": DECONVOLVE_BORDERS,
    })) {
      expect([option, values.get(option)]).toEqual([option, words]);
    }
  });

  test("borders: every rule with its picture, every other word with its rule", () => {
    const rows = tableRows("Borders");
    expect(rows.map(([rule]) => wordsIn(rule)[0].replace("[:v]", ""))).toEqual(Object.keys(BORDER_PICTURES));
    for (const [i, picture] of Object.values(BORDER_PICTURES).entries()) {
      expect(rows[i][1].replaceAll("`", "")).toBe(picture);
    }
    const words = rows.flatMap(([rule, , others]) => [...wordsIn(rule), ...wordsIn(others)]);
    expect(words.map((w) => w.replace("[:v]", "")).sort()).toEqual([...BORDER_WORDS].sort());
  });

  test("formats: all of them, with what they read, write and hold", () => {
    const listed = new Map(tableRows("Formats").flatMap((row) => wordsIn(row[0]).map((name) => [name, row] as const)));
    expect([...listed.keys()].sort()).toEqual(FORMATS.map((f) => f.name).sort());
    for (const { name, decode, encode, holds } of FORMATS) {
      const row = listed.get(name)!;
      expect([name, row[1], row[2]]).toEqual([name, decode ? "yes" : "no", encode ? "yes" : "no"]);
      expect([name, row[3]]).toEqual([name, holds.length === 9 ? "all" : holds.join(" ")]);
    }
  });

  test("kernels: all of them, with their titles and an example", () => {
    const rows = tableRows("Kernels").map(([name, title, example]) => [wordsIn(name)[0], title, wordsIn(example)[0]]);
    expect(rows.map(([name]) => name).sort()).toEqual(NAMED_KERNELS.map((k) => k.name).sort());
    for (const [name, title, example] of rows) {
      const kernel = NAMED_KERNELS.find((k) => k.name === name);
      expect([name, title]).toEqual([name, kernel?.title]);
      expect(kernel?.examples).toContain(example);
    }
  });

  test("exit codes: all of them", () => {
    expect(tableRows("Exit codes").map(([code]) => Number(code))).toEqual(Object.values(EXIT));
  });

  test("limits are those of the program", () => {
    for (const limit of [limits.pixels, limits.taps, limits.columns, limits.audioChannels])
      expect(README).toContain(` ${limit}`);
  });
});

test("every file that the README points to is there", () => {
  const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map((m) => m[1]).filter((l) => !/^https?:/.test(l));
  expect(links.length).toBeGreaterThan(8);
  for (const link of links) expect(existsSync(join(ROOT, link)), link).toBe(true);
  const anchors = [...README.matchAll(/\]\(#([^)]+)\)/g)].map((m) => m[1]);
  // As GitHub makes them of headings.
  const headings = [...README.matchAll(/^#+ (.*)$/gm)].map(([, text]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
  expect(anchors.filter((anchor) => !headings.includes(anchor))).toEqual([]);
});
