import * as fs from "node:fs";
import { expect, it } from "vitest";
import { outputIdentity } from "../../src/files/identity.js";
import { freshFolder } from "../support/folder.js";

const { path, root } = freshFolder();
const real = fs.realpathSync(root);

it("is one for all spellings of a file, there or not, links included", async () => {
  fs.mkdirSync(path("folder"));
  fs.writeFileSync(path("folder/old.csv"), "1\n");
  fs.symlinkSync("folder", path("other"));
  fs.symlinkSync("folder/old.csv", path("link.csv"));
  fs.symlinkSync("folder/new.csv", path("dangling.csv"));
  for (const name of ["folder/old.csv", "./folder//old.csv", "folder/../other/old.csv", "link.csv"]) {
    expect(await outputIdentity(`${root}/${name}`)).toEqual({ path: `${real}/folder/old.csv` });
  }
  for (const name of ["folder/new.csv", "other/new.csv", "dangling.csv"]) {
    expect(await outputIdentity(`${root}/${name}`)).toEqual({ path: `${real}/folder/new.csv` });
  }
  expect(await outputIdentity(path("none/a.csv"))).toEqual({ path: path("none/a.csv") });
});

it("knows stdout under all its names, and what can be written again", async () => {
  fs.symlinkSync("/dev/stdout", path("out.csv"));
  for (const name of ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", path("out.csv")]) {
    expect(await outputIdentity(name)).toEqual({ stdout: true });
  }
  for (const name of ["/dev/null", "/dev/stderr", "/dev/fd/3"]) expect(await outputIdentity(name)).toBeUndefined();
});
