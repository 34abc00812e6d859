/** `find` as a process: events while the input goes on, ends that wait for nobody, and JSON as its schema says. */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command } from "../support/command.js";
import { freshFolder } from "../support/folder.js";
import { cleanEnv, shell } from "../support/process.js";

const text = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(text("src/schemas/find-event.schema.json")) as object,
);
const { root, path } = freshFolder();
const before = process.cwd();
beforeAll(() => {
  process.chdir(root);
  writeFileSync(path("t.csv"), "time,a,b\n0,1,5\n1,2,\n2,1,5\n3,1,6\n4,2,5\n5,1,5\n");
  writeFileSync(path("sensor.csv"), text("fixtures/sensor.csv"));
});
afterAll(() => {
  process.chdir(before);
});

describe("find --json", () => {
  it.each([
    ["find -t 0,1,0 --json t.csv", 4],
    ["find -t 0,1,0 --json --time-column time -C 2 t.csv t.csv", 7],
    ["find -t 0,1,0 --json --polarity either --min-score 0.5 --refractory 1 t.csv", 4],
    ["find -t 0,1,0 --json -m 1 --rate 5 t.csv", 2],
    ["find -t sensor.csv@100:130 --template-column 2 --json --time-column 1 --columns temperature sensor.csv", 2],
  ])("%s", async (line, least) => {
    const { exitCode, stdout } = await command(line.split(" "));
    const events = stdout.toString().trimEnd().split("\n");
    expect(exitCode).toBe(0);
    expect(events.length).toBeGreaterThanOrEqual(least);
    for (const event of events)
      expect([validate(JSON.parse(event)), event, validate.errors]).toEqual([true, event, null]);
  });

  it("says at the end that nothing was found", async () => {
    const { exitCode, stdout } = await command("find -t 1,0,1 --json --columns b t.csv".split(" "));
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout.toString())).toEqual({
      schema: 1,
      event: "end",
      file: "t.csv",
      channels: 1,
      found: 0,
      complete: true,
      samples: 6,
      windows: 4,
      flat: 0,
      missing: 2,
    });
  });
});

/** The program with a pipe that stays open until `end`. */
function live(...args: readonly string[]) {
  const child = spawn("convxcorr", args, { env: cleanEnv(), cwd: root });
  let out = "";
  child.stdout.on("data", (block: Buffer) => {
    out += block.toString();
  });
  child.stdin.on("error", () => undefined);
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  return {
    send: (lines: string): void => {
      child.stdin.write(lines);
    },
    end: (): void => {
      child.stdin.end();
    },
    /** What has come once it is as long as `length`. */
    said: async (length: number): Promise<string> => {
      for (let i = 0; i < 500 && out.length < length; i++) await new Promise((r) => setTimeout(r, 20));
      return out;
    },
    closed,
  };
}

const ZEROS = "0\n".repeat(20);

describe("find on a pipe that goes on", () => {
  it("tells an occurrence before the input ends, and all of them by then", async () => {
    const find = live("find", "-t", "0,1,3,2,0");
    find.send(`${ZEROS}1\n3\n2\n${ZEROS}`);
    const first = "19: score 1\n";
    expect(await find.said(first.length)).toBe(first);
    // One sample at a time, the last one without an end of its line.
    for (const sample of "0 2 6 4 0 0 0 0 0 0".split(" ")) find.send(`${sample}\n`);
    expect(await find.said(2 * first.length)).toBe(`${first}43: score 1\n`);
    find.send("5\n15\n10\n0");
    find.end();
    expect(await find.closed).toBe(0);
    expect(await find.said(36)).toBe(`${first}43: score 1\n52: score 1\n`);
  });

  it.each([["-q"], ["-m", "1"]])("ends at once with %s, though the pipe stays open", async (...options) => {
    const find = live("find", "-t", "0,1,3,2,0", ...options);
    find.send(`${ZEROS}1\n3\n2\n${ZEROS}`);
    expect(await find.closed).toBe(0);
  });

  it("ends when its reader has gone", async () => {
    const endless = "while :; do printf '0\\n1\\n3\\n2\\n0\\n'; done";
    const { code, stdout } = await shell(`${endless} | convxcorr find -t 0,1,3,2,0 | head -n 2`);
    expect([code, stdout]).toEqual([0, "0: score 1\n5: score 1\n"]);
  });

  it("says what is wrong with what comes later, behind what was found", async () => {
    const { code, stdout, stderr } = await shell("printf '0\\n1\\n0\\n0\\n0\\n0\\noops\\n' | convxcorr find -t 0,1,0");
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("stdin:7:1: ");
  });
});
