/** The reports of `verify` against their schema, what it says of a fault, its figures, and its jobs in a batch. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from "vitest";
import { verifyFigure } from "../../src/cli/plot-verify.js";
import { probe } from "../../src/engine/probe.js";
import { loadSignal } from "../../src/files/load.js";
import { kernelFrom } from "../../src/tasks/arrays.js";
import { LAW_NAMES } from "../../src/tasks/verify/names.js";
import { verify } from "../../src/tasks/verify/verify.js";
import { command } from "../support/command.js";
import { faults } from "../support/faults.js";
import { freshFolder } from "../support/folder.js";
import { PLANTED } from "../support/plant.js";
import { jsonReports } from "./json-report.js";
import { words } from "./refusals.js";

const from = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { reportOf, validate } = jsonReports("verify-report");

const { root, path } = freshFolder();
const before = process.cwd();
beforeAll(() => {
  process.chdir(root);
  for (const name of ["picture.png", "logo.png", "plane.npy", "tone.wav", "echo.wav", "sensor.csv"])
    writeFileSync(path(name), readFileSync(from(`fixtures/${name}`)));
  writeFileSync(path("c.csv"), "1\n2\n3.5\n-1\n");
  writeFileSync(path("inf.csv"), "1\ninf\nnan\n4\n");
});
afterAll(() => {
  process.chdir(before);
});
afterEach(() => {
  delete probe.plant;
});

describe("the schema of reports", () => {
  it.each([
    "verify picture.png -k sobel:x --laws flip,methods",
    "verify logo.png -k box:3 --laws methods",
    "verify plane.npy -k gaussian:1",
    "verify tone.wav -k echo.wav --seed 7",
    "verify sensor.csv -k 1,2 -k 1+2i,3",
    "verify c.csv -k 1,2i,0.3 --whole",
    "verify c.csv -k 1,2,3,4,5,6 --laws adjoint",
    "verify inf.csv -k 1,0.2",
  ])("holds for: %s", async (line) => {
    await reportOf(line);
  });

  it("is as strict as it looks, and knows all laws", async () => {
    const { report } = await command(words("verify c.csv -k 1,2 --report r.json"));
    expect(JSON.parse(readFileSync(path("r.json"), "utf8"))).toEqual(report);
    expect((report as { laws: { law: string }[] }).laws.map(({ law }) => law)).toEqual([...LAW_NAMES]);
    expect(validate({ ...report, laws: undefined })).toBe(false);
    expect(validate({ ...report, laws: [] })).toBe(false);
    expect(validate({ ...report, more: 1 })).toBe(false);
    expect(validate({ ...report, seed: -1 })).toBe(false);
  });
});

describe("a law that does not hold", () => {
  it.each(PLANTED)("$law: is named on stdout and stderr, and the answer is no", async ({ broken, plant }) => {
    probe.plant = plant;
    const { exitCode, stdout, stderr } = await command(
      words("verify sensor.csv -k 1,0.3,-1,0.7 --columns temperature"),
    );
    const crossed = [...stdout.toString().matchAll(/^✗ {2}(\S+)/gm)].map(([, name]) => name);
    expect(exitCode).toBe(1);
    const told = [...stderr.matchAll(/^convxcorr: ([\w-]+): .* fails/gm)].map(([, name]) => name);
    expect(told).toEqual(crossed);
    expect(stdout.toString()).toMatch(
      new RegExp(`^${crossed.length} of 12 laws do(es)? not hold: ${crossed.join(", ")}\\.$`, "m"),
    );
    expect(broken.filter((name) => !crossed.includes(name))).toEqual([]);
  });

  it("is said in full", async () => {
    probe.plant = PLANTED.find(({ law }) => law === "flip")!.plant;
    const { exitCode, stderr, report } = await command(words("verify c.csv -k 1,2 --laws flip --json"));
    expect([exitCode, (report as { holds: boolean }).holds]).toEqual([1, false]);
    expect(stderr).toBe(
      "convxcorr: flip: conv(x, k) = xcorr(x, k~) fails (size full) at sample 3: 1.5 and 6 differ by 4.5, and rounding allows 9.3e-15. This is a bug of convxcorr: please report it with this input and kernel.\n",
    );
  });
});

describe("--plot", () => {
  const figureOf = async (name: string, text: string) => {
    const { signal } = await loadSignal(path(name));
    const kernel = kernelFrom(text, signal.rank);
    return verifyFigure(signal, kernel, verify(signal, [kernel], { laws: ["shift"] }));
  };

  it("has the kernel, both results and their difference", async () => {
    const figure = await figureOf("c.csv", "1,2");
    expect(figure.title).toBe("conv is not xcorr");
    expect(figure.panels.map(({ title }) => title)).toEqual([
      "k: inline: 2 taps",
      "conv(x, k): k is flipped",
      "xcorr(x, k): k is not flipped",
      "conv − xcorr",
    ]);
    const lines = figure.panels.slice(1).map((panel) => (panel.kind === "lines" ? Array.from(panel.series[0].y) : []));
    expect(lines).toEqual([
      [1, 4, 7.5, 6],
      [2, 5, 9, 1.5],
      [-1, -1, -1.5, 4.5],
    ]);
    expect(faults(figure)).toEqual([]);
  });

  it.each([
    ["picture.png", "sobel:x"],
    ["logo.png", "box:3"],
    ["sensor.csv", "1+2i,3"],
  ])("of %s with %s is well laid out", async (name, kernel) => {
    expect(faults(await figureOf(name, kernel))).toEqual([]);
  });

  it("says so where there is no difference", async () => {
    const figure = await figureOf("c.csv", "1,2,1");
    expect(figure.title).toBe("conv and xcorr are the same: k is its own conjugated flip");
    const last = figure.panels[3];
    expect(last.kind === "lines" && Array.from(last.series[0].y)).toEqual([0, 0, 0, 0]);
  });

  it("is written as the name says", async () => {
    const { exitCode } = await command(words("verify c.csv -k 1,2 --laws flip --plot out.svg"));
    expect([exitCode, readFileSync(path("out.svg"), "utf8").slice(0, 4)]).toEqual([0, "<svg"]);
  });
});

test("a job of a batch has its laws in its report, and may draw", async () => {
  const job = JSON.stringify({ id: 1, args: ["verify", "c.csv", "-k", "1,2", "--laws", "flip", "--plot", "b.svg"] });
  const { exitCode, stdout } = await command(["batch", "--jobs", "-"], { stdin: job });
  const [answer] = stdout
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { exitCode: number; report: { laws: { law: string }[] } });
  expect([exitCode, answer.exitCode, answer.report.laws.map(({ law }) => law)]).toEqual([0, 0, ["flip"]]);
});
