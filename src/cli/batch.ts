/** `batch`: many command lines in this process. */
import { UserError, usageError } from "../base/errors.js";
import { printable } from "../base/text.js";
import { inputName } from "../files/read.js";
import { inputSize } from "../files/size.js";
import { noInput } from "../files/stdin.js";
import { noOutput } from "../files/stdout.js";
import { type JobResult, type JobSetting, runBatch } from "../jobs/batch.js";
import { bugText } from "./bug.js";
import type { Answer, Context, Run } from "./context.js";
import type { Talk } from "./talk.js";
import { packageVersion } from "./version.js";

export interface BatchWords {
  readonly jobs?: string;
  readonly overwrite?: boolean;
}

/** @param runCommand runs the command line of a job */
export async function runJobs(
  { jobs: path, overwrite }: BatchWords,
  context: Context,
  runCommand: Run,
): Promise<Answer> {
  if (context.claim) {
    throw usageError("batch", "a job of a batch cannot be a batch", "Put its jobs into the batch itself");
  }
  if (path === undefined) throw usageError("--jobs", "is missing", "Write --jobs <file>");
  const size = await inputSize(path);
  const encoder = new TextEncoder();
  const { jobs, failed } = await runBatch(path, {
    run: (args, setting) => runJob(args, setting, size, context, runCommand),
    answer: async (line) => {
      if (context.stdout.isTerminal) context.progress.clear();
      await context.stdout.write([encoder.encode(line)]);
    },
    stdin: context.stdin,
    overwrite: overwrite === true,
    now: () => performance.now(),
  });
  context.progress.clear();
  const place = printable(inputName(path));
  if (jobs === 0) context.talk.note(`${place}: has no jobs.`);
  if (failed === 0) return 0;
  context.talk.error(`${place}: ${failed} of ${jobs} jobs failed. Their answers say why.`);
  return 1;
}

async function runJob(
  args: readonly string[],
  { name, claim, position }: JobSetting,
  size: number | undefined,
  context: Context,
  runCommand: Run,
): Promise<JobResult> {
  const errors: string[] = [];
  let report: object | undefined;
  const label = printable(name);
  /** How far the batch is; of a pipe, whose length is not known, how far the job is. */
  const done = (fraction: number): number => (size === undefined ? fraction : position / size);
  context.progress.report(done(0), label);
  const { exitCode, failure } = await runCommand(args, {
    ...context,
    stdin: noInput("a job of a batch has none"),
    stdout: noOutput("it carries the answers of the batch"),
    talk: jobTalk(context.talk, label, errors),
    progress: {
      report: (fraction, text) => {
        context.progress.report(done(fraction), `${label}: ${text}`);
      },
      clear: () => undefined,
    },
    claim,
    report: (given) => {
      report = given;
    },
  });
  if (failure !== undefined) errors.push(failureText(failure, context));
  return {
    exitCode,
    ...(errors.length > 0 ? { message: errors.join("\n") } : {}),
    ...(report === undefined ? {} : { report }),
  };
}

const failureText = (failure: unknown, { env }: Context): string =>
  failure instanceof UserError ? failure.message : bugText(failure, packageVersion(), env["CONVXCORR_DEBUG"] === "1");

/** Errors go into the answer; everything else goes to stderr and says which job it is about. */
function jobTalk(talk: Talk, label: string, errors: string[]): Talk {
  return {
    ...talk,
    error: (message) => {
      errors.push(message);
    },
    warning: (message) => {
      talk.warning(`${label}: ${message}`);
    },
    note: (message) => {
      talk.note(`${label}: ${message}`);
    },
    say: (text) => {
      talk.say(`${label}:\n${text}`);
    },
  };
}
