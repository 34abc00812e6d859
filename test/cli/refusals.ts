/** Calls that must be refused: one message in full, its exit code, nothing on stdout and nothing left behind. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command, type RunOptions } from "../support/command.js";
import { freshFolder } from "../support/folder.js";

/** The arguments as a line, the exit code, the message. */
export type Refusal = readonly [line: string, exitCode: 2 | 3 | 4, message: string, options?: RunOptions];

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** The words of a line; single and double quotes as in a shell. */
export function words(line: string): string[] {
  const found = line.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return found.map((w) => w.replace(/'([^']*)'|"([^"]*)"/g, (_, a?: string, b?: string) => a ?? b ?? ""));
}

/**
 * Declares a test for each line. They run in one folder that holds `files` and `old.csv`, an output of an earlier run
 * that must survive.
 */
export function refuses(title: string, files: Files, refusals: readonly Refusal[]): void {
  describe(title, () => {
    const { root, path } = freshFolder();
    const before = process.cwd();
    beforeAll(() => {
      process.chdir(root);
      mkdirSync(path("folder.csv"));
      for (const [name, content] of Object.entries({ ...files, "old.csv": "old\n" }))
        writeFileSync(path(name), content);
    });
    afterAll(() => {
      process.chdir(before);
    });
    const contents = (): string[] =>
      readdirSync(root, { recursive: true })
        .map((name) => path(String(name)))
        .sort()
        .map((p) => `${p}: ${statSync(p).isFile() ? readFileSync(p, "latin1") : "a folder"}`);

    for (const [line, exitCode, message, options = {}] of refusals) {
      it(line, async () => {
        const then = contents();
        const ran = await command(words(line), options);
        expect([ran.exitCode, ran.message]).toEqual([exitCode, message]);
        expect([ran.stdout.toString(), ran.stderr]).toEqual(["", ""]);
        expect(contents()).toEqual(then);
      });
    }
  });
}
