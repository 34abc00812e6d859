/** The JSON of `delay` against its schema, and `delay` in a batch. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DelayReport } from "../../src/cli/delay.js";
import { command } from "../support/command.js";
import { freshFolder } from "../support/folder.js";
import { jsonReports } from "./json-report.js";
import { words } from "./refusals.js";

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { reportOf, validate } = jsonReports<DelayReport>("delay-report");

const { root, path } = freshFolder();
const before = process.cwd();
beforeAll(() => {
  process.chdir(root);
  for (const name of ["chirp.wav", "hall.wav", "rumble.csv", "bits.csv"]) {
    writeFileSync(path(name), readFileSync(file(`fixtures/${name}`)));
  }
  writeFileSync(path("flat.csv"), "a,b\n1,2\n1,3\n1,5\n");
  writeFileSync(path("clock.csv"), "time_s,v\n5,1\n5.001,3\n5.002,2\n5.003,9\n");
});
afterAll(() => {
  process.chdir(before);
});

describe("the schema of delays", () => {
  it.each<[string, number]>([
    ["delay chirp.wav hall.wav", 0],
    ["delay hall.wav chirp.wav --method phat --max-lag 500ms --band 300,2700", 0],
    ["delay rumble.csv --time-column time_s --detrend linear --polarity either --max-second 0.9", 0],
    ["delay rumble.csv rumble.csv --columns north --nan interpolate", 0],
    ["delay bits.csv --max-lag 0", 0],
    ["delay flat.csv", 1],
    ["delay flat.csv --detrend none", 1],
    ["delay rumble.csv clock.csv --columns north,v --time-column time_s", 1],
  ])("holds for: %s", async (line, exitCode) => {
    await reportOf(line, exitCode);
  });

  it("has the figures of the text", async () => {
    const { pairs, signals, rate, options } = await reportOf("delay chirp.wav hall.wav --max-lag 0.5s", 0);
    expect([signals, rate, options.maxLag]).toEqual([
      [
        { name: "chirp.wav", samples: 800 },
        { name: "hall.wav", samples: 8000 },
      ],
      8000,
      4000,
    ]);
    const [{ lag, delay, seconds, interval, intervalSeconds, outcome, doubts, clockSeconds }] = pairs;
    expect([lag, outcome, doubts, clockSeconds]).toEqual([2600, "delay", [], null]);
    expect(seconds).toBe(delay / 8000);
    expect(interval![0] < 2600 && interval![1] > 2600).toBe(true);
    expect(intervalSeconds).toEqual(interval!.map((v) => v / 8000));
  });

  it("says why there is no answer", async () => {
    const { pairs } = await reportOf("delay flat.csv", 1);
    expect(pairs[0].doubts).toEqual([{ kind: "flat", because: "a does not vary" }]);
    expect(pairs[0].sentence).toBe("the delay of b against a is ambiguous: a does not vary");
  });

  it("is strict", async () => {
    const report = await reportOf("delay flat.csv", 1);
    expect(validate({ ...report, more: 1 })).toBe(false);
    expect(validate({ ...report, schema: 2 })).toBe(false);
    expect(validate({ ...report, pairs: [] })).toBe(false);
  });
});

it("one signal with a rate lends it to the other, and says so", async () => {
  writeFileSync(path("plain.csv"), "1\n2\n4\n3\n");
  const ran = await command(words("delay hall.wav plain.csv"));
  expect(ran.stderr).toBe(
    "convxcorr: warning: plain.csv says no sample rate: it is taken to have the 8000 samples per second of hall.wav.\n",
  );
});

it("a job of a batch answers with its report, and may write a curve", async () => {
  const jobs = [
    { id: 1, args: ["delay", "chirp.wav", "hall.wav", "--curve", "curve.csv"] },
    { id: 2, args: ["delay", "flat.csv"] },
    { id: 3, args: ["delay", "flat.csv", "--curve", "curve.csv"] },
  ];
  const ran = await command(["batch", "--jobs", "-"], { stdin: jobs.map((j) => JSON.stringify(j)).join("\n") });
  const answers = ran.stdout
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { exitCode: number; message?: string; report?: DelayReport });
  expect(answers.map((a) => [a.exitCode, a.report?.pairs[0].lag])).toEqual([
    [0, 2600],
    [1, 0],
    [2, undefined],
  ]);
  expect(answers[2].message).toMatch(/^curve\.csv: the job at .* has written it\./);
  expect(readFileSync(path("curve.csv"), "utf8").split("\n", 2)[0]).toBe("lag,lag_s,score");
});
