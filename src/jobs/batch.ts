/** Many jobs in one warm process: JSON Lines in, an answer for each out. */
import { EXIT } from "../base/errors.js";
import { readJsonLines } from "../files/json-lines.js";
import type { ByteSource } from "../files/stdin.js";
import { type Job, readJob, refuseStandardInput } from "./job.js";
import { type Output, Outputs } from "./outputs.js";

/** What became of a job. */
export interface JobResult {
  /** 0, or 1 where the answer is no; everything else is a failure. */
  readonly exitCode: number;
  /** The error lines, without colour. */
  readonly message?: string;
  readonly report?: object;
}

/** What a job may know of the batch it is in. */
export interface JobSetting {
  /** How talk about the job names it: `job "a"`. */
  readonly name: string;
  /** To be told before anything is written. @throws UserError */
  readonly claim: (outputs: readonly Output[]) => Promise<void>;
  /** Bytes of the jobs' file that were read when the job began. */
  readonly position: number;
}

export interface BatchOptions {
  /** Runs one command line. It never throws for what the job does wrong. */
  readonly run: (args: readonly string[], setting: JobSetting) => Promise<JobResult>;
  /** Takes each answer, one line with its end, as soon as its job has ended. */
  readonly answer: (line: string) => Promise<void>;
  /** What `-` reads. */
  readonly stdin?: ByteSource;
  /** Jobs may replace files that earlier jobs wrote. */
  readonly overwrite?: boolean;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

export interface BatchCount {
  readonly jobs: number;
  /** Jobs that did not end with 0, lines that are no job counted too. */
  readonly failed: number;
}

/**
 * Runs the jobs of `path` (`-`: stdin) one after another, in their order. The next line is only read when the answer of
 * the one before is out, so a caller may wait for each answer before sending the next job. A job that fails and a line
 * that is no job are answered like the others; the jobs after them run.
 * @throws UserError when the jobs cannot be read or an answer cannot be written
 */
export async function runBatch(path: string, options: BatchOptions): Promise<BatchCount> {
  const outputs = new Outputs(options.overwrite === true);
  let [jobs, failed, position] = [0, 0, 0];
  for await (const line of readJsonLines(path, options.stdin)) {
    const job = readJob(line);
    const start = options.now();
    const result = "error" in job ? failure(job.error.message) : await runJob(job, outputs, options, position);
    outputs.settle(line.place, result.exitCode <= EXIT.no);
    const spent = "error" in job ? undefined : Math.max(0, options.now() - start);
    await options.answer(answerText(job.id, result, spent));
    jobs++;
    if (result.exitCode !== EXIT.done) failed++;
    position = line.end;
  }
  return { jobs, failed };
}

const failure = (message: string): JobResult => ({ exitCode: EXIT.usage, message });

async function runJob(job: Job, outputs: Outputs, options: BatchOptions, position: number): Promise<JobResult> {
  const claim = async (given: readonly Output[]): Promise<void> => {
    refuseStandardInput(job.args);
    await outputs.claim(given);
  };
  return options.run(job.args, { name: `job ${job.id}`, claim, position });
}

/** As `src/schemas/batch-answer.schema.json` says. `id` is JSON already. */
function answerText(id: string, { exitCode, message, report }: JobResult, spent: number | undefined): string {
  const milliseconds = spent === undefined ? undefined : Math.round(spent * 10) / 10;
  return `{"id":${id},${JSON.stringify({ exitCode, message, report, milliseconds }).slice(1)}\n`;
}
