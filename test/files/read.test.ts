import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { replaceCalls, SYSTEM_CALLS } from "../../src/files/calls.js";
import { readBytes } from "../../src/files/read.js";
import { noInput, standardInput } from "../../src/files/stdin.js";
import { withFailure } from "../support/failing-calls.js";
import { faultOf } from "../support/fault.js";
import { freshFolder } from "../support/folder.js";
import { built, script, shell } from "../support/process.js";

const { path, root } = freshFolder();
const fails = (name: string): Promise<[number, string]> => faultOf(() => readBytes(name));

describe("reading a path", () => {
  it("gives all bytes", async () => {
    const data = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) % 251);
    fs.writeFileSync(path("data.bin"), data);
    expect(await readBytes(path("data.bin"))).toEqual(data);
  });

  it("gives all bytes of files that do not know their size", async () => {
    const text = new TextDecoder().decode(await readBytes("/proc/self/status"));
    expect(text).toMatch(/^Name:.*\n[\s\S]*\n$/);
  });

  it("goes on after short reads, and where the system says to try again", async () => {
    fs.writeFileSync(path("slow.bin"), "abcdefghij");
    let turn = 0;
    const restore = replaceCalls({
      ...SYSTEM_CALLS,
      read: (fd, into, offset, length) => {
        turn++;
        if (turn % 2 === 0) return Promise.reject(Object.assign(new Error("again"), { code: "EAGAIN" }));
        return SYSTEM_CALLS.read(fd, into, offset, Math.min(3, length));
      },
    });
    try {
      expect(new TextDecoder().decode(await readBytes(path("slow.bin")))).toBe("abcdefghij");
    } finally {
      restore();
    }
  });

  it("reads a named pipe to its end", async () => {
    execFileSync("mkfifo", [path("pipe")]);
    const writer = shell(`for i in 1 2 3; do printf "$i"; sleep 0.02; done > ${path("pipe")}`);
    expect(new TextDecoder().decode(await readBytes(path("pipe")))).toBe("123");
    await writer;
  });

  it("says what is wrong with a path that cannot be read", async () => {
    fs.writeFileSync(path("picture.png"), "x");
    fs.writeFileSync(path("empty.csv"), "");
    fs.symlinkSync("loop", path("loop"));
    expect(await fails(path("pictrue.png"))).toEqual([
      3,
      `${path("pictrue.png")}: there is no such file. Did you mean "${path("picture.png")}"?`,
    ]);
    expect(await fails("/nowhere/at/all.csv")).toEqual([
      3,
      "/nowhere/at/all.csv: there is no such file. Check the path.",
    ]);
    expect(await fails(path("empty.csv"))).toEqual([3, `${path("empty.csv")}: is empty. Give a file with data in it.`]);
    expect(await fails(root)).toEqual([3, `${root}: is a folder. Name a file in it.`]);
    expect(await fails(path("picture.png/x"))).toEqual([
      3,
      `${path("picture.png/x")}: a part of the path is a file, not a folder. Check the path.`,
    ]);
    expect(await fails(path("loop"))).toEqual([
      3,
      `${path("loop")}: the symbolic links lead in a circle. Check the path.`,
    ]);
    expect(await fails("/dev/zero")).toEqual([3, "/dev/zero: is a device. Give a file, or a pipe that ends."]);
    expect(await fails("/dev/null")).toEqual([3, "/dev/null: is empty. Give a file with data in it."]);
    expect(await fails("a\0b")).toEqual([3, "a\\u{0}b: the path has a NUL character in it. Check the path."]);
    expect(await fails("x\u001b]0;title\u0007")).toEqual([
      3,
      "x\\e]0;title\\u{7}: there is no such file. Check the path.",
    ]);
    expect(await fails("")).toEqual([2, "INPUT: the path is empty. Name a file, or - for stdin."]);
  });

  it("refuses files that no buffer can hold, by their size", async () => {
    fs.writeFileSync(path("huge.bin"), "");
    fs.truncateSync(path("huge.bin"), 2 ** 43);
    const [code, message] = await fails(path("huge.bin"));
    expect(code).toBe(3);
    expect(message).toMatch(
      /huge\.bin: (has 8796093022208 bytes, and at most \d+ bytes can be read whole|needs 8796093022209 bytes of memory, more than there is)\. Split it into smaller files\.$/,
    );
    fs.rmSync(path("huge.bin"));
  });

  it("says permission denied to those who have none", async () => {
    const work = (): Promise<Uint8Array> => readBytes(path("picture.png"));
    const { error } = await withFailure(1, "EACCES", work);
    expect(error instanceof UserError && [error.exitCode, error.message]).toEqual([
      3,
      `${path("picture.png")}: it may not be read (permission denied). Check its permissions.`,
    ]);
  });

  it("ends in an input error whichever call fails", async () => {
    const work = (): Promise<Uint8Array> => readBytes(path("picture.png"));
    const { made } = await withFailure(0, "", work);
    for (let n = 1; n <= made.length; n++) {
      const { error } = await withFailure(n, "EIO", work);
      const outcome = error instanceof UserError ? error.exitCode : error;
      expect([made[n - 1], outcome]).toEqual([made[n - 1], made[n - 1] === "close" ? undefined : 3]);
    }
  });
});

describe("reading stdin", () => {
  const program = (): string => `
    import { readBytes } from "${built("files/read.js")}";
    const bytes = await readBytes(process.argv[1]);
    console.log(bytes.length, bytes[0], bytes[bytes.length - 1]);`;
  const reading = (redirect: string, name = "-"): ReturnType<typeof shell> =>
    shell(
      `${redirect.includes("|") ? redirect : ""} ${process.execPath} --input-type=module -e '${program()}' -- ${name} ${redirect.includes("|") ? "" : redirect} 2>&1 | grep -v '^ *at '`,
    );

  it("takes pipes, files, and /dev/stdin", async () => {
    fs.writeFileSync(path("in.txt"), "a23z");
    expect((await reading("printf abc |")).stdout).toBe("3 97 99\n");
    expect((await reading("head -c 1000000 /dev/zero | tr '\\000' x |")).stdout).toBe("1000000 120 120\n");
    expect((await reading(`< ${path("in.txt")}`)).stdout).toBe("4 97 122\n");
    expect((await reading("printf abc |", "/dev/stdin")).stdout).toBe("3 97 99\n");
  });

  it("waits for a writer that is slow", async () => {
    expect((await reading("(printf a; sleep 0.1; printf b) |")).stdout).toBe("2 97 98\n");
  });

  it("says what is wrong with a stdin that has no data", async () => {
    expect((await reading(":|")).stdout).toContain("stdin: is empty. Give a file with data in it.");
    expect((await reading("<&-")).stdout).toContain("stdin: is empty. Give a file with data in it.");
    expect((await reading(`< ${root}`)).stdout).toContain("stdin: is a folder. Name a file in it.");
    expect((await reading("< /dev/zero")).stdout).toContain("stdin: is a device. Give a file, or a pipe that ends.");
  });

  it("can be read once only", async () => {
    fs.writeFileSync(path("once.txt"), "1");
    const fd = fs.openSync(path("once.txt"), "r");
    const stdin = standardInput(fd);
    expect(await readBytes("-", stdin)).toEqual(new Uint8Array([49]));
    expect(await faultOf(() => readBytes("-", stdin))).toEqual([
      2,
      "-: stdin is asked for twice, and it can be read once only. Give a file for one of them.",
    ]);
    fs.closeSync(fd);
    expect(await faultOf(() => readBytes("-", noInput("the jobs come from it")))).toEqual([
      2,
      "-: stdin cannot be read: the jobs come from it. Give a file.",
    ]);
  });

  it("leaves the process open to signals while it waits", async () => {
    const { signal } = await script(
      `import { readBytes } from "${built("files/read.js")}";
       setTimeout(() => process.kill(process.pid, "SIGTERM"), 50);
       await readBytes("${path("pipe")}");`,
    );
    expect(signal).toBe("SIGTERM");
  });
});
