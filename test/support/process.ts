/** Starts the built program, or a small program of a test against the built modules, as processes. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Start {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Who runs it; needs root. */
  readonly uid?: number;
}

/** The address of a built module, for `import` in a program of a test: `built("files/atomic.js")`. */
export const built = (module: string): string => join(inject("built"), "dist", module);

const ENV = { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent" };

/** The environment of every process of the tests: nothing of ours but the PATH, with `convxcorr` on it. */
export const cleanEnv = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...ENV,
  PATH: `${join(inject("built"), "path")}:${ENV.PATH}`,
  ...more,
});

export function run(command: string, args: readonly string[], start: Start = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: start.cwd ?? "/",
      env: cleanEnv(start.env),
      ...(start.uid === undefined ? {} : { uid: start.uid, gid: start.uid }),
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (block: Buffer) => out.push(block));
    child.stderr.on("data", (block: Buffer) => err.push(block));
    child.stdin.on("error", () => undefined);
    child.stdin.end(start.input ?? "");
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
    });
  });
}

/** A line of shell. It is followed by `exit $?`, so that bash stays the parent of what it starts. */
export const shell = (line: string, start?: Start): Promise<Ended> => run("bash", ["-c", `${line}\nexit $?`], start);

/** A program in JavaScript, as it would stand in a module. */
export const script = (source: string, start?: Start): Promise<Ended> =>
  run(process.execPath, ["--input-type=module", "-e", source], start);
