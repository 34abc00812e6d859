import * as fs from "node:fs";
import { describe, expect, it } from "vitest";
import { noOutput } from "../../src/files/stdout.js";
import { faultOf } from "../support/fault.js";
import { freshFolder } from "../support/folder.js";
import { built, type Ended, shell } from "../support/process.js";

const { path } = freshFolder();

/** A program that writes `count` blocks of 64 KiB to stdout and tells on stderr how it ended, and its exit code. */
function writer(count: number): string {
  fs.writeFileSync(
    path(`writer-${count}.mjs`),
    `import { standardOutput } from "${built("files/stdout.js")}";
     let asked = 0;
     async function* blocks() { for (; asked < ${count}; asked++) yield new Uint8Array(65536).fill(97 + asked % 26); }
     try { await standardOutput().write(blocks()); process.stderr.write("done\\n"); }
     catch (error) { process.exitCode = error.exitCode; process.stderr.write(error.message + "\\n"); }
     process.on("exit", () => process.stderr.write(asked < ${count} ? "early\\n" : "all\\n"));`,
  );
  return `${process.execPath} ${path(`writer-${count}.mjs`)}`;
}
const told = ({ code, stderr }: Ended): [number | null, string] => [code, stderr];

describe("writing to stdout", () => {
  it("gives a slow reader every byte", async () => {
    const line = `${writer(160)} | (sleep 0.3; wc -c)`;
    const { stdout, stderr } = await shell(line);
    expect([stdout.trim(), stderr]).toEqual([String(160 * 65536), "done\nall\n"]);
  });

  it("does not run ahead of its reader", async () => {
    // While the reader sleeps, only what the pipe holds may have been asked for.
    const source = `import { standardOutput } from "${built("files/stdout.js")}";
      let asked = 0;
      function* blocks() { for (; asked < 400; asked++) yield new Uint8Array(65536); }
      setTimeout(() => process.stderr.write(asked < 100 ? "waits\\n" : "runs ahead: " + asked), 150);
      await standardOutput().write(blocks());`;
    fs.writeFileSync(path("ahead.mjs"), source);
    const { stdout, stderr } = await shell(`${process.execPath} ${path("ahead.mjs")} | (sleep 0.5; wc -c)`);
    expect([stdout.trim(), stderr]).toEqual([String(400 * 65536), "waits\n"]);
  });

  it("ends quietly when the reader has gone, and stops working", async () => {
    const line = `set -o pipefail; ${writer(2000)} | head -c 10`;
    expect(await shell(line)).toEqual({ code: 0, signal: null, stdout: "aaaaaaaaaa", stderr: "done\nearly\n" });
  });

  it("tells a full device from success", async () => {
    expect(told(await shell(`${writer(2)} > /dev/full`))).toEqual([
      4,
      "stdout: no space is left on the device. Free some space or write somewhere else.\nearly\n",
    ]);
  });

  it("tells a file-size limit", async () => {
    expect(told(await shell(`ulimit -f 64; ${writer(20)} > ${path("limited")}`))).toEqual([
      4,
      "stdout: the file would be larger than the limit for files. Raise the limit (ulimit -f) or write somewhere else.\nearly\n",
    ]);
  });

  it("tells a stdout that was closed, however it was closed", async () => {
    const closed = [4, "stdout: is closed. Open it, or write to a file with -o FILE.\nearly\n"];
    expect(told(await shell(`${writer(1)} >&-`))).toEqual(closed);
    expect(told(await shell(`exec >&-; ${writer(1)}`))).toEqual(closed);
    expect(told(await shell(`sh -c '${writer(1)}; exit $?' >&-`))).toEqual(closed);
  });

  it("takes /dev/null for what it is, also when it is open for reading", async () => {
    expect(told(await shell(`${writer(1)} > /dev/null`))).toEqual([0, "done\nall\n"]);
    // As other programs start a program whose output they discard.
    const parent = `require("node:child_process").spawnSync(process.execPath, ["${path("writer-1.mjs")}"], { stdio: ["ignore", "ignore", "inherit"] })`;
    expect(told(await shell(`${process.execPath} -e '${parent}'`))).toEqual([0, "done\nall\n"]);
  });

  it("waits where the pipe was made non-blocking by another process", async () => {
    const line = `${writer(40)} | ${process.execPath} -e 'setTimeout(() => { let n = 0; process.stdin.on("data", (d) => (n += d.length)).on("end", () => console.log(n)); }, 200)'`;
    expect((await shell(line)).stdout).toBe(`${40 * 65536}\n`);
  });
});

describe("output files that are not files", () => {
  const into = (target: string, redirect: string): Promise<Ended> => {
    fs.writeFileSync(
      path("into.mjs"),
      `import { writeAtomically } from "${built("files/atomic.js")}";
       try { await writeAtomically(process.argv[2], [Buffer.from("new")]); }
       catch (error) { process.exitCode = error.exitCode; process.stderr.write(error.message + "\\n"); }`,
    );
    return shell(
      `(printf "head "; ${process.execPath} ${path("into.mjs")} ${target}; c=$?; printf " tail"; exit $c) ${redirect}`,
    );
  };

  it("writes /dev/stdout where the redirected file stands, and leaves the file in its place", async () => {
    for (const target of ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]) {
      fs.writeFileSync(path("redirected"), "");
      const { ino } = fs.statSync(path("redirected"));
      expect(told(await into(target, `> ${path("redirected")}`))).toEqual([0, ""]);
      expect(fs.readFileSync(path("redirected"), "utf8")).toBe("head new tail");
      expect(fs.statSync(path("redirected")).ino).toBe(ino);
    }
  });

  it("writes into other descriptors, links to them, and named pipes", async () => {
    expect((await into("/dev/fd/7", "7>&1")).stdout).toBe("head new tail");
    fs.symlinkSync("/dev/stdout", path("link-to-stdout"));
    expect((await into(path("link-to-stdout"), "| cat")).stdout).toBe("head new tail");
    const { stdout } = await shell(
      `mkfifo ${path("fifo")}; ${process.execPath} ${path("into.mjs")} ${path("fifo")} & cat ${path("fifo")}; wait $!`,
    );
    expect(stdout).toBe("new");
    expect(fs.lstatSync(path("fifo")).isFIFO()).toBe(true);
  });

  it("tells a descriptor that is not open", async () => {
    expect(told(await into("/dev/fd/9", "9>&-"))).toEqual([
      4,
      "/dev/fd/9: is closed. Open it, or write to a file with -o FILE.\n",
    ]);
  });

  it("refuses folders where no file can be created", async () => {
    const { code, stderr } = await into("/proc/convxcorr.csv", "");
    expect([code, stderr]).toEqual([4, "/proc/convxcorr.csv: its folder does not exist. Create the folder first.\n"]);
  });

  it("refuses write-protected files and folders for those who are not root", async () => {
    fs.writeFileSync(path("protected.csv"), "old", { mode: 0o444 });
    await into(path("x"), ""); // Writes the program.
    const drop = process.getuid?.() === 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : "";
    fs.chmodSync(path(""), 0o777);
    const asOther = (target: string): Promise<Ended> =>
      shell(`${drop} ${process.execPath} ${path("into.mjs")} ${target}`);
    const denied = "it may not be written (permission denied). Check the permissions of the file and its folder.\n";
    expect(told(await asOther(path("protected.csv")))).toEqual([4, `${path("protected.csv")}: ${denied}`]);
    expect(fs.readFileSync(path("protected.csv"), "utf8")).toBe("old");
    fs.mkdirSync(path("closed"), { mode: 0o555 });
    expect(told(await asOther(path("closed/new.csv")))).toEqual([4, `${path("closed/new.csv")}: ${denied}`]);
    expect(fs.readdirSync(path("closed"))).toEqual([]);
  });

  it("says why a run has no stdout", async () => {
    expect(await faultOf(() => noOutput("it carries the answers").write([]))).toEqual([
      2,
      "stdout: cannot be written: it carries the answers. Write to a file with -o FILE, or run it by itself.",
    ]);
  });
});
