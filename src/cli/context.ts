/** What a run may touch: nothing below `cli/` reaches for the process itself, so many runs fit into one process. */
import type { Command } from "commander";
import type { ByteSource } from "../files/stdin.js";
import type { ByteSink } from "../files/stdout.js";
import type { Output } from "../jobs/outputs.js";
import type { Progress } from "./progress.js";
import type { Talk } from "./talk.js";

export interface Context {
  /** What `-` reads; once only. */
  readonly stdin: ByteSource;
  /** Results: what `-` writes, help texts, reports. */
  readonly stdout: ByteSink;
  /** Everything else that is said, on stderr. */
  readonly talk: Talk;
  readonly progress: Progress;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The run is all that its process does, so its time counts from the start of that. */
  readonly wholeProcess?: boolean;
  /** Throws when the run should end early. */
  readonly signal: Pick<AbortSignal, "throwIfAborted">;
  /** Takes the report of a run; there where someone collects it (batch). */
  readonly report?: (report: object) => void;
  /** Is told where the run will write, before it begins; there in the jobs of a batch. @throws UserError */
  readonly claim?: (outputs: readonly Output[]) => Promise<void>;
}

/** 0 done, 1 the answer is no. Everything worse is thrown. */
export type Answer = 0 | 1;

/** Runs one command line, with a context of its own. Never throws. */
export type Run = (argv: readonly string[], context: Context) => Promise<Outcome>;

export interface Outcome {
  readonly exitCode: number;
  /** Why, where the code is not 0 or 1. A `UserError`, or whatever else was thrown: then it is a bug of ours. */
  readonly failure?: unknown;
}

/**
 * How a command is registered: it adds itself to the program; one file in `commands/`, one line in its `all.ts`.
 * @param run runs the other commands, for those that need them
 */
export interface Register {
  (program: Command, context: Context, answer: (code: Answer) => void, run: Run): void;
  /** The command's name: a call that begins with it needs no other command to be there. */
  readonly command?: string;
}

/** A command with its name. */
export const named = (command: string, register: Register): Register => Object.assign(register, { command });

/** The action of a command: runs `work` and hands its answer over. `command.action(acting(answer, async (…) => 0))`. */
export const acting =
  <A extends unknown[]>(answer: (code: Answer) => void, work: (...args: A) => Promise<Answer>) =>
  async (...args: A): Promise<void> => {
    answer(await work(...args));
  };
