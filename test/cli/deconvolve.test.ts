/** The JSON of `deconvolve` against its schema. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshFolder } from "../support/folder.js";
import { jsonReports } from "./json-report.js";

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { reportOf } = jsonReports<{ readonly options: object }>("deconvolve-report");

const { root, path } = freshFolder();
const before = process.cwd();
beforeAll(() => {
  process.chdir(root);
  writeFileSync(path("picture.png"), readFileSync(file("fixtures/picture.png")));
  writeFileSync(path("line.csv"), "1\n2.5\n4\n1.5\n");
});
afterAll(() => {
  process.chdir(before);
});

it.each<[string, object]>([
  [
    "deconvolve picture.png -k gaussian:sigma=1 -o out.png",
    { mode: "conv", method: "wiener", size: "same", border: "free" },
  ],
  [
    "deconvolve picture.png -k 0,1,2 -m xcorr --method richardson-lucy --iterations 2 --border wrap -o out.png",
    { mode: "xcorr", method: "richardson-lucy", size: "same", border: "wrap" },
  ],
  [
    "deconvolve line.csv -k 1,0.5 -m conv --method division --size full -o out.csv",
    { mode: "conv", method: "division", size: "full", border: "free" },
  ],
])("the schema of deconvolutions holds for: %s", async (line, options) => {
  const report = await reportOf(line);
  expect(report.options).toEqual(options);
});
