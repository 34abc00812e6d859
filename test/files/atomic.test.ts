import * as fs from "node:fs";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { writeAtomically } from "../../src/files/atomic.js";
import { replaceCalls, SYSTEM_CALLS } from "../../src/files/calls.js";
import { withFailure } from "../support/failing-calls.js";
import { faultOf } from "../support/fault.js";
import { freshFolder } from "../support/folder.js";

const { path, names, root } = freshFolder();
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (name: string): string => fs.readFileSync(path(name), "utf8");

describe("writing a file", () => {
  it("writes all blocks in order and leaves nothing else in the folder", async () => {
    await writeAtomically(path("new.txt"), [bytes("one "), new Uint8Array(0), bytes("two")]);
    expect(read("new.txt")).toBe("one two");
    expect(names()).toEqual(["new.txt"]);
    fs.rmSync(path("new.txt"));
  });

  it("takes blocks that come one after another", async () => {
    async function* blocks(): AsyncGenerator<Uint8Array> {
      for (const word of ["a", "b", "c"]) {
        await Promise.resolve();
        yield bytes(word);
      }
    }
    await writeAtomically(path("async.txt"), blocks());
    expect(read("async.txt")).toBe("abc");
  });

  it("writes views of larger buffers byte by byte", async () => {
    const view = new Uint8Array(new Float64Array([1, 2]).buffer, 8, 8);
    await writeAtomically(path("view.bin"), [view]);
    expect(new Uint8Array(fs.readFileSync(path("view.bin")))).toEqual(view);
  });

  it("goes on where the system takes only a few bytes at once", async () => {
    const restore = replaceCalls({
      ...SYSTEM_CALLS,
      writeNow: (fd, block, offset, length) => SYSTEM_CALLS.writeNow(fd, block, offset, Math.min(3, length)),
    });
    try {
      await writeAtomically(path("short.txt"), [bytes("0123456789"), bytes("abcd")]);
    } finally {
      restore();
    }
    expect(read("short.txt")).toBe("0123456789abcd");
  });

  it("gives a new file the mode of the umask and keeps the mode of an old one", async () => {
    const umask = process.umask(0o027);
    await writeAtomically(path("mode.txt"), [bytes("1")]);
    expect(fs.statSync(path("mode.txt")).mode & 0o777).toBe(0o640);
    process.umask(umask);
    fs.chmodSync(path("mode.txt"), 0o604);
    await writeAtomically(path("mode.txt"), [bytes("2")]);
    expect(fs.statSync(path("mode.txt")).mode & 0o777).toBe(0o604);
  });

  it("keeps the owner of an old file where it may", async () => {
    // Only root may give files away; others see that their own stays theirs.
    const owner = process.getuid?.() === 0 ? [1234, 4321] : [process.getuid!(), process.getgid!()];
    fs.writeFileSync(path("owned.txt"), "old");
    fs.chownSync(path("owned.txt"), owner[0], owner[1]);
    await writeAtomically(path("owned.txt"), [bytes("new")]);
    const { uid, gid } = fs.statSync(path("owned.txt"));
    expect([uid, gid, read("owned.txt")]).toEqual([...owner, "new"]);
  });

  it("replaces the file behind a chain of links and keeps the links", async () => {
    fs.mkdirSync(path("inner/deep"), { recursive: true });
    fs.writeFileSync(path("inner/target.txt"), "old");
    fs.symlinkSync("deep", path("inner/way"));
    // `..` of a linked folder is the parent of the real one.
    fs.symlinkSync("inner/way/../target.txt", path("one"));
    fs.symlinkSync(path("one"), path("two"));
    await writeAtomically(path("two"), [bytes("new")]);
    expect(read("inner/target.txt")).toBe("new");
    expect(fs.readlinkSync(path("two"))).toBe(path("one"));
    expect(fs.readlinkSync(path("one"))).toBe("inner/way/../target.txt");
    expect(fs.readdirSync(path("inner")).sort()).toEqual(["deep", "target.txt", "way"]);
  });

  it("creates the file that a link points to when it is not there yet", async () => {
    fs.symlinkSync("later.txt", path("dangling"));
    await writeAtomically(path("dangling"), [bytes("here")]);
    expect(read("later.txt")).toBe("here");
    expect(fs.lstatSync(path("dangling")).isSymbolicLink()).toBe(true);
  });

  it("leaves the other names of a hard-linked file with the old content", async () => {
    fs.writeFileSync(path("input.txt"), "input");
    fs.linkSync(path("input.txt"), path("output.txt"));
    await writeAtomically(path("output.txt"), [bytes("output")]);
    expect([read("input.txt"), read("output.txt")]).toEqual(["input", "output"]);
  });

  it("writes into devices instead of replacing them", async () => {
    const before = fs.statSync("/dev/null");
    await writeAtomically("/dev/null", [bytes("gone")]);
    const after = fs.statSync("/dev/null");
    expect([after.isCharacterDevice(), after.ino]).toEqual([true, before.ino]);
    expect(await faultOf(() => writeAtomically("/dev/full", [bytes("x")]))).toEqual([
      4,
      "/dev/full: no space is left on the device. Free some space or write somewhere else.",
    ]);
    expect(fs.statSync("/dev/full").isCharacterDevice()).toBe(true);
  });
});

describe("targets that cannot be written", () => {
  const fails = async (target: string): Promise<[number, string]> =>
    faultOf(() => writeAtomically(target, [bytes("x")]));

  it("names a missing folder, a folder, and a file used as a folder", async () => {
    fs.writeFileSync(path("plain"), "");
    expect(await fails(path("missing/x.csv"))).toEqual([
      4,
      `${path("missing/x.csv")}: its folder does not exist. Create the folder first.`,
    ]);
    expect(await fails(root)).toEqual([4, `${root}: is a folder. Name a file in it.`]);
    expect(await fails(`${path("none")}/`)).toEqual([4, `${path("none")}/: is a folder. Name a file in it.`]);
    expect(await fails(path("plain/x.csv"))).toEqual([
      4,
      `${path("plain/x.csv")}: a part of the path is a file, not a folder. Check the path.`,
    ]);
    expect(await fails("")).toEqual([2, "OUTPUT: the path is empty. Name a file, or - for stdout."]);
  });

  it("names links in a circle, names that are too long, and NUL characters", async () => {
    fs.symlinkSync("circle-b", path("circle-a"));
    fs.symlinkSync("circle-a", path("circle-b"));
    expect(await fails(path("circle-a"))).toEqual([
      4,
      `${path("circle-a")}: the symbolic links lead in a circle. Check the path.`,
    ]);
    expect((await fails(path("n".repeat(300))))[1]).toMatch(
      /: the name is too long for the file system\. Use a shorter one\.$/,
    );
    expect(await fails(path("a\0b"))).toEqual([
      4,
      `${path("a\\u{0}b")}: the path has a NUL character in it. Check the path.`,
    ]);
  });

  it("shows control characters of the name as escapes", async () => {
    expect((await fails(path("no/\u001b[31mred\u202e.csv")))[1]).toBe(
      `${path("no/\\e[31mred\\u{202e}.csv")}: its folder does not exist. Create the folder first.`,
    );
  });

  it("passes on errors that are no system errors as they are", async () => {
    const bug = new TypeError("ours");
    // biome-ignore lint/correctness/useYield: it fails before
    async function* broken(): AsyncGenerator<Uint8Array> {
      await Promise.resolve();
      throw bug;
    }
    fs.writeFileSync(path("kept.txt"), "old");
    await expect(writeAtomically(path("kept.txt"), broken())).rejects.toBe(bug);
    expect(read("kept.txt")).toBe("old");
    expect(names().filter((n) => n.endsWith(".tmp"))).toEqual([]);
  });
});

describe("the n-th call of the file system fails", () => {
  const work = (name: string, large = false) => {
    const content = large ? ["new".repeat(1 << 19), "content"] : ["new ", "content"];
    return () => writeAtomically(path(name), content.map(bytes));
  };
  /** Calls whose failure changes nothing that matters: owner, folder entry. */
  const HARMLESS = new Set(["fchown"]);

  for (const existing of [true, false]) {
    for (const large of [true, false]) {
      const kept = `keeps ${existing ? "the old file" : "the folder clean"}`;
      it(`${kept}, whichever it is and whatever it says, of ${large ? "much" : "little"}`, async () => {
        const name = existing ? "old.txt" : "fresh.txt";
        const reset = (): void => {
          fs.rmSync(path(name), { force: true });
          if (existing) fs.writeFileSync(path(name), "old");
        };
        reset();
        const { made } = await withFailure(0, "", work(name, large));
        expect(made.filter((call) => call === (large ? "write" : "writeNow"))).toHaveLength(2);
        expect(made).toContain(large ? "fsync" : "fsyncNow");
        const renamed = made.indexOf("rename") + 1;
        expect(renamed).toBeGreaterThan(0);
        for (let n = 1; n <= made.length; n++) {
          for (const code of ["ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT", "EBUSY", "ESTALE"]) {
            reset();
            const { error } = await withFailure(n, code, work(name, large));
            const harmless = HARMLESS.has(made[n - 1]) || n > renamed;
            expect([made[n - 1], code, error instanceof UserError && error.exitCode]).toEqual([
              made[n - 1],
              code,
              harmless ? false : 4,
            ]);
            const now = fs.existsSync(path(name)) ? read(name) : undefined;
            expect(now?.slice(-7)).toBe(harmless ? "content" : existing ? "old" : undefined);
            expect(names().filter((file) => file.endsWith(".tmp"))).toEqual([]);
          }
        }
      });
    }
  }

  it("does without fsync where the file system has none", async () => {
    const { made } = await withFailure(0, "", work("sync.txt"));
    fs.rmSync(path("sync.txt"));
    const { error } = await withFailure(made.indexOf("fsyncNow") + 1, "EINVAL", work("sync.txt"));
    expect(error).toBeUndefined();
    expect(read("sync.txt")).toBe("new content");
  });

  it("sends a large file to the disk while it is written, and tells a failure of that", async () => {
    const blocks = [5, 3, 5].map((size, i) => new Uint8Array(size << 20).fill(i));
    const write = (): Promise<void> => writeAtomically(path("large.bin"), blocks);
    const { made } = await withFailure(0, "", write);
    expect(Buffer.concat(blocks).equals(fs.readFileSync(path("large.bin")))).toBe(true);
    fs.rmSync(path("large.bin"));
    const syncs = made.flatMap((name, i) => (name === "fsync" ? [i + 1] : []));
    // One or two early ones, that of the whole file, and that of the folder, whose failure is harmless.
    expect(syncs.length).toBeGreaterThan(2);
    expect(syncs[0]).toBeLessThan(made.lastIndexOf("write"));
    const { error } = await withFailure(syncs[0], "EIO", write);
    expect(error).toMatchObject({ fault: "output", exitCode: 4 });
    expect(names().filter((name) => name.startsWith("large") || name.endsWith(".tmp"))).toEqual([]);
    expect((await withFailure(syncs[0], "EINVAL", write)).error).toBeUndefined();
    fs.rmSync(path("large.bin"));
  });

  it("takes another name when its own is taken", async () => {
    const { made } = await withFailure(0, "", work("twin.txt"));
    fs.rmSync(path("twin.txt"));
    const { error } = await withFailure(made.indexOf("openNew") + 1, "EEXIST", work("twin.txt"));
    expect(error).toBeUndefined();
    expect(read("twin.txt")).toBe("new content");
  });
});
