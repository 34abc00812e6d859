import { Option } from "commander";
import { describe, expect, it } from "vitest";
import { inputError, UserError } from "../../src/base/errors.js";
import { acting, type Context, type Register } from "../../src/cli/context.js";
import { NO_PROGRESS } from "../../src/cli/progress.js";
import { type Outcome, runCommand } from "../../src/cli/run.js";
import { plainTalk } from "../../src/cli/talk.js";
import { noInput } from "../../src/files/stdin.js";

/** A command that says what it was given. */
const echo: Register = (program, context, answer) => {
  program
    .command("echo")
    .description("says what it was given")
    .argument("<input>", "a file")
    .option("-k, --kernel <K>", "taps", (value: string, before: string[] | undefined) => [...(before ?? []), value])
    .option("--shift <x,y>")
    .option("--offset <number>")
    .addOption(new Option("--mode <mode>").choices(["conv", "xcorr"]))
    .addOption(new Option("--size <size>").conflicts("padding"))
    .option("--padding <pads>")
    .option("-o, --output <file>")
    .action(
      acting(answer, async (input: string, options: object) => {
        await context.stdout.write([Buffer.from(JSON.stringify([input, options]))]);
        return 0;
      }),
    );
};
const apply: Register = (program, _, answer) => {
  program
    .command("apply")
    .requiredOption("--kernel <K>", "taps")
    .action(acting(answer, () => Promise.resolve(1)));
  const kernel = program.command("kernel").description("kernels");
  kernel
    .command("show")
    .argument("<name>")
    .action(acting(answer, () => Promise.resolve(0)));
};
const failing: Register = (program, _, answer) => {
  program
    .command("user")
    .action(acting(answer, () => Promise.reject(inputError("a.csv:3:1", "is no number", "Mend it"))));
  program.command("bug").action(acting(answer, () => Promise.reject(new TypeError("x is not a function"))));
  program
    .command("memory")
    .action(acting(answer, () => Promise.reject(new RangeError("Array buffer allocation failed"))));
};

interface Ran extends Outcome {
  readonly stdout: string;
  readonly stderr: string;
}

async function run(...argv: string[]): Promise<Ran> {
  let [stdout, stderr] = ["", ""];
  const context: Context = {
    stdin: noInput("this is a test"),
    stdout: {
      isTerminal: false,
      write: async (blocks) => {
        for await (const block of blocks) stdout += Buffer.from(block).toString();
      },
    },
    talk: plainTalk((text) => {
      stderr += text;
    }),
    progress: NO_PROGRESS,
    env: {},
    signal: new AbortController().signal,
  };
  const outcome = await runCommand(argv, context, [echo, apply, failing]);
  return { ...outcome, stdout, stderr };
}

/** The message of a call that is wrong; everything else about it must be as promised. */
async function refusal(...argv: string[]): Promise<string> {
  const { exitCode, failure, stdout, stderr } = await run(...argv);
  expect([exitCode, failure instanceof UserError, stdout, stderr]).toEqual([2, true, "", ""]);
  return failure instanceof UserError ? failure.message : "";
}

describe("a call that is right", () => {
  it("gives values that begin with a minus to their options", async () => {
    const { stdout, exitCode } = await run("echo", "in", "--kernel", "-1,0,1", "--shift", "-1", "--offset=-5");
    expect([JSON.parse(stdout), exitCode]).toEqual([["in", { kernel: ["-1,0,1"], shift: "-1", offset: "-5" }], 0]);
    expect(JSON.parse((await run("echo", "-k", "-1 0 1", "-", "-o", "-")).stdout)).toEqual([
      "-",
      { kernel: ["-1 0 1"], output: "-" },
    ]);
  });

  it("takes everything after -- as file names, and --no-color anywhere", async () => {
    expect(JSON.parse((await run("echo", "--", "-odd.csv")).stdout)).toEqual(["-odd.csv", {}]);
    expect(JSON.parse((await run("echo", "in", "--no-color")).stdout)).toEqual(["in", {}]);
    expect(JSON.parse((await run("--no-color", "echo", "in")).stdout)).toEqual(["in", {}]);
  });

  it("ends with the answer of its command, and answers do not leak into the next run", async () => {
    expect((await run("apply", "--kernel", "1")).exitCode).toBe(1);
    expect((await run("kernel", "show", "box")).exitCode).toBe(0);
  });

  it("prints help and version to stdout", async () => {
    const help = await run("--help");
    expect([help.exitCode, help.stderr]).toEqual([0, ""]);
    expect(help.stdout).toMatch(/^Usage: convxcorr \[options\] \[command\]\n/);
    expect(help.stdout).toContain("  70  a fault of convxcorr itself\n");
    expect((await run("help", "echo")).stdout).toMatch(/^Usage: convxcorr echo \[options\] <input>\n/);
    expect((await run("echo", "--help")).stdout).toContain("--no-color");
    expect((await run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("prints the help to stderr when there are no arguments, and calls that wrong", async () => {
    const { exitCode, stdout, stderr, failure } = await run();
    expect([exitCode, stdout, failure]).toEqual([2, "", undefined]);
    expect(stderr).toMatch(/^Usage: convxcorr /);
  });
});

describe("a call that is wrong", () => {
  const help = "convxcorr echo --help lists all options.";

  it("has an option that is not known", async () => {
    expect(await refusal("echo", "in", "--kernal", "1")).toBe(
      `--kernal: no such option. Did you mean --kernel? ${help}`,
    );
    expect(await refusal("echo", "in", "--ofset=3")).toBe(`--ofset: no such option. Did you mean --offset? ${help}`);
    expect(await refusal("echo", "in", "--frobnicate")).toBe(`--frobnicate: no such option. ${help}`);
    expect(await refusal("echo", "in", "--__proto__")).toBe(`--__proto__: no such option. ${help}`);
    expect(await refusal("echo", "in", "--x'\u001b[2Jy")).toBe(`--x'\\e[2Jy: no such option. ${help}`);
    expect(await refusal("--kernel", "1", "in")).toBe(
      "--kernel: is an option of a command. Name the command first: convxcorr echo --kernel ….",
    );
  });

  it("has a kernel without its option", async () => {
    expect(await refusal("echo", "in", "-1,0,1")).toBe(
      "-1,0,1: begins with a minus, so it is read as an option. Give a kernel with --kernel -1,0,1, and a file of this name as ./-1,0,1.",
    );
  });

  it("has an option without its value, also where another option follows", async () => {
    expect(await refusal("echo", "in", "--kernel")).toBe("--kernel: has no value. Write --kernel <K>.");
    expect(await refusal("echo", "in", "--shift", "--mode", "conv")).toBe(
      "--shift: has no value: --mode follows. Write --shift <x,y>.",
    );
    expect(await refusal("echo", "in", "--offset", "--no-color")).toBe(
      "--offset: has no value. Write --offset <number>.",
    );
  });

  it("lacks an argument or an option, or has an argument too many", async () => {
    expect(await refusal("echo")).toBe("INPUT: is missing. Call it as: convxcorr echo [options] <input>.");
    expect(await refusal("apply")).toBe("--kernel: is missing. Write --kernel <K>.");
    expect(await refusal("echo", "a", "b", "c")).toBe(
      "b: is one argument too many: convxcorr echo takes 1 argument (INPUT). Leave it out, or put quotes round a value that has blanks.",
    );
    expect(await refusal("kernel", "show")).toBe(
      "NAME: is missing. Call it as: convxcorr kernel show [options] <name>.",
    );
  });

  it("has a value that is none of the choices, or options that exclude each other", async () => {
    expect(await refusal("echo", "in", "--mode", "xcor")).toBe(
      '--mode: there is no "xcor". Did you mean xcorr? It takes conv, xcorr.',
    );
    expect(await refusal("echo", "in", "--mode", "it's 'x' is invalid. No")).toBe(
      "--mode: there is no \"it's 'x' is invalid. No\". It takes conv, xcorr.",
    );
    expect(await refusal("echo", "in", "--size", "full", "--padding", "1,1,1,1")).toBe(
      "--size: cannot be used together with --padding. Leave one of them out.",
    );
  });

  it("names a command that is not known", async () => {
    const list = "The commands are echo, apply, kernel, user, bug, memory, help.";
    expect(await refusal("aply")).toBe(`aply: no such command. Did you mean apply? ${list}`);
    expect(await refusal("frobnicate", "--kernel")).toBe(`frobnicate: no such command. ${list}`);
    expect(await refusal("kernel", "shwo")).toBe(
      "shwo: no such command. Did you mean show? The commands are show, help.",
    );
  });
});

describe("a run that fails", () => {
  it("hands over why, with the exit code of the fault", async () => {
    const { exitCode, failure, stderr } = await run("user");
    expect([exitCode, String(failure), stderr]).toEqual([3, "UserError: a.csv:3:1: is no number. Mend it.", ""]);
  });

  it("counts every other exception as a fault of ours", async () => {
    const { exitCode, failure } = await run("bug");
    expect([exitCode, String(failure)]).toEqual([70, "TypeError: x is not a function"]);
  });

  it("says so when memory runs out", async () => {
    const { exitCode, failure } = await run("memory");
    expect([exitCode, String(failure)]).toEqual([
      3,
      "UserError: memory: the data do not fit into it. Work on smaller pieces.",
    ]);
  });
});
