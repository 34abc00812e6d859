/** The examples of the help texts run as they stand, in a copy of the fixtures. */
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { command } from "../support/command.js";
import { freshFolder } from "../support/folder.js";
import { shell } from "../support/process.js";

const { path } = freshFolder();
const FIXTURES = fileURLToPath(new URL("../../fixtures", import.meta.url));

/** The lines below "Examples:", each a command; lines that are indented further continue it. */
async function examplesOf(words: string): Promise<string[]> {
  const { stdout } = await command([...words.split(" "), "--help"]);
  const text = stdout.toString().split("\nExamples:\n")[1];
  return text.trim().split(/\n {2}(?! )/);
}

const COMMANDS = [
  "kernel list",
  "kernel show",
  "plot",
  "demo",
  "batch",
  "apply",
  "conv",
  "xcorr",
  "match",
  "find",
  "delay",
  "fit",
  "spectrum",
  "deconvolve",
  "layer",
  "verify",
];

describe("the examples of", () => {
  it("every command are among these", async () => {
    const { stdout } = await command(["--help"]);
    const [, list] = stdout.toString().split(/\nCommands:\n|\n\nExit codes:/);
    const names = [...list.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name);
    const covered = COMMANDS.map((words) => words.split(" ")[0]);
    expect(names.filter((name) => name !== "help" && !covered.includes(name))).toEqual([]);
  });

  it.each(COMMANDS)("%s", async (words) => {
    const cwd = path(words);
    cpSync(FIXTURES, cwd, { recursive: true });
    const examples = await examplesOf(words);
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      const { code, stderr } = await shell(`set -o pipefail; ${example}`, { cwd });
      // Only --fail-on may answer no.
      expect(example.includes("--fail-on") ? [0, 1] : [0], `${example}\n${stderr}`).toContain(code);
    }
  });
});
