import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { createInterface } from "node:readline";
import Ajv2020 from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { command, type RunOptions } from "../support/command.js";
import { freshFolder } from "../support/folder.js";
import { built, cleanEnv, run, shell } from "../support/process.js";

const { path, root } = freshFolder();
const schema = (name: string): ((data: unknown) => unknown) => {
  const text = fs.readFileSync(new URL(`../../src/schemas/${name}.schema.json`, import.meta.url), "utf8");
  return new Ajv2020.default({ allowUnionTypes: true, strict: true }).compile(JSON.parse(text) as object);
};
const [isJob, isAnswer] = [schema("batch-job"), schema("batch-answer")];

interface Answer {
  readonly id: string | number | null;
  readonly exitCode: number;
  readonly message?: string;
  readonly report?: { readonly schema: number };
  readonly milliseconds?: number;
}
type Jobs = readonly (readonly string[])[];

const linesOf = (jobs: Jobs): string => jobs.map((args, id) => `${JSON.stringify({ id, args })}\n`).join("");

/** Runs jobs, numbered from 0, and tells their answers. */
async function batch(
  jobs: Jobs,
  options: readonly string[] = [],
  more: RunOptions = {},
): Promise<{ answers: Answer[]; exitCode: number; stderr: string }> {
  const { exitCode, stdout, stderr, message } = await command(["batch", "--jobs", "-", ...options], {
    stdin: linesOf(jobs),
    ...more,
  });
  expect(message).toBe("");
  const answers = stdout
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Answer);
  for (const answer of answers) expect(isAnswer(answer), JSON.stringify(answer)).toBe(true);
  return { answers, exitCode, stderr };
}
const messageOf = async (...args: string[]): Promise<unknown> => {
  const { answers, exitCode, stderr } = await batch([args]);
  expect([exitCode, stderr]).toEqual([1, "convxcorr: stdin: 1 of 1 jobs failed. Their answers say why.\n"]);
  return [answers[0].exitCode, answers[0].message];
};

fs.writeFileSync(path("in.csv"), "1\n2\n6\n");

describe("the jobs of a batch", () => {
  it("are command lines whose reports come back", async () => {
    const jobs = [
      ["conv", "--kernel", "1,2,1", path("in.csv"), "-o", path("a.csv")],
      ["kernel", "show", "box:3", "-o", path("box.json")],
    ];
    for (const [id, args] of jobs.entries()) expect(isJob({ id, args })).toBe(true);
    const { answers, exitCode, stderr } = await batch(jobs);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(answers.map((a) => [a.id, a.exitCode, a.message, a.report?.schema, (a.milliseconds ?? -1) >= 0])).toEqual([
      [0, 0, undefined, 1, true],
      [1, 0, undefined, 1, true],
    ]);
    expect(fs.readFileSync(path("a.csv"), "utf8")).toBe("4\n11\n14\n");
  });

  it("may end with no, which is told with the report", async () => {
    const { answers, exitCode, stderr } = await batch([
      ["conv", "--kernel", "1e308,1e308", path("in.csv"), "-o", path("no.csv"), "--fail-on", "nan"],
    ]);
    expect([exitCode, answers[0].exitCode, answers[0].report?.schema]).toEqual([1, 1, 1]);
    expect(answers[0].message).toBe("--fail-on nan: 2 of 3 samples are NaN or infinite.");
    expect(stderr).toBe("convxcorr: stdin: 1 of 1 jobs failed. Their answers say why.\n");
  });

  it("have no stdin and no stdout, which is told before they begin", async () => {
    const stdout = "stdout cannot be written: it carries the answers of the batch.";
    const file = path("in.csv");
    const noFile = [2, `--output: ${stdout} Write to a file with -o FILE.`];
    expect(await messageOf("conv", "--kernel", "1", file)).toEqual(noFile);
    expect(await messageOf("conv", "--kernel", "1", file, "-o", "/dev/stdout")).toEqual(noFile);
    expect(await messageOf("conv", "--kernel", "1", file, "-o", path("j.csv"), "--json")).toEqual([
      2,
      `--json: ${stdout} Leave it out: the answer has the report.`,
    ]);
    expect(fs.existsSync(path("j.csv"))).toBe(false);
    const late = [
      2,
      "stdout: cannot be written: it carries the answers of the batch. Write to a file with -o FILE, or run it by itself.",
    ];
    expect(await messageOf("kernel", "list")).toEqual(late);
    expect(await messageOf("--help")).toEqual(late);
    expect(await messageOf("conv", "--kernel", "1", "-", "-o", path("i.csv"))).toEqual([
      2,
      "-: stdin cannot be read: a job of a batch has none. Give a file.",
    ]);
    expect(await messageOf("conv", "--kernel=/dev/stdin", file, "-o", path("i.csv"))).toEqual([
      2,
      "--kernel=/dev/stdin: a job of a batch has no stdin. Give a file.",
    ]);
  });

  it("are no batches", async () => {
    const refused = [2, "batch: a job of a batch cannot be a batch. Put its jobs into the batch itself."];
    expect(await messageOf("batch", "--jobs", "x")).toEqual(refused);
    expect(await messageOf("--no-color", "batch", "--jobs", "-")).toEqual(refused);
  });

  it("do not write one file twice, be it a result or a report", async () => {
    const conv = (...more: string[]): string[] => ["conv", "--kernel", "1", path("in.csv"), ...more];
    const jobs = [
      conv("-o", path("once.csv"), "--report", path("once.json")),
      conv(`-o${root}/./once.csv`),
      conv(`--output=${path("other.csv")}`, "--report", path("once.json")),
      ["kernel", "show", "1", "-o", path("once.json")],
    ];
    const written = (file: string): string =>
      `${file}: the job at stdin:1 of this batch has written it. Give another name, or let the batch --overwrite its own files.`;
    const { answers, stderr } = await batch(jobs);
    expect(answers.map((a) => [a.exitCode, a.message])).toEqual([
      [0, undefined],
      [2, written(`${root}/./once.csv`)],
      [2, written(path("once.json"))],
      [2, written(path("once.json"))],
    ]);
    expect(fs.existsSync(path("other.csv"))).toBe(false);
    expect(stderr).toBe("convxcorr: stdin: 3 of 4 jobs failed. Their answers say why.\n");
    expect((await batch(jobs, ["--overwrite"])).exitCode).toBe(0);
  });

  it("say which of them a warning or a note is about", async () => {
    const { stderr } = await batch([["kernel", "show", "box:3", "-o", path("box.csv")]]);
    expect(stderr).toBe(
      `convxcorr: note: job 0: ${path("box.csv")} holds taps rounded to 64-bit floats; .json keeps them and their divisor exactly\n`,
    );
  });
});

describe("the process of a batch", () => {
  it("answers each job before the next one is sent, and ends with its input", async () => {
    const child = spawn("convxcorr", ["batch", "--jobs", "-"], { cwd: root, env: cleanEnv() });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (job: string): Promise<unknown> => {
      child.stdin.write(`${job}\n`);
      const { value } = (await answers.next()) as { value: string };
      const { id, exitCode } = JSON.parse(value) as Answer;
      return [id, exitCode];
    };
    expect(await ask('{"id": "first", "args": ["kernel", "show", "box:3", "-o", "s1.json"]}')).toEqual(["first", 0]);
    expect(await ask('{"id": "second", "args": ["kernel", "show", "nope.csv", "-o", "s2.json"]}')).toEqual([
      "second",
      3,
    ]);
    // The third job uses what the first one wrote.
    expect(await ask('{"id": 3, "args": ["conv", "-k", "s1.json", "--matrix", "in.csv", "-o", "s3.csv"]}')).toEqual([
      3, 0,
    ]);
    expect(await ask("{")).toEqual([null, 2]);
    child.stdin.end();
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(1);
  });

  it("goes on after a bug of ours", async () => {
    fs.writeFileSync(
      path("program.mjs"),
      `import { main } from "${built("cli/main.js")}";
       import { acting } from "${built("cli/context.js")}";
       import { COMMANDS } from "${built("cli/commands/all.js")}";
       const bug = (program, context, answer) =>
         program.command("bug").action(acting(answer, () => { throw new TypeError("x is not\\na function"); }));
       await main(process.argv.slice(2), [...COMMANDS, bug]);`,
    );
    const input = linesOf([["bug"], ["kernel", "show", "1", "-o", "afterbug.json"]]);
    const { code, stdout } = await run(process.execPath, [path("program.mjs"), "batch", "--jobs", "-"], {
      cwd: root,
      input,
    });
    const [bug, next] = stdout
      .trimEnd()
      .split("\n")
      .map((l) => JSON.parse(l) as Answer);
    expect([code, bug.exitCode, next.exitCode, isAnswer(bug)]).toEqual([1, 70, 0, true]);
    expect(bug.message).toMatch(/^internal error: TypeError: x is not\\na function\. This is a fault of convxcorr, /);
  });

  it("keeps stdout for answers, whatever stderr is", async () => {
    fs.writeFileSync(
      path("jobs.jsonl"),
      linesOf([["conv", "-k", "1,2", "in.csv", "-o", "e.csv", "--explain"], ["nope"]]),
    );
    const { stdout, stderr, code } = await shell("convxcorr batch --jobs jobs.jsonl", {
      cwd: root,
      env: { FORCE_COLOR: "1" },
    });
    const answers = stdout
      .trimEnd()
      .split("\n")
      .map((l) => JSON.parse(l) as Answer);
    expect([code, answers.map((a) => a.exitCode)]).toEqual([1, [0, 2]]);
    expect(answers[1].message).toMatch(/^nope: no such command\. /);
    expect(stderr).toMatch(/^job 0:\nconvolution \(conv\): /);
    expect(stderr).toMatch(/jobs\.jsonl: 1 of 2 jobs failed\. Their answers say why\.\n$/);
  });

  it("is quiet about a reader that has gone, and still runs the jobs", async () => {
    fs.writeFileSync(path("quiet.jsonl"), linesOf(["q1", "q2"].map((q) => ["kernel", "show", "1", "-o", `${q}.json`])));
    const { stderr } = await shell('(convxcorr batch --jobs quiet.jsonl; echo "code $?" >&2) | true', { cwd: root });
    expect([stderr, fs.existsSync(path("q1.json")), fs.existsSync(path("q2.json"))]).toEqual(["code 0\n", true, true]);
  });

  it("ends where answers cannot be written", async () => {
    const { code, stderr } = await shell("convxcorr batch --jobs quiet.jsonl > /dev/full", { cwd: root });
    expect([code, stderr]).toEqual([
      4,
      "convxcorr: stdout: no space is left on the device. Free some space or write somewhere else.\n",
    ]);
  });
});
