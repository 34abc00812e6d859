/** The report of `demo --json` against its schema, and its files. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { loadSignal } from "../../src/files/load.js";
import { similarity } from "../../src/tasks/demo/similarity.js";
import { command } from "../support/command.js";
import { freshFolder } from "../support/folder.js";

const schema = fileURLToPath(new URL("../../src/schemas/demo-report.schema.json", import.meta.url));
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(schema, "utf8")) as object);
const { path } = freshFolder();

describe("demo --json", () => {
  it.each([
    [[], 0],
    [["--noise", "0", "--seed", "4294967295"], 0],
    [["similarity", "--noise", "8"], 1],
  ] as const)("%j is as the schema says, and the exit code %i says whether it is good", async (words, exitCode) => {
    const ran = await command(["demo", "--json", ...words]);
    const report = JSON.parse(ran.stdout.toString()) as { good: boolean; wrong: number };
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    expect(ran.report).toEqual(report);
    expect([ran.exitCode, report.good, report.wrong === 0]).toEqual([exitCode, exitCode === 0, exitCode === 0]);
  });

  it("names the files, and the table holds what was computed", async () => {
    const target = path("d");
    const ran = await command(["demo", "--json", "--seed", "5", "-o", target]);
    const { outputs } = JSON.parse(ran.stdout.toString()) as { outputs: string[] };
    expect(outputs).toEqual([".svg", ".png", ".csv"].map((suffix) => target + suffix));
    const { signal } = await loadSignal(`${target}.csv`);
    const { original, noisy, correlated } = similarity({ seed: 5 });
    expect(signal.about.columns).toEqual(["original", "noisy", "correlated"]);
    for (const [c, column] of [original, noisy, correlated].entries()) {
      expect(Array.from({ length: 1024 }, (_, i) => signal.data[3 * i + c])).toEqual(Array.from(column));
    }
    const picture = await loadSignal(`${target}.png`);
    expect(picture.signal.width).toBe(1600);
    for (const title of ["Original signal", "Signal with noise", "Cross-correlated with rectangular pulse"]) {
      expect(readFileSync(`${target}.svg`, "utf8")).toContain(`aria-label="${title}"`);
    }
  });
});
