/** Runs the program inside the test: arguments in, everything that a process would leave behind out. */
import { UserError } from "../../src/base/errors.js";
import type { Context } from "../../src/cli/context.js";
import { NO_PROGRESS } from "../../src/cli/progress.js";
import { runCommand } from "../../src/cli/run.js";
import { plainTalk } from "../../src/cli/talk.js";
import { type ByteSource, noInput } from "../../src/files/stdin.js";

export interface Ran {
  readonly exitCode: number;
  /** The message of the user's error that ended the run; empty where there was none. */
  readonly message: string;
  readonly stdout: Buffer;
  /** Warnings, notes and explanations; not the message. */
  readonly stderr: string;
  readonly report: object | undefined;
}

export interface RunOptions {
  readonly stdin?: Uint8Array | string;
  /** stdout is a terminal. */
  readonly terminal?: boolean;
}

/** Runs one command line. What is no error of the user's is thrown on, so that it fails the test. */
export async function command(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const blocks: Uint8Array[] = [];
  let stderr = "";
  let report: object | undefined;
  const context: Context = {
    stdin: options.stdin === undefined ? noInput("this run has none") : once(Buffer.from(options.stdin)),
    stdout: {
      isTerminal: options.terminal ?? false,
      write: async (more) => {
        for await (const block of more) blocks.push(Uint8Array.from(block));
      },
    },
    talk: plainTalk((text) => {
      stderr += text;
    }),
    progress: NO_PROGRESS,
    env: {},
    signal: new AbortController().signal,
    report: (given) => {
      report = given;
    },
  };
  const { exitCode, failure } = await runCommand(argv, context);
  if (failure !== undefined && !(failure instanceof UserError)) throw new Error("a bug", { cause: failure });
  return { exitCode, message: failure?.message ?? "", stdout: Buffer.concat(blocks), stderr, report };
}

/** Standard input with these bytes; as the real one, once only. */
function once(bytes: Buffer): ByteSource {
  let taken = false;
  return {
    read: async () => {
      if (taken) return refused.read();
      taken = true;
      return Promise.resolve(bytes);
    },
  };
}

const refused = noInput("it was read before");
