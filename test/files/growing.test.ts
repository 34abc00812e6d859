/** Files that grow: there when all has come, not there where it has not. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { growingFile } from "../../src/files/growing.js";
import { faultOf } from "../support/fault.js";
import { freshFolder } from "../support/folder.js";

const { root, path } = freshFolder();

test("the file has what came, in its order, and is there at the end only", async () => {
  const file = growingFile(path("a.txt"));
  await file.write("one\n");
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(existsSync(path("a.txt"))).toBe(false);
  await file.write("two\n");
  await file.write("ö\n");
  await file.end();
  expect(readFileSync(path("a.txt"), "utf8")).toBe("one\ntwo\nö\n");
});

test("nothing at all makes an empty file", async () => {
  await growingFile(path("empty.txt")).end();
  expect(readFileSync(path("empty.txt"), "utf8")).toBe("");
});

test("what is abandoned leaves an old file as it was, and no other", async () => {
  writeFileSync(path("old.txt"), "old");
  const file = growingFile(path("old.txt"));
  await file.write("new");
  await file.abandon();
  expect(readFileSync(path("old.txt"), "utf8")).toBe("old");
  expect(readdirSync(root).filter((name) => name.startsWith(".") || name.includes("tmp"))).toEqual([]);
});

test("a failure is told at the end, and at the next write", async () => {
  mkdirSync(path("folder"));
  const file = growingFile(path("folder"));
  const message = `${path("folder")}: is a folder. Name a file in it.`;
  expect(await faultOf(() => file.end())).toEqual([4, message]);
  expect(await faultOf(() => file.write("more"))).toEqual([4, message]);
});
