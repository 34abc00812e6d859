/** The package as someone installs it: what is in the tarball, the program, the library, its types. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import * as front from "../src/index.js";
import { freshFolder } from "./support/folder.js";
import { run } from "./support/process.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { root, path } = freshFolder();
const user = path("user");
const packed = new Set<string>();

/** No registry is asked, and nobody's settings or caches are touched. */
const OFFLINE = {
  HOME: root,
  npm_config_cache: path("cache"),
  npm_config_offline: "true",
  npm_config_update_notifier: "false",
};

/** Packs a copy of the checkout, as `npm publish` would, and unpacks it as `npm install` would. */
beforeAll(async () => {
  const copy = path("checkout");
  const left = new Set(["node_modules", "dist", "out", ".git", "coverage"].map((name) => join(ROOT, name)));
  cpSync(ROOT, copy, { recursive: true, filter: (source) => !left.has(source.replace(/\/$/, "")) });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  // Packing builds the program: that is what "prepare" is for.
  const pack = await run("npm", ["pack", "--json", "--pack-destination", root], { cwd: copy, env: OFFLINE });
  expect(pack.code, pack.stderr).toBe(0);
  const tarball = readdirSync(root).find((name) => name.endsWith(".tgz"))!;

  const home = join(user, "node_modules/convxcorr");
  mkdirSync(home, { recursive: true });
  const tar = spawnSync("tar", ["-xzf", join(root, tarball), "-C", home, "--strip-components=1"]);
  expect(tar.status, tar.stderr.toString()).toBe(0);
  for (const name of readdirSync(home, { recursive: true, encoding: "utf8" })) packed.add(name);
  const { dependencies, bin } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
    bin: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    symlinkSync(join(ROOT, "node_modules", name), join(user, "node_modules", name));
  }
  mkdirSync(join(user, "node_modules/.bin"));
  for (const [name, file] of Object.entries(bin)) {
    symlinkSync(join("../convxcorr", file), join(user, "node_modules/.bin", name));
  }
  writeFileSync(join(user, "package.json"), '{ "type": "module" }');
}, 180_000);

describe("the tarball", () => {
  test("has the program, the library with its types, schemas and the papers", () => {
    const needed = [
      "bin/convxcorr.js",
      "dist/index.d.ts",
      "dist/program/library.mjs",
      "dist/program/main.js",
      "package.json",
    ];
    const papers = ["README.md", "LICENSE", "CHANGELOG.md"];
    const schemas = readdirSync(join(ROOT, "src/schemas")).map((name) => `src/schemas/${name}`);
    expect(schemas).toContain("src/schemas/kernel.schema.json");
    for (const name of [...needed, ...papers, ...schemas]) expect([...packed]).toContain(name);
  });

  test("has a built file for every source file, and no other", () => {
    const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".ts") && !name.endsWith(".d.ts") && !name.startsWith("routines/assembly/"),
    );
    const built = [...packed].filter((name) => name.startsWith("dist/") && name.endsWith(".js"));
    const modules = sources.map((name) => `dist/${name.replace(/\.ts$/, ".js")}`);
    // The program in one file, and those of its threads and its codec, have everything in them but the codec's native part.
    const program = ["main", "worker", "codec"].map((name) => `dist/program/${name}.js`);
    expect(built.sort()).toEqual([...modules, ...program].sort());
  });

  test("has nothing else", () => {
    const files = [...packed].filter((name) => /\.[^/]*$|LICENSE/.test(name));
    const known =
      /^((bin\/|dist\/program\/)?package\.json|bin\/convxcorr\.js|dist\/program\/(licenses\.txt|library\.mjs)|dist\/[\w/-]+\.(js|d\.ts)|src\/schemas\/[\w-]+\.schema\.json)$/;
    const others = files.filter((name) => !known.test(name));
    expect(others.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md"]);
    expect(readdirSync(join(user, "node_modules/convxcorr/src"))).toEqual(["schemas"]);
  });
});

describe("in a folder with nothing but the package", () => {
  test("npx convxcorr works", async () => {
    writeFileSync(join(user, "in.csv"), "0\n1\n0\n0\n");
    const args = ["--no", "convxcorr", "apply", "--mode", "conv", "--kernel", "1,2,3", "in.csv"];
    const { code, stdout, stderr } = await run("npx", args, { cwd: user, env: OFFLINE });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "1\n2\n3\n0\n", stderr: "" });
  });

  test("a picture can be filtered", async () => {
    cpSync(join(ROOT, "fixtures/logo.png"), join(user, "logo.png"));
    const args = ["--no", "convxcorr", "apply", "--kernel", "box:3", "logo.png", "-o", "soft.png"];
    const { code, stderr } = await run("npx", args, { cwd: user, env: OFFLINE });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(existsSync(join(user, "soft.png"))).toBe(true);
  });

  describe("of sharp", () => {
    const sharp = join(user, "node_modules/sharp");
    const { version } = JSON.parse(readFileSync(join(ROOT, "node_modules/sharp/package.json"), "utf8")) as {
      version: string;
    };

    /** Writes a picture where sharp's own JavaScript says that it was asked; `version` is what its package says. */
    async function withSharp(version: string): Promise<{ code: number | null; stderr: string }> {
      rmSync(sharp);
      mkdirSync(join(sharp, "dist"), { recursive: true });
      writeFileSync(join(sharp, "package.json"), JSON.stringify({ name: "sharp", version, main: "dist/index.cjs" }));
      writeFileSync(join(sharp, "dist/index.cjs"), 'throw new Error("the package was asked");');
      symlinkSync(join(ROOT, "node_modules/@img"), join(user, "node_modules/@img"));
      writeFileSync(join(user, "in.pgm"), "P2\n2 1\n255\n7 9\n");
      try {
        const bin = join(user, "node_modules/.bin/convxcorr");
        const { code, stderr } = await run(bin, ["conv", "-k", "box:3", "in.pgm", "-o", "soft.webp"], { cwd: user });
        return { code, stderr };
      } finally {
        rmSync(join(user, "node_modules/@img"));
        rmSync(sharp, { recursive: true });
        symlinkSync(join(ROOT, "node_modules/sharp"), sharp);
      }
    }

    test("the version that is inside needs the native part only", async () => {
      expect(await withSharp(version)).toEqual({ code: 0, stderr: "" });
    });

    test("another version is asked itself", async () => {
      const { code, stderr } = await withSharp("0.0.1");
      expect(code).toBe(4);
      expect(stderr).toBe(
        "convxcorr: soft.webp: the picture codec sharp could not be loaded (the package was asked). Install the package again with its optional dependencies.\n",
      );
    });
  });

  test("the library has all names of the front door, the schemas can be had, the inside cannot", async () => {
    const program = `
      import { readFileSync } from "node:fs";
      import * as library from "convxcorr";
      const schema = import.meta.resolve("convxcorr/schemas/kernel.schema.json");
      const inside = await import("convxcorr/dist/cli/main.js").then(() => "open", (error) => error.code);
      const { title } = JSON.parse(readFileSync(new URL(schema)));
      console.log(JSON.stringify({ names: Object.keys(library).sort(), title: typeof title, inside }));`;
    writeFileSync(join(user, "names.js"), program);
    const { stdout, stderr } = await run(process.execPath, ["names.js"], { cwd: user });
    expect(stderr).toBe("");
    // Node shows the line of an error that nobody catches.
    const text = readFileSync(join(user, "node_modules/convxcorr/dist/program/library.mjs"), "utf8");
    expect(text.split("\n").filter((line) => line.length > 1000 && !line.includes('"AGFzbQ'))).toEqual([]);
    expect(JSON.parse(stdout)).toEqual({
      names: Object.keys(front).sort(),
      title: "string",
      inside: "ERR_PACKAGE_PATH_NOT_EXPORTED",
    });
  });

  test("the library finds its threads and its codec", async () => {
    cpSync(join(ROOT, "fixtures/logo.png"), join(user, "logo.png"));
    const program = `
      import { filter, filterAsync, kernelFrom, loadSignal, saveSignal, outputFormat, signalFrom } from "convxcorr";
      const large = signalFrom(new Uint8Array(9e6).map((_, i) => Math.imul(i, 48271) >>> 23), { width: 3000, height: 3000 });
      const kernel = [kernelFrom("gaussian:15", 2)];
      const { signal, report } = await filterAsync(large, kernel, { mode: "xcorr" }, { threads: 2 });
      const same = Buffer.compare(signal.data, filter(large, kernel, { mode: "xcorr" }).signal.data) === 0;
      const { signal: logo } = await loadSignal("logo.png");
      await saveSignal(logo, "logo.webp", { format: await outputFormat("logo.webp", "png"), quality: 100 });
      const { signal: again } = await loadSignal("logo.webp");
      const { data } = again.channels === logo.channels ? again : {};
      console.log(JSON.stringify([report.threads, same, data && Buffer.compare(data, logo.data)]));`;
    writeFileSync(join(user, "parts.js"), program);
    symlinkSync(join(ROOT, "node_modules/@img"), join(user, "node_modules/@img"));
    const { stdout, stderr } = await run(process.execPath, ["parts.js"], { cwd: user });
    rmSync(join(user, "node_modules/@img"));
    expect([stderr, stdout]).toEqual(["", "[2,true,0]\n"]);
  });

  test("the types resolve, even where there are none of Node", () => {
    const source = `
      import { convolve, type FilterOptions, filter, kernelFrom, type Signal, signalFrom } from "convxcorr";
      const options: FilterOptions = { mode: "conv", size: "full" };
      const out: Signal = filter(signalFrom([1, 2, 3]), [kernelFrom("1 2", 1)], options).signal;
      export const sums: Float64Array = convolve([1, 2, 3], [1, 2]);
      export const rows: number[][] = convolve([[1, 2], [3, 4]], "1 2; 3 4");
      // @ts-expect-error the mode is in the verb's name
      convolve([1, 2, 3], [1, 2], { mode: "xcorr" });
      export const width: number = out.width;`;
    writeFileSync(join(user, "use.ts"), source);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: "ES2022",
      module: "NodeNext",
      moduleResolution: "NodeNext",
      types: [],
    };
    writeFileSync(join(user, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["use.ts"] }));
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", user], { encoding: "utf8" });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });
});

test("the names of the front door change only on purpose", () => {
  const text = readFileSync(join(ROOT, "src/index.ts"), "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "");
  const names = [...text.matchAll(/export (type )?\{([^}]*)\}/g)].flatMap(([, kind, list]) =>
    list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "")
      .map((name) => (kind && !name.startsWith("type ") ? `type ${name}` : name)),
  );
  const values = names.filter((name) => !name.startsWith("type "));
  expect([...values].sort()).toEqual(Object.keys(front).sort());
  expect(names.sort().join("\n")).toMatchInlineSnapshot(`
    "EXIT
    UserError
    axisBorder
    convolve
    correlate
    crossSpectrum
    deconvolve
    delay
    delays
    figureSvg
    figureText
    filter
    filterAsync
    filterSteps
    filterTensor
    find
    findIn
    fitKernel
    flipped
    frequencyResponse
    kernelFrom
    kernelOf
    lagAxis
    layer
    layerAsync
    learnKernel
    loadArray
    loadKernel
    loadSignal
    loadTemplate
    match
    matchAsync
    normalizeKernel
    openRows
    outputFormat
    saveArray
    saveSignal
    selfKernel
    signalFrom
    spectrum
    type About
    type AlphaPolicy
    type ArrayFile
    type ArrayOptions
    type AxisBorder
    type AxisPads
    type Border
    type BorderKind
    type Box
    type ChannelReport
    type ComplexType
    type Complexes
    type DeconvolveOptions
    type Deconvolved
    type DelayMethod
    type DelayNan
    type DelayOptions
    type DelayPair
    type DelayResult
    type Detrend
    type Doubt
    type ElementType
    type Fault
    type Figure
    type FilterOptions
    type FilterReport
    type Filtered
    type FindOptions
    type Fit
    type FitNoise
    type FitOptions
    type FittedKernel
    type Frequencies
    type HeatPanel
    type Input
    type IntegerType
    type Kernel
    type KernelAbout
    type KernelInput
    type KernelNorm
    type KernelResponse
    type LawName
    type LayerDepth
    type LayerOptions
    type LayerPaddingWord
    type LayerReport
    type Layered
    type Learnt
    type Likeness
    type Line
    type LinePanel
    type Match
    type MatchMethod
    type MatchOptions
    type MatchReport
    type Matched
    type Medium
    type Method
    type Mode
    type NanPolicy
    type Normalization
    type Occurrence
    type Output
    type Padding
    type Pair
    type Panel
    type PerAxis
    type Polarity
    type RangeMap
    type Rational
    type RealType
    type ResponseOptions
    type Rounding
    type RowBlock
    type RowHead
    type RowStream
    type RowStreamOptions
    type Samples
    type Series
    type SgdOptions
    type Signal
    type SignalShape
    type Size
    type Space
    type Spacing
    type Span
    type Spectrum
    type SpectrumOptions
    type Subpixel
    type Symmetry
    type TableAbout
    type TemplateOptions
    type Tensor
    type TensorOptions
    type TextOptions
    type ThreadOptions
    type Threshold
    type TypedTensor
    type VerifyOptions
    type VerifyReport
    type WelchOptions
    type WelchResult
    type Window
    verify
    verifyAsync
    welch"
  `);
});
