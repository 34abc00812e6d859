import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { freshFolder } from "../support/folder.js";
import { shell } from "../support/process.js";
import { fitted, readCases } from "./cases.js";
import { runInside } from "./inside.js";

const CASES = fileURLToPath(new URL("cases", import.meta.url));
const FIXTURES = fileURLToPath(new URL("../../fixtures", import.meta.url));
const { path } = freshFolder();

for (const name of fs.readdirSync(CASES).sort()) {
  if (!name.endsWith(".txt")) continue;
  describe(name, () => {
    for (const [n, { title, files, commands }] of readCases(
      fs.readFileSync(join(CASES, name), "utf8"),
      name,
    ).entries()) {
      it(title, async () => {
        const cwd = path(`${name}-${n}`);
        fs.mkdirSync(cwd);
        for (const [file, text] of files) {
          fs.mkdirSync(dirname(join(cwd, file)), { recursive: true });
          fs.writeFileSync(join(cwd, file), text);
        }
        for (const c of commands) {
          // The first command of a case always runs as a process, the others where they need a shell.
          const inside = c === commands[0] ? undefined : await runInside(c.text, cwd);
          const { code, stdout, stderr } = inside ?? (await shell(c.text, { cwd, env: { FIXTURES } }));
          const actual = { code, stdout: fitted(stdout, c.stdout), stderr: fitted(stderr, c.stderr) };
          expect(actual, `${name}:${c.line}: ${c.text}`).toEqual({ code: c.code, stdout: c.stdout, stderr: c.stderr });
        }
      });
    }
  });
}

describe("the reader of cases", () => {
  it("reads titles, files, commands and what they print", () => {
    const text =
      "# c\n== T\n@ a b.txt\n$ 1\n\n@\n$ one\n> two\nout\n\\$ 5\n\n\\\n\n! err\n!\n? 3\n$ next\n\n== U\n$ x\n";
    expect(readCases(text, "n")).toEqual([
      {
        title: "T",
        line: 2,
        files: new Map([["a b.txt", "$ 1\n\n"]]),
        commands: [
          { line: 7, text: "one\ntwo", stdout: ["out", "$ 5", "", ""], stderr: ["err", ""], code: 3 },
          { line: 17, text: "next", stdout: [], stderr: [], code: 0 },
        ],
      },
      { title: "U", line: 19, files: new Map(), commands: [{ line: 20, text: "x", stdout: [], stderr: [], code: 0 }] },
    ]);
  });

  it("refuses what it cannot place", () => {
    expect(() => readCases("stray\n", "n")).toThrow("n:1: stands before the first case: stray");
    expect(() => readCases("== T\nstray\n", "n")).toThrow("n:2: stands before the first command: stray");
    expect(() => readCases("== T\n@ f\nx\n", "n")).toThrow("n: the file f has no end");
    expect(() => readCases("== T\n", "n")).toThrow("n:1: T: no command");
  });

  it("lets <*> stand for any text of a line, and for nothing else", () => {
    expect(fitted("a 1 b\nc\n", ["a <*> b", "c"])).toEqual(["a <*> b", "c"]);
    expect(fitted("a 1 x\nc+\n", ["a <*> b", "c+<*>"])).toEqual(["a 1 x", "c+<*>"]);
    expect(fitted("aXb", ["a.<*>"])).toEqual(["aXb"]);
    expect(fitted("", ["<*>"])).toEqual([]);
  });
});
