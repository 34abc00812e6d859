/** One run of the program: arguments in, exit code out. Many can follow one another in one process. */
import { Command, CommanderError } from "commander";
import { EXIT, inputError, UserError } from "../base/errors.js";
import { isOutOfMemory } from "./bug.js";
import { COMMANDS } from "./commands/all.js";
import type { Answer, Context, Outcome, Register, Run } from "./context.js";
import { outputsOf } from "./outputs.js";
import { callError, refuseSwallowedOptions } from "./usage.js";
import { packageVersion } from "./version.js";

export type { Outcome } from "./context.js";

const EXIT_CODES = `
Exit codes:
  0   done
  1   the answer is no (nothing was found, a delay is ambiguous, --fail-on
      matched, a job of a batch or a demo failed)
  2   the call is wrong
  3   the input is wrong
  4   the output could not be written
  70  a fault of convxcorr itself

Results go to stdout, everything else to stderr. \`-\` as a file name is stdin or stdout.`;

/**
 * Runs one command line. Never throws and never ends the process; says nothing of a failure, which the caller tells.
 * @param argv the arguments after the program's name
 */
export async function runCommand(
  argv: readonly string[],
  context: Context,
  commands: readonly Register[] = COMMANDS,
): Promise<Outcome> {
  let help = "";
  let code = 0;
  // Options of other commands are never asked for, and take longer to make than a small picture to filter.
  const asked = commands.filter((c) => c.command !== undefined && c.command === argv[0]);
  const program = programOf(
    context,
    asked.length > 0 ? asked : commands,
    (other, theirs) => runCommand(other, theirs, commands),
    {
      answer: (given) => {
        code = given;
      },
      print: (text) => {
        help += text;
      },
    },
  );
  try {
    if (argv.length === 0) {
      context.talk.write(program.helpInformation());
      return { exitCode: EXIT.usage };
    }
    await parse(program, argv);
    if (help !== "") await context.stdout.write([new TextEncoder().encode(help)]);
    return { exitCode: code };
  } catch (error) {
    const failure = isOutOfMemory(error)
      ? inputError("memory", "the data do not fit into it", "Work on smaller pieces", error)
      : error;
    return { exitCode: failure instanceof UserError ? failure.exitCode : EXIT.bug, failure };
  } finally {
    context.progress.clear();
  }
}

/** Help and version end the parsing by an exception, too; that is no failure. */
async function parse(program: Command, argv: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
  }
}

/** @param ends.answer takes the code of a command @param ends.print takes help texts and the version */
function programOf(
  context: Context,
  commands: readonly Register[],
  run: Run,
  ends: { answer: (code: Answer) => void; print: (text: string) => void },
): Command {
  const program = new Command("convxcorr")
    .description("Convolution and cross-correlation of images and signals.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .option("--no-color", "no colour (so do NO_COLOR=1, and an output that is no terminal)")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: ends.print, writeErr: () => undefined, outputError: () => undefined })
    .addHelpText("after", EXIT_CODES);
  for (const register of commands) register(program, context, ends.answer, run);
  program.hook("preAction", async (_, command) => {
    const outputs = outputsOf(command);
    await context.claim?.(outputs);
  });
  arm(program);
  return program;
}

/** Makes every command below fail in our form. Done last, so that it reaches all of them. */
function arm(command: Command): void {
  command.showSuggestionAfterError(false).exitOverride((error) => {
    throw error.exitCode === 0 ? error : callError(command, error);
  });
  refuseSwallowedOptions(command);
  for (const sub of command.commands) arm(sub);
}
