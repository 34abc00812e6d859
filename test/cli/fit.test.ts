/** `fit` from the command line: its report against the schema, and the files that it writes. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadKernel } from "../../src/files/kernel.js";
import { loadSignal } from "../../src/files/load.js";
import { command } from "../support/command.js";
import { freshFolder } from "../support/folder.js";
import { jsonReports } from "./json-report.js";
import { words } from "./refusals.js";

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { reportOf } = jsonReports<Report>("fit-report");

const { root, path } = freshFolder();
const before = process.cwd();
beforeAll(async () => {
  process.chdir(root);
  for (const name of ["picture.png", "steps.csv"]) writeFileSync(path(name), readFileSync(file(`fixtures/${name}`)));
  await command(words("conv -k '1 2 0; 0 3 1; 0 0 1' --scale 8 picture.png -o after.png"));
  await command(words("xcorr -k 1,2,3 --size full steps.csv -o full.csv"));
});
afterAll(() => {
  process.chdir(before);
});

interface Report {
  readonly method: string;
  readonly solver?: string;
  readonly kernels: Readonly<Record<string, { readonly taps: readonly (readonly number[])[] }>>;
  readonly losses?: readonly number[];
}

describe("the schema of fits", () => {
  it.each([
    "fit picture.png after.png --size 3",
    "fit picture.png after.png --size 4x3 --mode xcorr --offset --ridge 1e-9 --noise rounding --keep-clipped",
    "fit picture.png after.png --size 3 --mode conv --symmetry point --sum 1 --anchor 1,1",
    "fit steps.csv full.csv --size 3",
    "fit picture.png after.png --size 3 --sgd --mode conv --epochs 2 --batch 512 --seed 4 --learning-rate 0.01",
  ])("holds for: %s", async (line) => {
    await reportOf(line);
  });

  it("has each mode's kernel, rows from the top", async () => {
    const { kernels } = await reportOf("fit picture.png after.png --size 3");
    const wanted = [1, 2, 0, 0, 3, 1, 0, 0, 1].map((t) => t / 8);
    for (const [i, t] of kernels["conv"].taps.flat().entries()) expect(t).toBeCloseTo(wanted[i], 2);
    expect(kernels["xcorr"].taps.flat()).toEqual(kernels["conv"].taps.flat().reverse());
  });

  it("says which solver it was", async () => {
    expect((await reportOf("fit steps.csv full.csv --size 3")).solver).toBe("levinson");
  });
});

describe("the files of fits", () => {
  it("are a kernel that apply takes with its mode and anchor, and what it leaves over", async () => {
    const ran = await command(
      words("fit picture.png after.png --size 3x4 --mode conv --anchor 2,1 -o k.json --residual rest.npy --plot p.svg"),
    );
    expect([ran.message, ran.exitCode]).toEqual(["", 0]);
    const kernel = await loadKernel("k.json", { rank: 2 });
    expect(kernel).toMatchObject({ mode: "conv", width: 3, height: 4, anchor: [2, 1] });
    const { signal } = await loadSignal("rest.npy");
    expect([signal.width, signal.height, signal.channels, signal.type]).toEqual([318, 237, 3, "f64"]);
    const applied = await command(words("apply --mode conv -k k.json picture.png --depth f64 -o again.npy"));
    expect(applied.exitCode).toBe(0);
    // The sum of both is AFTER again, where the window lies inside.
    const [again, after] = [await loadSignal("again.npy"), await loadSignal("after.png")].map((l) => l.signal);
    for (const [x, y] of [
      [40, 50],
      [200, 111],
    ]) {
      const at = 3 * (y * 320 + x);
      // The conv anchor 2,1 is tap 0,2 of the flipped kernel.
      const rest = signal.data[3 * ((y - 2) * 318 + x)];
      expect(again.data[at] + rest).toBeCloseTo(after.data[at], 9);
    }
    expect(readFileSync("p.svg", "utf8")).toContain('aria-label="conv kernel"');
  });

  it("of a layer are its kernel and its losses", async () => {
    const ran = await command(
      words("fit picture.png after.png --size 3 --sgd --mode xcorr --epochs 3 -o k.txt --curve c.csv --plot p.png"),
    );
    expect([ran.message, ran.exitCode]).toEqual(["", 0]);
    const { losses } = await reportOf("fit picture.png after.png --size 3 --sgd --mode xcorr --epochs 3");
    const { signal } = await loadSignal("c.csv");
    expect(signal.about.columns).toEqual(["epoch", "loss"]);
    expect(Array.from(signal.data)).toEqual(losses!.flatMap((loss, epoch) => [epoch, loss]));
    expect((await loadKernel("k.txt", { rank: 2 })).width).toBe(3);
  });
});

describe("fit in a batch", () => {
  it("answers with its report, and claims the files that it writes", async () => {
    const fit = ["fit", "picture.png", "after.png", "--size", "3"];
    const jobs = [fit, [...fit, "--residual", "r.npy"], [...fit, "--residual", "r.npy"]];
    writeFileSync(path("jobs.jsonl"), jobs.map((args, id) => `${JSON.stringify({ id, args })}\n`).join(""));
    const ran = await command(words("batch --jobs jobs.jsonl"));
    const answers = ran.stdout
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { exitCode: number; message?: string; report?: Report });
    expect(answers.map(({ exitCode }) => exitCode)).toEqual([0, 0, 2]);
    expect(answers[0].report).toMatchObject({ method: "least-squares", solver: "cholesky" });
    expect(answers[2].message).toMatch(/^r\.npy: the job at jobs\.jsonl:2 of this batch has written it\./);
  });
});
