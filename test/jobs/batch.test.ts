import * as fs from "node:fs";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../src/files/stdin.js";
import { type BatchOptions, type JobResult, runBatch } from "../../src/jobs/batch.js";
import { faultOf } from "../support/fault.js";
import { freshFolder } from "../support/folder.js";

const { path } = freshFolder();

interface Told {
  readonly answers: string[];
  readonly count: { readonly jobs: number; readonly failed: number };
}

/** Runs jobs whose arguments are: what to do, then files to write. */
async function batch(lines: readonly string[], more: Partial<BatchOptions> = {}): Promise<Told> {
  const answers: string[] = [];
  let time = 0;
  const count = await runBatch("-", {
    stdin: { read: () => Promise.resolve(Buffer.from(`${lines.join("\n")}\n`)) },
    run: async (args, { name, claim }) => {
      const targets = args.slice(1).map((target) => ({ option: "--output", target }));
      const failed = await claim(targets).then(
        () => undefined,
        (error: unknown) => ({ exitCode: 2, message: String(error) }),
      );
      time += 1.26;
      return failed ?? RESULTS[args[0]] ?? { exitCode: 0, message: name };
    },
    answer: (line) => {
      answers.push(line);
      return Promise.resolve();
    },
    now: () => time,
    ...more,
  });
  return { answers, count };
}

const RESULTS: Readonly<Record<string, JobResult | undefined>> = {
  done: { exitCode: 0, report: { schema: 1 } },
  no: { exitCode: 1, message: "one\ntwo", report: {} },
  bug: { exitCode: 70, message: "internal error" },
};
const job = (id: string, ...args: string[]): string => `{"id":${id},"args":${JSON.stringify(args)}}`;
/** What is wrong with one line, as its answer says. */
const fault = async (line: string): Promise<unknown> => {
  const { answers, count } = await batch([line]);
  expect(count).toEqual({ jobs: 1, failed: 1 });
  const { message, ...rest } = JSON.parse(answers[0]) as { message: string };
  return [rest, message];
};
const FORM = 'Give {"id": 1, "args": ["apply", …]}.';

describe("the answers of a batch", () => {
  it("come in order, one a line, and go on after failures", async () => {
    const { answers, count } = await batch([job('"a"', "done"), "", job("2", "bug"), "x", job("3", "no"), "   "]);
    expect(answers).toEqual([
      '{"id":"a","exitCode":0,"report":{"schema":1},"milliseconds":1.3}\n',
      '{"id":2,"exitCode":70,"message":"internal error","milliseconds":1.3}\n',
      '{"id":null,"exitCode":2,"message":"stdin:4:1: \\"x\\" stands where a value should be. Mend the JSON."}\n',
      '{"id":3,"exitCode":1,"message":"one\\ntwo","report":{},"milliseconds":1.3}\n',
    ]);
    expect(count).toEqual({ jobs: 4, failed: 3 });
  });

  it("repeat the id to the letter", async () => {
    const ids = ["12345678901234567890", "1.0", "-0", "1e400", '""', '"\\u202e\\n\\udb40\\udc01é"', '"same"', '"same"'];
    const { answers } = await batch(ids.map((id) => job(id, "name")));
    expect(answers.map((a) => /^\{"id":(.*?),"exitCode"/.exec(a)?.[1])).toEqual([...ids]);
    expect(JSON.parse(answers[0])).toMatchObject({ message: "job 12345678901234567890" });
  });

  it("are out before the next line is read", async () => {
    const events: string[] = [];
    async function* blocks(): AsyncGenerator<Uint8Array> {
      for (const id of ["1", "2"]) {
        events.push(`sent ${id}`);
        yield await Promise.resolve(Buffer.from(`${job(id, "done")}\n`));
      }
    }
    const stdin: ByteSource = { read: () => Promise.reject(new Error("not whole")), blocks };
    await batch([], {
      stdin,
      answer: async (line) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        events.push(line.slice(0, 7));
      },
    });
    expect(events).toEqual(["sent 1", '{"id":1', "sent 2", '{"id":2']);
  });

  it("are none where there are no jobs", async () => {
    expect(await batch([""])).toEqual({ answers: [], count: { jobs: 0, failed: 0 } });
  });

  it("end with an error where they cannot be written, or the jobs not be read", async () => {
    const answer = (): Promise<void> => Promise.reject(new Error("full"));
    await expect(batch([job("1", "done")], { answer })).rejects.toThrow("full");
    const none = path("none.jsonl");
    expect(await faultOf(() => runBatch(none, { run: neverRun, answer, now: () => 0 }))).toEqual([
      3,
      `${none}: there is no such file. Check the path.`,
    ]);
  });
});

const neverRun = (): Promise<JobResult> => Promise.reject(new Error("there is no job"));

describe("a line that is no job", () => {
  it.each([
    ["[1]", null, "stdin:1:1: the job is an array."],
    ["null", null, "stdin:1:1: the job is null."],
    ['"\\u001b"', null, 'stdin:1:1: the job is "\\e".'],
    ['{"args":["x"]}', null, 'stdin:1:1: the job has no "id".'],
    [' {"id":true,"args":["x"]}', null, "stdin:1:2: id is true, and must be a string or a number."],
    ['{"id":{},"args":["x"]}', null, "stdin:1:1: id is an object, and must be a string or a number."],
    ['{"id":5}', 5, 'stdin:1:1: the job has no "args".'],
    ['{"id":5,"args":"apply"}', 5, 'stdin:1:16: args is "apply", and must be an array of strings.'],
    ['{"id":5,"args":[]}', 5, "stdin:1:16: args is empty."],
    ['{"id":5,"args":["a",1]}', 5, "stdin:1:21: args[1] is 1, and must be a string."],
  ])("%s", async (line, id, message) => {
    expect(await fault(line)).toEqual([{ id, exitCode: 2 }, `${message} ${FORM}`]);
  });

  it("has keys that are not known, or twice", async () => {
    expect(await fault('{"id":"a","arg":["x"]}')).toEqual([
      { id: "a", exitCode: 2 },
      'stdin:1:11: a job has no key "arg". Did you mean "args"? It has id and args.',
    ]);
    expect(await fault('{"id":1,"args":["x"],"priority":3}')).toEqual([
      { id: 1, exitCode: 2 },
      'stdin:1:22: a job has no key "priority". It has id and args.',
    ]);
    expect(await fault('{"id":1,"id":2,"args":["x"]}')).toEqual([
      { id: null, exitCode: 2 },
      'stdin:1:9: the key "id" stands twice. Keep one of them.',
    ]);
  });
});

describe("the outputs of a batch", () => {
  const told = async (lines: readonly string[], more?: Partial<BatchOptions>): Promise<unknown[]> =>
    (await batch(lines, more)).answers.map((a) => {
      const { exitCode, message } = JSON.parse(a) as { exitCode: number; message?: string };
      return exitCode === 2 ? message : exitCode;
    });

  it("are refused where an earlier job wrote them, by whatever name", async () => {
    const [a, again] = [path("a.csv"), path("./x/../a.csv")];
    fs.mkdirSync(path("x"));
    const refused = `UserError: ${again}: the job at stdin:1 of this batch has written it. Give another name, or let the batch --overwrite its own files.`;
    const jobs = [job("1", "done", a), job("2", "done", path("b.csv")), job("3", "done", again)];
    expect(await told(jobs)).toEqual([0, 0, refused]);
    expect(await told(jobs, { overwrite: true })).toEqual([0, 0, 0]);
  });

  it("are kept by a job whose answer is no, and not by one that failed", async () => {
    const c = path("c.csv");
    const refused = `UserError: ${c}: the job at stdin:2 of this batch has written it. Give another name, or let the batch --overwrite its own files.`;
    expect(await told([job("1", "bug", c), job("2", "no", c), job("3", "done", c)])).toEqual([70, 1, refused]);
  });

  it("differ within a job, also where it may overwrite", async () => {
    const d = path("d.csv");
    const refused = `UserError: ${d}: the job writes it twice, the second time by --output. Give another name.`;
    expect(await told([job("1", "done", d, d)], { overwrite: true })).toEqual([refused]);
    expect(await told([job("1", "done", "/dev/null", "/dev/null"), job("2", "done", "/dev/null")])).toEqual([0, 0]);
  });

  it("are never stdout, and no input is stdin", async () => {
    const stdout =
      "UserError: --output: stdout cannot be written: it carries the answers of the batch. Write to a file with -o FILE.";
    expect(await told([job("1", "done", "-"), job("2", "done", "/dev/stdout")])).toEqual([stdout, stdout]);
    for (const name of ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "--kernel=/dev/stdin"]) {
      expect(await told([job("1", name)])).toEqual([`UserError: ${name}: a job of a batch has no stdin. Give a file.`]);
    }
  });
});
