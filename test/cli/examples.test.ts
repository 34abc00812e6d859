/** The examples of the help texts run as they stand, in a copy of the fixtures. */
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { command } from "../support/command.js";
import { freshFolder } from "../support/folder.js";
import { shell } from "../support/process.js";

const { path } = freshFolder();
const FIXTURES = fileURLToPath(new URL("../../fixtures", import.meta.url));

/** The lines below "Examples:", each a command. */
async function examplesOf(words: string): Promise<string[]> {
  const { stdout } = await command([...words.split(" "), "--help"]);
  const text = stdout.toString().split("\nExamples:\n")[1];
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
}

describe("the examples of", () => {
  it.each(["kernel list", "kernel show", "batch", "apply", "conv", "xcorr"])("%s", async (words) => {
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
