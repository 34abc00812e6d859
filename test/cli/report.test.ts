/** The reports of `--json` and `--report`, against their schema. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command } from "../support/command.js";
import { freshFolder } from "../support/folder.js";
import { words } from "./refusals.js";

const text = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(text("src/schemas/apply-report.schema.json")) as object,
);

const { root, path } = freshFolder();
const before = process.cwd();
beforeAll(() => {
  process.chdir(root);
  for (const name of ["picture.png", "logo.png", "grey16.png", "plane.npy", "tone.wav", "echo.wav", "sensor.csv"]) {
    writeFileSync(path(name), readFileSync(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url))));
  }
  writeFileSync(path("c.csv"), "1\n2\n3\n");
  writeFileSync(path("m.csv"), "1,2,3\n4,5,6\n7,8,9\n");
  writeFileSync(path("inf.csv"), "1\ninf\nnan\n4\n");
  writeFileSync(path("k.json"), '{"taps":[1,2],"scale":4,"offset":1,"mode":"xcorr","name":"pair"}');
  writeFileSync(path("narrow.pgm"), "P2\n2 1\n100\n5 90\n");
});
afterAll(() => {
  process.chdir(before);
});

interface Report {
  readonly [key: string]: unknown;
  readonly operation: { readonly flipDifference: unknown };
  readonly stages: readonly { readonly errorBound: unknown }[];
  readonly clipped: { readonly count: number; readonly first: { readonly value: unknown } | null };
}

/** The report of a call, which must be as the schema says. */
async function reportOf(line: string, exitCode = 0): Promise<Report> {
  const ran = await command([...words(line), "--report", "r.json"]);
  expect([ran.message, ran.exitCode]).toEqual(["", exitCode]);
  const report: unknown = JSON.parse(readFileSync(path("r.json"), "utf8"));
  validate(report);
  expect(validate.errors ?? [], line).toEqual([]);
  expect(ran.report).toEqual(report);
  return report as Report;
}

describe("the schema of reports", () => {
  it.each([
    "conv -k 1,2,3 c.csv",
    "apply -k 1,2,1 c.csv",
    "xcorr -k 1,2,3 c.csv --size full --lags --rate 10",
    "conv -k 1,2,3 c.csv --padding 1,1 --stride 2",
    "conv -k '1 2; 3 4' m.csv --matrix --padding 0,1,1,0 --dilation 2,1",
    "conv -k 1,2 m.csv --matrix --padding same-lower",
    "conv -k 1,2 m.csv --matrix --border x=wrap,y=constant:1",
    "conv -k 1+i,2 c.csv --border constant:1-2i",
    "xcorr -k 1+i,2 c.csv --depth c64 -o x.npy",
    "conv -k k.json c.csv",
    "apply -k box:3 -k gaussian:1 c.csv --scale 2 --offset -1 --depth u8 --round floor -o x.npy",
    "conv -k 1,2 c.csv --dilation 3",
    "apply -k gaussian:sigma=2 picture.png -o x.png",
    "apply -k sharpen picture.png -o x.png --method direct",
    "apply -k box:9 picture.png -o x.jpg --method fft --quality 80 --space linear",
    "apply -k gaussian:1 logo.png -o x.png",
    "apply -k sharpen logo.png -o x.png --alpha drop",
    "xcorr -k sobel:x grey16.png -o x.png --map stretch",
    "xcorr -k sobel:y grey16.png -o x.npy --depth f64",
    "apply -k box:3 plane.npy -o x.npy",
    "conv -k echo.wav tone.wav -o x.wav",
    "conv -k echo.wav tone.wav -o x.wav --depth f32",
    "apply -k box:5 --columns temperature --time-column time_s --nan omit sensor.csv",
    "conv -k 100 narrow.pgm -o x.pgm",
  ])("holds for: %s", async (line) => {
    await reportOf(line);
  });

  it("holds where numbers are not finite, which JSON has no numbers for", async () => {
    const clipped = await reportOf("conv -k 1 inf.csv --depth u8 -o x.npy");
    expect(clipped.clipped).toEqual({ count: 1, of: 4, first: { x: 1, y: 0, channel: 0, value: "inf" } });
    const huge = await reportOf("conv -k 1.7e308,-1.7e308 c.csv");
    expect([huge.operation.flipDifference, huge.stages[0].errorBound]).toEqual(["inf", expect.anything()]);
  });

  it("holds where the answer is no", async () => {
    const { clipped } = await reportOf("conv -k 100 c.csv --depth u8 --fail-on clip -o x.npy", 1);
    expect(clipped.count).toBe(1);
  });

  it("has the time of each stage with --timing, which stderr says too", async () => {
    const report = await reportOf("conv -k 1,2 c.csv --timing -o x.csv");
    const { total, ...stages } = report["timing"] as Record<string, number>;
    expect(Object.keys(stages)).toEqual(["start", "read", "decode", "plan", "filter", "encode", "write"]);
    expect(Object.values(stages).reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(total, 1);
    expect(Math.min(stages["read"], stages["plan"], stages["write"])).toBeGreaterThan(0);
    const { stderr } = await command(words("conv -k 1,2 c.csv --timing -o x.csv"));
    expect(stderr).toMatch(/^(start|read|decode|plan|filter|encode|write) +\d+\.\d ms$/m);
    expect(stderr.trim().split("\n")).toHaveLength(8);
    expect(stderr).toMatch(/\ntotal +\d+\.\d ms\n$/);
    expect(await reportOf("conv -k 1,2 c.csv -o x.csv")).not.toHaveProperty("timing");
  });

  it("is strict", () => {
    expect(validate({ schema: 1 })).toBe(false);
    const report = JSON.parse(readFileSync(path("r.json"), "utf8")) as object;
    expect(validate({ ...report, more: 1 })).toBe(false);
    expect(validate({ ...report, schema: 2 })).toBe(false);
  });
});

describe("--json", () => {
  it("writes the same as --report, to stdout where the data go to a file", async () => {
    const report = await reportOf("conv -k 1,2,3 c.csv -o x.csv");
    const ran = await command(words("conv -k 1,2,3 c.csv -o x.csv --json"));
    expect(JSON.parse(ran.stdout.toString())).toEqual(report);
    const both = await command(words("conv -k 1,2,3 c.csv --json --report both.json"));
    expect(both.stdout.toString()).toBe("4\n10\n12\n");
    expect(JSON.parse(readFileSync(path("both.json"), "utf8"))).toEqual({
      ...report,
      output: { ...(report["output"] as object), target: "stdout" },
    });
  });

  it("leaves nothing beside the files that were asked for", () => {
    expect(readdirSync(root).filter((name) => name.startsWith("."))).toEqual([]);
  });
});
