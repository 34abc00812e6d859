/** The program as a process: the only place that prints errors and sets the exit code. */
import { EXIT, UserError } from "../base/errors.js";
import { standardError } from "../files/stderr.js";
import { standardInput } from "../files/stdin.js";
import { isTerminal, standardOutput } from "../files/stdout.js";
import { removeTemporaries } from "../files/temporaries.js";
import { startAhead } from "./ahead.js";
import { bugText } from "./bug.js";
import { colourLevel } from "./colour.js";
import type { Context, Register } from "./context.js";
import { createProgress } from "./progress.js";
import { runCommand } from "./run.js";
import { guardTemporaries } from "./signals.js";
import { createTalk, paintFor } from "./talk.js";
import { packageVersion } from "./version.js";

/**
 * Runs the program with the arguments of this process (or others) and sets its exit code. The process ends by itself when
 * all is written.
 */
export async function main(
  argv: readonly string[] = process.argv.slice(2),
  commands?: readonly Register[],
): Promise<void> {
  process.on("uncaughtException", endWithBug);
  process.on("unhandledRejection", endWithBug);
  await startAhead(argv);
  const context = await processContext(argv);
  const { exitCode, failure } = await runCommand(argv, context, commands);
  process.exitCode = exitCode;
  if (failure === undefined) return;
  if (failure instanceof UserError) context.talk.error(failure.message);
  if (!(failure instanceof UserError) || debugging()) context.talk.error(bugOrStack(failure));
}

const debugging = (): boolean => (process.env["CONVXCORR_DEBUG"] ?? "") === "1";

/** For a user's error only its stack, with those of its causes; for everything else the whole report of a bug. */
function bugOrStack(failure: unknown): string {
  if (!(failure instanceof UserError)) return bugText(failure, packageVersion(), debugging());
  const cause = failure.cause instanceof Error ? `\ncaused by ${failure.cause.stack ?? failure.cause.message}` : "";
  return `${failure.stack ?? ""}${cause}`;
}

async function processContext(argv: readonly string[]): Promise<Context> {
  const { env } = process;
  const terminal = isTerminal(2);
  const end = argv.indexOf("--");
  const off = (end < 0 ? argv : argv.slice(0, end)).includes("--no-color");
  const level = colourLevel({ env, isTerminal: terminal, off });
  const raw = standardError();
  const columns = (): number => process.stderr.columns || 80;
  const progress = createProgress({ write: raw, isTerminal: terminal && env["TERM"] !== "dumb", columns });
  const write = (text: string): void => {
    progress.clear();
    raw(text);
  };
  const talk = createTalk({ write, isTerminal: terminal, level, paint: await paintFor(level) });
  let stopped = false;
  guardTemporaries(() => {
    progress.clear();
    stopped = true;
  });
  return {
    stdin: standardInput(),
    stdout: standardOutput(),
    talk,
    progress,
    env,
    // An AbortController would be half a millisecond of every start.
    signal: {
      throwIfAborted: () => {
        if (stopped) throw new Error("the process is being ended");
      },
    },
    wholeProcess: true,
  };
}

/** An exception outside every run. What the process is in is not known any more, so it ends here. */
function endWithBug(error: unknown): void {
  removeTemporaries();
  for (const line of bugText(error, packageVersion(), debugging()).split("\n")) {
    process.stderr.write(`convxcorr: ${line}\n`);
  }
  process.exit(EXIT.bug);
}
